"""Pictures of charts that the finished example does not have. Their numbers are invented, and every picture says so."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from functools import lru_cache, partial
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from sim.report import CHARTS, DrawnChart
from sim.report.charts import attribution, frontier, staff_curve, turns, twins, validation
from sim.report.country.map import MEASURE, drawn_maps, tiles
from sim.report.frontier_order import AIMS
from sim.report.manifest import Manifest
from sim.report.range_records import RangeRecord
from sim.report.run_record import RunRecord
from tests.docs.invented import ASKED, invented, sampled, with_indices
from tests.report.conftest import compare, make_measures
from tests.report.manifests import ALONE, BASELINE, KEEP, LEADING, RANGES, column

STAMP = "invented numbers"
FREED = "freed-six-cities"
WHOLE = {"group": "all", "team": "all", "activity": "all", "need": "all"}


@lru_cache(maxsize=1)
def _tables() -> tuple[pd.DataFrame, pd.DataFrame]:
    measures = make_measures()
    return measures, compare(measures)


def _of_page(name: str, known: Manifest, *tables: pd.DataFrame) -> DrawnChart:
    """A chart of the page from the made-up study, or from other tables."""
    chart = CHARTS[name]
    measures, comparisons = tables or _tables()
    return _drawn(name, chart.numbers(measures, comparisons, known), chart.draw, known)


def _drawn(name: str, numbers: pd.DataFrame, draw: Callable[..., Figure], known: Manifest) -> DrawnChart:
    """A chart in English, which can be drawn again for slides."""
    again = partial(draw, numbers, known, "en")
    return DrawnChart(name, numbers, again(), draw=again)


def differences_cut() -> DrawnChart:
    return _of_page("differences-cut", invented())


def proposals(name: str) -> DrawnChart:
    """Three proposals alone: one removes work, one adds some, one is too little to tell; and what was claimed."""
    rows = []
    for proposal, title, removed, half, ratio, verdict in (
        ("004-2a", "No process demands", 9_000.0, 900.0, 0.6, "less"),
        ("004-3a", "Team by judgement", 3_000.0, 500.0, 1.1, "about"),
        ("004-8", "Simple sickness cases", 200.0, 400.0, 0.4, "too-little"),
    ):
        number = {
            "running": 0.8 * removed,
            "removed": removed,
            "removed_low": removed - half,
            "removed_high": removed + half,
        }
        claim = {"ratio": ratio, "ratio_low": ratio - 0.2, "ratio_high": ratio + 0.2, "verdict": verdict}
        rows.append({**ALONE, **number, **claim, "proposal": proposal, "title": title})
    return _of_page(name, invented(proposals_alone=tuple(rows)))


def tornado() -> DrawnChart:
    return _of_page("tornado", invented(ranges=RANGES))


def team_places() -> DrawnChart:
    """A queue that clears at 28 places under today's rules, and at fewer under freed ones."""
    known, rows = [column("current", "baseline")], []
    measures = ("wait_team_mean_standardised", "wait_team_queue_mean_standardised")
    for rules, load in (("current", 27.0), (FREED, 12.0)):
        for places in (12, 16, 20, 24, 28, 32, 36):
            each = column(rules, "baseline").model_copy(
                update={"team_places": places, "name": f"{rules}/baseline/keep, {places} places"}
            )
            known.append(each)
            queue, of_baseline = _queue(load, places), _queue(27.0, 30)
            for measure, least in zip(measures, (24.0, 0.0), strict=True):
                change = queue - of_baseline
                rows.append(
                    {**WHOLE, "unit": "days", "place": "nowhere", "study": "s", "measure": measure, "baseline": BASELINE,
                     "variant": each.name, "baseline_mean": least + of_baseline, "variant_mean": least + queue, "difference": change,
                     "low": change - 0.1 * queue, "high": change + 0.1 * queue, "confidence": 0.95, "pairs": 10}
                )  # fmt: skip
    runs = tuple(
        RunRecord(
            place="nowhere", column=each.name, replication=1, key="k", log="l", log_sha256="s", rows=1, posts={},
            places=each.team_places or 30, engine="kernel", seconds=1.0,
        )
        for each in known
    )  # fmt: skip
    measures_of_runs = pd.DataFrame(
        columns=["place", "rule_set", "practice", "capacity", *WHOLE, "measure", "unit", "value"]
    )
    return _of_page("team-places", invented(columns=tuple(known), runs=runs), measures_of_runs, pd.DataFrame(rows))


