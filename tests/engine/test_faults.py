"""Faults planted in one engine are all caught: what the comparison of logs would notice.

Each fault changes one line of one function of the reference engine. The kernel stays as it is, so nothing is compiled
again. A fault is caught when the logs of one of a few fixed random worlds differ, or when the reference stops.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest

from sim.engine import run
from sim.engine.reference import assignment, citizen, diary, duty, procedure, team
from sim.engine.reference.assignment import Assignment
from sim.engine.reference.citizen import CitizenWay
from sim.engine.reference.diary import Diaries
from sim.engine.reference.duty import Duties
from sim.engine.reference.procedure import Procedures
from sim.engine.reference.team import Team
from tests.engine.compare import first_difference, kernel_rows
from tests.engine.worlds import random_world

SEEDS = (3, 10, 47, 54, 22, 20, 11, 34, 19, 35)
"""Random worlds in which, between them, every part of the rules comes to bear; some are crowded (3, 11, 19, 35, 47)."""

ROOMS: dict[type[Any], ModuleType] = {
    Assignment: assignment, CitizenWay: citizen, Diaries: diary, Duties: duty, Procedures: procedure, Team: team,
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One line of the reference engine, and what it becomes."""

    name: str
    owner: type[Any]
    function: str
    line: str
    becomes: str


FAULTS = (
    Fault("an exit forgets to cancel what duties booked", CitizenWay, "leave", "jc.duty.cancel_all(c)", "pass"),
    Fault("an exit forgets to stop procedures", CitizenWay, "leave", "jc.procedure.stop_all(c)", "pass"),
    Fault("a switch keeps the bookings of the old group", CitizenWay, "switch", "jc.duty.cancel_all(c)", "pass"),
    Fault(
        "life comes after what a procedure waited for", CitizenWay, "_later",
        "EventKind.LIFE, c.n, life_ref(spell, int(what))", "EventKind.INCOMING, c.n, life_ref(spell, int(what)) + (1 << 22)",
    ),
    Fault("the term counts from the spell, not from its renewal", CitizenWay, "renew_term", "c.terms += 1", "pass"),
    Fault("a need does not hold the citizen", CitizenWay, "need_arises", "bool(need.holds)", "False"),
    Fault("detection at once instead of the next day", CitizenWay, "occasion", "tomorrow=True", "tomorrow=False"),
    Fault(
        "the insured's paid days are forgotten", CitizenWay, "switch",
        "c.accumulated += today - c.spell_day", "pass",
    ),
    Fault(
        "the sick forget where they came from", CitizenWay, "switch",
        "c.came_from = c.state if new.sick else NOBODY", "c.came_from = NOBODY",
    ),
    Fault("guidance is not remembered", Duties, "_hold", "c.guided_until = jc.today + settings.guidance_days", "pass"),
    Fault("notice is one day short", Duties, "_book", "max(1, row.notice)", "max(1, row.notice - 1)"),
    Fault(
        "what lapses is not written", Duties, "_advance",
        "self.jc.row(c, RowKind.LAPSE,", "(lambda *a, **k: None)(c, 0,",
    ),
    Fault("no lapse on the very day", Duties, "_advance", "s.due <= self.jc.today", "s.due < self.jc.today"),
    Fault(
        "every attempt is missed or none", Duties, "is_no_show",
        "occurrence(c.spell, s.instance, s.attempt)", "occurrence(c.spell, s.instance, 0)",
    ),
    Fault(
        "one attempt too many", Duties, "_miss",
        "s.attempt < jc.settings.attempts", "s.attempt <= jc.settings.attempts",
    ),
    Fault(
        "a no-show loses the whole meeting", Duties, "minutes_lost",
        "min(int(self.jc.settings.no_show_minutes), ", "max(0, ",
    ),
    Fault(
        "the deadline comes a day early", Duties, "_watch",
        "max(s.deadline, self.jc.today) + 1", "max(s.deadline, self.jc.today + 1)",
    ),
    Fault("the k-th is due a share too late", Duties, "_spread", "* s.instance //", "* (s.instance + 1) //"),
    Fault(
        "what was owed is owed again after a switch", Duties, "_begin",
        "s.owed - s.held", "s.owed",
    ),
    Fault("the exempt are not exempt", Duties, "_applies", "or c.traits & row.exempt", ""),
    Fault(
        "an interval is drawn once", Duties, "_interval",
        "occurrence(c.spell, s.instance, 0)", "occurrence(c.spell, 1, 0)",
    ),
    Fault("the meeting after a shed one opens today", Duties, "shed", "jc.today + 1)", "jc.today)"),
    Fault("the earliest due gives way first", Diaries, "_shed", "page[max(candidates)[1]]", "page[min(candidates)[1]]"),
    Fault("desk work in pieces of any size", Diaries, "book_desk", "min(left, self.jc.settings.min_piece)", "1"),
    Fault("a cancelled piece keeps its minutes", Diaries, "_take_out", "+= piece.minutes", "+= 0"),
    Fault(
        "small work is not carried over", Diaries, "plan",
        "self.small[worker][kind] -= minutes", "self.small[worker][kind] = 0",
    ),
    Fault(
        "what the sick cannot do waits a day longer", Diaries, "plan",
        "self._move(piece, worker, day + 1)", "self._move(piece, worker, day + 2)",
    ),
    Fault("the rest of the dialogue is lost every day", Diaries, "plan", "post.dialogue %= 1000", "post.dialogue = 0"),
    Fault("overtime on days nobody works", Diaries, "_under_overload", "capacity[day] > 0 and ", ""),
    Fault(
        "the pool's last member first", Diaries, "pool_work",
        "(max(now, self.last_end[m]), m)", "(max(now, self.last_end[m]), -m)",
    ),
    Fault(
        "a no-show takes the whole time of the day plan", Diaries, "_begin",
        "self.jc.duty.minutes_lost(b) if b.owner < THREAD_OWNER and self.jc.duty.is_no_show(b) else piece.minutes",
        "piece.minutes",
    ),
    Fault("a withdrawn hearing keeps its minutes", Team, "withdraw", "-thread.minutes", "0"),
    Fault("a freed place is heard all the same", Team, "_sit", "not thread.alive or thread.place != day", "False"),
    Fault(
        "the agenda follows the citizens' numbers", Team, "_fix_agenda",
        "case[1].due, case[0].n,", "case[0].n, case[1].due,",
    ),
    Fault("one place too many", Team, "_fix_agenda", "self.ready[:jc.settings.places]", "self.ready[:jc.settings.places + 1]"),
    Fault(
        "the fewest cases win", Assignment, "choose",
        "candidates[int(liking.argmin())]", "min(candidates, key=lambda n: self.posts[n].cases)",
    ),
    Fault("the choice forgets the margin", Assignment, "choose", "s.margin_cases * share", "0"),
    Fault("newcomers take no cases", Assignment, "change", "self._reassign(c, event.post)", "pass"),
    Fault(
        "leavers keep their cases", Assignment, "change",
        "self._reassign(c, self.choose(c, without=event.post))", "pass",
    ),
    Fault("newcomers forget the margin", Assignment, "below_limit", "s.margin_cases * share", "0"),
    Fault("a switch leaves the weight of the case", Assignment, "reweigh", "new - old", "0"),
    Fault(
        "a certificate comes before life", Procedures, "_midnight",
        "EventKind.INCOMING, c.n, thread_ref(thread.serial)", "EventKind.STAFF, c.n, thread_ref(thread.serial)",
    ),
    Fault("going back skips a round of draws", Procedures, "_go", "thread.round += 1", "thread.round += 2"),
    Fault("a started procedure does not hold", Procedures, "course", "3, True", "3, False"),
)  # fmt: skip


