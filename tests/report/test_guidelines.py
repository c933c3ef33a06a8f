"""Reporting guidelines: every item of the published lists is there, and what a person must write is missing until it is written."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer

from sim.commands.guidelines import check_guidelines
from sim.files.entry import Lang, Title
from sim.files.errors import ScenarioError
from sim.report import render_report
from sim.report.check_record import CheckRecord
from sim.report.guidelines.answers import answers
from sim.report.guidelines.item import GUIDELINES, items
from sim.report.guidelines.page import guideline_tables, render_guidelines
from sim.report.manifest import Manifest
from sim.report.range_records import FiguresRecord
from sim.report.rule_change import RuleChange
from sim.report.source_records import BibliographyRecord, WorkRecord
from sim.report.text import phrases
from sim.study.load import load
from sim.study.statement import Statement
from tests.report.manifests import BASELINE, manifest

if TYPE_CHECKING:
    from tests.report.conftest import Study

ROOT = Path(__file__).resolve().parents[2]
STRESS = [
    "1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5.1", "2.5.2", "2.5.3", "2.5.4", "2.5.5", "3.1", "3.2", "3.3", "3.4", "4.1",
    "4.2", "4.3", "5.1", "5.2", "5.3", "5.4", "6.1",
]  # fmt: skip
"""The 20 items of STRESS-DES in the order of the article. Item 2.5 has five parts."""
HUMAN = {"1.1", "1.3", "5.4", "6.1"}
"""The items that no program can answer: purpose, aims, the machine, and how others get the model."""


def full(**changes: object) -> Manifest:
    """A manifest with a part for each answer that the program gives."""
    check = CheckRecord(
        place="nowhere", kind="little", name="sick", column=BASELINE, left=9.0, right=9.0, gap=0.0, limit=0.01
    )
    work = WorkRecord(key="w", author="A", title="T", title_from="page", year="2024")
    return manifest(
        checks=(check,), rule_changes=(RuleChange(rules="freed-six-cities", clause="a.b", law="", old="1", new="2"),),
        figures=(FiguresRecord(place="nowhere", inside=3, outside=1),),
        bibliography=BibliographyRecord(works=(work,)),
        values_in_all=9, versions={"jobsim": "0.1.0"}, **changes,
    )  # fmt: skip


def written() -> dict[str, Title]:
    return {name: Title(en=f"{name} in words", da=f"{name} i ord") for name in Statement.model_fields}


def test_every_item_of_the_lists_is_there() -> None:
    assert [item.id for item in items("stress")] == STRESS
    assert len({item.id.split(".")[0] + "." + item.id.split(".")[1] for item in items("stress")}) == 20
    assert [len(items(guideline)) for guideline in ("odd", "trace")] == [17, 8]


@pytest.mark.parametrize("guideline", GUIDELINES)
def test_every_item_has_an_answer_or_a_writer_and_evidence_that_exists(guideline: str) -> None:
    keys = set(Statement.model_fields)
    for item in items(guideline):
        assert item.answer or item.write, item.id
        assert set(item.write) <= keys
        assert {name.partition(".")[0] for name in item.needs} <= set(Manifest.model_fields)
        assert set(item.title) == {"en", "da"}
        for place in item.see:
            if place.startswith("docs/"):
                name, _, section = place.partition(" ")
                text = (ROOT / name).read_text(encoding="utf-8")
                assert not section or re.search(rf"^## {section}\. ", text, re.MULTILINE), place


def test_what_a_person_must_write_is_missing_until_it_is_written() -> None:
    before = {each.item.id for each in answers("stress", full(growth=manifest().growth), "en") if each.missing}
    assert before >= HUMAN
    after = answers("stress", full(statement=written(), growth=manifest().growth), "da")
    assert {each.item.id for each in after if each.missing} == before - HUMAN
    assert "purpose i ord" in after[0].text


def test_a_part_that_the_result_lacks_is_missing_with_the_command_that_makes_it() -> None:
    lacking = next(each for each in answers("trace", manifest(ranges=()), "en") if each.item.id == "7")
    assert lacking.text == ""
    assert "jobsim sensitivity made-up" in lacking.missing[0]


def test_the_command_ends_with_exit_1_and_lists_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended:
        check_guidelines(full(), "stress", "en", json=False)
    assert ended.value.exit_code == 1
    said = capsys.readouterr().out
    assert all(f"  {item} " in said for item in HUMAN)
    with pytest.raises(typer.Exit):
        check_guidelines(full(), "all", "en", json=True)
    data = json.loads(capsys.readouterr().out)
    assert data["complete"] is False
    assert [item["id"] for item in data["guidelines"]["stress"]] == STRESS
    check_guidelines(full(statement=written()), "declarations", "en", json=False)


@pytest.mark.parametrize("lang", ["en", "da"])
def test_links_of_the_section_lead_into_the_page(study: Study, blank: None, lang: Lang) -> None:
    page = render_report(study.measures, study.comparisons, study.manifest, lang)
    ids = set(re.findall(r'id="([^"]+)"', page))
    for table in guideline_tables(study.manifest, lang):
        for row in table.rows:
            for _, address in row[-1].links:
                assert not address or address.removeprefix("#") in ids, address
    text = render_guidelines(study.manifest, lang, "report.html")
    assert 'href="report.html#assumptions"' in text


def test_every_key_of_the_statement_has_words() -> None:
    assert {f"guide_{key}" for key in Statement.model_fields} <= set(phrases())


STUDY = (ROOT / "scenarios" / "studies" / "example.yaml").read_text(encoding="utf-8")


def test_a_study_file_has_a_statement(tmp_path: Path) -> None:
    file = tmp_path / "example.yaml"
    file.write_text(STUDY + "statement:\n  purpose: {en: To try things, da: At prøve ting}\n", encoding="utf-8")
    assert load(str(file)).statement.written() == {"purpose": Title(en="To try things", da="At prøve ting")}
    file.write_text(STUDY + "statement:\n  porpose: {en: To try things, da: At prøve ting}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="purpose"):
        load(str(file))
