"""What gives way under fewer staff, as lines of the screen and a table of the page."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from sim.files.entry import Lang
from sim.report.manifest import Manifest
from sim.report.table import Cell, Head, Table
from sim.report.under_cut_record import UnderCutRecord
from sim.report.words import column_label, decimals_for, label, number, phrase

ALL = "all"
WORST = 2
"""How many teams a line names."""
SEEN = 0.005
"""A change that is printed as 0 names no team."""
NEAR = 0.05
"""Two columns have as many posts if they differ by at most this share."""


def under_cut_lines(manifest: Manifest, lang: Lang) -> list[str]:
    """What gives way in each column, the largest cut that each rule set bears, and cuts of one size side by side."""
    if not manifest.under_cut:
        return []
    by_column: dict[str, list[UnderCutRecord]] = {}
    for record in manifest.under_cut:
        by_column.setdefault(record.column, []).append(record)
    lines = [phrase("under_cut_section", lang)]
    for column, records in by_column.items():
        if not manifest.column(column).cut:
            lines += _column(column, records, manifest, lang)
    lines.append(phrase("under_cut_note", lang))
    return [*lines, *_largest(by_column, manifest, lang), *_follow(by_column, manifest, lang)]


def _column(column: str, records: Sequence[UnderCutRecord], manifest: Manifest, lang: Lang) -> Iterator[str]:
    whole, teams = records[0], records[1:]
    yield phrase(
        "under_cut_line", lang, column=column_label(column, lang, manifest), posts=_move(whole.posts_before, whole.posts, lang),
        running=_move(whole.running_before, whole.running, lang), meetings=_move(whole.meetings_before, whole.meetings, lang),
        broken=_move(_percent(whole.broken_before), _percent(whole.broken), lang),
        first=_move(_percent(whole.first_meeting_before), _percent(whole.first_meeting), lang),
    )  # fmt: skip
    fewer = sorted((_fall(team.meetings_before, team.meetings), team.team) for team in teams)
    broken = sorted((-_rise(team.broken_before, team.broken), team.team) for team in teams)
    points = phrase("points", lang)
    nobody = phrase("under_cut_nobody", lang)
    words = [_team(name, 100 * fall, "%", manifest, lang) for fall, name in fewer[:WORST] if fall < -SEEN]
    more = [_team(name, -100 * rise, points, manifest, lang) for rise, name in broken[:WORST] if -rise > SEEN]
    yield phrase("under_cut_teams", lang, meetings=", ".join(words) or nobody, broken=", ".join(more) or nobody)
    never = number(100 * (whole.never or 0.0), lang, 1)
    if whole.full:
        names = ", ".join(label("team", team, lang, manifest) for team in whole.full)
        yield phrase("under_cut_full", lang, teams=names, never=never)
    else:
        yield phrase("under_cut_settled", lang, never=never)


def _team(name: str, change: float, unit: str, manifest: Manifest, lang: Lang) -> str:
    """A team with its change."""
    return f"{label('team', name, lang, manifest)} ({number(change, lang, 0, signed=True)} {unit})"


def _largest(by_column: dict[str, list[UnderCutRecord]], manifest: Manifest, lang: Lang) -> Iterator[str]:
    """What the searches found, against the smallest cut across the board that the baseline's rules meet."""
    if not manifest.capacity:
        return
    rules = manifest.columns[0].rules
    across = {name: records[0] for name, records in by_column.items() if not manifest.column(name).cut}
    shocked = [whole for name, whole in across.items() if manifest.column(name).rules == rules] or list(across.values())
    smallest = min(1 - (whole.posts or 0.0) / (whole.posts_before or math.inf) for whole in shocked)
    margins = manifest.capacity[0].margins
    yield phrase("under_cut_largest", lang)
    yield phrase(
        "under_cut_margins", lang,
        **{name: number(100 * margins[name], lang, 1) for name in ("running", "meetings", "deadlines")},
    )  # fmt: skip
    yield phrase("under_cut_none", lang)
    for cut in manifest.capacity:
        base, safe = cut.total["baseline"], cut.free.safe
        times = number(smallest * base / safe, lang, 1) if safe else "∞"
        yield phrase(
            "under_cut_bears", lang, column=column_label(cut.column, lang, manifest), safe=number(safe, lang, 1),
            base=number(base, lang, 1), share=number(100 * safe / base, lang, 1), free=number(cut.free.value, lang, 1),
            cut=number(100 * smallest, lang, 0), times=times,
        )  # fmt: skip


