"""JSON Schemas: fitting every scenario file, and refusing what the reader refuses."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from sim.authoring.schemas import KINDS, kind_of, schema_text
from sim.authoring.schemas.quantities import UNITS, name_of
from sim.files import quantity
from sim.files.errors import ScenarioError
from sim.files.parse import shape
from sim.files.paths import scenarios_dir
from sim.files.source import Source, read
from sim.files.value import GRADES, NEED_A_RANGE
from sim.place.office.calendar import read_holidays
from tests.study.check_schema import errors

ROOT = scenarios_dir()
FILES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.yaml"))
WITHOUT = {f"figures/{name}.yaml" for name in ("world", "rates")}  # read without a model
READERS: dict[str, Callable[[object], object]] = {
    "duration": quantity.duration, "minutes of work": quantity.work, "share": quantity.share, "DKK": quantity.money,
    "count": quantity.count, "number": quantity.number,
}  # fmt: skip


def made(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(schema_text(name))
    return found


@lru_cache
def source_of(file: str) -> Source:
    return read(ROOT / file, ROOT)


def tree_of(file: str) -> dict[str, Any]:
    return copy.deepcopy(source_of(file).tree)


def kind(file: str) -> str:
    found = kind_of(file, tree_of(file))
    assert found is not None, file
    return found


@pytest.mark.parametrize("file", FILES)
def test_every_scenario_file_fits_the_schema_of_its_kind(file: str) -> None:
    if file in WITHOUT:
        assert kind_of(file, tree_of(file)) is None
        return
    assert errors(made(kind(file)), tree_of(file)) == []


def test_every_kind_has_a_file() -> None:
    assert {kind(file) for file in FILES if file not in WITHOUT} == set(KINDS)


def _without(tree: Any, *keys: Any) -> None:
    for key in keys[:-1]:
        tree = tree[key]
    del tree[keys[-1]]


def _set(tree: Any, *keys: Any) -> None:
    *path, last, thing = keys
    for key in path:
        tree = tree[key]
    tree[last] = thing


WRONG: list[tuple[str, Callable[[Any], None]]] = [
    ("regimes/R2024.yaml", lambda t: _set(t, "duties", "first-week", "due", "1 wek")),
    ("regimes/R2024.yaml", lambda t: _set(t, "duties", "first-week", "due", 7)),
    ("regimes/R2024.yaml", lambda t: _set(t, "duties", "first-week", "dude", "1 week")),
    ("regimes/R2024.yaml", lambda t: _set(t, "duties", "first-week", "clock", "spel")),
    ("regimes/R2024.yaml", lambda t: _set(t, "duties", "first-week", "meetings", {"value": 4, "within": "6 months"})),
    ("regimes/R2024.yaml", lambda t: _set(t, "duties", "first-week", "active", "no")),
    ("regimes/R2024.yaml", lambda t: _without(t, "duties", "first-week", "groups")),
    ("regimes/R2024.yaml", lambda t: _without(t, "duties", "early-contact", "meetings", "within")),
    ("regimes/R2024.yaml", lambda t: _set(t, "groups", "insured", "lab", 14)),
    ("regimes/R2024.yaml", lambda t: _set(t, "procedures", "flexjob", "steps", 1, {"use": "team-hearing", "work": "x"})),
    ("regimes/R2024.yaml", lambda t: _set(t, "certificates", "LAE-265", "fee", "1850 kroner")),
    ("regimes/R2024.yaml", lambda t: _set(t, "activities", "guidance", "minutes", {"value": "15 minutes", "low": "5 minutes"})),
    ("regimes/R2024.yaml", lambda t: _set(t, "activities", "guidance", "minutes", {"value": "15 minutes", "evidence": "assumption"})),
    ("regimes/R2026b.yaml", lambda t: _set(t, "changes", 0, "running", "stay")),
    ("regimes/R2026b.yaml", lambda t: _without(t, "changes", 0, "value")),
    ("regimes/R2026b.yaml", lambda t: _set(t, "in_force", "July 2026")),
    ("reforms/six-cities.yaml", lambda t: _set(t, "reforms", "004-1", "kind", "proces")),
    ("reforms/six-cities.yaml", lambda t: _set(t, "reforms", "004-1", "changes", [{"set": "merged_groups", "to": "six-cities"}])),
    ("reforms/six-cities.yaml", lambda t: _without(t, "argued_against")),
    ("reforms/six-cities.yaml", lambda t: _without(t, "reforms", "004-5", "why")),
    ("reforms/six-cities.yaml", lambda t: _set(t, "reforms", "004-1", "why", {"en": "it changes rules", "da": "det ændrer regler"})),
    ("reforms/six-cities.yaml", lambda t: _set(t, "reforms", "004-5", "claim", "states", 220)),
    ("reforms/six-cities.yaml", lambda t: _set(t, "reforms", "004-5", "claim", "unit", "million kroner")),
    ("reforms/six-cities.yaml", lambda t: _set(t, "reforms", "004-1", "nature", "of", "the number of switches")),
    ("reforms/six-cities.yaml", lambda t: _set(t, "reforms", "004-5", "budget", "amount", "unknown")),
    ("reforms/kl-2022.yaml", lambda t: _without(t, "reforms", "003-1", "changes", 0, "value")),
    ("packages.yaml", lambda t: _set(t, "packages", "five-groups-expert", "changes", 0, "add", "mergers.x")),
    ("effects/assumed.yaml", lambda t: _without(t, "contact", "usual")),
    ("effects/assumed.yaml", lambda t: _set(t, "waiting", "strength", "a tenth")),
    ("practices/baseline.yaml", lambda t: _without(t, "booking")),
    ("practices/baseline.yaml", lambda t: _set(t, "overload", ["late", "later"])),
    ("practices/baseline.yaml", lambda t: _set(t, "contact", "insured-later", "first", {"light": "1 week", "medium": "2 weeks"})),
    ("packages.yaml", lambda t: _set(t, "packages", "current", "regim", "R2024")),
    ("people/denmark.yaml", lambda t: _set(t, "population", -1)),
    ("places/aalborg.yaml", lambda t: _without(t, "teams")),
    ("office/standard.yaml", lambda t: _set(t, "sickness", "4")),
    ("studies/aalborg.yaml", lambda t: _set(t, "replications", 0)),
    ("studies/aalborg.yaml", lambda t: _set(t, "warm_up", "one year")),
    ("studies/aalborg.yaml", lambda t: _set(t, "compare", 1, "capacity", "cutt")),
    ("studies/aalborg.yaml", lambda t: _set(t, "compare", 1, "practice", [])),
    ("studies/aalborg.yaml", lambda t: _set(t, "compare", 1, "then", [{"rules": "R2025a"}])),
    ("studies/aalborg-practices.yaml", lambda t: _set(t, "compare", 1, "reinvest", ["meetngs"])),
    ("studies/aalborg-practices.yaml", lambda t: _without(t, "compare", 3, "sweep", "path")),
    ("studies/aalborg-effects.yaml", lambda t: _set(t, "effects", {"file": "assumed", "strength": "middle"})),
    ("studies/aalborg-shock.yaml", lambda t: _without(t, "compare", 1, "shocks", 0, "until")),
    ("studies/aalborg-shock.yaml", lambda t: _set(t, "compare", 1, "shocks", 0, "until", "never")),
    ("studies/aalborg-shock.yaml", lambda t: _set(t, "compare", 1, "shocks", 0, "change", 30)),
    ("studies/aalborg-shock.yaml", lambda t: _set(t, "compare", 1, "shocks", 0, "staff", "all")),
    ("studies/queue-mmc.yaml", lambda t: _set(t, "replications", 1)),
    ("places/queue-mmc.yaml", lambda t: _set(t, "servers", 0)),
    ("figures/natures.yaml", lambda t: _set(t, "natures", 0, "is", "emerge")),
    ("figures/norms.yaml", lambda t: _set(t, "norms", "sick", "norm_2020", "low", 0)),
    ("figures/norms.yaml", lambda t: _without(t, "norms", "sick", "norm_2016")),
]  # fmt: skip


@pytest.mark.parametrize(("file", "spoil"), WRONG, ids=[f"{n}-{file}" for n, (file, _) in enumerate(WRONG)])
def test_what_the_reader_refuses_the_schema_flags(file: str, spoil: Callable[[Any], None]) -> None:
    tree, name = tree_of(file), kind(file)
    spoil(tree)
    assert errors(made(name), tree)
    source = source_of(file)
    with pytest.raises(ScenarioError):
        shape(KINDS[name].model, Source(source.file, tree, source.places))


TAKEN: list[tuple[str, tuple[Any, ...]]] = [
    ("studies/example.yaml", ("effects", "off")),
    ("studies/example.yaml", ("effects", {"file": "assumed", "strength": "high"})),
    ("studies/example.yaml", ("compare", 1, "practice", ["baseline", "digital-first"])),
    ("studies/example.yaml", ("compare", 1, "then", [{"from": "2024-09-01", "rules": "R2025a"}])),
    ("studies/example.yaml", ("compare", 1, "capacity", "reinvest")),
    ("studies/example.yaml", ("compare", 1, "reinvest", "caseloads")),
    ("studies/example.yaml", ("practices_by_place", {"aalborg": "baseline"})),
    ("studies/aalborg-shock.yaml", ("compare", 1, "shocks", 0, "until", "forever")),
    ("studies/aalborg-shock.yaml", ("shocks", [{"staff": "all", "change": "-10 %", "from": "2025-01-01", "until": "2025-02-01"}])),
]  # fmt: skip


@pytest.mark.parametrize(("file", "change"), TAKEN, ids=[f"{n}-{file}" for n, (file, _) in enumerate(TAKEN)])
def test_what_the_reader_takes_the_schema_lets_pass(file: str, change: tuple[Any, ...]) -> None:
    """Every way to write a key that may be short or long."""
    tree, name = tree_of(file), kind(file)
    _set(tree, *change)
    source = source_of(file)
    shape(KINDS[name].model, Source(source.file, tree, source.places))
    assert errors(made(name), tree) == []


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(
    "raw",
    ["6 months", "1 week", "2.5 years", "8 days", "15 minutes", "3 hours", "85 %", "85%", "1850 DKK", "4", 4, 0.35, -1, True,
     "6 monts", "months", "6  months", "", "- 3 days"],
)  # fmt: skip
def test_a_quantity_fits_where_the_reader_takes_it(unit: str, raw: object) -> None:
    """Fractions of a day and shares above 100 % are the reader's to refuse: a pattern cannot."""
    try:
        READERS[unit](raw)
        taken = True
    except quantity.QuantityError:
        taken = False
    for name in (name_of(unit, bare=True), name_of(unit)):
        schema = {"$ref": f"#/$defs/{name}", "$defs": definitions()}
        assert (errors(schema, raw) == []) == taken


