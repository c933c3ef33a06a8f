import io

from ruamel.yaml import YAML

from sim.files.quantity import Duration
from sim.files.source import parse
from sim.law.clauses.regime import Regime
from sim.law.compose.library import Library

FILE = "regimes/R2024.yaml"


def test_the_root_regime_is_read_whole(library: Library) -> None:
    regime = library.rule_set("current").regime
    early = regime.duties["early-contact"]
    assert early.meetings is not None
    assert early.meetings.count.value == 4
    assert early.meetings.within.value == Duration(months=6)
    assert regime.duties["ledighedsydelse-12-in-18"].due is not None
    assert regime.duties["simple-sickness-meeting"].deadline is None
    assert regime.merged_groups is None
    assert regime.hand_over.paid_hours.value == 410 * 60
    assert [step.operation for step in regime.procedures["team-hearing"].steps][:3] == [
        "skip_unless",
        "work",
        "skip_unless",
    ]


def test_bare_values_inherit_grade_and_source(library: Library) -> None:
    due = library.rule_set("current").regime.duties["sickness-first"].due
    assert due is not None
    assert (due.evidence, due.source, due.path) == ("law", "law.md 3.4 C", "duties.sickness-first.due")
    assert due.where.startswith(f"{FILE}:")


def test_every_value_has_grade_source_place_and_the_range_its_grade_needs(library: Library) -> None:
    values = library.rule_set("current").values()
    assert len(values) > 100
    assert len({value.path for value in values}) == len(values)
    for value in values:
        assert value.evidence, value.path
        assert value.source, value.path
        assert ":" in value.where
        assert value.evidence in ("law", "statistic") or value.low is not None, value.path


def test_what_people_must_have_is_listed_with_its_place(library: Library) -> None:
    used = library.names_used(library.rule_set("current"), "same-contact-by-need")
    assert {"category-1", "simple-sick", "digital-help"} <= set(used["trait"])
    assert used["chance"]["papers-missing"].file == FILE
    assert "disability-pension" in used["destination"]


def test_the_root_regime_survives_being_written_and_read(library: Library) -> None:
    current = library.rule_set("current")
    text = io.StringIO()
    YAML(typ="safe", pure=True).dump(current.source.tree, text)
    again = parse(text.getvalue(), FILE)
    assert again.tree == current.source.tree
    assert Regime.model_validate(again.tree).model_dump().keys() == current.regime.model_dump().keys()


def test_a_json_schema_can_be_made() -> None:
    schema = Regime.model_json_schema()
    assert schema["additionalProperties"] is False
    assert {"duties", "procedures", "schema"} <= set(schema["properties"])
