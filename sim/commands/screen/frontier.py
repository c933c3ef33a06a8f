"""The tables of ``jobsim optimise`` on the terminal."""

from __future__ import annotations

from typing import Any

import pandas as pd
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from sim.report.assumed import BEYOND, ONE_AT_A_TIME
from sim.report.charts.frontier import ACROSS, UP
from sim.report.frontier_order import places, sentences
from sim.report.levels import records
from sim.report.ranges_screen import WITHIN
from sim.report.words import decimals_for, difference_text, label, number
from sim.results.frontier.analysis import Frontier
from sim.results.frontier.confirm import Point
from sim.results.frontier.readings import CASEWORK, DEADLINES, FIRST, HEAVY, Key

LIGHT, MEDIUM = ((HEAVY[0], need) for need in ("light", "medium"))
FIRST_TABLE: tuple[tuple[Key, str], ...] = ((FIRST, "First meeting, points"), (HEAVY, "Heavy need, minutes"))
SECOND_TABLE: tuple[tuple[Key, str], ...] = (
    (LIGHT, "Light need, minutes"),
    (MEDIUM, "Medium need, minutes"),
    (CASEWORK, "Casework, minutes"),
    (DEADLINES, "Broken, points"),
)
PER_POINT = 100.0
"""Shares are shown in percentage points."""
SHOWN_PATHS = 2


def show(out: Console, done: Frontier) -> None:
    """Print what was searched, the frontier in fresh replications, what lies beside it, and what the points set."""
    groups = ", ".join(label("group", name, "en").lower() for name in done.groups)
    moved = sum(len(dial.parameters) for dial in done.dials.moved)
    out.print(
        f"{done.study.places[0]}, {done.column.rules}: {len(done.trials)} practices tried, from {done.column.practice}, "
        f"with {moved} values on {len(done.dials.moved)} dials. {done.fit} of them kept the limits. "
        f"{done.on_front} of these lay on the frontier."
    )
    out.print(
        f"All numbers below are from {done.fresh} fresh replications, as differences from {done.study.baseline.name}. "
        f"In brackets: {100 * done.study.confidence:g} % by chance, each by itself."
    )
    if len(done.points) == 1:
        out.print("No other practice that was tried kept the limits and lay on the frontier.")
    out.print(_numbers(done, FIRST_TABLE, "Frontier", verdicts=True))
    out.print(f"First meeting: within four weeks, of {groups}. These are promised one so soon.")
    out.print(_verdicts(done))
    if done.pairs:
        out.print(_at_ends(done))
        out.print(_what_was_tested(done))
        for line in sentences(done.numbers, done.manifest, "en"):
            out.print(line)
    out.print(_numbers(done, SECOND_TABLE, "Who and what pays for it"))
    out.print(
        "Casework is running casework. Minutes are per citizen and week. Broken deadlines are those that both rule sets have."
    )
    out.print(_settings(done))
    out.print("The mean change of the values on a dial. Of a time between meetings, less means more meetings.")
    for line in _cautions(done):
        out.print(line)


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, padding=(0, 1))


def _numbers(done: Frontier, shown: tuple[tuple[Key, str], ...], title: str, *, verdicts: bool = False) -> Table:
    table = _table(title)
    table.add_column("Point")
    for _, head in shown:
        table.add_column(head, justify="right")
    if verdicts:
        table.add_column("Verdict")
    for point in done.points:
        cells = [_cell(done.table[done.table["point"] == point.name], key) for key, _ in shown]
        table.add_row(point.name, *cells, *([point.verdict] if verdicts else []))
    return table


def _cell(rows: pd.DataFrame, key: Key) -> str:
    whole = (rows[["group", "team", "activity"]] == "all").all(axis=1)
    rows = rows[whole & (rows["measure"] == key[0]) & (rows["need"] == key[1])]
    if rows.empty:
        return "–"
    row = rows.iloc[0]
    unit = str(row["unit"])
    size = PER_POINT if unit == "share" else 1.0
    mean, low, high = (size * float(row[name]) for name in ("difference", "low", "high"))
    return difference_text(mean, low, high, "percentage points" if unit == "share" else unit)


def _at_ends(done: Frontier) -> Table:
    """The lowest and the highest number of each point at the ends of leading assumptions."""
    table = _table("The same with each assumption at both ends: lowest to highest")
    table.add_column("Point")
    for _, head in FIRST_TABLE:
        table.add_column(head, justify="right")
    table.add_column("Better than the baseline in both")
    for place, row in zip(places(done.numbers, done.manifest), records(done.numbers), strict=True):
        stays = "at every end" if place.better and not place.lost else "not at every end" if place.better else "no"
        table.add_row(place.point, *(_whisker(row, aim) for aim in (ACROSS, UP)), stays)
    return table


