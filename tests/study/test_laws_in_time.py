"""Laws and practices that change within a run: how a study writes them, what is refused, and what becomes of running cases."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engine import run
from sim.files.errors import ScenarioError
from sim.law.compose.transition import running, running_procedures
from sim.measures.axis import StateAxis
from sim.results.staffing.check import checked
from sim.study import timeline
from sim.study.study import Study
from sim.study.timeline import Part
from sim.world.codes import DAY
from sim.world.log import Log, RowKind
from tests.engine.compare import first_difference
from tests.engine.small import shrunk
from tests.settings import library, setting_over_time
from tests.study.stub import STUDY, run_of, study


# --- in words ---
def over_time(first: str, *later: tuple[date, str]) -> timeline.Timeline[str]:
    return (Part(None, first), *(Part(day, what) for day, what in later))


def test_a_timeline_is_printed_with_its_days() -> None:
    assert timeline.name_of(over_time("current")) == "current"
    two = over_time("R2024", (date(2025, 1, 1), "R2025a"), (date(2025, 7, 1), "R2025b"))
    assert timeline.name_of(two) == "R2024..R2025a@2025-01-01..R2025b@2025-07-01"


def test_rules_and_practice_are_cut_at_the_days_of_either() -> None:
    rules = over_time("a", (date(2025, 1, 1), "b"))
    practices = over_time("x", (date(2024, 6, 1), "y"), (date(2025, 1, 1), "z"))
    assert timeline.together(rules, practices) == [
        (None, "a", "x"),
        (date(2024, 6, 1), "a", "y"),
        (date(2025, 1, 1), "b", "z"),
    ]


def test_what_only_repeats_the_part_before_it_is_no_change() -> None:
    same = over_time("a", (date(2025, 1, 1), "a"), (date(2025, 2, 1), "b"))
    assert timeline.without_repeats(same) == over_time("a", (date(2025, 2, 1), "b"))


def test_the_regimes_by_date_are_those_of_the_law() -> None:
    """law.md 0.3: 1 Jan and 1 Jul 2025, 1 Feb and 1 Jul 2026; the act of 2027 is not adopted."""
    root = library().root
    enacted = over_time(
        "R2024", (date(2025, 1, 1), "R2025a"), (date(2025, 7, 1), "R2025b"), (date(2026, 2, 1), "R2026a"),
        (date(2026, 7, 1), "R2026b"),
    )  # fmt: skip
    first, last = date(2024, 1, 1), date(2027, 6, 30)
    assert timeline.by_date(root, first, last, expected=False) == enacted
    assert timeline.by_date(root, first, last, expected=True) == (*enacted, Part(date(2027, 1, 1), "R2027"))
    before = timeline.by_date(root, date(2020, 6, 1), date(2021, 7, 31), expected=False)
    assert before == over_time("R2020", (date(2021, 1, 1), "R2021a"))


# --- in a study: three months from 2024-01-01 ---
def entry(folder: Path, then: str, rules: str = "current") -> Study:
    return study(
        folder, STUDY.replace("  - {rules: freed", f"  - rules: {rules}\n    then: [{then}]\n  - {{rules: freed")
    )


def test_a_column_is_named_by_its_laws(tmp_path: Path) -> None:
    found = entry(tmp_path, "{from: 2024-02-01, rules: R2025a}, {from: 2024-03-01, practice: contact-on-request}")
    assert found.columns[1].name == "current..R2025a@2024-02-01/baseline..contact-on-request@2024-03-01/keep"


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (
            "{from: 2024-03-01, rules: R2025b}, {from: 2024-02-01, rules: R2025a}",
            ["days out of order", "R2025a@2024-02-01"],
        ),
        ("{from: 2024-02-01, rules: R2025b}, {from: 2024-02-01, rules: R2025a}", ["days out of order"]),
        ("{from: 2024-01-01, rules: R2025b}", ["must start within the run", "a day after 2024-01-01"]),
        ("{from: 2024-04-01, rules: R2025b}", ["must start within the run", "at the latest 2024-03-31"]),
        ("{from: 2024-02-01}", ["this part changes nothing"]),
        ("{from: 2024-02-31, rules: R2025b}", ["this is not a date"]),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_line(tmp_path: Path, then: str, words: list[str]) -> None:
    with pytest.raises(ScenarioError) as caught:
        entry(tmp_path, then)
    assert caught.value.line is not None
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_a_gap_in_the_law_is_refused() -> None:
    with pytest.raises(ScenarioError, match="a gap in the law") as caught:
        timeline.by_date(library().root, date(2014, 6, 1), date(2016, 5, 31), expected=False)
    assert "R2015" in str(caught.value.expected)


def test_the_printed_name_of_a_timeline_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="this name is not allowed"):
        study(tmp_path, STUDY.replace("rules: current", "rules: current..R2025a@2024-02-01"))


def test_a_name_nobody_knows_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="there is no such rule set") as caught:
        entry(tmp_path, "{from: 2024-02-01, rules: R2025aa}")
    assert caught.value.nearest == "R2025a"


@pytest.mark.parametrize(("rules", "what"), [("strengthened", "ceilings on caseloads")])
def test_a_law_that_needs_more_staff_cannot_follow(tmp_path: Path, rules: str, what: str) -> None:
    with pytest.raises(ScenarioError, match=what):
        entry(tmp_path, f"{{from: 2024-02-01, rules: {rules}}}")


def test_each_law_of_the_window_is_held_against_the_staff(tmp_path: Path) -> None:
    """Measured are February and March: the law of January asks for nothing that counts."""
    columns = checked(
        entry(tmp_path, "{from: 2024-02-01, rules: reform-2026}, {from: 2024-03-01, practice: contact-on-request}")
    )
    names = [(column.rules, column.practice) for column in columns]
    assert names[:3] == [
        ("current", "baseline"),
        ("reform-2026 from 2024-02-01", "baseline"),
        ("reform-2026 from 2024-03-01", "contact-on-request"),
    ]
    law = [sum(team.law for team in column.teams) for column in columns]
    practice = [sum(team.practice for team in column.teams) for column in columns]
    assert law[0] != law[1]
    assert practice[2] < practice[1]


def test_what_determines_a_run_holds_all_its_laws(tmp_path: Path) -> None:
    one = entry(tmp_path, "{from: 2024-02-01, rules: R2025a}")
    other = entry(tmp_path, "{from: 2024-02-02, rules: R2025a}")
    keys = {run_of(s, s.columns[at]).log_key for s in (one, other) for at in (0, 1)}
    assert len(keys) == 3  # the baselines are one run


# --- what becomes of running cases ---
START, DAYS = date(2026, 1, 1), 400
REFORM = (date(2026, 7, 1) - START).days


@lru_cache(maxsize=8)
def log_of(rules: str, later: str = "") -> Log:
    """Of a small Aalborg; another rule set may follow on 1 July 2026."""
    laws = [(0, rules, "baseline"), *([(REFORM, later, "baseline")] if later else [])]
    return run(shrunk(setting_over_time("aalborg", laws, START, DAYS, seed=5), citizens=400))


def named(log: Log, rows: Any) -> Any:
    """Rows as (kind, citizen, spell, duty by name, minute, due, minutes, extra), comparable between rule sets."""
    duty = np.array([*log.names["duty"].values(), ""])
    return [
        (
            int(r["kind"]),
            int(r["citizen"]),
            int(r["spell"]),
            str(duty[r["duty"]]),
            int(r["minute"]),
            int(r["due"]),
            int(r["minutes"]),
        )
        for r in rows
    ]


def test_two_columns_share_the_past_until_the_day() -> None:
    one, two = log_of("R2026a"), log_of("R2026a", "R2026b")
    before = [log.rows[log.rows["minute"] < REFORM * DAY] for log in (one, two)]
    assert named(one, before[0]) == named(two, before[1])
    assert first_difference(one.rows, two.rows) is not None


def test_who_is_in_a_spell_on_the_day_keeps_what_holds_to_the_next_switch() -> None:
    """LAB § 31 (lov 1750/2025), `running: next-switch`: four meetings for who came before 1 July 2026, not for all who come after."""
    log = log_of("R2026a", "R2026b")
    rows, names = log.rows, {name: code for code, name in log.names["duty"].items()}
    terms = rows[(rows["kind"] == RowKind.TERM) & (rows["duty"] == names["early-contact"])]
    begun = {}
    for row in rows[np.isin(rows["kind"], (RowKind.ARRIVE, RowKind.SWITCH))]:
        begun[int(row["citizen"]), int(row["spell"])] = int(row["minute"]) // DAY
    since = np.array([begun[int(r["citizen"]), int(r["spell"])] for r in terms])
    written = terms["minute"] // DAY
    assert (since >= REFORM).any()
    assert (since < REFORM).any()
    assert not ((since < REFORM) & (written == REFORM)).any(), "a running case was given another deadline on the day"
    exempt = rows[
        (rows["kind"] == RowKind.EXEMPT) & (rows["duty"] == names["early-contact"]) & (rows["minute"] // DAY == REFORM)
    ]
    assert not len(exempt), "what was owed before the day is owed still"


def test_what_moves_at_once_is_owed_no_longer_on_the_day() -> None:
    """Freed rules: the six cities' 2a takes the law's meetings away, and its changes move running cases at once."""
    log = log_of("R2024", "current+004-2a")
    rows, names = log.rows, {name: code for code, name in log.names["duty"].items()}
    mine = rows[rows["duty"] == names["early-contact"]]
    let_off = mine[(mine["kind"] == RowKind.EXEMPT) & (mine["minute"] == REFORM * DAY)]
    assert len(let_off) > 0
    assert not (mine["minute"] > REFORM * DAY).any(), "the duty goes on after it was repealed"
    returned = mine[(mine["kind"] == RowKind.CANCEL) & (mine["minute"] == REFORM * DAY)]
    assert len(returned) > 0


def test_a_course_goes_on_when_no_new_ones_begin() -> None:
    """law.md 8.14: citizens in a resource course on the day keep it; no citizen enters one any more."""
    log = log_of("R2026a", "R2026b")
    rows = log.rows
    state = {name: code for code, name in log.names["state"].items()}["resource-course"]
    procedure = {name: code for code, name in log.names["procedure"].items()}["resource-course"]
    lab = log.meta["state"][state][0]
    after = rows["minute"] > REFORM * DAY
    assert (after & (rows["group"] == lab) & (rows["kind"] == RowKind.WORK)).any(), "nobody is left in a course"
    begun = rows[(rows["kind"] == RowKind.START) & (rows["procedure"] == procedure)]
    entered = rows[(rows["kind"] == RowKind.SWITCH) & (rows["group"] == lab) & after]
    started = {(int(r["citizen"]), int(r["spell"])) for r in begun[begun["minute"] < REFORM * DAY]}
    assert {(int(r["citizen"]), int(r["spell"]) - 1) for r in entered} <= started, (
        "a course begins that was not on its way"
    )


def test_every_step_of_every_version_of_a_procedure_is_listed_in_a_procedure() -> None:
    """The log of a run says of each step in which procedure it stands, and rows lead to a step that is there."""
    log = log_of("R2026a", "R2026b")
    versions, known = log.meta["procedure_versions"], set(log.names["procedure"].values())
    assert set(versions) == set(log.names["procedure"])
    assert all(set(uses) <= known | {""} for several in versions.values() for _, _, uses in several)
    assert max(len(several) for several in versions.values()) == 2
    rows = log.rows[log.rows["step"] >= 0]
    for procedure in np.unique(rows["procedure"]).tolist():
        longest = max(len(uses) for _, _, uses in versions[procedure])
        assert rows["step"][rows["procedure"] == procedure].max() < longest


def test_a_law_that_is_the_same_changes_nothing() -> None:
    one, two = log_of("R2024"), log_of("R2024", "current")
    assert first_difference(one.rows, two.rows) is None


def test_a_benefit_that_changes_its_name_stays_the_states() -> None:
    """R2025b: kontanthjælp for the young too; their group's rows are counted in it before and after."""
    log = log_of("R2025a", "R2025b")
    axis = StateAxis(log.meta["state"], log.names["state"], log.meta["state_later"])
    young = {name: code for code, name in log.names["state"].items()}["activity-ready-young"]
    lab = log.meta["state"][young][0]
    rows = log.rows[(log.rows["group"] == lab) & (log.rows["citizen"] >= 0)]
    assert len(np.unique(rows["benefit"])) == 2
    assert set(axis.index(rows["group"], rows["benefit"])) == {axis.of_code[young]}


# --- what the files say of the way between two regimes ---
def test_a_change_by_date_says_the_same_in_both_directions() -> None:
    before, after = library().rule_set("R2023"), library().rule_set("R2024")
    assert running(before, after, "duties") == running(after, before, "duties")
    assert running(before, after, "duties")["insured-at-jobcenter"] == "keep"


def test_a_procedure_follows_the_changes_of_what_it_uses() -> None:
    found = running_procedures(library().rule_set("R2026a"), library().rule_set("R2026b"))
    assert found["flexjob"] == "next-switch"
    assert found["resource-course"] == "keep"
