"""The changes of an import: values, texts of files, and notes. Nothing is written here."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sim.data.area import Area, Areas
from sim.data.choose import Reading
from sim.data.rewrite import Change, change, check_new_name, quoted, text_with
from sim.files.errors import ScenarioError, nearest_name
from sim.files.folder import names_in, read_named
from sim.files.parse import shape, values_in
from sim.files.shell import shell_words
from sim.files.source import Source
from sim.files.value import Value, size
from sim.law.compose.library import Library
from sim.place.people.model import People, Place
from sim.place.read import place_source
from sim.study.read_setting import setting_of

CHECKED = (date(2024, 1, 1), 366)
"""First day and days of the run for which changed files are checked."""
FIT = "python -m sim.calibration.fit_flows"


@dataclass(slots=True)
class Plan:
    """The changes of an import, the files with their new texts, notes, and the next commands."""

    changes: list[Change] = field(default_factory=list)
    files: dict[Path, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    next: list[str] = field(default_factory=list)


def one_each(readings: Iterable[Reading]) -> list[Reading]:
    """The readings, one for each value.

    Raises:
        ScenarioError: two files give two numbers for a value.
    """
    first: dict[str, Reading] = {}
    for reading in readings:
        before = first.setdefault(reading.path, reading)
        if before is not reading and before.number != reading.number:
            raise ScenarioError(
                f"two files give two numbers for `{reading.path}`", file=reading.file,
                found=f"{reading.number:,.1f} here, {before.number:,.1f} in {before.file}", expected="one number",
                do="import the file that counts what you mean, and leave the other out",
            )  # fmt: skip
    return list(first.values())


def area_of(name: str, root: Path, areas: Areas) -> Area | None:
    """The municipality of a place: by its code, title or name, else by those of the place that it extends."""
    seen: set[str] = set()
    while name in names_in(root, "places") and name not in seen:
        seen.add(name)
        tree = read_named(root, "places", name).tree
        if tree.get("area") is not None:
            return areas.asked(str(tree["area"]))
        title = tree.get("title")
        for word in (title.get("da") if isinstance(title, dict) else None, name):
            area = areas.area(str(word))
            if area.kind in ("municipality", "country"):
                return area
        name = str(tree.get("extends"))
    return None


def plan_people(root: Path, name: str, readings: Sequence[Reading]) -> Plan:
    """The changes of a people file.

    Raises:
        ScenarioError: there is no such file, or it would not be valid with the new values.
    """
    source = read_named(root, "people", name)
    people = shape(People, source)
    plan = Plan(_changes(people, source, readings, whole=True))
    file = root / "people" / f"{name}.yaml"
    plan.files[file] = text_with(name, "people", root, {each.keys: each.text for each in plan.changes})
    users = [each for each in names_in(root, "places") if _people_of(root, each) == name]
    check_files(root, plan, users[:1])
    plan.notes.append(
        "Flows a year stay as they are. A rate is flow over stock, so every rate of a changed stock moves."
    )
    plan.next = [f"{FIT} {place}   # entries and needs were fitted to the old stocks" for place in users[:1]]
    return plan


def plan_place(
    root: Path,
    areas: Areas,
    into: str,
    new: str | None,
    area: Area,
    readings: Sequence[Reading],
    own: Sequence[Reading] = (),
) -> Plan:
    """The changes of a place, or a new place that extends it.

    Args:
        new: the name of the new place; None to change the place itself.
        area: the area of the figures.
        own: values of a people file of the new place's own.

    Raises:
        ScenarioError: the area is not the place's, the name is taken, or the files would not be valid.
    """
    source = place_source(into, root)
    place = shape(Place, source)
    base = area_of(into, root, areas)
    if new is None:
        if base is not None and base != area:
            raise ScenarioError(
                "the figures are of another municipality than the place", file=f"places/{into}.yaml", found=area.name,
                expected=base.name,
                do=f"write a place of its own: --place {shell_words(area.name.lower())}, or name another area with --area",
            )  # fmt: skip
        plan = Plan(_changes(place, source, readings, whole=False))
        text = None
    else:
        check_new_name(new, "places", root, ["--into", new])
        plan = Plan(_changes(place, source, readings, whole=False))
        if base is not None and base != area:
            plan.changes += _scaled(place, plan.changes, areas, base, area, into)
            plan.notes.append(
                f"{area.name} has {areas.population(area):,} inhabitants, {base.name} {areas.population(base):,}. Stocks, entries, "
                f"posts and places that no file gives are those of {into} in this proportion, graded as assumptions."
            )  # fmt: skip
            plan.notes.append(f"Grants, cases per post and the office are those of {into}.")
        elif base is None and area.kind == "municipality":
            plan.notes.append(f"The municipality of {into} is not known, so nothing is scaled to {area.name}.")
        named = areas.area(new) == area
        title = area.name if named else new.replace("-", " ").capitalize()
        keys = {} if named else {"area": quoted(area.code)}
        text = _stub(new, title, into, keys | ({"people": new} if own else {}))
    name = new or into
    plan.files[root / "places" / f"{name}.yaml"] = text_with(
        name, "places", root, {each.keys: each.text for each in plan.changes}, text
    )
    if own and new is not None:
        _with_own_people(root, plan, place.people, new, own)
    check_files(root, plan, [name])
    if any(each.keys[-1] == "stock" for each in plan.changes):
        plan.notes.append(
            "Entries, grants and needs were fitted to the old stocks. Until they are fitted again, stocks drift in a run."
        )
        if not own:
            plan.notes.append(
                f"Fitting them also writes the needs of people/{place.people}.yaml, which other places share."
            )
        plan.next.append(f"{FIT} {name}")
    plan.next += [f"jobsim new study {name}   # then `places: [{name}]` in it", f"jobsim check {name}"] if new else []
    return plan


def check_files(root: Path, plan: Plan, places: Sequence[str]) -> None:
    """Read the places with the new files as a study does.

    Raises:
        ScenarioError: a file would not be valid.
    """
    with tempfile.TemporaryDirectory(prefix="jobsim-") as folder:
        copy = Path(folder) / "scenarios"
        shutil.copytree(root, copy)
        for file, text in plan.files.items():
            (copy / file.relative_to(root)).write_text(text, encoding="utf-8", newline="")
        library = Library.load(copy)
        for place in places:
            setting_of(place, "current", "baseline", *CHECKED, 1, library)


def _people_of(root: Path, place: str) -> str | None:
    tree = read_named(root, "places", place).tree
    if "kind" in tree:
        return None
    return str(place_source(place, root).tree.get("people"))


def _changes(model: Any, source: Source, readings: Sequence[Reading], *, whole: bool) -> list[Change]:
    values = {value.path: value for value in values_in(model)}
    changes = []
    for reading in readings:
        if reading.path not in values:
            raise ScenarioError(
                "there is no such value", file=source.file, found=reading.path, expected="the path of a value",
                nearest=nearest_name(reading.path, values), do="correct the path in figures/tables.yaml",
            )  # fmt: skip
        if whole and round(reading.number) < 1:
            raise ScenarioError(
                f"`{reading.path}` needs at least one citizen",
                file=reading.file,
                found=f"{reading.number:g}",
                expected="1 or more",
            )
        changes.append(change(values[reading.path], reading, whole=whole))
    return changes


def _scaled(place: Place, changes: Sequence[Change], areas: Areas, base: Area, area: Area, into: str) -> list[Change]:
    """The place's other numbers of citizens, posts and places, in proportion to the population, or to a stock that is given."""
    if place.staff is not None:
        raise ScenarioError(
            f"the place `{into}` states its own staff, which cannot be scaled", file=f"places/{into}.yaml", found="staff",
            expected="a place whose posts follow from cases per post", do="choose another place with --into",
        )  # fmt: skip
    given = {each.path: each for each in changes}
    ratio, reach = areas.population(area) / areas.population(base), areas.file.share_range
    scaled = []
    if "population" not in given:
        source = "Statistics Denmark FOLK1AM, 1 January 2024 (figures/areas.yaml)"
        people = Reading("population", areas.population(area), source, "figures/areas.yaml")
        scaled.append(change(place.population, people, whole=True))
    for value in _of_size(place):
        if value.path in given:
            continue
        stock = given.get(value.path.replace(".entries", ".stock"))
        factor, by = ratio, "population"
        if stock is not None and stock.old > 0:
            factor, by = stock.new / stock.old, "stock"
        grade = "unknown" if value.evidence == "unknown" else "assumption"
        ends = [None if end is None else factor * size(end) for end in (value.low, value.high)]
        number = factor * size(value.value)
        low, high = (number if end is None else end for end in ends)
        if by == "population":
            low, high = min(low, reach.low * number), max(high, reach.high * number)
        source = f"places/{into}.yaml x {factor:.4g} ({by}); not counted"
        scaled.append(change(value, Reading(value.path, number, source, into, grade, low, high), whole=False))
    return scaled


