"""What the model takes of own counts: stocks, cases per post, and switches that a single value makes. The rest is shown beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from sim.data.choose import Reading
from sim.data.own.counts import Count, OwnTable
from sim.data.period import Period
from sim.data.table_map import OwnCounts
from sim.files.value import size
from sim.place.people.model import People, Place

RUN = "what a run shows: jobsim doctor baseline STUDY"


@dataclass(frozen=True, slots=True)
class Beside:
    """A number that no value of the model takes: what it is, the count, and the model's value or where to see it."""

    what: str
    counted: str
    model: str
    why: str


@dataclass(slots=True)
class Taken:
    """The values that own counts give to a place and to its people, and what is only shown."""

    place: list[Reading] = field(default_factory=list)
    people: list[Reading] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def taken(tables: Sequence[OwnTable], own: OwnCounts, place: Place, people: People, *, own_people: bool) -> Taken:
    """The readings of all tables of own counts.

    Args:
        own_people: whether the place gets a people file of its own, which can take switches.
    """
    result = Taken()
    for table in tables:
        if table.small:
            result.notes.append(
                f"{table.file}: cells that are small or missing: {table.small}; nothing is put in their place"
            )
        if table.kind == "stock":
            _stocks(table, own, place, result)
    stocks = {name: size(group.stock.value) for name, group in place.groups.items()}
    stocks |= {reading.path.split(".")[1]: reading.number for reading in result.place}
    for table in tables:
        if table.kind == "cases":
            _caseloads(table, place, result)
        elif table.kind == "switches":
            _switches(table, own, people, stocks, result, own_people=own_people)
        elif table.kind == "elapsed":
            _elapsed(table, result)
        elif table.kind == "meetings":
            _meetings(table, own, result)
    return result


def _latest(counts: Sequence[Count], months: int) -> list[Period]:
    """The latest months of a table, at most as many."""
    return sorted({count.month for count in counts if count.month is not None})[-months:]


def _span(months: Sequence[Period]) -> str:
    return str(months[0]) if len(months) == 1 else f"{months[0]}-{months[-1]}"


def _stocks(table: OwnTable, own: OwnCounts, place: Place, result: Taken) -> None:
    for group in sorted({count.key[0] for count in table.counts}):
        rows = {count.month: count.number for count in table.counts if count.key[0] == group}
        months = _latest([count for count in table.counts if count.key[0] == group], own.months)
        if group not in place.groups:
            result.notes.append(f"{table.file}: the place has no group `{group}`")
            continue
        gaps = [str(month) for month in months if rows[month] is None]
        if gaps or months[-1].index - months[0].index != len(months) - 1:
            result.notes.append(
                f"{table.file}: `{group}` has no whole row of months ({', '.join(gaps) or 'a gap'}); it stays as it is"
            )
            continue
        if len(months) < own.months:
            result.notes.append(
                f"{table.file}: `{group}` has {len(months)} of {own.months} months; the season does not even out"
            )
        mean = sum(rows[month] or 0.0 for month in months) / len(months)
        source = f"own counts: citizens, mean of {_span(months)}; sha256-{table.short}"
        result.place.append(Reading(f"groups.{group}.stock", mean, source, table.file))


def _caseloads(table: OwnTable, place: Place, result: Taken) -> None:
    """Cases per post by group. A caseworker with several groups is divided among them by cases."""
    with_posts = any(count.posts is not None for count in table.counts)
    loads: dict[str, float] = {}
    for count in table.counts:
        loads[count.key[1]] = loads.get(count.key[1], 0.0) + (count.number or 0.0)
    for name, team in place.teams.items():
        for group, old in team.cases_per_post.items():
            rows = [count for count in table.counts if count.key[0] == group]
            if not rows:
                continue
            if any(count.number is None for count in rows):
                result.notes.append(
                    f"{table.file}: a number of `{group}` is small or missing; its cases per post stay as they are"
                )
                continue
            cases = sum(count.number or 0.0 for count in rows)
            share = {
                count.line: (count.number or 0.0) / loads[count.key[1]] for count in rows if loads[count.key[1]] > 0
            }
            posts = sum(
                share[count.line] * (1.0 if count.posts is None else count.posts)
                for count in rows
                if count.line in share
            )
            if not posts or not cases:
                continue
            per_post = cases / posts
            path = f"teams.{name}.cases_per_post.{group}"
            words = f"own counts: {cases:,.0f} cases in {posts:.1f} posts; sha256-{table.short}"
            if with_posts:
                result.place.append(Reading(path, per_post, words, table.file))
            else:
                low, high = (size(end) if end is not None else size(old.value) for end in (old.low, old.high))
                words = words.replace("posts;", "caseworkers, part-time staff counted as one;")
                result.place.append(
                    Reading(path, per_post, words, table.file, "assumption", min(low, per_post), max(high, per_post))
                )
            whole = [count.number or 0.0 for count in rows]
            result.beside.append(
                Beside(f"cases of {group} per caseworker", f"median {median(whole):,.0f}, {min(whole):,.0f} to {max(whole):,.0f}", "–",
                       "the model has one number for a group, and caseworkers differ by chance only")
            )  # fmt: skip
    if not with_posts:
        result.notes.append(
            f"{table.file}: without `posts`, cases per post are too low where staff work part time; graded as an assumption"
        )


