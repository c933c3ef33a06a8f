"""A citizen's history: complete, dated by the calendar, with the clause of the rule set behind each entry."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pytest

from sim.files.errors import ScenarioError
from sim.journal.case_state import OF_PROCEDURE, Case
from sim.journal.clauses import Clauses
from sim.journal.course import LogRow
from sim.journal.entry import COLUMNS_OF_ENTRIES, Entry, History
from sim.journal.history import clause_of, rows_of
from sim.journal.notable import SORTS
from sim.journal.sentences import SENTENCES, sentence
from sim.journal.why import Journal, column, journal
from sim.journal.words import say, texts
from sim.law.clauses.procedure import Step
from sim.place.office.calendar import add_months
from sim.study.setting import Setting
from sim.world.build import build_world
from sim.world.codes import DAY
from sim.world.log import NO_DAY, Log, RowKind
from sim.world.rows.steps import HEARING, MEMBERS
from tests.aalborg import START
from tests.aalborg import setting as aalborg
from tests.engine.small import scaled
from tests.report.danish import english_in
from tests.settings import study_of

DAYS, SEED, TENTH = 550, 7, 0.1


def setting(rules: str, practice: str = "baseline") -> Setting:
    return scaled(aalborg(rules, practice, DAYS, seed=SEED), TENTH)


@pytest.fixture(scope="module")
def world() -> Journal:
    """A tenth of Aalborg under today's rules for a year and a half."""
    return Journal.of(setting("current"))


@pytest.fixture(scope="module")
def histories(world: Journal) -> list[History]:
    """The first three hundred citizens of each of a few ways, and some others."""
    log = world.log
    kinds = (RowKind.HEARING, RowKind.SWITCH, RowKind.SANCTION, RowKind.PROLONG, RowKind.HANDOVER, RowKind.LAPSE)
    chosen = {int(c) for kind in kinds for c in np.unique(log.of(kind)["citizen"])[:300]}
    return [world.history(citizen) for citizen in sorted(chosen | set(range(0, world.citizens, 20)))]


def entries(histories: list[History], *kinds: str) -> Iterator[tuple[History, Entry]]:
    found = [(one, entry) for one in histories for entry in one.entries if not kinds or entry.kind in kinds]
    assert found, f"no entry of {kinds} in {len(histories)} histories: the test would say nothing"
    yield from found


def rows(world: Journal, entry: Entry) -> list[dict[str, int]]:
    names = world.log.rows.dtype.names or ()
    return [dict(zip(names, row, strict=True)) for row in world.log.rows[list(entry.rows)].tolist()]


# --- completeness and dates


def test_every_row_of_a_citizen_is_in_exactly_one_entry_and_in_order(world: Journal, histories: list[History]) -> None:
    for one in histories:
        told = [position for entry in one.entries for position in entry.rows]
        assert told == np.flatnonzero(world.log.rows["citizen"] == one.citizen).tolist()