def _follow(by_column: dict[str, list[UnderCutRecord]], manifest: Manifest, lang: Lang) -> Iterator[str]:
    """Pairs of columns with one rule set, one practice and as many posts: cut by a search, and across the board."""
    pairs = [
        (first, second)
        for first in by_column
        for second in by_column
        if manifest.column(first).cut and not manifest.column(second).cut and _alike(first, second, by_column, manifest)
    ]
    if pairs:
        yield phrase("under_cut_follow", lang)
    for pair in pairs:
        for column in pair:
            whole, *teams = by_column[column]
            falls = sorted((_fall(team.running_before, team.running), team.team) for team in teams)
            fewer = [name for fall, name in falls if fall < -NEAR]
            fall, worst = falls[0]
            yield phrase(
                "under_cut_follow_line", lang, column=column_label(column, lang, manifest), posts=number(whole.posts or 0.0, lang, 1),
                fewer=", ".join(label("team", name, lang, manifest) for name in fewer) or phrase("under_cut_nobody", lang),
                worst=f"{label('team', worst, lang, manifest)} ({number(100 * fall, lang, 0, signed=True)} %)",
            )  # fmt: skip


def _alike(first: str, second: str, by_column: dict[str, list[UnderCutRecord]], manifest: Manifest) -> bool:
    one, other = manifest.column(first), manifest.column(second)
    posts = [by_column[name][0].posts or 0.0 for name in (first, second)]
    only_staff = len(other.shocks) == 1
    return (
        (one.rules, one.practice) == (other.rules, other.practice)
        and only_staff
        and abs(posts[0] - posts[1]) <= NEAR * posts[0]
    )


def under_cut_table(manifest: Manifest, lang: Lang) -> Table | None:
    """A row per column and team: before and after."""
    if not manifest.under_cut:
        return None
    rows = []
    for record in manifest.under_cut:
        team = phrase("under_cut_all", lang) if record.team == ALL else label("team", record.team, lang, manifest)
        full = record.team in record.full
        rows.append(
            [
                Cell(column_label(record.column, lang, manifest)), Cell(team),
                *(
                    Cell(_move(before, after, lang), after)
                    for before, after in (
                        (record.posts_before, record.posts), (record.running_before, record.running),
                        (record.meetings_before, record.meetings), (_percent(record.broken_before), _percent(record.broken)),
                    )
                ),
                Cell(phrase("under_cut_yes", lang) if full else ""),
            ]
        )  # fmt: skip
    heads = [Head(phrase("column", lang)), Head(phrase("team", lang))]
    heads += [
        Head(phrase(f"under_cut_head_{name}", lang), number=True) for name in ("posts", "running", "meetings", "broken")
    ]
    return Table("under-cut", [*heads, Head(phrase("under_cut_head_full", lang))], rows)


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _move(before: float | None, after: float | None, lang: Lang) -> str:
    """``4.1 → 3.2``."""
    ends = [math.nan if value is None else value for value in (before, after)]
    places = (
        max(1, decimals_for(*ends)) if max((abs(end) for end in ends if not math.isnan(end)), default=0.0) < 100 else 0
    )
    return " → ".join(number(end, lang, places) for end in ends)


def _fall(before: float | None, after: float | None) -> float:
    """The relative change; 0 where nothing was."""
    return (after or 0.0) / before - 1 if before else 0.0


def _rise(before: float | None, after: float | None) -> float:
    return 0.0 if before is None or after is None else after - before
