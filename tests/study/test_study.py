"""Study files: what they say, and what is refused with its line."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from sim.commands.queue import is_queue
from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir
from sim.results.staffing.criteria import Limits
from sim.study.load import load
from sim.world.build import build_world
from tests.settings import study_of
from tests.study.stub import STUDY, study

STUDIES = sorted(path.stem for path in (scenarios_dir() / "studies").glob("*.yaml") if not is_queue(path.stem))


def test_a_freed_column_of_the_main_study_is_shown_with_staff_kept_and_with_staff_cut() -> None:
    """Freed hours are counted once: each freed column stands beside the baseline in both uses, which are never added."""
    aalborg = study_of("aalborg")
    baseline, *freed = aalborg.columns
    assert baseline.names == ("current", "baseline", "keep")
    uses: dict[tuple[str, str], set[str]] = {}
    for column in freed:
        uses.setdefault((column.rules, column.practice), set()).add(column.use)
    assert uses
    assert all(use == {"keep", "cut"} for use in uses.values())
    assert "freed-six-cities" in {rules for rules, _ in uses}


def test_the_main_study_measures_whole_years_after_its_warm_up() -> None:
    """A window of whole years holds every season alike, and two years hold a deadline of a year twice."""
    aalborg = study_of("aalborg")
    first, last = (aalborg.start + timedelta(days=day) for day in aalborg.window)
    after = last + timedelta(days=1)
    assert (first.month, first.day) == (after.month, after.day) == (aalborg.start.month, aalborg.start.day)
    assert after.year - first.year >= 2
    assert first > aalborg.start
    assert aalborg.days >= aalborg.window[1] + 1 + 365  # what began in the window is followed to its end


def test_each_proposal_is_run_alone_with_staff_kept_and_those_that_claim_a_sum_with_staff_cut() -> None:
    found = study_of("aalborg-proposals")
    library = found.library
    alone = {v.rules.removeprefix("current+"): v.practice for v in found.columns[1:] if v.use == "keep"}
    process = {key for key, one in library.proposals.items() if one.reform.kind == "process"}
    assert set(alone) == process - {"000-7", "000-8", "003-6"}  # the law of R2024 already
    changed = {key: practice for key, practice in alone.items() if practice != "baseline"}
    early, sick, whole = "early-contact-by-need", "sickness-contact-by-need", "same-contact-by-need"
    assert changed == {"000-6": early, "001-1": early, "001-8": sick, "004-2a": whole}
    cut = {v.rules.removeprefix("current+") for v in found.columns if v.use == "cut"}
    sums = {
        key for key in alone if (claim := library.proposals[key].reform.claim) is not None and claim.saves is not None
    }
    assert sums <= cut
    assert "002-11" not in cut  # its posts are demanded by law


@pytest.mark.parametrize("name", STUDIES)
def test_the_studies_that_come_along_are_sound(name: str) -> None:
    """Every column of the study resolves at every place, and the baseline's world can be built."""
    study = study_of(name)
    assert len(study.columns) > 1
    assert all(tuple(column.settings) == study.places for column in study.columns)
    world = build_world(study.baseline.first, 1)
    assert world.settings["days"] == study.days
    assert len(world.citizens) > 0
    assert len(world.posts) > 0


def test_a_study_has_margins_of_its_own(tmp_path: Path) -> None:
    small = study(tmp_path, STUDY.replace("seed: 1", "seed: 1\nmargins: {meetings: 0.5 %, deadlines: 0 %}"))
    limits = Limits.of(small.baseline.first.office.staff_cut, small.margins)
    assert (limits.meetings, limits.deadlines) == (0.005, 0)
    assert limits.running == small.baseline.first.office.staff_cut.margins.running.value


@pytest.mark.parametrize(("use", "allowed"), [("keep", True), ("cut", False), ("reinvest", False)])
def test_a_search_may_book_at_least_as_much_of_a_day_as_the_practice(tmp_path: Path, use: str, allowed: bool) -> None:
    swept = "sweep: {path: booking.bookable_share, values: [99 %]}"
    full = STUDY.replace("capacity: [keep, cut]", f"capacity: {use}, {swept}")
    if allowed:
        assert study(tmp_path, full).columns
        return
    with pytest.raises(ScenarioError, match="books more of a day than the ceiling of a staff cut") as caught:
        study(tmp_path, full)
    assert caught.value.file == "office/standard.yaml"
    text = (scenarios_dir() / "office" / "standard.yaml").read_text(encoding="utf-8").splitlines()
    assert "bookable_ceiling" in text[(caught.value.line or 0) - 1]


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
        (
            "rules: current}",
            "rules: 2025}",
            11,
            ["`compare.0.rules` does not fit", "found: 2025", "in quotation marks"],
        ),
        ("places: [aalborg]", "places: [7]", 4, ["`places.0` does not fit", "expected: a text"]),
        ("seed: 1", "seed: 1\neffects: [on]", 10, ["found: a list of 1", "expected: off, on, the name of a file"]),
        ("study: small", "study: ../small", 2, ["not a valid name of a study", "found: ../small"]),
        ("replications: 3", "replications: 0", 8, ["`replications` does not fit"]),
        ("capacity: [keep, cut]", "capacity: [keep, cutt]", 12, ["unknown word", "nearest: cut"]),
        ("{rules: current}", "{rules: current, capacity: [cut]}", 11, ["keeps its staff"]),
        ("capacity: [keep, cut]", "capacity: [cut, cut]", 12, ["this column is named twice"]),
        ("seed: 1", "seed: 1\nconfidence: 20 %", 10, ["the confidence is out of range"]),
        ("seed: 1", "seed: 1\nmargins: {meetings: -1 %}", 10, ["between 0 and 100 %", "found: -1 %"]),
        ("seed: 1", "seed: 1\nmargins: {deadline: 1 %}", 10, ["unknown key `deadline`", "nearest: deadlines"]),
        ("  - {rules: current}\n", "", 11, ["keeps its staff", "put the baseline first"]),
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
        study(tmp_path, STUDY.replace(old, new))
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


@pytest.mark.parametrize("word", ["off", "no", "false", "False", "Off", "null", "~"])
def test_every_word_for_off_is_off(tmp_path: Path, word: str) -> None:
    assert study(tmp_path, STUDY.replace("seed: 1", f"seed: 1\neffects: {word}")).effects is None


@pytest.mark.parametrize("word", ["on", "yes", "true", "True", "On"])
def test_every_word_for_on_is_on(tmp_path: Path, word: str) -> None:
    effects = study(tmp_path, STUDY.replace("seed: 1", f"seed: 1\neffects: {word}")).effects
    assert effects is not None
    assert effects.file == "assumed"


def test_a_hard_space_and_a_minus_of_a_chart_are_read(tmp_path: Path) -> None:
    text = STUDY.replace("measured: 2 months", "measured: 2\u00a0months")
    shock = "shocks: [{staff: all, change: \u221225 %, from: 2024-01-10, until: 2024-01-20}]"
    read = study(tmp_path, text.replace("seed: 1", f"seed: 1\n{shock}"))
    assert read.window == (31, 31 + 29 + 31 - 1)
    assert read.shocks[0].change == -0.25
