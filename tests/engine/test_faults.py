"""Faults planted in one engine are all caught: what the comparison of logs would notice.

Each fault changes one line of one function of the reference engine. The kernel stays as it is, so nothing is compiled
again. A fault is caught when the logs of one of a few fixed random worlds differ, or when the reference stops.
"""

from __future__ import annotations

import pytest

from sim.engine.reference.assignment import Assignment
from sim.engine.reference.citizen import CitizenWay
from sim.engine.reference.diary import Diaries
from sim.engine.reference.duty import Duties
from sim.engine.reference.effects import Effects
from sim.engine.reference.procedure import Procedures
from sim.engine.reference.team import Team
from tests.engine.compare import kernel_rows
from tests.engine.planting import Fault, caught_in, plant
from tests.engine.worlds import random_world

SEEDS = (1, 5, 3, 10, 47, 54, 22, 20, 11, 34, 19, 35, 0, 9, 2, 17, 29, 84, 179)
"""Random worlds in which, between them, every part of the rules comes to bear; some are crowded (3, 11, 19, 35, 47)."""

PARTS = {Assignment, CitizenWay, Diaries, Duties, Procedures, Team, Effects}


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
    Fault("guidance is not remembered", Duties, "_hold", "c.guided_until[kind] = jc.today + jc.riders[kind].days", "pass"),
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
    Fault("the exempt are not exempt", Duties, "_binds", "or c.traits & row.exempt", ""),
    Fault("duties for some are for all", Duties, "_binds", "row.only and (not c.traits & row.only)", "False"),
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
    Fault("one place too many", Team, "_fix_agenda", "self.ready[:jc.world.places[session]]", "self.ready[:jc.world.places[session] + 1]"),
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
    # --- who is exempt, and who has become it
    Fault("the exemption is not looked at on opening", Duties, "course", "not self._binds(c, row)", "False"),
    Fault("an exempt instance is still owed", Duties, "_exempt", "(0, s.owed - 1)", "(0, s.owed)"),
    Fault(
        "the exemption is not looked at at the deadline", Duties, "_deadline_passed",
        "not self._binds(c, self.jc.duties[d])", "False",
    ),
    Fault("a step takes no trait away", Procedures, "course", "(c.traits | step.a) & ~step.b", "c.traits | step.a"),
    Fault("a step gives no trait", Procedures, "course", "(c.traits | step.a) & ~step.b", "c.traits & ~step.b"),
    # --- what meets a duty
    Fault("a hearing does not meet its duty", Procedures, "meets", "s.held += 1", "pass"),
    Fault("a duty is met twice", Procedures, "meets", "duty, thread.duty = (thread.duty, NOBODY)", "duty = thread.duty"),
    Fault("a hearing says nothing of its duty", Team, "_sit", "jc.procedure.meets(c, thread)", "NOBODY"),
    Fault("an offer says nothing of its duty", Procedures, "course", ", duty=met", ""),
    Fault("a meeting is credited to no other duty", Duties, "_hold", "other.held += 1", "pass"),
    Fault("a meeting is credited in an older spell", Duties, "_hold", "other.spell == c.spell", "True"),
    Fault("what is credited is not owed", Duties, "_begin", "s.instance + 1 + credited", "s.instance + 1"),
    Fault(
        "the next instance comes before the verdict on the last", Duties, "course",
        "s.deadline_instance >= 0", "False",
    ),
    # --- clocks
    Fault("a window counts the present period only", CitizenWay, "paid_for", "not c.past", "True"),
    Fault("a window counts other benefits", CitizenWay, "paid_for", "paid == family", "True"),
    Fault("only the last period is kept", CitizenWay, "switch", "[-PAST:]", "[-1:]"),
    Fault("the present period begins with the spell", CitizenWay, "switch", "c.since = today", "pass"),
    Fault(
        "a right that was reached before is reached at once", Duties, "_window",
        "day - need if day > c.since else c.since", "day - need",
    ),
    Fault("a duty's window is its term's", Duties, "_window", "row.counted", "self.jc.settings.horizon"),
    Fault("a term forgets its window", CitizenWay, "_clocks", "day = self.paid_for(c, length, row.window)", "pass"),
    Fault("a term forgets the days before an illness", CitizenWay, "_clocks", "day -= c.accumulated", "pass"),
    Fault("a term ends within the month", CitizenWay, "_clocks", "0 <= day < jc.settings.horizon", "False"),
    Fault("the stock's terms know no prolongation", CitizenWay, "_clocks", "row.table_stock, row.key", "row.table, row.key"),
    Fault("the stock forgets that it was prolonged", CitizenWay, "_clocks", "c.terms = 1", "pass"),
    Fault("an illness ends the course", CitizenWay, "enter", "not how & How.BACK", "True"),
    Fault("back to where the illness began is not known", CitizenWay, "switch", "How.BACK if back else 0", "0"),
    Fault("rehabilitation begins a period", CitizenWay, "switch", "new.restarts or not old.restarts", "True"),
    Fault("an illness ends what the insured are owed", Duties, "_begin", "row.clock == Clock.ACCUMULATED and c.accumulated > 0", "False"),
    Fault(
        "due dates do not move with an illness", Duties, "_begin",
        "(s.due + counts_from - s.counts_from, counts_from)", "(s.due, counts_from)",
    ),
    Fault("months of a first due date are days", Duties, "_first_due", "self.span(first, row.first_span, s.counts_from)", "first"),
    Fault("months between due dates are days", Duties, "_interval", "row.every_span >= 0", "False"),
    # --- traits
    Fault("a trait's condition is not looked at", CitizenWay, "_settle_traits", "row.only and (not c.traits & row.only)", "False"),
    Fault("a trait's exception is not looked at", CitizenWay, "_settle_traits", "or c.traits & row.unless", ""),
    Fault("a trait of the entry is drawn again", CitizenWay, "_settle_traits", "row.lasting < 2 or enters", "True"),
    Fault("a trait of a spell is drawn once", CitizenWay, "_settle_traits", "now if row.lasting == 0 else 0", "0"),
    Fault("who falls ill in a job has no employer", CitizenWay, "_settle_traits", "jc.states[c.came_from].job", "False"),
    Fault(
        "the job trait of who falls ill is drawn all the same", CitizenWay, "_settle_traits",
        "or (falls_ill and row.bit == jc.settings.job_trait)", "",
    ),
    # --- steps
    Fault("a renewal is drawn with another's round", CitizenWay, "renew_term", "occurrence(c.spell, c.terms, 0)", "occurrence(c.spell, 1, 0)"),
    Fault("a prolongation has the term's own length", CitizenWay, "renew_term", "step.a >= 0", "False"),
    Fault("a prolongation has no ground", CitizenWay, "renew_term", "extra=step.b", "extra=0"),
    Fault("waiting for the team has no ground", CitizenWay, "prolong_if_waiting", "extra=ground", "extra=0"),
    Fault("a first renewal is never the first", Procedures, "course", "if c.terms:", "if True:"),
    Fault("papers are outdated a day early", Procedures, "course", "<= step.a", "< step.a"),
    Fault("papers have no date", Procedures, "course", "thread.paper_day = jc.today", "pass"),
    Fault("an offer lasts a day longer", Procedures, "course", "which)) - 1", "which))"),
    Fault("a birthday counts a day late", Procedures, "course", "jc.today - c.fate.born < step.a", "jc.today - c.fate.born <= step.a"),
    Fault("a step begins no duties", Procedures, "course", "jc.duty.start_all(c, step.a)", "pass"),
    Fault("a step begins a duty again", Duties, "course", "s.duty == d and s.spell == spell", "False"),
    # --- meetings
    Fault("an interpreter takes no time", Duties, "_book", "minutes += minutes * jc.settings.interpreter_permille // 1000", "pass"),
    Fault("an interpreter is there for the meeting without its riders", Duties, "_hold", "duty=d, minutes=booking.minutes, caseworker",
          "duty=d, minutes=booking.minutes - sum(booking.riders), caseworker"),
    Fault("the second guidance has the first one's draws", Duties, "_riders", "row.key_ride_1 if kind else row.key_ride_0", "row.key_ride_0"),
    Fault("the second guidance rides when the first does", Duties, "_riders", "c.guided_until[kind]", "c.guided_until[0]"),
    Fault("every guidance comes as often as the first", Duties, "_hold", "jc.riders[kind].days", "jc.riders[0].days"),
    Fault("guidance for some is for all", CitizenWay, "settle_riders", "row.only and (not c.traits & row.only)", "False"),
    Fault("a screen is a telephone", Duties, "_minutes", "activity.table_2", "activity.table_1"),
    Fault("there are no screens", Duties, "_form", "Form.VIDEO if bits < settings.remote_chance else Form.IN_PERSON", "Form.IN_PERSON"),
    Fault("who stays away does so whatever the form", Duties, "is_no_show", "[c.state, booking.form]", "[c.state, 0]"),
    # --- who books
    Fault("the exempt book themselves", Duties, "_arrange", "or c.traits & settings.exempt_trait", ""),
    Fault("the summoned book themselves", Duties, "_arrange", "row.summoned or ", ""),
    Fault("nobody is helped", Duties, "_arrange", "c.traits & settings.help_trait", "False"),
    Fault("helping is the office's booking", Duties, "_arrange", "add_small(c.caseworker, 1,", "add_small(c.caseworker, 2,"),
    Fault("who misses booking once always does", Duties, "_arrange", "occurrence(c.spell, s.instance, s.attempt)", "occurrence(c.spell, s.instance, 0)"),
    Fault("the office summons without notice", Duties, "_arrange", "int(settings.short_notice)", "0"),
    # --- colleagues
    Fault("nobody stands in for the sick", Diaries, "days_of", "self.jc.settings.cover and ", "False and "),
    Fault("the sick stand in for the sick", Diaries, "cover", "not self.sick[n][day]", "True"),
    Fault("who stands in follows the numbers", Diaries, "cover", "self.jc.assignment.preference(piece.booking.citizen, n)", "n"),
    Fault("desk work is covered as well", Diaries, "cover", "p.live and p.booking.form >= 0", "p.live"),
    Fault("the work is the citizen's caseworker's", Diaries, "_work_ends", "piece.booking.by = (False, piece.caseworker)",
          "piece.booking.by = (False, piece.booking.citizen.caseworker)"),
    Fault("a member is chosen by number", Assignment, "member", "self.preference(c, n)", "n"),
    Fault("a member is chosen whatever the room", Assignment, "member", "diaries.room(n, self.jc.today + 1, least)", "0"),
    Fault("a leaver's pieces stay", Assignment, "change", "self._pass_on(event.post)", "pass"),
    Fault("consultants have running casework", Diaries, "plan", "post.role == Role.CASEWORKER", "True"),
    Fault("nobody keeps the caseworker across groups", Assignment, "take", "self.jc.settings.fixed_caseworker or ", ""),
    Fault("what moves never comes earlier", Diaries, "move_all", "min(piece.day, booking.due)", "piece.day"),
    # --- the team
    Fault("places are those of the day of the agenda", Team, "_fix_agenda", "self.ready[:jc.world.places[session]]",
          "self.ready[:jc.world.places[jc.today]]"),
    # --- how a need comes to light
    Fault("an assessment shows no more than a meeting", CitizenWay, "occasion", "need.meeting if kind == 1 else need.assessment", "need.meeting"),
    Fault("every need is seen alike", CitizenWay, "occasion", "self.jc.needs[c.need]", "self.jc.needs[0]"),
    Fault("the end of a right shows nothing", CitizenWay, "prolong_if_waiting", "c.resistance -= self.jc.needs[c.need].end", "pass"),
    Fault("the citizen asks as late as for the first need", CitizenWay, "_await_request", "self.jc.needs[c.need].request", "self.jc.needs[0].request"),
    Fault("the stock's needs arise on the first day", CitizenWay, "enter", "minutes=1, extra=jc.needs[c.need].code", "extra=jc.needs[c.need].code"),
    Fault("the stock's needs are all seen", CitizenWay, "_settle_need", "2 if c.fate.opening_stage == UNDETECTED else 3", "3"),
    # --- which step writes a row
    Fault("a procedure begins at its first step", Procedures, "course", "Step(thread.procedure, thread.serial)",
          "Step(thread.procedure, thread.serial, 0)"),
    Fault("procedures are numbered by kind", Procedures, "course", "Step(thread.procedure, thread.serial)",
          "Step(thread.procedure, thread.procedure)"),
    Fault("a row names the next step", Procedures, "course", "step=thread.step - row.entry", "step=thread.step - row.entry + 1"),
    Fault("steps are counted through all procedures", Procedures, "course", "step=thread.step - row.entry", "step=thread.step"),
    Fault("desk work is of no procedure", Procedures, "_work", "worker=c.caseworker, author=thread.author", "worker=c.caseworker"),
    Fault("a certificate is delivered to no procedure", Procedures, "course", "RowKind.DELIVER, form=step.a, author=thread.author",
          "RowKind.DELIVER, form=step.a"),
    Fault("a place is for no procedure", Team, "_fix_agenda", ", author=thread.author", ""),
    Fault("a place is freed by no procedure", Team, "withdraw", ", author=thread.author", ""),
    Fault("a hearing is of no procedure", Team, "_sit", "duty=jc.procedure.meets(c, thread), author=thread.author",
          "duty=jc.procedure.meets(c, thread)"),
    Fault("the members' hearing is of no procedure", Team, "_sit", "due=thread.due, caseworker=NOBODY, author=thread.author",
          "due=thread.due, caseworker=NOBODY"),
    Fault("a switch forgets its procedure", CitizenWay, "switch", ", author=author", ""),
    Fault("an exit forgets its procedure", CitizenWay, "leave", ", author=author", ""),
    Fault("a prolongation forgets its procedure", CitizenWay, "renew_term", ", author=author", ""),
    Fault("a need seen at a term's end is seen by nobody", CitizenWay, "prolong_if_waiting", "tomorrow=False, author=author", "tomorrow=False"),
    Fault("what finds no room is of no procedure", Diaries, "_place_all", ", author=booking.author", ""),
    # --- effects on behaviour
    Fault("an exit comes on the day first planned", Effects, "strike", "s.planned != self.jc.today", "False"),
    Fault("a soft clock strikes as if it were another", Effects, "strike", "s.row if soft else s.hard_row", "s.hard_row if soft else s.row"),
    Fault("other clocks of life are forgotten", Effects, "_plan", "min(s.day, s.hard_day)", "s.day"),
    Fault("every clock of life is soft", Effects, "clock", "row.soft and day < s.day", "day < s.day"),
    Fault("a need is over with the exit first planned", Effects, "horizon", "c.soft and c.soft.row >= 0", "False"),
    Fault("units are lost at the start", Effects, "begin", "max(s.day, today + 1) - today", "max(s.day, today + 1) - today - 1 or 1"),
    Fault("a meeting brings nobody closer to an exit", Effects, "met", "self.rows[c.state].contact_days", "0"),
    Fault("a meeting shows on the day itself", Effects, "met", "self._work_off(c)", "pass"),
    Fault("the first caseworker counts as another", Effects, "assigned", "previous >= 0 and c.caseworker >= 0", "c.caseworker >= 0"),
    Fault("another caseworker counts as long as a meeting", Effects, "assigned", "continuity_days", "contact_days"),
    Fault("a procedure that begins is not looked at", Effects, "look", "self._go_on(c)", "pass"),
    Fault("the day itself is not worked off", Effects, "_work_off", "range(s.since, tomorrow)", "range(s.since, tomorrow - 1)"),
    Fault("what moves at midnight is put off a day", Effects, "_runs", "min(s.day, s.hard_day)", "s.day"),
    Fault("contact is forgotten at once", Effects, "rate", "day < s.contact_until", "False"),
    Fault("another caseworker helps", Effects, "rate", "1000 - row.continuity", "1000 + row.continuity"),
    Fault("the base is one for all", Effects, "rate", "row.base", "1000"),
    Fault("a caseload is one of the whole post", Effects, "_caseload", "post.cases * 1000 // post.share", "post.cases"),
    Fault("a caseload knows no limit", Effects, "_caseload", "max(-row.caseload_steps, min(steps, row.caseload_steps))", "steps"),
    Fault("a caseload is rounded down", Effects, "_caseload", "+ HALF_STEP", ""),
    Fault("every procedure is waited for", Effects, "_waiting", ".waits for thread", ".waits or True for thread"),
    Fault("no meeting ever stops counting", Effects, "_strikes_on", "left <= worked", "True"),
    Fault("the last day is rounded away", Effects, "_strikes_on", "days[-1] + -(-left //", "days[-1] + (left //"),
)  # fmt: skip


def _caught_by(seed: int) -> str | None:
    return caught_in(random_world(seed), kernel_rows(seed))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_caught(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(fault, monkeypatch)
    assert any(_caught_by(seed) for seed in SEEDS), f"nobody noticed: {fault.name}"


@pytest.mark.parametrize("seed", SEEDS)
def test_without_a_fault_the_same_worlds_are_equal(seed: int) -> None:
    assert _caught_by(seed) is None


def test_there_are_enough_faults_in_every_part() -> None:
    assert len(FAULTS) >= 14
    assert {fault.owner for fault in FAULTS} == PARTS


def test_planting_nothing_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planting itself is no fault: every function planted with its own text gives the same log."""
    for fault in FAULTS:
        plant(Fault(fault.name, fault.owner, fault.function, fault.line, fault.line), monkeypatch)
    assert _caught_by(SEEDS[0]) is None
