"""The values that a published file gives for an area: members are picked by name, totals by rule, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sim.data.area import Area, Areas
from sim.data.cell import folded
from sim.data.period import Period
from sim.data.record import Published, Record
from sim.data.table_map import Counted, PublicTable, TableFile
from sim.data.window import Window, window_of
from sim.files.errors import nearest_name

Target = Literal["place", "people"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A number for a value: the path of the value, the number, the text of its source, and the file.

    Attributes:
        evidence: the grade of the value.
        low, high: the range, for grades that need one.
    """

    path: str
    number: float
    source: str
    file: str
    evidence: str = "statistic"
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The readings of a file, and notes for the user."""

    readings: tuple[Reading, ...]
    notes: tuple[str, ...]


def choose(
    data: Published,
    tables: TableFile,
    areas: Areas,
    area: Area,
    target: Target,
    *,
    asked: str | None,
    with_latest: bool,
) -> Choice:
    """The values of a place or of the people file that a file gives for an area.

    Raises:
        ScenarioError: the area is not in the file, two of its areas have one name, it has parts without their total, or its
            periods do not fit.
    """
    table = tables.tables[data.table]
    records = _of_area(data, area)
    records = _of_measure(data, table, records)
    window = window_of(data, table, asked, with_latest)
    notes = [*data.notes, *window.notes]
    readings = []
    for counted in table.values:
        picked = [_picked(data, records, names, counted, notes) for names in counted.parts or ((),)]
        if not all(picked):
            missing = [names[0] for names, each in zip(counted.parts, picked, strict=False) if not each]
            if missing and any(picked):
                notes.append(
                    f"{data.file}: `{_path(counted, target)}` needs {', '.join(missing)} too; it stays as it is"
                )
            continue
        number = _mean(data, picked, window, _path(counted, target), notes)
        if number is None:
            continue
        _check_size(data, areas, area, number, picked[0][0])
        words = " + ".join(_words(each[0], counted) for each in picked)
        service = tables.services[table.service].title
        source = f"{service} {data.table}: {area.name}{f', {words}' if words else ''}, {window}; sha256-{data.short}"
        readings.append(Reading(_path(counted, target), number, source, data.file))
    notes += [f"{data.file}: {table.note}"] if readings and table.note else []
    notes += _said(data, table, records, taken=bool(readings))
    return Choice(tuple(readings), tuple(dict.fromkeys(notes)))


def _path(counted: Counted, target: Target) -> str:
    return counted.place if target == "place" else counted.people


def _of_area(data: Published, area: Area) -> list[Record]:
    """The records of an area, each cell once."""
    seen: dict[tuple[object, ...], Record] = {}
    for record in data.records:
        if record.area.code != area.code or record.area.kind != area.kind:
            continue
        key = (record.what, record.measure, record.period)
        before = seen.setdefault(key, record)
        if before is record:
            continue
        if folded(before.label) != folded(record.label):
            raise data.error(
                "two areas of one name", record.line, found=f"{before.label} and {record.label}",
                expected=f"one area that is {area.name}", do="remove the one that is not meant",
            )  # fmt: skip
        if before.value != record.value:
            raise data.error(
                "the same cell appears twice, with two numbers", record.line,
                found=f"{before.value} and {record.value} for {record.counted or record.label}, {record.period}",
                expected="one number", do="download the table again",
            )  # fmt: skip
    if not seen:
        names = sorted({record.area.name for record in data.records if record.area.kind in ("municipality", "country")})
        raise data.error(
            f"the file has no numbers of {area.name}", found=", ".join(names[:8]) + (" …" if len(names) > 8 else ""),
            expected=area.name, nearest=nearest_name(area.name, names), do="download the area too, or name another with --area",
        )  # fmt: skip
    return list(seen.values())


def _of_measure(data: Published, table: PublicTable, records: list[Record]) -> list[Record]:
    """The records of the table's measure."""
    if not table.measure:
        return records
    wanted = {folded(name) for name in table.measure}
    doubled = next(
        (r for r in records if folded(r.measure).split(" (column")[0] in wanted and "(column" in r.measure), None
    )
    if doubled is not None:
        raise data.error(
            f"two columns are called `{doubled.measure.split(' (column')[0]}`, and they differ", 1, found=doubled.measure,
            expected="one column of this name", do="remove the column that does not count",
        )  # fmt: skip
    return [record for record in records if folded(record.measure) in wanted]


