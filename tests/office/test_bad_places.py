"""Places and offices that do not hang together are refused: file, line, what was found, what is expected, what is near."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from sim.files.errors import ScenarioError
from sim.files.parse import shape
from sim.files.paths import scenarios_dir
from sim.place.people.model import Place
from sim.place.read import place_source, read_office
from sim.study.check_place import check_place
from sim.study.setting import Setting
from tests.aalborg import setting

PLACE, OFFICE = "places/aalborg.yaml", "office/standard.yaml"


def sound() -> Setting:
    return setting(days=366)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the files of places and offices, to be spoilt."""
    for folder in ("places", "office"):
        shutil.copytree(scenarios_dir() / folder, tmp_path / folder)
    return tmp_path


def edit(root: Path, file: str, old: str, new: str) -> int:
    """Replace the first of a text; the line on which it stands."""
    text = (root / file).read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    at = text.index(old)
    (root / file).write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
    return text.count("\n", 0, at) + 1


def read(root: Path, name: str = "aalborg") -> Setting:
    """Read and check, as a study does."""
    source = place_source(name, root)
    setting = replace(sound(), place=shape(Place, source), office=read_office("standard", root))
    check_place(setting, source)
    return setting


def refused(root: Path) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        read(root)
    return caught.value


def test_the_places_that_come_along_are_sound(root: Path) -> None:
    for name in ("aalborg", "aalborg-mixed", "aalborg-fixed"):
        assert read(root, name).place.place == name


MEMBERS_AFTER = "\n# yearly team cases"
MEMBERS = "  team-member:\n    posts: {{value: {}, low: 0, high: 40, evidence: assumption, source: none}}\n"
EMPTY = "  empty:\n    title: {en: E, da: E}\n    groups: []\n    cases_per_post: {}\n"
UNEVEN = "    part_time: {share: {value: 9 %, low: 1 %, high: 9 %}, hours: {value: 85 %, low: 1 %, high: 90 %}, evidence: study}\n"


@pytest.mark.parametrize(
    ("old", "new", "shift", "message", "said"),
    [
        (
            "groups: [job-ready]", "groups: [job-redy]", 0, "unknown group `job-redy`", "nearest: job-ready",
        ),
        (
            "groups: [sick]", "groups: [sick, job-ready]", 0, "more than one team serves `job-ready`",
            "found: job-ready, sickness",
        ),
        ("  job-ready:\n    title", EMPTY + "  job-ready:\n    title", 0, "no group belongs to team `empty`", "do: give it"),
        ("{job-ready: {value: 65,", "{activity-ready: {value: 65,", 0, "does not serve `activity-ready`", "remove the line"),
        (
            "    cases_per_post: {job-ready:", "    cases_per_post: {job-redy:", 0, "does not serve `job-redy`",
            "nearest: job-ready",
        ),
        ("job-ready: {value: 65, low: 45", "job-ready: {value: 0, low: 0", 0, "a post has no cases of `job-ready`", "found: 0"),
        ("  job-ready:\n    title", "  a-kasse:\n    title", 0, "named after a role", "found: a-kasse"),
        ("  insured: {value: 4.0 %", "  insurd: {value: 4.0 %", 0, "unknown group `insurd`", "nearest: insured"),
        ("stock: {value: 53, low: 30", "stock: {value: -53, low: -60", 0, "a number cannot be negative", "found: -53"),
        ("per_week: {value: 28.2, low: 27.8", "per_week: {value: 0, low: 0", 0, "has no places", "found: 0"),
        ("per_week: {value: 28.2, low: 27.8", "per_week: {value: -5, low: -9", 0, "a number cannot be negative", "found: -5"),
        ("per_week: {value: 28.2, low: 27.8, high: 29", "per_week: {value: 2e5, low: 22, high: 2e5", 0, "too many places", "at most"),
        ("weekday: tuesday", "weekday: tusday", 0, "unknown word", "nearest: tuesday"),
        ("weekday: tuesday", "sessions: [tuesday, freitag]", 0, "unknown word", "expected: monday, tuesday, wednesday"),
        ("weekday: tuesday", "sessions: [tuesday, tuesday]", 0, "appears twice", "each weekday once"),
        ("weekday: tuesday", "weekday: monday\n  sessions: [tuesday]", -2, "either `weekday` or `sessions`", "expected: `weekday`"),
        ("  company-consultant:", "  company-consultants:", 0, "is not a role", "nearest: company-consultant"),
        ("    posts: {value: 25, low: 16", "    posts: {value: 0, low: 0", 0, "has no staff", "found: 0"),
        ("  company-consultant:", "  health-coordinator:", 0, "is not a role that may have posts", "write `region`"),
        (MEMBERS_AFTER, MEMBERS.format(0.2) + MEMBERS_AFTER, 1, "no time for a hearing", "one case a week"),
        (MEMBERS_AFTER, MEMBERS.format(0.04) + MEMBERS_AFTER, 1, "has no staff", "0.1 posts or more"),
        ("  resource-course: {value: 0.", "  resource-cours: {value: 0.", 0, "no need leads", "nearest: resource-course"),
        ("  resource-course: {value: 0.", "  resource-course: {value: 2000.", 0, "out of range", "found: 2000"),
        ("    groups: [job-ready]", UNEVEN + "    groups: [job-ready]", 0, "whole number of tenths", "found: 85 %"),
    ],
)  # fmt: skip
def test_a_place_that_does_not_fit(root: Path, old: str, new: str, shift: int, message: str, said: str) -> None:
    line = edit(root, PLACE, old, new)
    error = refused(root)
    assert message in error.message
    assert said in str(error)
    assert error.found is not None or error.expected is not None
    assert (error.file, error.line) == (PLACE, line + shift)


