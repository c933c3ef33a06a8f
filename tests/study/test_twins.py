"""The same citizen under two rule sets: what is the same, what a rule made differ, and what only the diaries did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import pytest
from matplotlib.figure import Figure

from sim.engine import run
from sim.files.entry import Lang
from sim.files.errors import ScenarioError
from sim.journal import why
from sim.journal.changes import Changes
from sim.journal.entry import Entry
from sim.journal.twin import COLUMNS_OF_TWINS, Twins
from sim.journal.why import Journal, TwinJournals, column
from sim.law.reading.diff import rules_diff
from sim.results.staffing.without_limits import without_limits
from sim.results.twin_chart import twin_chart
from sim.study.setting import Setting
from sim.world.build import build_world
from tests.aalborg import setting as aalborg
from tests.engine.small import scaled
from tests.report.danish import english_in, english_on
from tests.settings import study_of

pytestmark = [pytest.mark.first, pytest.mark.usefixtures("no_pictures")]

DAYS, SEED, TENTH = 550, 7, 0.1
FREED, BY_NEED = "freed-six-cities", "same-contact-by-need"
LEDIGHEDSYDELSE = {
    f"duties.ledighedsydelse-{name}.active" for name in ("6-months", "12-in-18", "other-provider")
}  # what proposal 004-2b ends: LAS ch. 7


def setting(rules: str, practice: str = "baseline") -> Setting:
    return scaled(aalborg(rules, practice, DAYS, seed=SEED), TENTH)


Beside = Callable[..., TwinJournals]


@pytest.fixture(scope="module")
def beside() -> Beside:
    """Today's rules beside others, for a tenth of Aalborg; each column is run once and each pair compared once."""

    @cache
    def journal(rules: str, practice: str) -> Journal:
        return Journal.of(setting(rules, practice))

    @cache
    def of(rules: str, practice: str = "baseline") -> TwinJournals:
        return TwinJournals(journal("current", "baseline"), journal(rules, practice))

    return of


def some(both: TwinJournals, step: int = 40) -> Iterator[Twins]:
    """Every so many citizens, and those whose histories differ most."""
    chosen = dict.fromkeys([*both.differing.most(40), *np.flatnonzero(both.differing.present)[::step].tolist()])
    for citizen in chosen:
        yield both.twins(citizen)


def test_under_the_same_rules_all_histories_are_the_same(beside: Beside) -> None:
    both = TwinJournals(beside("current").one, Journal.of(setting("current")))
    assert both.differing.identical == both.differing.citizens > 5000
    for twins in some(both):
        assert twins.identical
        assert (twins.first, twins.parting, twins.touched) == (None, None, ())
        assert all(before == after for before, after in twins.sums().values())


@pytest.mark.parametrize(
    ("rules", "practice"), [("current+004-2b", "baseline"), (FREED, BY_NEED), ("R2026b", "baseline")]
)
def test_every_entry_of_both_histories_stands_in_one_pair_and_by_day(beside: Beside, rules: str, practice: str) -> None:
    for twins in some(beside(rules, practice), 100):
        for side, history in (("one", twins.one), ("other", twins.other)):
            told: list[Entry] = [entry for pair in twins.pairs if (entry := getattr(pair, side)) is not None]
            assert sorted(told, key=lambda entry: entry.rows) == sorted(history.entries, key=lambda entry: entry.rows)
        days = [pair.date for pair in twins.pairs]
        assert days == sorted(days)
        for pair in twins.pairs:
            assert (pair.how == "rule") == bool(pair.changes)
            if pair.how == "same":
                assert pair.one is not None
                assert pair.other is not None
                assert (pair.one.kind, pair.one.date) == (pair.other.kind, pair.other.date)


@pytest.mark.parametrize(("rules", "practice"), [("current+004-3a", "baseline"), (FREED, BY_NEED)])
def test_the_list_and_the_pairs_agree_on_who_is_untouched(beside: Beside, rules: str, practice: str) -> None:
    both = beside(rules, practice)
    for twins in some(both):
        assert twins.identical == (both.differing.rows[twins.one.citizen] == 0)