def test_an_entry_stands_at_the_calendar_date_of_its_rows(world: Journal, histories: list[History]) -> None:
    for _, entry in entries(histories):
        minute = int(world.log.rows["minute"][entry.rows[0]])
        assert entry.date == START + timedelta(days=minute // DAY)
        hour, rest = divmod(minute % DAY, 60)
        assert entry.time == (f"{hour:02}:{rest:02}" if minute % DAY else "")


def test_meetings_are_held_on_working_days_only(histories: list[History]) -> None:
    closed = {date(2024, 3, 28), date(2024, 12, 25), date(2025, 4, 18), date(2024, 6, 5)}  # holidays and a closed day
    for _, entry in entries(histories, "WORK"):
        if entry.what.startswith("Meeting held: "):
            assert entry.date.weekday() < 5
            assert entry.date not in closed


def test_four_meetings_are_due_six_calendar_months_after_a_switch_that_starts_the_period(
    histories: list[History],
) -> None:
    """LAB § 31(3) with § 9(2): a switch to another of these benefits begins the six months anew.

    Those with less intensive effort (LAB § 106), a few in a hundred, have no such meetings at all.
    """
    seen, exempt = 0, 0
    for one in histories:
        for at, entry in enumerate(one.entries):
            if entry.kind == "SWITCH" and "a new six-month period starts" in entry.what:
                later = one.entries[at + 1 :]
                ends = next((n for n, e in enumerate(later) if e.kind in {"SWITCH", "EXIT"}), len(later))
                after = [e for e in later[:ends] if e.clause.path == "duties.early-contact"]
                if after:
                    assert (after[0].kind, after[0].date) == ("TERM", entry.date)
                    assert after[0].what.endswith(f"4 owed by {add_months(entry.date, 6)}")
                seen, exempt = seen + 1, exempt + (not after)
    assert seen > 100
    assert exempt < seen / 20


def test_pieces_of_one_work_are_one_entry(world: Journal, histories: list[History]) -> None:
    several = 0
    for _, entry in entries(histories, "BOOK"):
        pieces = rows(world, entry)
        assert len({(p["activity"], p["duty"], p["due"], p["minute"]) for p in pieces}) == 1
        assert f"{sum(p['minutes'] for p in pieces):,} minutes" in entry.what
        several += len(pieces) > 1
    assert several


# --- the clause behind an entry


def test_every_duty_row_carries_the_law_of_its_duty(world: Journal, histories: list[History]) -> None:
    regime, practice = world.setting.rule_set.regime, world.setting.practice
    seen = set()
    for _, entry in entries(histories):
        for row in rows(world, entry):
            name = world.log.names["duty"].get(row["duty"])
            if name is None:
                continue
            activity = world.log.names["activity"].get(row["activity"])
            riding = next((p for p in ("guidance", "repatriation") if getattr(regime, p).activity == activity), None)
            if riding is not None:
                assert (entry.clause.path, entry.clause.law) == (riding, getattr(regime, riding).law)
            elif entry.kind == "INTERPRETER":
                assert (entry.clause.path, entry.clause.law) == ("interpreter", regime.interpreter.law)
            elif entry.kind in OF_PROCEDURE:  # a step of a procedure, and the duty that it meets
                clause = regime.duties[name] if name in regime.duties else practice.offers[name]
                place = "duties" if name in regime.duties else "offers"
                assert entry.clause.path.endswith(f", {place}.{name}")
                assert entry.clause.law.endswith(getattr(clause, "law", f"practice: {practice.practice}"))
                assert clause.title.en in entry.what
            elif name in regime.duties:
                duty = regime.duties[name]
                found = (entry.clause.path, entry.clause.law, entry.clause.evidence, entry.clause.source)
                assert found == (f"duties.{name}", duty.law, duty.evidence, duty.source)
            elif name in practice.contact or name in practice.offers:
                added = practice.contact.get(name) or practice.offers[name]
                assert entry.clause.law == f"practice: {practice.practice}"
                assert entry.clause.path in {f"contact.{name}", f"offers.{name}"}
                assert entry.clause.source == added.source
            else:
                assert entry.clause.path == "switching.talk"
                assert entry.clause.source == regime.switching.source
            seen.add((name, entry.kind))
    kinds = {"OPEN", "WORK", "TERM", "LOST", "BREACH", "EXEMPT", "START", "DECIDE", "EFFORT", "OFFER", "INTERPRETER"}
    assert kinds <= {kind for _, kind in seen}


def steps(setting: Setting, name: str) -> list[Step]:
    """All steps of a procedure with those of the procedures it uses."""
    procedures, found = setting.rule_set.regime.procedures, []
    for step in procedures[name].steps:
        found += steps(setting, step.use) if step.use else [step]
    return found


def test_a_row_of_a_procedure_carries_the_law_of_that_procedure(world: Journal, histories: list[History]) -> None:
    procedures = world.setting.rule_set.regime.procedures
    for _, entry in entries(histories, "START", "READY", "HEARING", "DECIDE", "EFFORT"):
        name = world.log.names["procedure"][rows(world, entry)[-1]["procedure"]]
        assert entry.clause.path.split(", ")[0] == f"procedures.{name}"
        assert procedures[name].law in entry.clause.law
        if entry.kind in {"READY", "HEARING"}:
            assert procedures["team-hearing"].law in entry.clause.law


def test_desk_work_and_papers_belong_to_a_procedure_that_has_such_a_step(
    world: Journal, histories: list[History]
) -> None:
    names = world.log.names
    targets = {
        name: {step.target for step in steps(world.setting, name)} for name in world.setting.rule_set.regime.procedures
    }
    for _, entry in entries(histories, "BOOK", "WORK", "CANCEL", "MOVE", "ORDER", "DELIVER"):
        row = rows(world, entry)[0]
        activity = names["activity"].get(row["activity"], "")
        if row["duty"] >= 0 or activity in {HEARING, MEMBERS}:
            continue
        place, _, name = entry.clause.path.split(", ")[0].partition(".")
        assert place == "procedures"
        wanted = names["certificate"][row["form"]] if entry.kind in {"ORDER", "DELIVER"} else activity
        assert wanted in targets[name]


OPERATIONS: dict[str, set[str]] = {
    "BOOK": {"work"}, "CANCEL": {"work"}, "MOVE": {"work"}, "UNPLACEABLE": {"work"}, "WORK": {"work", "team"}, "HEARING": {"team"},
    "READY": {"team"}, "PLACE": {"team"}, "FREE": {"team"}, "ORDER": {"order"}, "DELIVER": {"order"}, "DECIDE": {"mark"},
    "EFFORT": {"mark"}, "OFFER": {"offer"}, "DETECT": {"prolong_if_waiting"}, "EXIT": {"exit"},
}  # fmt: skip
"""The operations of a procedure that write rows of a kind, of the kinds that rest on the procedure's clause."""


def test_a_row_of_a_procedure_leads_to_a_step_that_writes_such_rows(world: Journal, histories: list[History]) -> None:
    """The clause names the procedure of the row and, last, the one in which the step itself is listed."""
    procedures, seen = world.setting.rule_set.regime.procedures, set()
    operations = {name: {step.operation for step in procedure.steps} for name, procedure in procedures.items()}
    for _, entry in entries(histories):
        row = rows(world, entry)[0]
        if row["step"] < 0 or entry.kind not in OPERATIONS:
            continue
        own, *used = [path for path in entry.clause.path.split(", ") if path.startswith("procedures.")]
        assert own == f"procedures.{world.log.names['procedure'][row['procedure']]}"
        listed = operations[[own, *used][-1].removeprefix("procedures.")]
        assert listed & OPERATIONS[entry.kind], f"{entry.clause.path} writes no {entry.kind}"
        seen.add(entry.kind)
    assert seen >= set(OPERATIONS) - {"UNPLACEABLE", "FREE"}


def test_what_follows_a_hearing_is_the_closing_of_the_same_case(world: Journal, histories: list[History]) -> None:
    """Two cases of a citizen can run at once; the closing is booked at the midnight after the case's hearing."""
    seen = 0
    for one, hearing in entries(histories, "HEARING"):
        closing = "Recommendation, decision and closing: booked"
        after = [e for e in one.entries if e.date == hearing.date + timedelta(days=1) and e.what.startswith(closing)]
        if after:  # no: the citizen left that night, or the run ended
            assert any(hearing.clause.path.startswith(entry.clause.path) for entry in after)
            seen += 1
    assert seen > 50


def test_every_entry_rests_on_something(histories: list[History]) -> None:
    for _, entry in entries(histories):
        assert entry.clause.path
        assert entry.clause.law or entry.clause.source, entry


def test_a_switch_carries_the_law_of_the_new_group_and_says_what_becomes_of_the_period(
    world: Journal, histories: list[History]
) -> None:
    regime = world.setting.rule_set.regime
    said = set()
    for one in histories:
        begun = [entry for entry in one.entries if entry.kind in {"ARRIVE", "SWITCH"}]
        assert [entry.group for entry in begun] == list(one.states)
        for entry, old, new in zip(begun[1:], one.states, one.states[1:], strict=False):
            if entry.kind == "ARRIVE":
                continue
            group = regime.groups[new]
            assert (entry.clause.path, entry.clause.law) == (f"groups.{new}", group.law)
            assert (entry.group, entry.benefit) == (new, group.benefit)
            changed = regime.groups[old].benefit != group.benefit
            assert ("the benefit stays" in entry.what) is not changed
            assert ("a new six-month period starts" in entry.what) is (changed and group.restarts)
            said.add(changed and group.restarts)
    assert said == {True, False}


def test_a_switch_names_the_procedure_that_decided_it_and_life_needs_none(
    world: Journal, histories: list[History]
) -> None:
    procedures, terms = world.setting.rule_set.regime.procedures, world.setting.people.terms.values()
    of_terms = {procedures[term.procedure].title.en for term in terms}
    titles = {procedure.title.en for procedure in procedures.values()}
    seen = set()
    for _, entry in entries(histories, "SWITCH"):
        cause = rows(world, entry)[0]["form"]
        said = entry.what.partition("): ")[0].removeprefix("Group switch (")
        named = said.partition(", ")[2]
        seen.add(cause)
        assert (named == "") if cause == 1 else (named in titles and (named in of_terms) is (cause != 3))
    assert {1, 2, 3} <= seen


def test_fate_is_not_called_law(world: Journal, histories: list[History]) -> None:
    for _, entry in entries(histories, "NEED", "DETECT"):
        need = world.log.names["need"][rows(world, entry)[0]["extra"]]
        leads_to = world.setting.rule_set.regime.procedures[world.setting.people.needs[need].procedure]
        assert leads_to.title.en in entry.what
        assert "no law" in entry.clause.law or "the right runs out" in entry.what
        assert entry.clause.evidence


def test_prolonging_and_hand_over_carry_the_law_of_their_clause(world: Journal, histories: list[History]) -> None:
    regime = world.setting.rule_set.regime
    for _, entry in entries(histories, "HANDOVER"):
        assert entry.clause.law == regime.hand_over.law
    for _, entry in entries(histories, "SANCTION"):
        assert entry.clause.law == regime.sanctions.law
    said = set()
    for _, entry in entries(histories, "PROLONG"):
        number = rows(world, entry)[0]["extra"]
        said.add(number)
        assert (entry.group == "sick") is (number > 0)  # the seven grounds are those of sickness benefit
        if number:
            (ground,) = [g for g in regime.prolongations.values() if g.number == number]
            assert entry.clause.law == ground.law == f"SDPL § 27(1) nr. {number}"
            assert ground.title.en in entry.what
        else:
            name = entry.clause.path.removeprefix("procedures.")
            assert any(step.prolong_if_waiting for step in regime.procedures[name].steps)
    assert {2, 3, 4, 7} <= said


def test_a_pension_is_a_decision_and_work_is_life(histories: list[History]) -> None:
    pensions = [e for _, e in entries(histories, "EXIT") if "disability pension" in e.what]
    works = [e for _, e in entries(histories, "EXIT") if e.what.startswith("Leaves: work ")]
    assert pensions
    assert works
    assert {entry.clause.path for entry in pensions} == {"procedures.disability-pension"}
    assert all(entry.clause.law == "fate (no law)" for entry in works)


def test_a_clause_names_the_proposals_that_changed_it() -> None:
    clauses = Clauses(setting("current+004-3a"))
    assert clauses.procedure("clarification-course", "team-hearing").reforms == ("004-3a",)
    assert clauses.procedure("flexjob", "team-hearing").reforms == ()  # 004-3a is about job clarification only
    assert clauses.procedure("clarification-course").reforms == ()
    assert clauses.is_by_judgement("clarification-course")
    assert not clauses.is_by_judgement("flexjob")
    assert clauses.duty("early-contact").reforms == ()
    assert Clauses(setting("current")).procedure("clarification-course", "team-hearing").reforms == ()


# --- sentences


NOT_OF_A_CITIZEN = frozenset({"CAPACITY", "RUNNING", "OVERTIME"})
"""Kinds of row that concern a caseworker's day."""


def test_every_kind_of_row_that_can_concern_a_citizen_has_a_sentence(world: Journal) -> None:
    assert {kind.name for kind in RowKind} - NOT_OF_A_CITIZEN <= set(SENTENCES)
    for name in NOT_OF_A_CITIZEN:
        assert set(world.log.of(RowKind[name])["citizen"].tolist()) == {-1}


def test_every_sentence_of_the_journal_has_both_languages_and_the_same_blanks() -> None:
    def blanks(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for key, words in texts().items():
        assert set(words) == {"en", "da"}, key
        assert blanks(words["en"]) == blanks(words["da"]), key


def test_a_danish_history_tells_the_same_without_english(world: Journal, histories: list[History]) -> None:
    seen: set[str] = set()
    for one in histories[::10]:
        danish = world.history(one.citizen, "da")
        assert [entry.rows for entry in danish.entries] == [entry.rows for entry in one.entries]
        assert [entry.clause.path for entry in danish.entries] == [entry.clause.path for entry in one.entries]
        for entry in danish.entries:
            law = entry.clause.law.replace("praksis: baseline", "")
            assert english_in(f"{entry.what}; {entry.caseworker}; {law}") == []
            assert not re.search(r"\d{4}-\d\d-\d\d", entry.what)
        seen |= {entry.kind for entry in danish.entries}
        assert english_in(danish.way) == []
    assert len(seen) > 20


def row(kind: str, **columns: int) -> LogRow:
    plain = {name: -1 for name in LogRow._fields if name != "kind"} | {"minute": 0, "minutes": 0, "due": NO_DAY}
    return LogRow(kind=kind, **(plain | columns))


def case(world: Journal, states: list[str]) -> Case:
    names = world.log.names | {"offer": {0: "company-practice", 1: "guidance-upskilling"}}
    meta = world.log.meta | {"offers_that_count": ["company-practice"]}
    return Case(Log(world.log.rows[:0], names, meta), world.setting, Clauses(world.setting), states)


def test_an_offer_says_its_kind_its_last_day_and_whether_it_counts(world: Journal) -> None:
    counting = sentence(case(world, ["insured"]), [row("OFFER", form=0, due=31, procedure=0)])
    other = sentence(case(world, ["insured"]), [row("OFFER", form=1, due=31, procedure=0)])
    assert "Company practice, until 2024-02-01" in counting
    assert "does not count" not in counting
    assert "Other guidance and upskilling" in other
    assert "does not count" in other


def test_a_need_from_before_the_log_and_the_ground_of_a_prolongation_are_said(world: Journal) -> None:
    assert "before the log begins" in sentence(case(world, ["sick"]), [row("NEED", minutes=1, extra=0)])
    assert "before the log begins" not in sentence(case(world, ["sick"]), [row("NEED", minutes=0, extra=0)])
    said = sentence(case(world, ["sick"]), [row("PROLONG", extra=4)])
    assert "SDPL § 27(1) nr. 4" in said
    assert "waits for the team" in said


def test_a_prolongation_and_an_offer_begun_before_the_log_rest_on_their_clauses(world: Journal) -> None:
    offer = code_of(world, "procedure", "offer")
    begun = clause_of(case(world, ["insured"]), (row("OFFER", form=0, procedure=offer),))
    assert (begun.path, begun.law) == ("offers.company-practice, procedures.offer", "LAB ch. 11; LAB ch. 10-16")
    prolonged = clause_of(case(world, ["sick"]), (row("PROLONG", extra=3),))
    assert (prolonged.path, prolonged.law) == ("prolongations.treatment", "SDPL § 27(1) nr. 3")


def code_of(world: Journal, dictionary: str, name: str) -> int:
    return next(code for code, known in world.log.names[dictionary].items() if known == name)


def test_who_becomes_exempt_is_told_by_which_traits(world: Journal) -> None:
    duty = code_of(world, "duty", "early-contact")
    opened = sentence(case(world, ["activity-ready"]), [row("EXEMPT", duty=duty, due=31, extra=2)])
    assert opened.startswith("No longer applies: Four individual meetings")
    assert "no. 2 of 4, due 2024-02-01" in opened
    assert "exempt (less intensive)" in opened
    passed = sentence(case(world, ["activity-ready"]), [row("EXEMPT", duty=duty, due=31, minutes=3, extra=0)])
    assert passed.startswith("3 not done by 2024-02-01, but not a breach: ")
    gone = code_of(world, "duty", "sickness-recategorising")
    assert "the citizen no longer meets the condition (category 1)" in sentence(
        case(world, ["sick"]), [row("EXEMPT", duty=gone, due=3)]
    )


def test_a_hearing_says_which_duty_it_meets_and_a_start_which_asks_for_it(world: Journal) -> None:
    duty, procedure = code_of(world, "duty", "clarification-plan"), code_of(world, "procedure", "clarification-course")
    one = case(world, ["job-clarification"])
    begun = row("START", procedure=procedure, duty=duty, due=28)
    assert "for the duty “The team treats a first job clarification within four weeks" in sentence(one, [begun])
    one.note(begun)
    ((_, _, uses),) = world.log.meta["procedure_versions"][procedure]
    hearing = uses.index("team-hearing")
    heard = row("HEARING", procedure=procedure, step=hearing, duty=duty, due=28, minute=10 * DAY)
    assert "meets the duty “The team treats a first job clarification" in sentence(one, [heard])
    assert clause_of(one, (heard,)).path.endswith("procedures.team-hearing, duties.clarification-plan")
    again = row("HEARING", procedure=procedure, step=hearing, due=28, minute=20 * DAY)
    assert "meets" not in sentence(one, [again])


def test_a_need_is_seen_at_a_meeting_or_an_assessment_or_the_citizen_asks(world: Journal) -> None:
    need = code_of(world, "need", "sick-flexjob")
    for last, minute, how in (
        (row("WORK", form=0, minute=600), 600, "meeting"),
        (row("WORK", form=-1, minute=600), 600, "assessment"),
        (None, DAY, "request"),
    ):
        one = case(world, ["sick"])
        one.last = last
        clause = clause_of(one, (row("DETECT", minute=minute, extra=need),))
        assert clause.path == f"detection.kinds.illness.{how}"


def test_work_of_a_consultant_with_a_diary_names_the_post(world: Journal) -> None:
    work = next(code for code, name in world.log.names["activity"].items() if name == "offer-consultant")
    said = sentence(case(world, ["insured"]), [row("WORK", activity=work, role=3, minutes=90, caseworker=0, team=0)])
    assert said.startswith("Work done by the company consultant (post 0, insured): ")


def test_a_form_and_a_kind_that_this_file_does_not_know_are_named(world: Journal) -> None:
    names = world.log.names
    meeting = next(code for code, name in names["activity"].items() if name == "follow-up-meeting")
    said = sentence(case(world, ["sick"]), [row("WORK", activity=meeting, form=9, role=0, minutes=50)])
    assert said == "Meeting held: Follow-up meeting, by form 9, 50 minutes"
    assert sentence(case(world, ["sick"]), [row("NEWLY_MADE")]) == "Newly made"


# --- head, foot, tables


def test_the_foot_counts_what_the_log_holds(world: Journal, histories: list[History]) -> None:
    activities = world.setting.rule_set.regime.activities
    meeting = [
        code
        for code, name in world.log.names["activity"].items()
        if activities[name].meeting and activities[name].role == "caseworker"
    ]
    for one in histories:
        mine = world.log.rows[world.log.rows["citizen"] == one.citizen]
        work = mine[mine["kind"] == RowKind.WORK]
        assert one.foot.meetings == int(np.isin(work["activity"], meeting).sum())
        assert one.foot.breaches == int((mine["kind"] == RowKind.BREACH).sum())
        stays = [entry.date for entry in one.entries if entry.kind in {"ARRIVE", "EXIT"}]
        stays += [START + timedelta(days=DAYS)] * (len(stays) % 2)
        arrivals = sum(entry.kind == "ARRIVE" for entry in one.entries)
        assert one.foot.switches == len(one.states) - arrivals
        assert one.foot.days == sum((stays[1::2][k] - stays[::2][k]).days for k in range(arrivals))


def test_a_citizen_who_comes_back_has_one_history(world: Journal) -> None:
    """Exit, time away, and return are entries of one history; the time away is no day in the system."""
    listed = world.notable("return")
    assert listed
    arrivals = np.bincount(world.log.of(RowKind.ARRIVE)["citizen"])
    left_and_came = np.flatnonzero(arrivals > 1)[:10].tolist()
    assert left_and_came
    ways = {each.citizen: each.summary for each in listed}
    several = 0
    for citizen in dict.fromkeys([*ways, *left_and_came]):
        one = world.history(citizen)
        moves = [entry for entry in one.entries if entry.kind in {"ARRIVE", "EXIT"}]
        back = [entry for entry in moves if entry.what.startswith("Comes back as")]
        assert back
        for number, entry in enumerate(moves):
            if entry in back and number:
                assert moves[number - 1].kind == "EXIT"
                away = (entry.date - moves[number - 1].date).days
                assert f"{away:,} day" in entry.what
                several += 1
        if citizen in ways:
            leavings = sum(entry.kind == "EXIT" for entry in moves)
            assert ways[citizen].count("→") == len(one.states) + leavings - 1
    assert several


def test_a_history_is_a_tidy_table(histories: list[History]) -> None:
    table = histories[0].table()
    assert tuple(table.columns) == COLUMNS_OF_ENTRIES
    assert len(table) == len(histories[0].entries)
    assert table["date"].is_monotonic_increasing
    assert not table.isna().to_numpy().any()


# --- which citizen, which column


@pytest.mark.parametrize("citizen", [-1, 10**6])
def test_an_unknown_citizen_is_bad_input(world: Journal, citizen: int) -> None:
    with pytest.raises(ScenarioError, match="this run has no such citizen") as error:
        world.history(citizen)
    assert error.value.expected == f"a number from 0 to {world.citizens - 1}"


def test_the_range_of_citizens_is_those_with_rows(world: Journal) -> None:
    assert np.unique(world.log.rows["citizen"]).tolist() == list(range(-1, world.citizens))


def test_listed_citizens_are_of_the_sort(world: Journal) -> None:
    wanted = {"switch": "SWITCH", "team": "HEARING", "sanction": "SANCTION", "prolonged": "PROLONG"}
    for sort, kind in wanted.items():
        listed = world.notable(sort)
        assert listed
        assert all(any(row.kind == kind for row in rows_of(world.log, one.citizen)) for one in listed)
    assert all(one.summary.count("disability pension") for one in world.notable("pension"))
    assert all("job-clarification" in one.summary for one in world.notable("clarification"))
    assert all("flexjob" in one.summary for one in world.notable("flexjob"))


def test_without_a_sort_there_is_one_citizen_of_each(world: Journal) -> None:
    listed = world.notable()
    assert len({one.citizen for one in listed}) == len(listed) == len({one.why for one in listed})
    assert {say(f"sort_{sort}", "en") for sort in SORTS} <= {one.why for one in listed}
    assert listed[0].kinds == max(one.kinds for one in listed)


def test_an_unknown_sort_is_bad_input(world: Journal) -> None:
    with pytest.raises(ScenarioError) as error:
        world.notable("teem")
    assert error.value.nearest == "team"


def test_rules_of_a_study_come_with_the_practice_that_it_gives_them() -> None:
    study = study_of("aalborg")
    assert column(study) == study.baseline
    assert column(study, "freed-six-cities").practice == "same-contact-by-need"
    assert column(study, "freed-six-cities", "contact-on-request").practice == "contact-on-request"
    assert column(study, "current+004-3c").names == ("current+004-3c", "baseline", "keep")
    assert column(study, practice="contact-on-request").rules == study.baseline.rules


def test_unknown_names_are_bad_input() -> None:
    for wrong in ({"rules": "curent"}, {"practice": "basline"}, {"place": "aalburg"}):
        with pytest.raises(ScenarioError) as error:
            journal(study_of("aalborg"), **wrong)  # type: ignore[arg-type]
        assert error.value.nearest
    with pytest.raises(ScenarioError, match="are numbered from 1"):
        journal("aalborg", replication=0)


def test_a_number_is_the_same_citizen_under_all_rules() -> None:
    one, other = (build_world(setting(rules), 1).citizens for rules in ("current", "freed-six-cities"))
    assert one["entity"].tolist() == other["entity"].tolist()
