"""The survey of contacts: what the file says, and how a mistake in it is told."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

import sim
from sim.figures.coverage import expanded, read_coverage
from sim.figures.surveys import contact_survey
from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir

ROOT = scenarios_dir()


def test_the_survey_is_a_row_of_the_collection() -> None:
    survey = contact_survey(ROOT)
    assert survey.id in expanded(read_coverage(ROOT).collection.ids)
    assert sum(band.share for band in survey.bands) == pytest.approx(1, abs=0.015)
    assert survey.as_bands().days == (survey.until - survey.from_).days + 1


def test_the_study_replays_the_time_of_the_survey() -> None:
    """Its window is the survey's period. Duties are off on each of its days and on no other."""
    survey, study = contact_survey(ROOT), sim.load("spring-2020")
    first, last = (study.start + timedelta(days=day) for day in study.window)
    assert (first, last) == (survey.from_, survey.until)
    for column in study.columns[1:]:
        laws = {part.since: part.what.name for part in column.first.rules_over_time}
        assert laws == {None: "R2020", first: "suspension-2020", last + timedelta(days=1): "R2020"}


def test_no_contact_or_offer_is_asked_of_a_covered_group_while_duties_are_off() -> None:
    """Only what a citizen may ask for stays: an early follow-up of the sick."""
    covered = set(contact_survey(ROOT).groups)
    duties = sim.rule_set("suspension-2020").regime.duties
    asked = {
        name for name, duty in duties.items()
        if duty.active and duty.demand in {"meetings", "offers", "akasse"} and covered & set(duty.groups)
    }  # fmt: skip
    assert asked == {"sickness-fast-track"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("share: 56 %", "share: 65 %", "the shares of the bands do not add up"),
        ("at_most: 3", "at_most: 1", "the bands must rise"),
        ("{share: 14 %}", "{at_most: 9, share: 14 %}", "the last band has no end"),
        ("until: 2020-05-26", "until: 2020-03-01", "the period ends before it begins"),
        ("citizen: 15 %", "citizen: 55 %", "the shares exceed one"),
        ("share: 30 %", "share: 130 %", "share"),
        ("respondents:", "respondants:", "unknown key"),
    ],
)
def test_a_mistake_is_said_with_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    shutil.copytree(ROOT / "figures", tmp_path / "figures")
    file = tmp_path / "figures" / "surveys.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ScenarioError, match=message) as error:
        contact_survey(tmp_path)
    assert error.value.file == "figures/surveys.yaml"
    assert error.value.line


def test_the_dates_are_those_of_the_suspension() -> None:
    """Duties were off from 12 March 2020 and came back on 27 May (STAR; Ekstra Bladet)."""
    survey = contact_survey(ROOT)
    assert (survey.from_, survey.until + timedelta(days=1)) == (date(2020, 3, 12), date(2020, 5, 27))
