"""What the samples say: both intervals, shares, where the claim holds, and what to measure first."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.files.errors import ScenarioError, nearest_name
from sim.report.headline import HEADLINES
from sim.report.manifest import Manifest
from sim.report.uncertainty_record import UncertaintyRecord
from sim.results.describe import span
from sim.results.sensitivity.changes import KEYS, effects
from sim.results.uncertainty.both import both_intervals, chance_share, without_chance
from sim.results.uncertainty.box import where
from sim.results.uncertainty.factor import Factors
from sim.results.uncertainty.records import both_records, claim_record, factor_records, share_records, worth_records
from sim.results.uncertainty.sample import Sample
from sim.results.uncertainty.share import shares
from sim.results.uncertainty.surface import Candidates
from sim.results.uncertainty.worth import perfect
from sim.study.column import Column
from sim.study.sampling import Claim
from sim.study.study import Study

Floats = NDArray[np.float64]


def budget(study: Study, factors: Factors, samples: int) -> str:
    """What an analysis will do, before it starts."""
    pairs, places = study.replications, len(study.places)
    runs = 2 * places * (samples + pairs)
    in_all = factors.count + len(factors.unmoved)
    return (
        f"{samples} samples of {factors.count} of {in_all} values in {len(factors.moved)} factors; "
        f"{runs} runs at most: a pair for each sample, and {pairs} pairs with the values as they are."
    )


def recorded(
    study: Study,
    pair: tuple[Column, Column],
    drawn: Sample,
    factors: Factors,
    base: pd.DataFrame,
    sampled: pd.DataFrame,
    manifest: Manifest,
    wanted: Claim | None,
    origin: str,
) -> UncertaintyRecord:
    """What the samples say.

    Args:
        pair: baseline and variant.
        base: tidy measures with the values as they are.
        sampled: the differences of every sample.
        manifest: it has the leading headlines (``outcomes``).
        wanted: the claim; None: the first leading headline keeps its sign.
        origin: where the samples come from.
    """
    points, owner = drawn.coordinates
    candidates = Candidates(points, owner)
    names = [factor.name for factor in factors.moved]
    grades = {factor.name: factor.grade for factor in factors.moved}
    both, parts, claims, worth, known, least = [], [], [], [], [], None
    for place in study.places:
        central = effects(base[base["place"] == place], pair, manifest.at(place))
        here = sampled[sampled["place"] == place]
        both += both_records(both_intervals(central, here, study.confidence), place)
        claimed = _claim_of(manifest, central, here, wanted)
        keys = [(each.measure, each.activity, each.need) for each in manifest.outcomes]
        for key in dict.fromkeys([*keys, claimed.key]):
            outcome, chosen, unit = outcome_of(here, key, len(drawn))
            if unit is None or not chosen.any():
                continue
            own = central[(central[KEYS[:3]] == list(key)).all(axis=1)]["effect"].dropna().to_numpy()
            chance = chance_share(own, outcome[chosen])
            usable = candidates if chosen.all() else Candidates(points[chosen], owner)
            result = shares(usable, outcome[chosen], names, grades, chance, seed=study.seed)
            parts += share_records(result, place, (*key, unit))
            least = result.least if least is None and result.surface is not None else least
            if key != claimed.key:
                continue
            met = outcome[chosen] > claimed.threshold if claimed.more else outcome[chosen] < claimed.threshold
            box = where(points[chosen], met, seed=study.seed)
            part = Sample(drawn.factors, drawn.units[chosen])
            claims.append(claim_record(claimed, unit, place, box, part, met, chance))
            worth += worth_records(result, factors.moved, claimed, unit, place)
            expected = without_chance(outcome[chosen], chance)
            known.append((place, perfect(expected, claimed.threshold, more=claimed.more)))
    apart = len(factors.unmoved) - factors.without_range - factors.not_chosen
    return UncertaintyRecord(
        column=pair[1].name, samples=len(drawn), seed=study.seed, source=origin, values=factors.count,
        in_all=factors.count + len(factors.unmoved), without_range=factors.without_range, not_chosen=factors.not_chosen, apart=apart,
        sample_hash=hashlib.sha256(csv_of(drawn.table()).encode()).hexdigest(), window=span(study.measured),
        least_share=least, factors=tuple(factor_records(study, factors.moved)), both=tuple(both), shares=tuple(parts),
        claims=tuple(claims), worth=tuple(worth), all_known=tuple(known),
    )  # fmt: skip


def known_claim(wanted: Claim) -> Claim:
    """The claim, if it is about a headline.

    Raises:
        ScenarioError: it is not.
    """
    if wanted.key not in HEADLINES:
        names = ["/".join(key[: 1 + (key[1] != "all" or key[2] != "all") + (key[2] != "all")]) for key in HEADLINES]
        own = wanted.text.split(" ", maxsplit=1)[0]
        raise ScenarioError(
            "a claim is about a headline",
            found=own,
            expected=", ".join(names[:6]) + " …",
            nearest=nearest_name(own, names),
        )
    return wanted


def _claim_of(manifest: Manifest, central: pd.DataFrame, here: pd.DataFrame, wanted: Claim | None) -> Claim:
    """The claim at a place: the user's, or that the first leading headline keeps its sign."""
    known = set(map(tuple, here[KEYS[:3]].drop_duplicates().to_numpy()))
    first = next(
        (key for each in manifest.outcomes if (key := (each.measure, each.activity, each.need)) in known), None
    )
    if wanted is not None:
        if wanted.key not in known:
            raise ScenarioError("the study has no difference of the claim's headline", found=wanted.text)
        return wanted
    if first is None:
        raise ScenarioError(
            "the study has none of the leading headlines", expected="the outcomes of figures/leading.yaml"
        )
    mean = float(central[(central[KEYS[:3]] == list(first)).all(axis=1)]["effect"].mean())
    return Claim(*first, more=mean > 0, threshold=0.0)


def outcome_of(
    here: pd.DataFrame, key: tuple[str, str, str], samples: int
) -> tuple[Floats, NDArray[np.bool_], str | None]:
    """float64[samples] of a headline, bool[samples] that says which are known, and the unit; None if there are none."""
    rows = here[(here[KEYS[:3]] == list(key)).all(axis=1)]
    outcome = np.full(samples, np.nan)
    outcome[rows["sample"].to_numpy(int) - 1] = rows["effect"].to_numpy(float)
    return outcome, np.isfinite(outcome), None if rows.empty else str(rows["unit"].iloc[0])


def csv_of(table: pd.DataFrame) -> str:
    """A table as the text of a file."""
    return table.to_csv(index=False, lineterminator="\n")