def _queue(load: float, places: float) -> float:
    """Days in a queue: few with room, many without."""
    return 4.0 * load / (places - load) if places > load else 130.0 + 12.0 * (load - places)


def _attribution(name: str) -> DrawnChart:
    """Three parts that overlap a little."""
    base = {"rules": FREED, "base": "current", **ASKED}
    rows: list[dict[str, Any]] = []
    for way, values in (
        ("shapley", (-12_000.0, -9_000.0, 2_000.0)), ("alone", (-14_000.0, -11_000.0, 1_500.0)),
        ("left out", (-10_000.0, -7_000.0, 2_500.0)), ("in turn", (-14_000.0, -7_500.0, 2_500.0)),
    ):  # fmt: skip
        for part, value in zip(("004-1", "004-2", "004-3"), values, strict=True):
            rows.append(
                {
                    **base,
                    "way": way,
                    "part": part,
                    "proposals": part,
                    "value": value,
                    "low": value - 900,
                    "high": value + 900,
                }
            )
    whole = {"way": "whole", "part": attribution.WHOLE, "proposals": "", "value": -19_000.0, "low": -20_100.0}
    rows.append({**base, **whole, "high": -17_900.0})
    table, key = pd.DataFrame(rows), ("hours_asked", "all", "all")
    numbers_of = turns.turns_numbers if name == "turns" else attribution.attribution_numbers
    numbers = numbers_of(table, *key)
    draw = turns.draw_turns if name == "turns" else attribution.draw_attribution
    return _drawn(name, numbers, draw, invented())


def staff() -> DrawnChart:
    """Broken deadlines fall with posts, at the same posts sooner under freed rules."""
    rows: list[dict[str, Any]] = []
    for name, ease in ((BASELINE, 1.0), (KEEP, 0.75)):
        for team, posts_today, norm in (("sick", 44.0, 55.0), ("young", 33.0, 40.0), ("job-ready", 9.0, 10.0)):
            for multiple in (0.8, 0.9, 1.0, 1.1, 1.2, 1.3):
                broken = 0.22 * ease * math.exp(-3.5 * (multiple - 0.8))
                rows.append(
                    {"place": "nowhere", "column": name, "team": team, "multiple": multiple, "posts": multiple * posts_today,
                     "posts_today": posts_today, "cases": 55 / multiple, "broken": broken, "broken_low": 0.9 * broken,
                     "broken_high": 1.1 * broken, "deadlines": 900.0, "norm": "2020", "by_norm": norm, "allowed": 0.05}
                )  # fmt: skip
    numbers = pd.DataFrame(rows)[staff_curve.NUMBERS]
    return _drawn("staff-curve", numbers, staff_curve.draw_staff_curve, invented())


def points() -> DrawnChart:
    """Four points of a frontier and the practice as it is, each with a group of assumptions at both ends of its range."""
    rows: list[list[Any]] = []
    ranges = []
    for point, verdict, x, y in (
        ("as is", "beaten", 0.0, 0.2), ("A", "stands", 6.0, 0.2), ("B", "stands", 4.0, 0.9), ("C", "cannot tell", 3.5, 1.0),
        ("D", "stands", 1.0, 1.6),
    ):  # fmt: skip
        ends = [x - 1.6, x + 0.9, True, y - 0.1, y + 0.1, False]
        rows.append([point, verdict, KEEP, x, x - 0.6, x + 0.6, y, y - 0.15, y + 0.15, 10, *ends])
        for (measure, need), base, low, high in (
            (AIMS[0], 0.01 * x, 0.01 * (x - 1.6), 0.01 * (x + 0.9)),
            (AIMS[1], y, y - 0.1, y + 0.1),
        ):
            record = RangeRecord(
                place="nowhere", column=point, group=LEADING[1].name, measure=measure, activity="all", need=need, unit="",
                base=base, low=low, high=high,
            )  # fmt: skip
            ranges.append(record)
    numbers = pd.DataFrame(rows, columns=frontier.NUMBERS)
    known = invented(ranges=tuple(ranges), leading=LEADING[1:2])
    return _drawn("frontier", numbers, frontier.draw_frontier, known)


