"""A finished fit as plain data and as files."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np

from sim.calibration.matching.calibrate import Calibrated
from sim.calibration.matching.identified import Left, left
from sim.calibration.matching.implausibility import LIMIT
from sim.files.errors import RunError
from sim.files.parameter import Parameter
from sim.files.writing import write


def record(done: Calibrated) -> dict[str, Any]:
    """The fit as plain data. Shares are of the box of all ranges; numbers are in the units of the values."""
    setup = done.setup
    return {
        "place": setup.place,
        "file": setup.source.file,
        "limit": LIMIT,
        "rank": setup.plan.rank,
        "replications": setup.file.replications,
        "kept": not done.is_empty,
        "share": done.history.region.share,
        "share_at_discrepancy": {"low": done.at_ends[0], "high": done.at_ends[1]},
        "waves": [wave_record(done, number) for number in range(len(done.history.waves))],
        "parameters": parameters(done),
        "not_identified": [each["value"] for each in parameters(done) if each["identified"] is False],
        "together": [
            {
                "first": setup.space.parameters[pair.first].address, "second": setup.space.parameters[pair.second].address,
                "correlation": round(pair.correlation, 3),
            }
            for pair in done.pairs
        ],
        "held_out": done.held_out(),
        "conflicts": [
            [
                {"target": setup.fitted[target].name, "value": setup.fitted[target].value, "nearest": _plain(nearest)}
                for target, nearest in zip(conflict.targets, conflict.nearest, strict=True)
            ]
            for conflict in done.conflicts
        ],
    }  # fmt: skip


def wave_record(done: Calibrated, number: int) -> dict[str, Any]:
    """A wave: what it left, how many runs are kept, and the implausibility of its runs by target."""
    wave, rank = done.history.waves[number], done.setup.plan.rank
    return {
        "wave": number + 1,
        "points": len(wave.points),
        "share": wave.region.share,
        "kept": int(wave.kept(rank).sum()),
        "targets": [
            {
                "target": target.name, "value": target.value, "sd": target.sd, "known": bool(wave.known[position]),
                **_spread(wave.implausibility[:, position]),
            }
            for position, target in enumerate(done.setup.fitted)
        ],
        "ranges": [
            {"value": p.address, "low": _number(p, each.low), "high": _number(p, each.high)}
            for p, each in zip(done.setup.space.parameters, left(wave.region.points), strict=True)
        ]
        if not wave.region.is_empty
        else [],
    }  # fmt: skip


def _spread(implausibility: np.ndarray[Any, np.dtype[np.float64]]) -> dict[str, float | None]:
    """The least and the median implausibility of the points for a target, and the share of points that it rules out."""
    found = implausibility[np.isfinite(implausibility)]
    if not len(found):
        return {"least": None, "median": None, "rules_out": 0.0}
    return {
        "least": float(found.min()), "median": float(np.median(found)),
        "rules_out": float((found > LIMIT).sum() / len(implausibility)),
    }  # fmt: skip


def parameters(done: Calibrated) -> list[dict[str, Any]]:
    """Each free value: its range before and after, and whether the targets say anything about it alone."""
    lefts: list[Left | None] = [*done.left] or [None] * len(done.setup.space)
    return [
        {
            "value": p.address, "unit": p.value.unit, "present": p.present, "low": p.low, "high": p.high,
            "kept_low": None if each is None else _number(p, each.low),
            "kept_high": None if each is None else _number(p, each.high),
            "share": None if each is None else each.share,
            "identified": None if each is None else each.is_identified,
        }
        for p, each in zip(done.setup.space.parameters, lefts, strict=True)
    ]  # fmt: skip


def _number(parameter: Parameter, unit: float) -> float:
    return parameter.low + unit * (parameter.high - parameter.low)


def _plain(number: float) -> float | None:
    return None if math.isnan(number) else number


def save(done: Calibrated) -> list[Path]:
    """Write ``runs.csv``, ``kept.csv`` and, last, ``calibration.json``. Each is written whole or not at all.

    Raises:
        RunError: nothing is left, or the disk is full.
        ScenarioError: the folder is not writable.
    """
    if done.is_empty:
        raise RunError("nothing is kept, so nothing is written")
    texts = {
        name: table.to_csv(index=False, lineterminator="\n")
        for name, table in (("runs.csv", done.runs()), ("kept.csv", done.kept()))
    }
    texts["calibration.json"] = json.dumps(record(done), indent=2, ensure_ascii=False) + "\n"
    for name, text in texts.items():
        write(done.folder / name, text)
    return [done.folder / name for name in texts]
