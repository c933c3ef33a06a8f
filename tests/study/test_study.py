"""Study files: what they say, and what is refused with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sim.files.errors import ScenarioError
from sim.results.run_study import check
from sim.study import rules
from sim.study.load import load
from tests.study.stub import STUDY, study


def test_the_main_study_says_what_it_compares() -> None:
    aalborg = load("aalborg")
    assert (aalborg.start, aalborg.days, aalborg.window) == (date(2024, 1, 1), 1096, (366, 1095))
    assert (aalborg.replications, aalborg.seed, aalborg.confidence) == (10, 20240101, 0.95)
    assert [variant.name for variant in aalborg.variants] == [
        "current/baseline/keep",
        "freed-six-cities/same-contact-by-need/keep",
        "freed-six-cities/same-contact-by-need/cut",
        "freed-six-cities/contact-on-request/keep",
        "freed-six-cities/contact-on-request/cut",
        "freed/same-contact-by-need/keep",
        "freed/same-contact-by-need/cut",
    ]


def test_each_proposal_is_run_alone_with_staff_kept_and_those_that_claim_a_sum_with_staff_cut() -> None:
    found = load("aalborg-proposals")
    library = rules.library(found.root)
    alone = {v.rules.removeprefix("current+"): v.practice for v in found.variants[1:] if v.use == "keep"}
    process = {key for key, one in library.proposals.items() if one.reform.kind == "process"}
    assert set(alone) == process - {"000-7", "000-8", "003-6"}  # the law of R2024 already
    changed = {key: practice for key, practice in alone.items() if practice != "baseline"}
    early, sick, whole = "early-contact-by-need", "sickness-contact-by-need", "same-contact-by-need"
    assert changed == {"000-6": early, "001-1": early, "001-8": sick, "004-2a": whole}
    cut = {v.rules.removeprefix("current+") for v in found.variants if v.use == "cut"}
    sums = {
        key for key in alone if (claim := library.proposals[key].reform.claim) is not None and claim.saves is not None
    }
    assert sums <= cut
    assert "002-11" not in cut  # its posts are demanded by law


@pytest.mark.parametrize(
    "name",
    [
        "aalborg",
        "aalborg-effects",
        "aalborg-enacted",
        "aalborg-practices",
        "aalborg-proposals",
        "aalborg-proposals-own-regime",
        "aalborg-shock",
        "aalborg-teams",
        "example",
    ],
)
def test_the_studies_that_come_along_are_sound(name: str) -> None:
    check(load(name))


def test_months_are_calendar_ones(tmp_path: Path) -> None:
    small = study(tmp_path)
    assert small.window == (31, 31 + 29 + 31 - 1)  # January is the warm-up, February 2024 has 29 days


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("replications: 3", "replikations: 3", 8, ["unknown key `replikations`", "nearest: replications"]),
        ("warm_up: 1 month", "warm_up: 15 minutes", 6, ["the unit is wrong", "found: 15 minutes"]),
        ("measured: 2 months", "measured: -2 months", 7, ["cannot be negative"]),
        ("measured: 2 months", "measured: 3 days", 7, ["window is too short"]),
        ("start: 2024-01-01", "start: 2024-13-01", 5, ["not a date"]),
        ("study: small", "study: ../small", 2, ["no name of a study", "found: ../small"]),
        ("replications: 3", "replications: 0", 8, ["`replications` does not fit"]),
        ("capacity: [keep, cut]", "capacity: [keep, cutt]", 12, ["unknown word", "nearest: cut"]),
        ("{rules: current}", "{rules: current, capacity: [cut]}", 11, ["keeps its staff"]),
        ("capacity: [keep, cut]", "capacity: [cut, cut]", 12, ["stands twice"]),
        ("seed: 1", "seed: 1\nconfidence: 20 %", 10, ["no interval"]),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, words: list[str]) -> None:
    assert old in STUDY
    with pytest.raises(ScenarioError) as caught:
        study(tmp_path, STUDY.replace(old, new))
    assert caught.value.line == line
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("places: [aalborg]", "places: [aalburg]", 4, ["no such place", "nearest: aalborg"]),
        ("rules: current}", "rules: curent}", 11, ["no such rule set", "nearest: current"]),
        ("rules: current}", "rules: current+004-9}", 11, ["unknown proposal", "found: 004-9"]),
        ("same-contact-by-need", "same-contact", 12, ["no such practice", "nearest: same-contact-by-need"]),
        ("start: 2024-01-01", "start: 1950-01-01", None, ["holidays"]),
    ],
)
def test_names_that_nobody_knows_stand_in_the_study(
    tmp_path: Path, old: str, new: str, line: int | None, words: list[str]
) -> None:
    with pytest.raises(ScenarioError) as caught:
        check(study(tmp_path, STUDY.replace(old, new)))
    assert line is None or caught.value.line == line
    for word in words:
        assert word in str(caught.value)


def test_a_missing_study_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="nearest: aalborg"):
        load("aalburg")
    with pytest.raises(ScenarioError, match="there is no such file"):
        load(tmp_path / "nothing.yaml")


def test_a_study_among_the_scenarios_is_named_as_its_file(tmp_path: Path) -> None:
    (tmp_path / "studies").mkdir()
    (tmp_path / "studies" / "other.yaml").write_text(STUDY, encoding="utf-8")
    with pytest.raises(ScenarioError, match="named as its file"):
        load("other", tmp_path)
