"""What some pairs tell: tidy tables, the headlines, and how well the four numbers are known."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from sim.explore.pair import Pair
from sim.report.headline import headline
from sim.report.manifest import Manifest
from sim.report.precision_record import PrecisionRecord
from sim.results.comparison import compared
from sim.results.describe import manifest_of
from sim.results.pilot import comparing
from sim.results.precision import Wanted, pairs_needed, reached, wanted
from sim.runs.run import Plan
from sim.study.precision import Precision
from sim.study.study import Study

TOTAL = ("group", "team", "activity", "need")


@dataclass(frozen=True)
class Known:
    """How well the pilot knows the numbers that are wanted.

    Attributes:
        pairs: the pairs that they need together.
    """

    study: Study
    wish: Precision
    numbers: list[Wanted]
    pairs: int


@dataclass(frozen=True)
class Findings:
    """What some pairs tell.

    Attributes:
        measures, comparisons: tidy tables (docs/contracts.md section 5) of what the page shows.
        manifest: of the study, without the parts that need other runs.
        headlines: the table of :func:`sim.report.headline.headline`.
        pairs: number of pairs.
        precision: how well each wanted number is known, if all planned pairs are there; else empty.
    """

    measures: pd.DataFrame
    comparisons: pd.DataFrame
    manifest: Manifest
    headlines: pd.DataFrame
    pairs: int
    precision: tuple[PrecisionRecord, ...] = ()


def bare_manifest(plan: Plan) -> Manifest:
    """The manifest of a study before its runs."""
    return manifest_of(plan, [], [], cuts=(), bounds=(), reinvestments=(), saved=(), alone=())


def findings_of(study: Study, pairs: Sequence[Pair], manifest: Manifest, known: Known | None = None) -> Findings:
    """The tables of some pairs.

    Args:
        manifest: of the study, with the ranges that are known.
        known: what the pilot knows; with all of its pairs the numbers get their final intervals.
    """
    measures = together(pairs)
    comparisons = compared(study, measures, study.baseline, study.columns[1:2])
    keys = sorted(key for pair in pairs for key in pair.keys)
    digest = hashlib.sha256("\n".join(keys).encode()).hexdigest()
    own = manifest.model_copy(update={"replications": len(pairs), "run_hash": digest})
    final: tuple[PrecisionRecord, ...] = ()
    if known is not None and len(pairs) >= known.pairs:
        after = wanted(known.study, known.wish, measures, comparing(known.study))
        final = tuple(reached(known.study, known.wish, known.numbers, after, len(pairs)))
    return Findings(measures, comparisons, own, headline(measures, comparisons, own), len(pairs), final)


def together(pairs: Sequence[Pair]) -> pd.DataFrame:
    """The measures of some pairs in one table, in the order of their numbers."""
    ordered = sorted(pairs, key=lambda pair: pair.number)
    return pd.concat([pair.measures for pair in ordered], ignore_index=True)


def known_by(study: Study, wish: Precision, pairs: Sequence[Pair]) -> Known:
    """What the pilot knows. A wanted measure that the place does not have is left out."""
    measures = together(pairs)
    table = compared(study, measures, study.baseline, study.columns[1:2])
    whole = table[(table[list(TOTAL)] == "all").all(axis=1)]
    names = tuple(name for name in wish.measures if name in set(whole["measure"]))
    own = wish.model_copy(update={"measures": names})
    pilot = replace(study, replications=len(pairs))
    numbers = wanted(pilot, own, measures, comparing(pilot)) if names else []
    return Known(pilot, own, numbers, pairs_needed(numbers, len(pairs), wish.most))