def papers() -> DrawnChart:
    """Numbers of an invented paper: inside, outside, and too little to tell."""
    rows = [
        {"id": name, "paper": "six-cities", "measure": text, "text": text, "unit": "hours", "stated": 100.0, "low": 90.0, "high": 110.0,
         "simulated": value, "chance_low": value - 6, "chance_high": value + 6, "assumptions_low": value - wide,
         "assumptions_high": value + wide, "ratio": value / 100, "verdict": verdict, "nature": nature}
        for name, text, value, wide, verdict, nature in (
            ("N1", "Hours for switches", 104.0, 4.0, "inside", "scales"),
            ("N2", "Hours for tracking", 52.0, 10.0, "outside", "emerges"),
            ("N3", "Cases before the team", 128.0, 60.0, "too-little-to-tell", "echoes"),
        )
    ]  # fmt: skip
    numbers = pd.DataFrame(rows)[validation.COLUMNS]
    return _drawn("validation", numbers, validation.draw_validation, invented())


def municipalities(name: str) -> DrawnChart:
    """Every municipality with a number that follows from its place on the grid alone."""
    rows = []
    for place, tile in tiles().items():
        mean = 6.0 + 1.5 * math.sin(tile.row / 3) + 0.5 * math.cos(tile.column)
        change = 1.2 + math.cos(tile.row / 2) + 0.4 * math.sin(tile.column)
        rows.append(
            {**WHOLE, "place": place, "variant": KEEP, "measure": MEASURE, "unit": "minutes per citizen and week", "baseline_mean": mean,
             "difference": change, "low": change - 0.4, "high": change + 0.4, "confidence": 0.95, "pairs": 3}
        )  # fmt: skip
    return next(chart for chart in drawn_maps(pd.DataFrame(rows), invented(), "en") if chart.name == name)


def histories() -> DrawnChart:
    """One invented citizen under two rule sets."""
    rows: list[dict[str, Any]] = []

    def event(lane: str, rules: str, practice: str, day: str, row: str, how: str) -> None:
        when = date.fromisoformat(day)
        rows.append({"lane": lane, "rules": rules, "practice": practice, "date": when, "until": when, "kind": row.upper(), "row": row,
                     "group": "sick", "benefit": "", "what": row, "how": how, "clause": "", "law": ""})  # fmt: skip

    for lane, rules, practice in (("one", "current", "baseline"), ("other", FREED, "same-contact-by-need")):
        for first, last, group in (
            ("2024-01-08", "2024-07-01", "sick"),
            ("2024-07-01", "2025-03-01", "job-clarification"),
        ):
            stay = {
                "date": date.fromisoformat(first),
                "until": date.fromisoformat(last),
                "kind": "group",
                "group": group,
            }
            rows.append(
                {**dict.fromkeys(twins.COLUMNS, ""), **stay, "lane": lane, "rules": rules, "practice": practice}
            )
        for day in ("2024-02-05", "2024-04-29", "2024-09-16"):
            event(lane, rules, practice, day, "meeting", "same")
        event(lane, rules, practice, "2024-05-20", "need", "same")
    event("one", "current", "baseline", "2024-11-04", "meeting", "rule")
    event("one", "current", "baseline", "2024-10-14", "team", "rule")
    event("one", "current", "baseline", "2024-08-12", "breach", "rule")
    event("other", FREED, "same-contact-by-need", "2024-08-05", "team", "follows")
    event("other", FREED, "same-contact-by-need", "2024-12-02", "meeting", "diary")
    numbers = pd.DataFrame(rows, columns=twins.COLUMNS)
    return _drawn("twins", numbers, twins.draw_twins, invented())


def _with_samples(name: str) -> DrawnChart:
    return _of_page(name, sampled())


def _with_indices(name: str) -> DrawnChart:
    return _of_page(name, with_indices())


ILLUSTRATIONS: dict[str, Callable[[], DrawnChart]] = {
    "differences-cut": differences_cut,
    "proposals": lambda: proposals("proposals"),
    "claims": lambda: proposals("claims"),
    "team-places": team_places,
    "tornado": tornado,
    **{name: partial(_with_samples, name) for name in ("uncertainty", "shares", "share-heat", "claim")},
    **{name: partial(_with_indices, name) for name in ("indices", "index-heat")},
    "attribution": lambda: _attribution("attribution"),
    "turns": lambda: _attribution("turns"),
    "staff-curve": staff,
    "frontier": points,
    "validation": papers,
    "map": lambda: municipalities("map"),
    "map-change": lambda: municipalities("map-change"),
    "twins": histories,
}
"""Name of a chart -> the function that draws it with invented numbers."""


def stamped(figure: Figure) -> Figure:
    """The figure with :data:`STAMP` across it."""
    figure.text(
        0.5, 0.5, STAMP, rotation=24, fontsize=34, color="#b00020", alpha=0.16, ha="center", va="center", zorder=99
    )
    return figure
