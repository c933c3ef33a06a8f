"""Practices swept by a study, and places with practices of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.files.errors import ScenarioError
from sim.results.titles import titles
from tests.settings import study_of
from tests.study.stub import STUDY, run_of, study

ENTRY = "  - {rules: freed-six-cities, practice: same-contact-by-need, capacity: [keep, cut]}\n"
SWEEP = "  - {rules: freed-six-cities, practice: same-contact-by-need, sweep: {path: PATH, values: [VALUES]}}\n"
OWN = ENTRY.replace("practice: same-contact-by-need", "practice: own")
PLACES = STUDY.replace("[aalborg]", "[aalborg, aalborg-mixed]")


def swept(path: str, *values: str) -> str:
    return STUDY.replace(ENTRY, SWEEP.replace("PATH", path).replace("VALUES", ", ".join(values)))


def own(given: str, places: str = PLACES) -> str:
    return places.replace(ENTRY, OWN).replace("compare:", f"practices_by_place: {{{given}}}\ncompare:")


def test_a_sweep_makes_one_column_per_value_with_a_name_that_tells_it(tmp_path: Path) -> None:
    small = study(tmp_path, swept("team_share", "10 %", "75 %"))
    assert [column.practice for column in small.columns[1:]] == [
        "same-contact-by-need(team_share=10 %)", "same-contact-by-need(team_share=75 %)",
    ]  # fmt: skip
    shares = [column.first.practice.team_share for column in small.columns[1:]]
    assert [{share.value for share in one.values()} for one in shares] == [{0.1}, {0.75}]
    practices = titles(small)["practice"]
    assert practices[small.columns[1].practice].en == "as many meetings, by need (team_share 10 %)"
    keys = {run_of(small, column).log_key for column in small.columns}
    assert len(keys) == 3


def test_a_value_swept_to_what_it_is_leaves_the_rest_of_the_practice(tmp_path: Path) -> None:
    small = study(tmp_path, swept("booking.attempts", "2"))
    plain = study(tmp_path)
    one, other = (s.columns[1].settings["aalborg"].practice for s in (small, plain))
    assert one.booking.attempts.value == 2
    left_out = {"booking": True}
    assert one.model_dump(exclude=left_out) == other.model_dump(exclude=left_out)


def test_several_practices_are_several_columns(tmp_path: Path) -> None:
    text = STUDY.replace("practice: same-contact-by-need,", "practice: [same-contact-by-need, contact-on-request],")
    assert [v.name.split("/", 1)[1] for v in study(tmp_path, text).columns] == [
        "baseline/keep", "same-contact-by-need/keep", "same-contact-by-need/cut", "contact-on-request/keep",
        "contact-on-request/cut",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("team_shares", "10 %", ["no value of this path", "found: team_shares", "nearest: team_share"]),
        ("contact.sik.every", "10 weeks", ["no value of this path", "nearest: contact.sick.every"]),
        ("team_share", "10 weeks", ["`team_share` cannot be 10 weeks", "a share in percent"]),
        ("team_share", "110 %", ["between 0 and 100 %"]),
        ("cover", "teem", ["`cover` cannot be teem", "nearest: team"]),
        ("title", "10 %", ["no value of this path"]),
    ],
)
def test_what_cannot_be_swept_stands_in_the_study(tmp_path: Path, path: str, value: str, words: list[str]) -> None:
    with pytest.raises(ScenarioError) as caught:
        study(tmp_path, swept(path, value))
    assert (caught.value.line, str(caught.value.file).endswith("small.yaml")) == (12, True)
    for word in words:
        assert word in str(caught.value)


def test_an_unknown_practice_of_a_sweep_is_reported_at_the_practice(tmp_path: Path) -> None:
    lines = "  - rules: freed-six-cities\n    practice: same-contact\n    sweep: {path: team_share, values: [10 %]}\n"
    with pytest.raises(ScenarioError, match="there is no such practice") as caught:
        study(tmp_path, STUDY.replace(ENTRY, lines))
    assert caught.value.line == 13
    assert caught.value.nearest == "same-contact-by-need"


def test_the_baseline_has_one_practice(tmp_path: Path) -> None:
    for given in ("practice: [baseline, contact-on-request]", "sweep: {path: team_share, values: [10 %]}"):
        with pytest.raises(ScenarioError, match="has one practice") as caught:
            study(tmp_path, STUDY.replace("{rules: current}", f"{{rules: current, {given}}}"))
        assert caught.value.line == 11


def test_a_column_may_be_each_place_s_own_practice(tmp_path: Path) -> None:
    small = study(tmp_path, own("aalborg: same-contact-by-need, aalborg-mixed: contact-on-request"))
    column = small.columns[1]
    assert column.name == "freed-six-cities/own/keep"
    assert [column.settings[place].practice.practice for place in small.places] == [
        "same-contact-by-need", "contact-on-request",
    ]  # fmt: skip
    named = study(tmp_path)
    assert run_of(small, column).log_key == run_of(named, named.columns[1]).log_key
    assert "own" in titles(small)["practice"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (own("aalborg: baseline"), 13, ["no practice of its own", "found: aalborg-mixed"]),
        (own("aalborg: baseline, aalborg-mixt: baseline"), 10, ["no such place", "nearest: aalborg-mixed"]),
        (PLACES.replace("compare:", "practices_by_place: {aalborg: baseline}\ncompare:"), 10, ["no column uses"]),
        (own("aalborg: baseline, aalborg-mixed: basline"), 10, ["no such practice", "nearest: baseline"]),
    ],
)
def test_errors_of_own_practices(tmp_path: Path, text: str, line: int, words: list[str]) -> None:
    with pytest.raises(ScenarioError) as caught:
        study(tmp_path, text)
    assert caught.value.line == line
    for word in words:
        assert word in str(caught.value)


def test_hours_are_reinvested_only_where_a_column_says_so(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="no column reinvests") as caught:
        study(tmp_path, STUDY.replace("[keep, cut]", "[keep, cut], reinvest: meetings"))
    assert caught.value.line == 12
    with pytest.raises(ScenarioError, match="nearest: caseloads"):
        study(tmp_path, STUDY.replace("[keep, cut]", "[reinvest], reinvest: caseload"))


@pytest.mark.parametrize("name", ["aalborg-practices", "aalborg-shock"])
def test_the_studies_of_practices_and_shocks_are_sound(name: str) -> None:
    study = study_of(name)
    assert all(tuple(column.settings) == study.places for column in study.columns)