def _picked(
    data: Published, records: Sequence[Record], names: Sequence[str], counted: Counted, notes: list[str]
) -> list[Record]:
    """The records of one part, one for each period, with every other dimension at its total."""
    wanted = [set(map(folded, each)) for each in ((names,) if names else ()) + counted.only]
    near = [record for record in records if _matches(record, wanted[:1])] if wanted else list(records)
    if not near:
        return []
    of_all = [record for record in near if _matches(record, wanted)]
    if not of_all:
        ages = " and ".join(each[0] for each in counted.only)
        notes.append(f"{data.file}: {names[0]} is not cut into {ages} and others; `{counted.place}` stays as it is")
        return []
    picked = [record for record in of_all if _others_are_totals(record, wanted)]
    if not picked:
        open_ = {
            heading: member.label for record in of_all for heading, member in record.what
            if not member.is_total and not any(set(member.names) & each for each in wanted)
        }  # fmt: skip
        raise data.error(
            "the file has parts without their total", of_all[0].line,
            found=", ".join(f"{heading}: {label}" for heading, label in open_.items()),
            expected=f"the total of {', '.join(open_)}", do="download the table again with the totals (TOT, I alt)",
        )  # fmt: skip
    by_period: dict[Period, Record] = {}
    for record in picked:
        before = by_period.setdefault(record.period, record)
        if before is not record and before.value != record.value:
            raise data.error(
                "two numbers are for the same value", record.line, found=f"{before.counted} and {record.counted}",
                expected="one number for each period", do="keep one of them in the file",
            )  # fmt: skip
    return list(by_period.values())


def _matches(record: Record, wanted: Sequence[set[str]]) -> bool:
    return all(any(set(member.names) & names for _, member in record.what) for names in wanted)


def _others_are_totals(record: Record, wanted: Sequence[set[str]]) -> bool:
    return all(member.is_total or any(set(member.names) & names for names in wanted) for _, member in record.what)


def _mean(
    data: Published, picked: Sequence[Sequence[Record]], window: Window, path: str, notes: list[str]
) -> float | None:
    """The mean over the window of the sum of the parts; None if a cell is missing, since nothing is estimated here."""
    total = 0.0
    for records in picked:
        values = {record.period: record.value for record in records}
        missing = [str(each) for each in window.periods if values.get(each) is None]
        if missing:
            notes.append(f"{data.file}: `{path}` is suppressed or missing in {', '.join(missing)}; it stays as it is")
            return None
        total += sum(values[each] or 0.0 for each in window.periods) / len(window.periods)
    return total


def _check_size(data: Published, areas: Areas, area: Area, number: float, record: Record) -> None:
    if number > areas.population(area):
        raise data.error(
            "more citizens than inhabitants", record.line, found=f"{number:,.0f} ({record.counted})",
            expected=f"at most {areas.population(area):,} ({area.name})", do="check the decimal signs of the file and its measure",
        )  # fmt: skip


def _words(record: Record, counted: Counted) -> str:
    """The members that were picked by name, as the file has them."""
    wanted = {folded(name) for names in (*counted.parts, *counted.only) for name in names}
    return ", ".join(member.label for _, member in record.what if set(member.names) & wanted)


def _said(data: Published, table: PublicTable, records: Sequence[Record], *, taken: bool) -> list[str]:
    """Notes about members that give no value."""
    known = {folded(name) for counted in table.values for names in (*counted.parts, *counted.only) for name in names}
    apart = {folded(name): each.why for each in table.apart for name in each.members}
    if not known:
        return []
    every = {(heading, member) for record in records for heading, member in record.what if not member.is_total}
    named = {heading for heading, member in every if set(member.names) & (known | apart.keys())}
    members = {member for heading, member in every if heading in named or not named}
    said = [
        f"{data.file}: not taken: {member.label} ({why})"
        for member in sorted(members)
        for why in [next((apart[name] for name in member.names if name in apart), None)]
        if why is not None
    ]
    unknown = sorted(m.label for m in members if not set(m.names) & (known | apart.keys()))
    if unknown:
        shown = ", ".join(unknown[:6]) + (f" and {len(unknown) - 6} more" if len(unknown) > 6 else "")
        near = next((close for label in unknown if (close := nearest_name(folded(label), known))), None)
        hint = f"; nearest known: {near}" if near and not taken else ""
        said.append(f"{data.file}: no value of the model: {shown}{hint}")
    return said