def test_who_is_on_ledighedsydelse_parts_where_its_follow_up_was_due(beside: Beside) -> None:
    """Proposal 004-2b ends the follow-up and reassessment on ledighedsydelse (LAS ch. 7), and nothing else."""
    both = beside("current+004-2b")
    assert {change.clause for change in both.changes.rules} == LEDIGHEDSYDELSE
    for citizen in both.differing.most(20):
        twins = both.twins(citizen)
        parting = twins.parting
        assert parting is not None
        assert parting.one is not None
        assert parting.other is None
        assert parting.one.clause.path.startswith("duties.ledighedsydelse-")
        assert f"{parting.one.clause.path}.active" == parting.changes[0].clause
        assert parting.changes[0].by == ("004-2b",)
        assert (parting.changes[0].old, parting.changes[0].new) == (True, False)
        assert "flexjob-unemployed" in twins.one.states
        assert {change.clause for change in twins.touched} <= LEDIGHEDSYDELSE
        before = twins.pairs[: twins.pairs.index(parting)]
        assert {pair.how for pair in before} <= {"same", "diary"}


def test_what_no_rule_touches_is_the_diarys(beside: Beside) -> None:
    """Others' freed hours and places move a citizen's meetings; for who is never on job clarification that is no effect of 004-3a."""
    both = beside("current+004-3a")
    seen = 0
    for citizen in np.flatnonzero(both.differing.rows).tolist():
        twins = both.twins(citizen)
        if "job-clarification" not in (*twins.one.states, *twins.other.states):
            assert {pair.how for pair in twins.pairs} == {"same", "diary"}
            assert twins.parting is None
            seen += 1
    assert seen > 20
    for twins in some(both):
        for pair in twins.pairs:
            if pair.how == "rule":
                assert pair.entry.clause.path.startswith("procedures.")
                assert "job-clarification" in (*twins.one.states, *twins.other.states)


@pytest.mark.parametrize("reform", ["004-2b", "004-2c"])
def test_with_unlimited_staff_only_a_rule_parts_anybody(reform: str) -> None:
    """Nobody waits for anybody: whoever has no row of a changed clause lives through the same days."""
    two = [setting("current"), setting(f"current+{reform}")]
    worlds = [without_limits(build_world(one, 1)) for one in two]
    citizens = int((worlds[0].citizens["arrive"] < DAYS * 1440).sum())
    both = TwinJournals(*(Journal(one, 1, run(world), citizens) for one, world in zip(two, worlds, strict=True)))
    found = both.differing
    differ = np.flatnonzero(found.rows)
    assert len(differ)
    assert (found.by_rule[differ] > 0).all()
    assert found.identical > 0.9 * found.citizens
    for citizen in differ[:50].tolist():
        twins = both.twins(citizen)
        first = twins.first
        assert first is not None
        assert first.how == "rule"
        assert first.changes[0].by == (reform,)


def test_a_meeting_owed_under_both_and_held_another_day_is_no_effect_of_the_rule(beside: Beside) -> None:
    seen = 0
    for twins in some(beside("R2026b"), 60):
        for pair in twins.pairs:
            if pair.one and pair.other and pair.entry.kind == "WORK" and pair.how != "same":
                dues = [entry.what.partition("due ")[2][:10] for entry in (pair.one, pair.other)]
                minutes = [entry.what.partition(" minutes")[0].rpartition(" ")[2] for entry in (pair.one, pair.other)]
                if (
                    dues[0] == dues[1] != ""
                    and minutes[0] == minutes[1]
                    and pair.entry.clause.path.startswith("duties.")
                ):
                    assert pair.how == "diary"
                    seen += 1
    assert seen


def test_changes_are_those_of_the_diff_with_the_reform_behind_each() -> None:
    now, then, freed = setting("current"), setting("R2026b"), setting(FREED, BY_NEED)
    dated, proposed = Changes(now, then), Changes(now, freed)
    assert [change.clause for change in dated.rules] == [
        row["clause"] for row in rules_diff(now.rule_set, then.rule_set)["changes"]
    ]
    assert not dated.practice
    for change in dated.rules:
        assert change.by, change
        assert set(change.by) <= {"R2025a", "R2025b", "R2026a", "R2026b"}
    for change in proposed.rules:
        assert change.by, change
        assert set(change.by) <= set(freed.rule_set.reforms)
    assert {change.by for change in proposed.practice} == {("practice",)}
    assert {change.clause.split(".")[0] for change in proposed.practice} == {"contact", "offers", "insists_in_person"}
    assert not Changes(now, now).rules
    assert {change.clause for change in proposed.rules} == {change.clause for change in Changes(freed, now).rules}


