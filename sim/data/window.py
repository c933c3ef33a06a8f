"""The periods of a file that are averaged: the latest complete ones, or those that the user asks for."""

from __future__ import annotations

from dataclasses import dataclass

from sim.data.period import IN_A_YEAR, WORDS, Period, period
from sim.data.record import Published
from sim.data.table_map import PublicTable
from sim.files.errors import ScenarioError


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive periods, and notes about the choice."""

    periods: tuple[Period, ...]
    notes: tuple[str, ...]

    def __str__(self) -> str:
        first, last = self.periods[0], self.periods[-1]
        return str(first) if first == last else f"mean of {first}-{last}"


def window_of(data: Published, table: PublicTable, asked: str | None, with_latest: bool) -> Window:
    """The periods to average.

    Args:
        asked: a year, or the last period; None for the latest complete ones.
        with_latest: whether a preliminary last period counts too.

    Raises:
        ScenarioError: the file has periods of another kind, another year, or too few of them.
    """
    notes: list[str] = []
    kinds = {record.period.kind for record in data.records}
    there = sorted({record.period for record in data.records if record.period.kind == table.period})
    if not there:
        found = min(record.period for record in data.records)
        raise data.error(
            "the periods are of another kind", found=f"{found} ({', '.join(WORDS[kind] for kind in sorted(kinds))})",
            expected=WORDS[table.period], do="download the table again with these periods",
        )  # fmt: skip
    if len(kinds) > 1:
        others = ", ".join(WORDS[kind] for kind in sorted(kinds - {table.period}))
        notes.append(f"{data.file}: left out: {others}")
    latest = there[-1]
    there = _of_the_table(data, table, there, notes)
    if asked is None and table.latest == "preliminary" and not with_latest and there[-1] == latest:
        notes.append(
            f"{data.file}: {latest} is the latest period and not complete yet; left out (--with-latest takes it)"
        )
        there = there[:-1]
    chosen = _latest(data, table, there) if asked is None else _asked(data, table, there, asked)
    if latest in chosen and table.latest == "preliminary":
        notes.append(f"{data.file}: {latest} is the latest period of the file; it may rise later")
    if table.begins and chosen[0].first_month < _month(table.begins) <= chosen[-1].last_month:
        notes.append(
            f"{data.file}: the benefits changed in {table.begins}; earlier periods are linked back by the publisher"
        )
    return Window(tuple(chosen), tuple(notes))


def _of_the_table(data: Published, table: PublicTable, there: list[Period], notes: list[str]) -> list[Period]:
    """The periods before the end of a table that the law of July 2025 ended: later cells are empty or 0, and no count."""
    if table.ends is None:
        return there
    within = [each for each in there if each.last_month <= _month(table.ends)]
    if not within:
        raise data.error(
            f"the table ended in {table.ends}", found=f"{there[0]}-{there[-1]}", expected=f"periods until {table.ends}",
            do="use y60a02 for later months",
        )  # fmt: skip
    if len(within) < len(there):
        notes.append(f"{data.file}: the table ended in {table.ends}; later periods are left out (y60a02 has them)")
    return within


def _latest(data: Published, table: PublicTable, there: list[Period]) -> list[Period]:
    return _ending(data, table, there, there[-1] if there else None)


def _asked(data: Published, table: PublicTable, there: list[Period], asked: str) -> list[Period]:
    wanted = period(asked)
    if wanted is None or wanted.kind not in ("year", table.period):
        raise ScenarioError(
            "this is not a period of the table", found=asked, expected=f"a year such as 2024, or {WORDS[table.period]}",
            do="correct --period",
        )  # fmt: skip
    last = Period(table.period, wanted.year, IN_A_YEAR[table.period]) if wanted.kind == "year" else wanted
    if last not in there:
        years = sorted({each.year for each in there})
        raise data.error(
            "the file is of other periods", found=f"{there[0]}-{there[-1]}" if there else "no complete period",
            expected=f"{last}, asked for with --period {asked}",
            do=f"ask for one of {', '.join(map(str, years))}, or download the table again",
        )  # fmt: skip
    return _ending(data, table, there, last)


def _ending(data: Published, table: PublicTable, there: list[Period], last: Period | None) -> list[Period]:
    chosen = [each for each in there if last is not None and last.index - table.take < each.index <= last.index]
    if len(chosen) < table.take:
        raise data.error(
            "the file has too few periods", found=", ".join(map(str, chosen)) or "no complete period",
            expected=f"{table.take} consecutive {table.period}s up to {last}" if last else f"{table.take} {table.period}s",
            do="download the table again with more periods",
        )  # fmt: skip
    return chosen


def _month(text: str) -> tuple[int, int]:
    year, month = text.split("-")
    return int(year), int(month)
