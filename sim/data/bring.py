"""An import from its files to a plan: what each file gives, notes, and what would be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.data.area import Area, Areas, read_areas
from sim.data.choose import Reading, choose
from sim.data.contents import read_contents
from sim.data.own.counts import OwnTable, is_own, read_own
from sim.data.own.privacy import check_headings
from sim.data.own.taken import Beside, taken
from sim.data.plan import Plan, area_of, one_each, plan_people, plan_place
from sim.data.record import Published, published, sheet_of
from sim.data.table_map import TableFile, read_tables
from sim.files.errors import ScenarioError
from sim.files.folder import names_in, unknown_name
from sim.files.parse import shape
from sim.files.paths import scenarios_dir
from sim.place.people.model import Place
from sim.place.read import place_source, read_people


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asks for.

    Attributes:
        into: the place to change, or the place that a new one extends.
        new: the name of a new place.
        people: the people file to change instead of a place.
        area: the municipality of the figures (default: the place's).
        period: a year or a last period (default: the latest complete ones).
        table: the table's id, for files that do not say it.
    """

    into: str = "aalborg"
    new: str | None = None
    people: str | None = None
    area: str | None = None
    period: str | None = None
    table: str | None = None
    with_latest: bool = False


@dataclass(frozen=True, slots=True)
class Brought:
    """The outcome of reading: a file in words for each file, the plan, and the counts that no value takes."""

    files: tuple[dict[str, Any], ...]
    area: Area
    plan: Plan
    beside: tuple[Beside, ...]


def bring(files: Sequence[Path], wish: Wish) -> Brought:
    """Read files and plan the values that they give. Nothing is written.

    Raises:
        ScenarioError: a file, a name or a period is invalid, or no file gives a value.
    """
    root = scenarios_dir()
    tables, areas = read_tables(root), read_areas(root)
    _check(wish, root)
    area = _area(wish, root, areas)
    told: list[dict[str, Any]] = []
    readings: list[Reading] = []
    notes: list[str] = []
    counts: list[OwnTable] = []
    for path in files:
        contents = read_contents(path)
        sheet = sheet_of(contents)[0]
        if sheet is not None:
            check_headings(sheet.headings, contents.file, own=False)
        if sheet is not None and is_own(sheet):
            table = read_own(sheet, contents, tables.own)
            counts.append(table)
            told.append(_told(contents.file, contents.sha256, f"own counts: {table.kind}", "CSV", len(table.counts)))
            continue
        data = published(contents, tables, areas, wish.table)
        choice = choose(
            data,
            tables,
            areas,
            area,
            "people" if wish.people else "place",
            asked=wish.period,
            with_latest=wish.with_latest,
        )
        readings += choice.readings
        notes += choice.notes
        told.append(_told(data.file, data.sha256, data.table, data.format, len(data.records)) | _reach(data))
    plan, beside = _planned(wish, root, areas, area, readings, notes, counts, tables)
    return Brought(tuple(told), area, plan, beside)


def _planned(
    wish: Wish, root: Path, areas: Areas, area: Area, readings: list[Reading], notes: list[str], counts: list[OwnTable],
    tables: TableFile,
) -> tuple[Plan, tuple[Beside, ...]]:  # fmt: skip
    own: list[Reading] = []
    beside: list[Beside] = []
    if counts:
        if wish.people:
            raise ScenarioError(
                "own counts are of one municipality", found=counts[0].file, expected="files of the whole country with --people",
                do="leave --people out",
            )  # fmt: skip
        place = shape(Place, place_source(wish.into, root))
        got = taken(counts, tables.own, place, read_people(place.people, root), own_people=wish.new is not None)
        readings, own, beside = readings + got.place, got.people, got.beside
        notes += got.notes
    readings, own = one_each(readings), one_each(own)
    if not readings and not own:
        if beside:  # counts that are only shown
            return Plan(notes=notes), tuple(beside)
        raise ScenarioError(
            "the files give no value",
            found="\n    ".join(notes) or "no number",
            expected="a number of `jobsim data list`",
        )
    plan = plan_people(root, wish.people, readings) if wish.people else plan_place(
        root, areas, wish.into, wish.new, area, readings, own
    )  # fmt: skip
    if wish.new and not wish.area and areas.area(wish.new) != area:
        notes.append(
            f"The new place is taken to be {area.name}, as {wish.into} is. If it is another municipality, name it with --area."
        )
    plan.notes = notes + plan.notes
    return plan, tuple(beside)


def _check(wish: Wish, root: Path) -> None:
    if wish.people and wish.new:
        raise ScenarioError(
            "--people and --place exclude each other", found=f"{wish.people}, {wish.new}", expected="one of them"
        )
    folder, name = ("people", wish.people) if wish.people else ("places", wish.into)
    if name not in names_in(root, folder):
        raise unknown_name(
            f"{folder}/{name}.yaml: there is no such file", str(name), names_in(root, folder), folder=root / folder
        )


def _area(wish: Wish, root: Path, areas: Areas) -> Area:
    """The area of the figures: the user's, the country of a people file, the one that the new place is named after, or the place's."""
    if wish.area:
        return areas.asked(wish.area)
    if wish.people:
        return areas.country
    named = areas.area(wish.new) if wish.new else None
    if named is not None and named.kind == "municipality":
        return named
    area = area_of(wish.into, root, areas)
    if area is None:
        raise ScenarioError(
            f"the municipality of the place `{wish.into}` is not known", expected="a title that is a municipality's name",
            do="name it with --area",
        )  # fmt: skip
    return area


def _told(file: str, sha256: str, table: str, form: str, number: int) -> dict[str, Any]:
    return {"file": file, "sha256": sha256, "table": table, "format": form, "records": number}


def _reach(data: Published) -> dict[str, Any]:
    periods = sorted({record.period for record in data.records})
    areas = {record.area.code for record in data.records if record.area.kind == "municipality"}
    return {"municipalities": len(areas), "first": str(periods[0]), "last": str(periods[-1])}