def _switches(
    table: OwnTable, own: OwnCounts, people: People, stocks: dict[str, float], result: Taken, *, own_people: bool
) -> None:
    months = _latest(table.counts, own.months)
    by_pair: dict[tuple[str, ...], list[Count]] = {}
    for count in table.counts:
        if count.month in months:
            by_pair.setdefault(count.key, []).append(count)
    whole_year = len(months) == own.months and months[-1].index - months[0].index == own.months - 1
    if not whole_year:
        result.notes.append(
            f"{table.file}: the file has no whole year of {own.months} months; its switches are shown, not taken"
        )
    values = {(each.origin, each.to): each.people for each in own.switches}
    for pair, rows in sorted(by_pair.items()):
        words = f"switches {pair[0]} to {pair[1]} a year"
        if any(count.number is None for count in rows):
            result.beside.append(Beside(words, "small or missing", "–", "a month is small or missing"))
            continue
        a_year = sum(count.number or 0.0 for count in rows) * own.months / len(months)
        path = values.get((pair[0], pair[1]))
        if path is None:
            result.beside.append(Beside(words, f"{a_year:,.0f}", RUN, "no single value makes these switches"))
            continue
        section, name, _ = path.split(".")
        national = size(people.stocks[pair[0]].value)
        entry = (people.moves if section == "moves" else people.needs)[name]
        here = size(entry.per_year.value) * stocks[pair[0]] / national
        number = a_year * national / stocks[pair[0]] if stocks[pair[0]] else 0.0
        if not own_people or not whole_year or number < 1:
            why = "only a place of its own takes it (--place NAME)" if whole_year else "less than a year of months"
            result.beside.append(Beside(words, f"{a_year:,.0f}", f"{here:,.0f}", why))
            continue
        source = (
            f"own counts: {a_year:,.0f} a year in {_span(months)}, of {stocks[pair[0]]:,.0f} citizens; x {national:,.0f} of the country; "
            f"sha256-{table.short}"
        )
        result.people.append(Reading(path, number, source, table.file))


def _elapsed(table: OwnTable, result: Taken) -> None:
    for group in sorted({count.key[0] for count in table.counts}):
        rows = [(int(count.key[1]), count.number) for count in table.counts if count.key[0] == group]
        if any(number is None for _, number in rows) or not sum(number or 0.0 for _, number in rows):
            counted = "small or missing"
        else:
            whole = sum(number or 0.0 for _, number in rows)
            mean = sum(months * (number or 0.0) for months, number in rows) / whole
            over = sum(number or 0.0 for months, number in rows if months >= 12) / whole
            counted = f"mean {mean:.1f} months, {over:.0%} over a year"
        why = "lengths of stay are national curves; the opening stock forms in a burn-in"
        result.beside.append(Beside(f"time of {group} in the group until now", counted, RUN, why))


def _meetings(table: OwnTable, own: OwnCounts, result: Taken) -> None:
    months = _latest(table.counts, own.months)
    rows = [count for count in table.counts if count.month in months]
    whole = sum(count.number or 0.0 for count in rows)
    for form in sorted(
        {form for count in rows for form in count.key if form in ("in person", "phone", "video", "other")}
    ):
        mine = [count.number for count in rows if form in count.key]
        number = sum(each or 0.0 for each in mine)
        counted = (
            "small or missing"
            if None in mine
            else f"{number * own.months / len(months):,.0f} a year, {number / whole if whole else 0:.0%}"
        )
        result.beside.append(
            Beside(f"meetings {form}", counted, RUN, "a practice has shares of the meetings with a choice of form")
        )
