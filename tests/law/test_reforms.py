import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.files.errors import ScenarioError
from sim.law.compose.library import Library

Edit = Callable[[str, str, str], int]
Refused = Callable[[str], ScenarioError]

FILE = "reforms/six-cities.yaml"
OTHER = """schema: 1
paper: other.txt
argued_against: R2024
written_for: R2024
reforms:
  999-1:
    title: {en: Another, da: Et andet}
    kind: process
    paper_place: nowhere
    changes:
      - CHANGE
    touches: [team-hearing]
    nature: {is: emerges, of: {en: waits, da: ventetider}}
    law: LOB § 9
    happened: nothing
"""
OTHER_FILE = "reforms/other.yaml"
OTHER_LINE = 11


@pytest.fixture
def other(root: Path) -> Callable[[str], None]:
    """A second reform file with one change."""

    def write(change: str) -> None:
        (root / OTHER_FILE).write_text(OTHER.replace("CHANGE", change), encoding="utf-8")

    return write


def test_process_demands_go_with_every_duty_of_the_jobcenter_on_meetings_or_offers(library: Library) -> None:
    duties = library.rule_set("current").regime.duties
    demanded = {f"duties.{key}.active" for key, duty in duties.items() if duty.demand in ("meetings", "offers")}
    hanging_on_them = {"duties.joint-meeting-akasse.active", "duties.less-intensive-effort.active"}
    assert {change.path for change in library.proposals["004-2a"].reform.changes} == demanded | hanging_on_them


def test_the_ten_together_make_each_change_once(library: Library) -> None:
    rule_set = library.rule_set("freed-six-cities")
    assert len(rule_set.reforms) == 10
    made = [change.path for change in rule_set.changes]
    said = [c for key in rule_set.reforms for c in library.proposals[key].reform.changes]
    assert sorted(made) == sorted(change.path for change in said if change.operation != "keep")
    assert len(set(made)) == len(made)


def test_the_order_of_proposals_has_no_part_in_the_rules(library: Library) -> None:
    hashes = {
        library.rule_set("+".join(["current", *order])).hash()
        for order in itertools.permutations(["004-2a", "004-8", "004-3c"])
    }
    assert len(hashes) == 1


def test_a_change_reaches_the_typed_rules_and_points_to_the_reform(library: Library) -> None:
    before, after = library.rule_set("current"), library.rule_set("current") + "004-4b"
    minutes = after.regime.activities["sanction-hearing"].minutes
    assert minutes is not None
    assert (minutes.value, minutes.evidence) == (15, "assumption")
    assert minutes.where.startswith(FILE)
    assert before.regime.activities["sanction-hearing"].minutes != minutes
    assert after.name == "current+004-4b"
    assert after.changes[0].where.startswith(FILE)
    assert after.changes[0].law == "LAS §§ 36-40"


def test_the_sanction_proposal_takes_one_hour_away(library: Library) -> None:
    names = ("sanction-hearing", "sanction-decision")
    minutes = []
    for rule_set in ("current", "current+004-4b"):
        activities = library.rule_set(rule_set).regime.activities
        minutes.append(sum(value.value for name in names if (value := activities[name].minutes)))
    assert minutes[0] - minutes[1] == 60


def test_from_that_does_not_match_shows_both(edit: Edit, refused: Refused) -> None:
    line = edit(FILE, "from: 40 minutes", "from: 45 minutes") - 1
    error = refused("current+004-4b")
    assert (error.file, error.line) == (FILE, line)
    assert error.message == "`from` does not match the law at `activities.sanction-hearing.minutes`"
    assert (error.found, error.expected) == ("from: 45 minutes", "from: 40 minutes")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("duties.first-weak.active", "duties.first-week.active"),
        ("duties.first-week.activ", "duties.first-week.active"),
        ("dutys.first-week.active", "duties.first-week.active"),
    ],
)
def test_a_path_that_is_not_there_names_the_nearest(edit: Edit, refused: Refused, wrong: str, right: str) -> None:
    line = edit(FILE, "duties.first-week.active", wrong)
    error = refused("freed-six-cities")
    assert (error.file, error.line) == (FILE, line)
    assert error.message == "there is no such path in the law"
    assert (error.found, error.nearest) == (wrong, right)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            "{set: merged_groups, from: none, to: none}",
            "the change has no effect: `merged_groups` already has this value",
        ),
        ("{set: duties.early-contact.meetings, from: 4, to: 4}", "the change has no effect: `duties.early-contact."),
        (
            "{set: duties.early-contact.meetings, from: 4, to: {value: 4, evidence: law, source: S001}}",
            "the change has no effect",
        ),
        ("{set: duties.first-week.active, from: false, to: true}", "the change has no effect: `duties.first-week."),
        ("{add: duties.sickness-first.exempt, value: category-1}", "the change has no effect: `duties.sickness-fir"),
        ("{add: duties.sickness-first.clock, value: spell}", "`duties.sickness-first.clock` already exists"),
        ("{add: duties.sickness-first.clock.x, value: spell}", "there is no such path in the law"),
        ("{remove: duties.sickness-first.exempt.0}", "one item of a list cannot be removed"),
        ("{remove: duties.sickness-fist}", "there is no such path in the law"),
        ("{set: merged_groups, to: none}", "`set` needs `from`"),
        ("{set: merged_groups, add: groups.x}", "a change needs exactly one of set, add, remove and keep"),
        ("{remove: merged_groups, to: none}", "`to` does not go with `remove`"),
        ("{set: merged_groups, from: none, two: x}", "`set` needs `to`"),
    ],
)
def test_changes_that_do_not_fit(other: Callable[[str], None], refused: Refused, change: str, message: str) -> None:
    other(change)
    error = refused("current+999-1")
    assert error.message.startswith(message)
    assert (error.file, error.line) == (OTHER_FILE, OTHER_LINE)