def _of_size(place: Place) -> list[Value[Any]]:
    """The values of a place that grow with the municipality."""
    groups = [value for group in place.groups.values() for value in (group.stock, group.entries)]
    posts = [role.posts for role in place.roles.values()]
    apart = [
        size for work in place.work_without_cases.values() for size in (work.posts, work.hours) if size is not None
    ]
    return [*groups, place.team_places.per_week, *posts, *apart]


def _stub(name: str, title: str, into: str, keys: dict[str, str]) -> str:
    """The head of a new place. Its sections follow when values are set."""
    lines = [
        f"# Written by `jobsim data import`. Sections that do not stand here are those of {into}.yaml.", "schema: 1", f"place: {name}",
        f"title: {{en: {quoted(title)}, da: {quoted(title)}}}", f"extends: {into}",
        *(f"{key}: {text}" for key, text in keys.items()),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _with_own_people(root: Path, plan: Plan, people: str, new: str, own: Sequence[Reading]) -> None:
    """Add a people file of the place's own: a copy with the counts in it."""
    check_new_name(new, "people", root, ["--people", new])
    source = read_named(root, "people", people)
    changes = _changes(shape(People, source), source, own, whole=True)
    texts = {each.keys: each.text for each in changes} | {("people",): new}
    plan.files = {root / "people" / f"{new}.yaml": text_with(people, "people", root, texts)} | plan.files
    plan.changes += changes
    plan.notes.append(
        f"people/{new}.yaml is a copy of people/{people}.yaml with the counted switches, at the size of the country."
    )