def test_a_group_without_a_team_is_shown_where_it_has_its_stock(root: Path) -> None:
    edit(root, PLACE, "groups: [resource-course, rehabilitation]", "groups: [resource-course]")
    edit(
        root, PLACE, '      rehabilitation: {value: 45, low: 30, high: 65, evidence: assumption, source: "A094"}\n', ""
    )
    text = (root / PLACE).read_text(encoding="utf-8")
    error = refused(root)
    assert (error.message, error.expected) == ("no team serves `rehabilitation`", "one team")
    assert error.do == "name the group in one team's `groups:`"
    assert error.line == text[: text.index("\n  rehabilitation:\n")].count("\n") + 2


def test_a_missing_line_of_cases_is_shown_where_the_others_stand(root: Path) -> None:
    removed = '      rehabilitation: {value: 45, low: 30, high: 65, evidence: assumption, source: "A094"}\n'
    line = edit(root, PLACE, removed, "")
    error = refused(root)
    assert "serves `rehabilitation` has no staff" in error.message
    assert (error.line, error.expected) == (line - 2, "resource-course, rehabilitation")


LEAVE = "leave: {value: 30 days, low: 28 days, high: 32 days"
SICKNESS = "sickness: {value: 4.9 %, low: 4.3 %, high: 6.4 %"
HOURS = "effective_hours: {value: 1315 hours, low: 1233 hours, high: 1450 hours"
PART = "hours: {value: 80 %, low: 60 %, high: 90 %"


@pytest.mark.parametrize(
    ("old", "new", "shift", "message", "said"),
    [
        (LEAVE, "leave: {value: 252 days, low: 1 day, high: 260 days", 0, "leave no working day",
         "found: 252 days of leave, 4.9 % of sickness"),
        (LEAVE, "leave: {value: 251 days, low: 1 day, high: 260 days", 0, "leave no working day",
         "found: 251 days of leave, 4.9 % of sickness"),
        (LEAVE, "leave: {value: 90 days, low: 1 day, high: 260 days", 1, "the leave in july exceeds", "found: 30.6 days"),
        (SICKNESS, "sickness: {value: 100 %, low: 4.3 %, high: 100 %", 0, "staff would be ill on every day", "found: 100 %"),
        (SICKNESS, "sickness: {value: 62 %, low: 4.3 %, high: 100 %", 2, "sickness in february is too high",
         "found: 82 % of the working days, in absences of 4 days"),
        ("sickness_length: {value: 4 days, low: 2 days", "sickness_length: {value: 0 days, low: 0 days", 0,
         "must last at least one day", "found: 0 days"),
        (HOURS, "effective_hours: {value: 4000 hours, low: 1 hour, high: 5000 hours", 0, "hours do not fit",
         "found: 4000 hours in 211 days"),
        ("{january: {value: 4 %", "{januar: {value: 4 %", 0, "this is not a month", "nearest: january"),
        ("{january: {value: 4 %, low: 1 %, high: 10 %}, ", "{", 0, "`leave_by_month` lacks months", "expected: january"),
        ("{january: {value: 4 %", "{january: {value: 9 %", 0, "`leave_by_month` must sum to 100 %", "found: 105 %"),
        (", february: {value: 11 %", ", february: {value: 9 %", 0, "`sickness_by_month` must sum to 100 %", "found: 98 %"),
        (", december: {value: 9.5 %, low: 8 %, high: 12 %}}", "}", 0, "`sickness_by_month` lacks months",
         "expected: december"),
        (PART, "hours: {value: 100 %, low: 60 %, high: 100 %", 0, "whole number of tenths", "do: leave `part_time` out"),
    ],
)  # fmt: skip
def test_an_office_that_does_not_fit(root: Path, old: str, new: str, shift: int, message: str, said: str) -> None:
    line = edit(root, OFFICE, old, new)
    error = refused(root)
    assert message in error.message
    assert said in str(error)
    assert (error.file, error.line) == (OFFICE, line + shift)


def test_what_is_wrong_in_a_place_that_is_extended_is_shown_there(root: Path) -> None:
    line = edit(root, PLACE, "per_week: {value: 28.2, low: 27.8", "per_week: {value: 0, low: 0")
    with pytest.raises(ScenarioError) as caught:
        read(root, "aalborg-mixed")
    assert (caught.value.file, caught.value.line) == (PLACE, line)
    edit(root, PLACE, "per_week: {value: 0, low: 0", "per_week: {value: 28.2, low: 27.8")
    line = edit(root, "places/aalborg-mixed.yaml", "groups: [insured]", "groups: [insurd]")
    with pytest.raises(ScenarioError) as caught:
        read(root, "aalborg-mixed")
    assert (caught.value.file, caught.value.line) == ("places/aalborg-mixed.yaml", line)


@pytest.mark.parametrize(
    ("below", "message", "nearest"),
    [
        ("aalburg", "the extended place does not exist", "aalborg"),
        ("aalborg-fixed", "a place extends itself", None),
    ],
)
def test_what_a_place_extends_must_be_there(root: Path, below: str, message: str, nearest: str | None) -> None:
    line = edit(root, "places/aalborg-fixed.yaml", "extends: aalborg", f"extends: {below}")
    with pytest.raises(ScenarioError) as caught:
        read(root, "aalborg-fixed")
    assert (caught.value.message, caught.value.nearest, caught.value.line) == (message, nearest, line)