TRUE = {
    (fault.owner, fault.function): ast.unparse(
        ast.parse(textwrap.dedent(inspect.getsource(getattr(fault.owner, fault.function))))
    )
    for fault in FAULTS
}
"""The functions' own text, in one layout however the file is formatted."""


def _plant(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the function with the changed line in the place of the true one, for one test."""
    source = TRUE[fault.owner, fault.function]
    assert source.count(fault.line) == 1, f"`{fault.line}` stands {source.count(fault.line)} times in {fault.function}"
    room: dict[str, Any] = dict(vars(ROOMS[fault.owner]))
    exec("from __future__ import annotations\n" + source.replace(fault.line, fault.becomes), room)
    monkeypatch.setattr(fault.owner, fault.function, room[fault.function])


def _caught_by(seed: int) -> str | None:
    """What shows that the reference is no longer the same in this world."""
    try:
        rows = run(random_world(seed), "reference").rows
    except Exception as stopped:  # noqa: BLE001 - an engine that stops is caught as well
        return f"{type(stopped).__name__}: {stopped}"
    return first_difference(rows, kernel_rows(seed))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_caught(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    _plant(fault, monkeypatch)
    assert any(_caught_by(seed) for seed in SEEDS), f"nobody noticed: {fault.name}"


@pytest.mark.parametrize("seed", SEEDS)
def test_without_a_fault_the_same_worlds_are_equal(seed: int) -> None:
    assert _caught_by(seed) is None


def test_there_are_enough_faults_in_every_part() -> None:
    assert len(FAULTS) >= 14
    assert {fault.owner for fault in FAULTS} == set(ROOMS)


def test_planting_nothing_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planting itself is no fault: every function planted with its own text gives the same log."""
    for fault in FAULTS:
        _plant(Fault(fault.name, fault.owner, fault.function, fault.line, fault.line), monkeypatch)
    assert _caught_by(SEEDS[0]) is None