def _whisker(row: dict[str, Any], aim: str) -> str:
    """From the lowest to the highest number of an aim; marked if chance alone could explain it."""
    low, high = (float(row[f"{aim}_{end}"]) for end in ONE_AT_A_TIME)
    places_after = decimals_for(low, high)
    text = f"{number(low, 'en', places_after, signed=True)} to {number(high, 'en', places_after, signed=True)}"
    return text if row[f"{aim}_{BEYOND}"] is True else f"{WITHIN} {text}"


def _what_was_tested(done: Frontier) -> str:
    groups = len(done.leading)
    what = (
        "the leading group of assumptions"
        if groups == 1
        else f"one of {groups} leading groups of assumptions at a time"
    )
    pairs = "a pair" if done.pairs == 1 else f"{done.pairs} pairs"
    return (
        f"With {what} at an end of its range, in {pairs} of runs each. {WITHIN}: chance alone could explain it. "
        "Values that the search moves stay as the point has them."
    )


def _verdicts(done: Frontier) -> str:
    """What the verdicts that occur mean."""
    meanings = {
        "stands": "beyond chance better than every other point in one respect",
        "beaten": "another point is better in both, beyond chance",
        "breaks a limit": "beyond chance over a limit of hours, casework or deadlines",
        "cannot tell": "too few replications (--confirm), or no other point",
    }
    named = dict.fromkeys(point.verdict for point in done.points)
    return " ".join(f"{verdict.capitalize()}: {meanings[verdict]}." for verdict in named)


def _settings(done: Frontier) -> Table:
    table = _table("What the points set")
    table.add_column("Point")
    for dial in done.dials.moved:
        table.add_column(dial.name, justify="right")
    for point in done.points:
        table.add_row(point.name, *_changes(done, point))
    return table


def _changes(done: Frontier, point: Point) -> list[str]:
    changes = [dial.change(at) for dial, at in zip(done.dials.moved, point.positions, strict=True)]
    return [f"{100 * change:+.0f} %".replace("-", "−") if round(100 * change) else "0 %" for change in changes]


def _cautions(done: Frontier) -> list[str]:
    """What no interval contains."""
    lines = []
    if done.echoed:
        lines.append(f"{', '.join(done.echoed)} moved. It promises the first meeting, so the wait partly echoes it.")
    losers = _losing_teams(done)
    if losers:
        lines.append(
            f"The limit of casework is of the whole jobcenter. These teams have less than in the baseline: {losers}."
        )
    unsure = [point.name for point in done.points if "cannot tell" in point.limits.values()]
    if unsure:
        lines.append(f"Too few replications to tell whether these keep every limit: {', '.join(unsure)}.")
    if done.dials.left:
        paths = [address.partition(":")[2] for address in done.dials.left]
        more = f" and {len(paths) - SHOWN_PATHS} more" if len(paths) > SHOWN_PATHS else ""
        lines.append(f"Left as they are, since no jobcenter chooses them: {', '.join(paths[:SHOWN_PATHS])}{more}.")
    lines.append("More contact partly echoes the shorter times that a point sets. How many meetings are held emerges.")
    broken = [
        f"{point} ({limit}: {', '.join(dict.fromkeys(part['group']))})"
        for (point, limit), part in done.broken.groupby(["point", "limit"], sort=False)
    ]
    if broken:
        lines.append(f"These break a limit at an end of an assumption: {'; '.join(broken)}.")
    if done.pairs:
        lines.append("The model computed these points, and no jobcenter has tried them.")
    elif done.leading:
        lines.append(
            "The model computed these points, and no jobcenter has tried them. Nobody has measured "
            f"{'; '.join(title.en for title in done.leading)}. Other values within their ranges may move every point."
        )
    return lines


def _losing_teams(done: Frontier) -> str:
    """The teams with less running casework than in the baseline beyond chance, each with the points that this holds for."""
    rows = done.table[(done.table["measure"] == f"{CASEWORK[0]}_team") & (done.table["high"] < 0)]
    teams = [
        f"{label('team', str(team), 'en').lower()} ({', '.join(part['point'])})"
        for team, part in rows.groupby("team", sort=False)
    ]
    return "; ".join(teams)