def test_the_new_value_is_checked_at_the_line_of_the_reform(other: Callable[[str], None], refused: Refused) -> None:
    other("{set: activities.sanction-hearing.minutes, from: 40 minutes, to: 90 minutes}")
    error = refused("current+999-1")
    assert error.message == "`activities.sanction-hearing.minutes` lies outside its range"
    assert (error.file, error.line, error.found) == (OTHER_FILE, OTHER_LINE, "90 minutes")
    assert isinstance(error.expected, str)
    assert re.fullmatch(r"a value from \d+ (minutes|hours?) to \d+ (minutes|hours?)", error.expected)


def test_a_name_brought_by_a_reform_is_checked_there(other: Callable[[str], None], refused: Refused) -> None:
    other("{add: duties.first-week.groups, value: insurd}")
    error = refused("current+999-1")
    assert (error.message, error.file, error.line) == ("unknown group", OTHER_FILE, OTHER_LINE)
    assert error.nearest == "insured"


def test_two_proposals_that_disagree_are_both_named(other: Callable[[str], None], refused: Refused) -> None:
    other("{set: guidance.in_first_meeting, from: true, to: never}")
    error = refused("current+004-4a+999-1")
    assert error.message == "004-4a and 999-1 contradict each other at `guidance.in_first_meeting`"
    assert (error.file, error.line) == (OTHER_FILE, OTHER_LINE)
    assert "004-4a: set false" in str(error.found)
    assert "999-1: set never" in str(error.found)


def test_removing_what_another_changes_is_a_contradiction(other: Callable[[str], None], refused: Refused) -> None:
    other("{remove: duties.simple-sickness-meeting}")
    assert refused("current+004-8+999-1").message == (
        "004-8 and 999-1 contradict each other at `duties.simple-sickness-meeting`"
    )


def test_two_proposals_that_agree_change_once(root: Path, other: Callable[[str], None]) -> None:
    other("{set: procedures.team-hearing.certificate.required, from: always, to: if-health-file-insufficient}")
    both = Library.load(root).rule_set("current+004-3c+999-1")
    assert [change.reform for change in both.changes] == ["004-3c"]


def test_two_proposals_may_add_to_one_list(root: Path, other: Callable[[str], None]) -> None:
    other("{add: duties.sickness-revaluation.exempt, value: simple-sick}")
    rule_set = Library.load(root).rule_set("current+999-1")
    assert rule_set.regime.duties["sickness-revaluation"].exempt == ("simple-sick",)
    assert (rule_set.changes[0].old, rule_set.changes[0].new) == ([], ["simple-sick"])


def test_a_duty_can_be_removed_and_added(root: Path, other: Callable[[str], None]) -> None:
    other("{remove: duties.sickness-screening}\n      - {add: duties.talk, value: VALUE}")
    text = (root / OTHER_FILE).read_text(encoding="utf-8")
    duty = (
        "{title: {en: Talk, da: Samtale}, law: none, evidence: law, source: test, groups: [sick], starts: [arrival], "
        "clock: spell, due: 1 week, activity: follow-up-meeting, form: choice, demand: meetings}"
    )
    (root / OTHER_FILE).write_text(text.replace("VALUE", duty), encoding="utf-8")
    rule_set = Library.load(root).rule_set("current+999-1")
    assert "sickness-screening" not in rule_set.regime.duties
    due = rule_set.regime.duties["talk"].due
    assert due is not None
    assert (due.path, due.where) == ("duties.talk.due", f"{OTHER_FILE}:{OTHER_LINE + 1}")


def test_what_is_in_force_already_is_left_as_it_is(root: Path, other: Callable[[str], None], refused: Refused) -> None:
    change = "{set: duties.first-week.active, from: false, to: true, already_in_force: true}"
    other(change + "\n      - {set: merged_groups, from: none, to: six-cities}")
    rule_set = Library.load(root).rule_set("current+999-1")
    assert [made.path for made in rule_set.changes] == ["merged_groups"]
    gone = "{remove: duties.first-weak, already_in_force: true}"
    other(gone + "\n      - {set: merged_groups, from: none, to: six-cities}")
    assert Library.load(root).rule_set("current+999-1").regime.merged_groups == "six-cities"
    other(change)
    assert refused("current+999-1").message == "none of the reforms changes anything"


def test_touches_name_activities_or_certificates(edit: Edit, refused: Refused) -> None:
    line = edit(FILE, "touches: [guidance]", "touches: [guidanse]")
    error = refused("freed-six-cities")
    assert (error.file, error.line, error.nearest) == (FILE, line, "guidance")


@pytest.mark.parametrize("key", ["title", "nature", "law", "happened", "paper_place", "changes", "touches"])
def test_a_process_proposal_says_all_that_reports_need(root: Path, key: str) -> None:
    path = root / FILE
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    first = next(index for index, line in enumerate(lines) if line.startswith(f"    {key}:"))
    last = next(i for i, line in enumerate(lines) if i > first and line.startswith("    ") and line[4] != " ")
    path.write_text("".join(lines[:first] + lines[last:]), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        Library.load(root)
    assert caught.value.expected == key
    assert caught.value.file == FILE
