"""Invented numbers: the manifest of a study of them, with what samples and indices would show."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.files.entry import Title
from sim.report.index_record import IndexRecord, IndicesRecord
from sim.report.manifest import Manifest
from sim.report.uncertainty_record import (
    BothRecord,
    ClaimRecord,
    FactorRecord,
    LimitRecord,
    ShareRecord,
    UncertaintyRecord,
)
from tests.report import manifests
from tests.report.manifests import KEEP, LEADING, manifest

INVENTED = Title(en="an illustration with invented numbers", da="en illustration med opdigtede tal")
ASKED = {"measure": "hours_asked", "activity": "all", "need": "all", "unit": "hours per year"}
RUNNING = {"measure": "hours", "activity": "running-casework", "need": "all", "unit": "hours per year"}
HEAVY = {
    "measure": "running_minutes_per_citizen_week",
    "activity": "all",
    "need": "heavy",
    "unit": "minutes per citizen and week",
}
FACTORS = tuple(
    FactorRecord(name=group.name, title=group.title, grade="assumption", addresses=group.addresses) for group in LEADING
)


def invented(**changes: Any) -> Manifest:
    practices = {"practice": {"baseline": Title(en="ordinary practice", da="almindelig praksis")}}
    return manifest(title=INVENTED, labels={**manifests.FIELDS["labels"], **practices}, **changes)


def _share(name: str, key: dict[str, str], first: float, more: float, kind: str = "factor") -> ShareRecord:
    ends = {"first_low": max(first - 0.08, 0), "first_high": first + 0.08} if kind == "factor" else {}
    return ShareRecord(place="nowhere", kind=kind, name=name, first=first, total=first + more, **ends, **key)


def sampled() -> Manifest:
    """A manifest with samples: contact and tracking carry most, and a claim holds where contact is rare."""
    rng = np.random.default_rng(3)
    points = rng.random((200, 2))
    met = (points[:, 0] > 0.45) & (points[:, 1] < 0.7)
    met ^= rng.random(200) < 0.06
    inside = (points[:, 0] >= 0.45) & (points[:, 1] <= 0.7)
    limits = tuple(
        LimitRecord(
            factor=group.name,
            title=group.of,
            low=low,
            high=high,
            low_number=low_number,
            high_number=high_number,
            unit="percent",
        )
        for group, low, high, low_number, high_number in (
            (LEADING[0], 0.45, 1.0, 96.0, None),
            (LEADING[1], 0.0, 0.7, None, 139.0),
        )
    )
    claim = ClaimRecord(
        place="nowhere", text="hours_asked < -20000", more=False, threshold=-20_000.0, verdict="box", samples=200, met=int(met.sum()),
        limits=limits, coverage=float((met & inside).sum() / met.sum()), density=float(met[inside].mean()), density_held_out=0.85,
        density_outside=float(met[~inside].mean()), inside=int(inside.sum()), chance=0.01, chance_share=0.03,
        points=tuple((tuple(map(float, point)), bool(is_met)) for point, is_met in zip(points, met, strict=True)), **ASKED,
    )  # fmt: skip
    both = tuple(
        BothRecord(
            place="nowhere", central=central, chance_low=0.95 * central, chance_high=1.05 * central, pairs=10, mean=1.05 * central,
            low=low * central, high=high * central, level=0.95, samples=200, chance_share=0.03, distinct=True, **key,
        )
        for key, central, low, high in ((ASKED, -24_000.0, 0.55, 1.7), (RUNNING, 20_000.0, -0.2, 2.1), (HEAVY, 5.0, 0.3, 1.8))
    )  # fmt: skip
    shares = [
        _share(name, key, first, 0.04)
        for key, by_name in (
            (ASKED, {"contact": 0.52, "tracking": 0.27, "turnover": 0.05}),
            (RUNNING, {"contact": 0.66, "tracking": 0.12}),
            (HEAVY, {"contact": 0.41, "turnover": 0.22}),
        )
        for name, first in by_name.items()
    ]
    shares += [
        _share(kind, ASKED, part, 0.0, kind) for kind, part in (("products", 0.03), ("chance", 0.03), ("rest", 0.1))
    ]
    record = UncertaintyRecord(
        column=KEEP, samples=200, seed=1, source="ranges", values=120, in_all=150, without_range=10, apart=20, sample_hash="0" * 64,
        window="2 years", least_share=0.04, factors=FACTORS, both=both, shares=tuple(shares), claims=(claim,),
    )  # fmt: skip
    outcomes = manifests.FIELDS["outcomes"]
    return invented(uncertainty=record, outcomes=outcomes)


def with_indices() -> Manifest:
    rows = []
    for key, sizes in (
        (ASKED, (21_000.0, 9_000.0, 400.0)),
        (RUNNING, (19_000.0, 6_000.0, 900.0)),
        (HEAVY, (3.0, 0.4, 1.1)),
    ):
        for factor, size in zip(FACTORS, sizes, strict=True):
            for index, value in (
                ("mu_star", size),
                ("mu", -size if size > 1_000 or size < 100 else 100.0),
                ("sigma", 0.3 * size),
            ):
                half = None if index == "sigma" else 0.15 * size + (600.0 if size == 400.0 else 0.0)
                rows.append(
                    IndexRecord(
                        place="nowhere", factor=factor.name, index=index, value=value, samples=10,
                        low=None if half is None else value - half, high=None if half is None else value + half, **key,
                    )
                )  # fmt: skip
    record = IndicesRecord(
        method="morris", column=KEEP, samples=10, pairs=40, seed=1, confidence=0.95, window="2 years", values=12, sample_hash="0" * 64,
        factors=FACTORS, rows=tuple(rows),
    )  # fmt: skip
    return invented(indices=record)