def test_a_hearing_by_judgement_stands_behind_its_own_kind_of_case_only() -> None:
    """Proposal 004-3a is about job clarification: a flex-job case, heard by the same team, is not touched."""
    changes = Changes(setting("current"), setting("current+004-3a"))
    touched = {name: changes.behind(0, [f"procedures.{name}"]) for name in ("clarification-course", "flexjob")}
    assert [change.by for change in touched["clarification-course"]] == [("004-3a",)]
    assert touched["flexjob"] == ()


def test_work_that_a_part_of_the_law_asks_for_rests_on_it() -> None:
    """Before 2021 fewer groups booked themselves: what the office books differs by that clause (LAB § 34(3))."""
    now, then = setting("current"), setting("R2020")
    booking = now.rule_set.regime.self_booking
    changes = Changes(now, then)
    for activity in (booking.activity, booking.office_activity):
        behind = changes.behind(0, changes.of_activity(0, activity))
        assert any(change.clause.startswith("self_booking.") for change in behind)
    assert not changes.behind(0, changes.of_activity(0, "team-closing"))


def test_table_and_columns(beside: Beside) -> None:
    both = beside(FREED, BY_NEED)
    table = both.twins(both.differing.most(1)[0]).table()
    assert tuple(table.columns) == COLUMNS_OF_TWINS
    assert set(table["how"]) <= {"same", "rule", "diary", "follows"}
    assert (table.loc[table["how"] == "rule", "changed"] != "").all()
    assert table["date"].is_monotonic_increasing


HELD = {"en": "Meeting held", "da": "Samtale holdt"}


@pytest.mark.parametrize("lang", ["en", "da"])
def test_the_chart_has_every_event_of_both_histories_once(beside: Beside, lang: Lang) -> None:
    """Each history is whole, in its order, and its stays in groups run from the first day to the last without a gap."""
    both = beside(FREED, BY_NEED)
    twins = both.twins(both.differing.most(1)[0], lang)
    chart = twin_chart(study_of("aalborg"), twins, lang)
    numbers = chart.numbers()
    if lang == "da":
        assert english_on(chart.drawn.figure) == {}
        assert {text: found for text in numbers["what"].dropna() if (found := english_in(text))} == {}
    for lane, history in (("one", twins.one), ("other", twins.other)):
        mine = numbers[numbers["lane"] == lane]
        events, stays = mine[mine["kind"] != "group"], mine[mine["kind"] == "group"]
        assert events["what"].tolist() == [entry.what for entry in history.entries]
        assert (events["row"] == "meeting").sum() == sum(entry.what.startswith(HELD[lang]) for entry in history.entries)
        assert (stays["date"].iloc[1:].to_numpy() >= stays["until"].iloc[:-1].to_numpy()).all()
        assert stays["group"].tolist()[0] == history.entries[0].group
    marked = events_drawn(chart.drawn.figure)
    assert marked == int(numbers["row"].fillna("").ne("").sum())


def events_drawn(figure: Figure) -> int:
    """Marks in the lanes."""
    return sum(len(axes.lines) for axes in figure.axes if axes.axison)


def test_the_other_column_has_the_studys_practice_or_the_first_ones() -> None:
    study = study_of("aalborg")

    def names(against: str, **given: str) -> list[tuple[str, str]]:
        return [(each.rules, each.practice) for each in why.pair_of_columns(study, against, **given)]

    base = column(study).practice
    assert names(FREED) == [("current", base), (FREED, BY_NEED)]
    assert names("current+004-2b", practice="contact-on-request") == [
        ("current", "contact-on-request"), ("current+004-2b", "contact-on-request"),
    ]  # fmt: skip
    assert names("current", against_practice=BY_NEED) == [("current", base), ("current", BY_NEED)]


def test_unknown_names_are_refused_before_anything_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a run was made")

    monkeypatch.setattr(why.Journal, "of", never)
    with pytest.raises(ScenarioError, match="curent") as error:
        why.journals("aalborg", "curent")
    assert error.value.nearest == "current"
    with pytest.raises(ScenarioError, match="basline"):
        why.journals("aalborg", "current", against_practice="basline")
