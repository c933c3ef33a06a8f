"""The records of an uncertainty analysis, for the manifest."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.data.listing import listed
from sim.files.entry import Title
from sim.report.uncertainty_record import (
    PERCENT,
    BothRecord,
    ClaimRecord,
    FactorRecord,
    LimitRecord,
    ShareRecord,
    WorthRecord,
)
from sim.results.sensitivity.changes import KEYS
from sim.results.uncertainty.box import Found
from sim.results.uncertainty.factor import Factor
from sim.results.uncertainty.sample import Sample
from sim.results.uncertainty.share import Shares
from sim.results.uncertainty.worth import partial
from sim.study.sampling import Claim
from sim.study.study import Study

Floats = NDArray[np.float64]
DRAWN = 2
"""Sides of a box that the chart shows, those that matter most."""


def both_records(table: pd.DataFrame, place: str) -> list[BothRecord]:
    """A record per row of :func:`sim.results.uncertainty.both.both_intervals`."""
    return [BothRecord(place=place, **_plain(row)) for row in table.to_dict("records")]


def share_records(shares: Shares, place: str, key: Sequence[str]) -> list[ShareRecord]:
    """The shares of a headline: factors that can be distinguished from chance, grades, products, chance and the rest."""
    table = shares.table[(shares.table["kind"] != "factor") | shares.table["distinct"].astype(bool)]
    names = dict(zip(KEYS, key, strict=True))
    return [ShareRecord(place=place, **names, **_plain(row)) for row in table.to_dict("records")]


def factor_records(study: Study, factors: Sequence[Factor]) -> list[FactorRecord]:
    """What each factor is, and which public tables or own counts would measure its values."""
    tables = measured_by(study)
    return [
        FactorRecord(
            name=factor.name, title=factor.title, grade=factor.grade, addresses=factor.addresses, why=factor.why,
            choice=factor.choice,
            measured_by=tuple(dict.fromkeys(tables[a] for a in factor.addresses if tables.get(a))),
            sources=tuple(dict.fromkeys(p.value.source for p in factor.parameters if p.value.source)),
        )
        for factor in factors
    ]  # fmt: skip


def measured_by(study: Study) -> Mapping[str, str]:
    """``FILE:PATH`` of a value -> the public tables and own counts that would replace it (``figures/tables.yaml``)."""
    found: dict[str, str] = {}
    for place in study.places:
        people = Path(study.baseline.settings[place].people.people).stem
        for row in (*listed(study.root, place), *listed(study.root, None, people)):
            if row.replaced_by:
                found[f"{row.where.rpartition(':')[0]}:{row.path}"] = row.replaced_by
    return found


def claim_record(
    claim: Claim,
    unit: str,
    place: str,
    found: Found,
    sample: Sample,
    met: NDArray[np.bool_],
    chance: float,
) -> ClaimRecord:
    """Where a claim holds.

    Args:
        found: the answer; its limits are of coordinates.
        met: bool[samples], whether each meets the claim.
        chance: the share of the samples' variance that chance explains.
    """
    limits = []
    points, owner = sample.coordinates
    first = {int(factor): int(np.flatnonzero(owner == factor)[0]) for factor in np.unique(owner)}
    for limit in found.limits:
        number = int(owner[limit.factor])
        limits.append(_limit(sample.factors[number], limit.factor - first[number], limit.low, limit.high))
    return ClaimRecord(
        place=place, measure=claim.measure, activity=claim.activity, need=claim.need, unit=unit, text=claim.text,
        more=claim.more, threshold=claim.threshold, verdict=found.verdict, samples=found.samples, met=found.met,
        limits=tuple(limits), inside=found.inside,
        **{
            name: _known(getattr(found, name))
            for name in ("coverage", "density", "density_held_out", "density_outside", "chance")
        },
        chance_share=_known(chance),
        points=tuple(
            (tuple(float(points[at, limit.factor]) for limit in found.limits[:DRAWN]), bool(met[at]))
            for at in range(len(met) if limits else 0)
        ),
    )  # fmt: skip


def _limit(factor: Factor, at: int, low: float, high: float) -> LimitRecord:
    """A side of a box in the notation of the files; of a group, as a share of the values used."""
    grouped = factor.rows is None and len(factor.parameters) > 1
    parameter = factor.parameters[at]
    numbers: list[float | None] = []
    for position, is_end in ((low, low <= 0), (high, high >= 1)):
        if is_end:
            numbers.append(None)
        elif grouped:
            sizes = zip(factor.numbers(position), factor.parameters, strict=True)
            numbers.append(round(100 * float(np.mean([n / p.present for n, p in sizes if p.present]))))
        else:
            numbers.append(float(f"{parameter.number(position):.3g}"))
    title = factor.of or factor.title
    if factor.rows is not None:
        title = Title(en=parameter.value.path, da=parameter.value.path)
    return LimitRecord(
        factor=factor.name, title=title, low=low, high=high, low_number=numbers[0], high_number=numbers[1],
        unit=PERCENT if grouped else parameter.value.unit,
    )  # fmt: skip


def worth_records(shares: Shares, factors: Sequence[Factor], claim: Claim, unit: str, place: str) -> list[WorthRecord]:
    """The worth of knowing each factor that can be distinguished from chance, the greatest first.

    Worth orders them if a decision could change, else the share of the variance.
    """
    surface = shares.surface
    if surface is None:
        return []
    table = shares.table[(shares.table["kind"] == "factor") & shares.table["distinct"].astype(bool)]
    first = dict(zip(table["name"], table["first"], strict=True))
    records = []
    for number, factor in enumerate(factors):
        if factor.name not in first:
            continue
        own, share = frozenset([number]), float(first[factor.name])
        drawn = [partial(each, own, claim.threshold, more=claim.more) for each in shares.others]
        low, high = np.quantile(drawn, [0.025, 0.975]) if drawn else (math.nan, math.nan)
        records.append(
            WorthRecord(
                place=place, measure=claim.measure, activity=claim.activity, need=claim.need, unit=unit,
                factor=factor.name, worth=partial(surface, own, claim.threshold, more=claim.more), worth_low=float(low),
                worth_high=float(high), share=share, width=math.sqrt(max(1 - share, 0.0)),
            )
        )  # fmt: skip
    return sorted(records, key=lambda each: (-each.worth, -each.share))


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row with None in place of nan."""
    return {str(name): _known(value) if isinstance(value, float) else value for name, value in row.items()}


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