def definitions() -> dict[str, Any]:
    from sim.authoring.schemas.quantities import definitions as all_of_them

    return all_of_them()


@pytest.mark.parametrize("grade", GRADES)
def test_below_statistic_a_value_has_a_range(grade: str) -> None:
    schema = {"$ref": "#/$defs/duration-value", "$defs": definitions()}
    bare = {"value": "6 months", "evidence": grade}
    assert bool(errors(schema, bare)) == (grade in NEED_A_RANGE)
    assert errors(schema, bare | {"low": "3 months", "high": "9 months"}) == []


@pytest.mark.parametrize("name", KINDS)
def test_every_key_that_is_no_free_text_says_what_it_takes(name: str) -> None:
    """No key takes just anything, but what a change sets, whose form depends on its path."""
    schema = made(name)
    for model, found in (("", schema), *schema["$defs"].items()):
        for key, rule in found.get("properties", {}).items():
            if not (
                model in {"Change", "DatedChange", "PathChange", "PracticeChange"} and key in {"from", "to", "value"}
            ):
                assert set(rule) & {"type", "$ref", "enum", "const", "anyOf", "oneOf", "allOf"}, (model, key)
    assert "x-value" not in json.dumps(schema)


def test_comments_of_the_models_are_what_an_editor_shows() -> None:
    schema = made("practice")
    assert "before the due date" in schema["$defs"]["Booking"]["properties"]["window"]["description"]
    assert "6 months" in schema["$defs"]["duration"]["examples"]
    assert "path" in made("reforms")["$defs"]["Change"]["properties"]["set"]["description"].lower()


def test_the_calendar_is_read_as_its_schema_has_it() -> None:
    """Its reader knows no model: both must speak of the same years and closed days."""
    model = shape(KINDS["calendar"].model, source_of("office/calendar.yaml")).model_dump()
    read_by_hand = read_holidays(Path(ROOT / "office" / "calendar.yaml"))
    years = model["public_holidays"]
    assert (years["first_year"], years["last_year"]) == (read_by_hand.first, read_by_hand.last)
    closed = {day for day, entry in model["closed_days"]["days"].items() if entry["closed"]["value"]}
    assert closed == {f"{month:02}-{day:02}" for month, day in read_by_hand.closed}
