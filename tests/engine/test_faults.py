"""Faults planted in one engine are all caught: what the comparison of logs would notice.

Each fault changes one line of one function of the reference engine. The kernel stays as it is, so nothing is compiled
again. A fault is caught when the logs of one of a few fixed random worlds differ, or when the reference stops.

Every third fault is planted, and with ``JOBSIM_FAULTS=all`` (``make stress``) each of them.
"""

from __future__ import annotations

import os

import pytest

from sim.engine.reference.assignment import Assignment
from sim.engine.reference.citizens import Citizens
from sim.engine.reference.counters import WithCounters
from sim.engine.reference.days import Days
from sim.engine.reference.diaries import Diaries
from sim.engine.reference.due_dates import DueDates
from sim.engine.reference.duties import Duties
from sim.engine.reference.effects import Effects
from sim.engine.reference.instances import Instances
from sim.engine.reference.members import Members
from sim.engine.reference.posts import Posts
from sim.engine.reference.procedures import Procedures
from sim.engine.reference.records import RunningProcedure
from sim.engine.reference.returns import Returns
from sim.engine.reference.shared import Shared
from sim.engine.reference.spells import Spells
from sim.engine.reference.team import Team
from tests.engine.compare import kernel_rows
from tests.engine.planting import Fault, caught_in, plant
from tests.engine.worlds import random_world

SEEDS = (1, 5, 3, 10, 47, 54, 22, 20, 11, 34, 19, 35, 0, 9, 2, 17, 29, 84, 179)
"""Random worlds in which, between them, every part of the rules comes to bear; some are crowded (3, 11, 19, 35, 47)."""

PARTS = {
    Assignment, Citizens, Days, Diaries, DueDates, Duties, Effects, Instances, Members, Posts, Procedures, Returns, RunningProcedure,
    Shared,
    Spells, Team, WithCounters,
}  # fmt: skip


FAULTS = (
    Fault("an exit forgets to cancel what duties booked", Citizens, "leave", "self._stop(citizen)", "self.procedures.stop_all(citizen)", world=54),
    Fault("an exit forgets to stop procedures", Citizens, "leave", "self._stop(citizen)", "self.duties.cancel_all(citizen)", world=35),
    Fault("a switch keeps the bookings of the old group", Citizens, "switch", "self._stop(citizen)", "self.procedures.stop_all(citizen)"),
    Fault("a switch keeps the procedures of the old group", Citizens, "switch", "self._stop(citizen)", "self.duties.cancel_all(citizen)"),
    Fault(
        "life comes after what a procedure waited for", Shared, "later",
        "EventKind.LIFE, citizen.number, reference", "EventKind.INCOMING, citizen.number, reference + (1 << 22)",
    ),
    Fault("the term counts from the spell, not from its renewal", Citizens, "renew_term", "citizen.terms += 1", "pass"),
    Fault("a need does not hold the citizen", Citizens, "_need_arises", "need.holds", "False", world=54),
    Fault("detection at once instead of the next day", Citizens, "give_occasion", "tomorrow=True", "tomorrow=False", world=11),
    Fault(
        "the insured's paid days are forgotten", Citizens, "_keep_unemployment",
        "citizen.accumulated += self.shared.today - citizen.spell_day", "pass",
    ),
    Fault(
        "the sick forget where they came from", Citizens, "switch",
        "citizen.came_from = citizen.state if new.sick else NOBODY", "citizen.came_from = NOBODY",
    ),
    Fault("guidance is not remembered", Instances, "_write_meeting",
          "citizen.guided_until[kind] = shared.today + shared.guidance[kind].days", "pass"),
    Fault("notice is one day short", Instances, "book", "max(1, duty.notice)", "max(1, duty.notice - 1)"),
    Fault(
        "what lapses is not written", DueDates, "advance",
        "self.shared.row(citizen, RowKind.LAPSE,", "(lambda *a, **k: None)(citizen, 0,",
    ),
    Fault("no lapse on the very day", DueDates, "advance", "progress.due <= self.shared.today", "progress.due < self.shared.today"),
    Fault("every attempt is missed or none", Instances, "_stays_away", "_attempt(citizen, progress)", "_instance(citizen, progress)"),
    Fault("one attempt too many", Instances, "miss", "progress.attempt < s.attempts", "progress.attempt <= s.attempts"),
    Fault(
        "a no-show loses the whole meeting", Diaries, "minutes_lost",
        "min(self.shared.settings.no_show_minutes, ", "max(0, ",
    ),
    Fault(
        "the deadline comes a day early", Duties, "_set_deadline",
        "max(progress.deadline, self.shared.today) + 1", "max(progress.deadline, self.shared.today + 1)",
    ),
    Fault("the k-th is due a share too late", DueDates, "_spread", "* progress.instance //", "* (progress.instance + 1) //"),
    Fault("what was owed is owed again after a switch", DueDates, "_go_on", "progress.owed - progress.held", "progress.owed"),
    Fault("the exempt are not exempt", Duties, "_binds", "or citizen.traits & duty.exempt", ""),
    Fault("duties for some are for all", Duties, "_binds", "duty.only and (not citizen.traits & duty.only)", "False"),
    Fault(
        "an interval is drawn once", DueDates, "_interval",
        "occurrence(citizen.spell, progress.instance, 0)", "occurrence(citizen.spell, 1, 0)",
    ),
    Fault("the meeting after a shed one opens today", Duties, "shed", "self.shared.today + 1)", "self.shared.today)", world=47),
    Fault("the earliest due gives way first", Diaries, "_shed", "page[max(candidates)[1]]", "page[min(candidates)[1]]", world=47),
    Fault("desk work in pieces of any size", Diaries, "book_desk", "min(left, s.min_piece)", "1"),
    Fault("a cancelled piece keeps its minutes", Diaries, "_take_out", "+= piece.minutes", "+= 0"),
    Fault("small work is not carried over", Days, "_do_small_work", "small[kind] -= minutes", "small[kind] = 0", world=22),
    Fault(
        "what the sick cannot do waits a day longer", Days, "plan",
        "self.diaries.move(piece, worker, day + 1)", "self.diaries.move(piece, worker, day + 2)", world=54,
    ),
    Fault("the rest of the dialogue is lost every day", Days, "_do_small_work", "post.dialogue %= 1000", "post.dialogue = 0"),
    Fault("overtime on days nobody works", Diaries, "_under_overload", "capacity[day] > 0 and ", "", world=19),
    Fault("the pool's last member first", WithCounters, "first_free", "(max(now, free[n]), n)", "(max(now, free[n]), -n)", world=84),
    Fault(
        "a no-show takes the whole time of the day plan", Days, "_begin",
        "self.diaries.minutes_lost(booking) if booking.missed else piece.minutes", "piece.minutes",
    ),
    Fault("a withdrawn hearing keeps its minutes", Team, "withdraw", "-case.minutes", "0", world=10),
    Fault("a freed place is heard all the same", Team, "sit", "case.alive and case.place == day", "True", world=10),
    Fault(
        "the agenda follows the citizens' numbers", Team, "fix_agenda",
        "hearing.case.due, hearing.case.citizen.number,", "hearing.case.citizen.number, hearing.case.due,", world=2,
    ),
    Fault("one place too many", Team, "fix_agenda", "range(places + self._extra(places))", "range(places + 1)", world=10),
    Fault(
        "the fewest cases win", Posts, "choose",
        "candidates[int(preferences.argmin())]", "min(candidates, key=lambda n: self.all[n].cases)",
    ),
    Fault("the choice forgets the margin", Posts, "choose", "s.margin_cases * share", "0"),
    Fault("newcomers take no cases", Assignment, "_join", "self._reassign(citizen, number)", "pass"),
    Fault(
        "leavers keep their cases", Assignment, "_leave",
        "self._reassign(citizen, self.posts.choose(citizen, without=number))", "pass",
    ),
    Fault("newcomers forget the margin", Posts, "below_limit", "s.margin_cases * share", "0", world=54),
    Fault("a switch leaves the weight of the case", Assignment, "reweigh", "new - old", "0"),
    Fault(
        "a certificate comes before life", Procedures, "_midnight",
        "EventKind.INCOMING, case.citizen.number, case.reference", "EventKind.STAFF, case.citizen.number, case.reference",
    ),
    Fault("going back skips a round of draws", Procedures, "_go", "case.round += 1", "case.round += 2"),
    Fault("a started procedure does not hold", Procedures, "start_another", "(NeedState.SEEN, True)", "(NeedState.SEEN, False)", world=11),
    # --- who is exempt, and who has become it
    Fault("the exemption is not looked at on opening", Duties, "course", "not self._binds(citizen, duty)", "False", world=19),
    Fault("an exempt instance is still owed", DueDates, "exempt", "(0, progress.owed - 1)", "(0, progress.owed)", world=5),
    Fault(
        "the exemption is not looked at at the deadline", Duties, "_count_missing",
        "not self._binds(citizen, duty)", "False", world=19,
    ),
    Fault("a step takes no trait away", Procedures, "set", "(case.citizen.traits | step.gives) & ~step.takes",
          "case.citizen.traits | step.gives", world=47),
    Fault("a step gives no trait", Procedures, "set", "(case.citizen.traits | step.gives) & ~step.takes", "case.citizen.traits & ~step.takes", world=19),
    # --- what meets a duty
    Fault("a hearing does not meet its duty", RunningProcedure, "meet_duty", "progress.held += 1", "pass"),
    Fault("a duty is met twice", RunningProcedure, "meet_duty", "duty, self.duty = (self.duty, None)", "duty = self.duty"),
    Fault("a hearing says nothing of its duty", Team, "_hear", "case.meet_duty()", "None", world=3),
    Fault("an offer says nothing of its duty", Procedures, "offer", ", duty=duty", ""),
    Fault("a mark meets no duty", Procedures, "mark", "case.meet_duty()", "None"),
    Fault("a meeting is credited to no other duty", Instances, "hold", "others.held += 1", "pass", world=5),
    Fault("a meeting is credited in an older spell", Instances, "hold", "others.spell == citizen.spell", "True", world=17),
    Fault("what is credited is not owed", DueDates, "_begin_anew", "progress.instance + 1 + credited", "progress.instance + 1", world=54),
    Fault(
        "the next instance comes before the verdict on the last", Duties, "_opens",
        "progress.deadline_instance >= 0", "False",
    ),
    # --- clocks
    Fault("a window counts the present period only", Shared, "day_paid_for", "not citizen.past", "True"),
    Fault("a window counts other benefits", Shared, "day_paid_for", "paid == family", "True"),
    Fault(
        "only the last period is kept", Citizens, "_count_benefit",
        "citizen.remember(old.family, today)", "citizen.remember(old.family, today); citizen.past = citizen.past[-1:]",
    ),
    Fault("the present period begins with the spell", Citizens, "_count_benefit", "citizen.family_day = today", "pass"),
    Fault(
        "a right that was reached before is reached at once", DueDates, "_window",
        "day - days if day > first else first", "day - days",
    ),
    Fault("a duty's window is its term's", DueDates, "_window", "duty.counted", "self.shared.settings.horizon"),
    Fault("a term forgets its window", Spells, "_day_of", "row.window:", "False:", world=0),
    Fault("a term forgets the days before an illness", Spells, "_day_of", "- citizen.accumulated", "- 0"),
    Fault("a term ends within the month", Spells, "_clocks", "0 <= day < self.shared.settings.horizon", "False"),
    Fault("the stock's terms know no prolongation", Spells, "_day_of", "row.table_stock, row.key", "row.table, row.key"),
    Fault("the stock forgets that it was prolonged", Spells, "_day_of", "citizen.terms = 1", "pass"),
    Fault("an illness ends the course", Spells, "begin", "not how & How.BACK", "True"),
    Fault("back to where the illness began is not known", Citizens, "_how", "How.BACK if back else 0", "0"),
    Fault("rehabilitation begins a period", Citizens, "_count_benefit", "new.restarts or not old.restarts", "True", world=34),
    Fault("an illness ends what the insured are owed", DueDates, "begin", "duty.clock is Clock.ACCUMULATED and citizen.accumulated > 0", "False", world=9),
    Fault(
        "due dates do not move with an illness", DueDates, "_go_on",
        "(progress.due + counts_from - progress.counts_from, counts_from)", "(progress.due, counts_from)", world=9,
    ),
    Fault("months of a first due date are days", DueDates, "_first_due", "self.shared.days(duty.first[citizen.need_level], start)",
          "duty.first[citizen.need_level].days", world=54),
    Fault("months between due dates are days", DueDates, "_interval", "duty.every_span >= 0", "False", world=0),
    # --- traits
    Fault("a trait's condition is not looked at", Spells, "_settle_traits", "row.only and (not citizen.traits & row.only)", "False", world=54),
    Fault("a trait's exception is not looked at", Spells, "_settle_traits", "or citizen.traits & row.unless", "", world=54),
    Fault("a trait of the entry is drawn again", Spells, "_settle_traits", "row.lasting is not Lasting.ON_ENTRY or enters", "True", world=54),
    Fault("a trait of a spell is drawn once", Spells, "_settle_traits", "now if row.lasting is Lasting.EACH_SPELL else 0", "0", world=54),
    Fault("who falls ill in a job has no employer", Spells, "_settle_traits", "shared.states[citizen.came_from].job", "False"),
    Fault(
        "the job trait of who falls ill is drawn all the same", Spells, "_settle_traits",
        "or (falls_ill and row.bit == job_trait)", "", world=5,
    ),
    # --- steps
    Fault("a renewal is drawn with another's round", Citizens, "renew_term", "occurrence(citizen.spell, citizen.terms, 0)",
          "occurrence(citizen.spell, 1, 0)", world=20),
    Fault("a prolongation has the term's own length", Citizens, "renew_term", "step.days is None", "True"),
    Fault("a prolongation has no ground", Citizens, "renew_term", "extra=step.ground", "extra=0"),
    Fault("waiting for the team has no ground", Citizens, "prolong_if_waiting", "extra=ground", "extra=0", world=11),
    Fault("a first renewal is never the first", Procedures, "unless_first", "case.citizen.terms", "True"),
    Fault("papers are outdated a day early", Procedures, "unless_outdated", "<= step.days", "< step.days"),
    Fault("papers have no date", Procedures, "order", "case.certificate_day = self.shared.today", "pass"),
    Fault("an offer lasts a day longer", Procedures, "offer", "step.key) - 1", "step.key)"),
    Fault("a birthday counts a day late", Procedures, "unless_aged", "< self.shared.days", "<= self.shared.days", world=6),
    Fault("an age is one of days alone", Shared, "birthday", "self.days(Length(0, age), citizen.fate.born)", "30", world=6),
    Fault("an age ends no spell", Spells, "_day_of", "return shared.birthday(citizen, row.aged - 1)", "return 1 << 30", world=6),
    Fault("a spell has never lasted long", Procedures, "unless_lasted", "< self.shared.days(step.length, began)", "< 1 << 30", world=56),
    Fault("a renewed term knows no limit in all", Citizens, "renew_term", "step.in_all >= 0", "False", world=26),
    Fault("a renewed term outlasts an age", Citizens, "renew_term", "< ends", "< 0 * ends", world=56),
    Fault("no duty follows from a meeting", Instances, "hold", "self.moves.start_followers(citizen, duty)", "pass", world=18),
    Fault("a duty that follows counts from the spell", DueDates, "_counts_from", "return self.shared.today", "return citizen.spell_day", world=18),
    Fault("the opening stock has the duties that follow", Duties, "starts", "| How.HELD", "", world=16),
    Fault("a step begins no duties", Procedures, "duties", "self.moves.start_duties(case.citizen, step.how)", "pass", world=11),
    Fault("a step begins a duty again", Duties, "course", "progress.duty is duty and progress.spell == spell", "False"),
    Fault("a condition on traits is not looked at", Procedures, "unless_trait", "not case.citizen.traits & step.traits", "False", world=47),
    Fault("a condition on states is not looked at", Procedures, "unless_state", "not step.states >> case.citizen.state & 1", "False", world=11),
    Fault("a condition on changes is not looked at", Procedures, "unless_changed", "not case.citizen.changed & step.changes", "False", world=35),
    Fault("a chance happens the other way round", Procedures, "chance", "< step.below", ">= step.below"),
    Fault("waiting takes a day longer", Procedures, "wait", "self._sampled(case, step.days, step.key)",
          "1 + self._sampled(case, step.days, step.key)"),
    Fault("a certificate comes a day early", Procedures, "order", "self._midnight(case, 1 + delivery)", "self._midnight(case, max(1, delivery))"),
    # --- procedures that outlive a spell
    Fault("a switch stops an appeal too", Procedures, "stop_all", "citizen.procedures = [case for case in citizen.procedures if case.rule.outlives]",
          "citizen.procedures = []", world=33),
    Fault("an appeal is stopped and stays on the list", Procedures, "stop_all", "if not case.rule.outlives", "if True", world=33),
    Fault("an appeal draws by the present spell", Procedures, "_occurrence", "case.spell", "case.citizen.spell", world=33),
    Fault("an appeal stays with the old team", Assignment, "take", "self.diaries.move_cases(citizen, previous, citizen.caseworker)", "pass", world=33),
    Fault("an appeal moves as far as to tomorrow", Diaries, "_move_bookings", "max(tomorrow, min(piece.day, booking.due))", "tomorrow", world=33),
    # --- meetings
    Fault("an interpreter takes no time", Instances, "book", "minutes += minutes * shared.settings.interpreter_permille // 1000", "pass"),
    Fault("an interpreter is there for the meeting without its riders", Instances, "_write_meeting", "minutes=booking.minutes, caseworker",
          "minutes=booking.minutes - sum(booking.guidance), caseworker"),
    Fault("the second guidance has the first one's draws", Instances, "_guidance", "duty.key_rides[kind]", "duty.key_rides[0]"),
    Fault("the second guidance rides when the first does", Instances, "_guidance", "citizen.guided_until[kind]", "citizen.guided_until[0]"),
    Fault("every guidance comes as often as the first", Instances, "_write_meeting", "shared.guidance[kind].days", "shared.guidance[0].days"),
    Fault("guidance for some is for all", Spells, "settle_guidance", "row.only and (not citizen.traits & row.only)", "False", world=54),
    Fault("a screen is a telephone", Instances, "_minutes", "max(form, Form.IN_PERSON)", "max(min(form, Form.PHONE), Form.IN_PERSON)", world=22),
    Fault("there are no screens", Instances, "_form", "Form.VIDEO if bits < s.remote[citizen.need_level] else Form.IN_PERSON", "Form.IN_PERSON", world=22),
    Fault("every need chooses as light need does", Instances, "_form", "s.phone[citizen.need_level]", "s.phone[0]", world=22),
    Fault("every need has the screens of light need", Instances, "_form", "s.remote[citizen.need_level]", "s.remote[0]", world=22),
    Fault("who stays away does so whatever the form", Instances, "_stays_away", "[citizen.state, form]", "[citizen.state, 0]"),
    # --- who books
    Fault("the exempt book themselves", Instances, "_arrange", "or citizen.traits & s.exempt_trait", "", world=22),
    Fault("the summoned book themselves", Instances, "_arrange", "duty.summoned or ", "", world=54),
    Fault("nobody is helped", Instances, "_arrange", "citizen.traits & s.help_trait", "False", world=35),
    Fault("helping is the office's booking", Instances, "_arrange", "SmallWork.HELP", "SmallWork.OFFICE", world=22),
    Fault("who misses booking once always does", Instances, "_arrange", "_attempt(citizen, progress)", "_instance(citizen, progress)", world=35),
    Fault("the office summons without notice", Instances, "_arrange", "return s.short_notice", "return 0", world=22),
    # --- colleagues
    Fault("nobody stands in for the sick", Days, "course", "self.shared.settings.cover and ", "False and "),
    Fault("the sick stand in for the sick", Diaries, "cover", "not self.is_away(n, day)", "self.capacity[n][day] > 0"),
    Fault("who stands in follows the numbers", Diaries, "cover", "self.posts.preference(piece.booking.citizen, n)", "n"),
    Fault("desk work is covered as well", Diaries, "cover", "p.live and p.booking.form >= 0", "p.live", world=22),
    Fault("the work is the citizen's caseworker's", Diaries, "worked", "piece.booking.by = (False, piece.worker)",
          "piece.booking.by = (False, piece.booking.citizen.caseworker)"),
    Fault("a member is chosen by number", Diaries, "member", "self.posts.preference(citizen, n)", "n", world=11),
    Fault("a member is chosen whatever the room", Diaries, "member", "self.room(n, tomorrow, least)", "0", world=35),
    Fault("a leaver's pieces stay", Assignment, "_leave", "self.diaries.pass_on_all(number)", "pass", world=5),
    Fault("consultants have running casework", Days, "plan", "post.role == Role.CASEWORKER", "True"),
    Fault("nobody keeps the caseworker across groups", Assignment, "take", "self.shared.settings.fixed_caseworker or ", "", world=2),
    Fault("what moves never comes earlier", Diaries, "_move_bookings", "min(piece.day, booking.due)", "piece.day", world=54),
    # --- the team
    Fault("places are those of the day of the agenda", Team, "fix_agenda", "self.shared.world.places[session]",
          "self.shared.world.places[self.shared.today]", world=2),
    # --- how a need comes to light
    Fault("an assessment shows no more than a meeting", Citizens, "give_occasion",
          "need.meeting if kind is Detects.MEETING else need.assessment", "need.meeting", world=47),
    Fault("every need is seen alike", Citizens, "give_occasion", "self._need(citizen)", "self.shared.needs[0]", world=22),
    Fault("the end of a right shows nothing", Citizens, "prolong_if_waiting", "citizen.resistance -= self._need(citizen).end", "pass", world=0),
    Fault("the citizen asks as late as for the first need", Citizens, "_await_request", "self._need(citizen).request",
          "self.shared.needs[0].request"),
    Fault("the stock's needs arise on the first day", Citizens, "enter", "minutes=1, extra=self._need(citizen).code",
          "extra=self._need(citizen).code"),
    Fault("the stock's needs are all seen", Spells, "_settle_need", "NeedState.UNSEEN if unseen else NeedState.SEEN", "NeedState.SEEN"),
    # --- which step writes a row
    Fault("a procedure begins at its first step", RunningProcedure, "__post_init__", "Step(self.procedure, self.serial)",
          "Step(self.procedure, self.serial, 0)"),
    Fault("procedures are numbered by kind", RunningProcedure, "__post_init__", "Step(self.procedure, self.serial)",
          "Step(self.procedure, self.procedure)"),
    Fault("a row names the next step", Procedures, "course", "case.step - case.rule.entry", "case.step - case.rule.entry + 1"),
    Fault("steps are counted through all procedures", Procedures, "course", "case.step - case.rule.entry", "case.step"),
    Fault("desk work is of no procedure", Diaries, "row", ", case=booking.case", "", world=54),
    Fault("work elsewhere is of no procedure", Procedures, "_work_at_once", ", case=case", "", world=54),
    Fault("a certificate is delivered to no procedure", Procedures, "order", "RowKind.DELIVER, form=step.certificate, case=case",
          "RowKind.DELIVER, form=step.certificate"),
    Fault("a place is for no procedure", Team, "_give_place", "self._row(case, RowKind.PLACE, extra=session)",
          "self.shared.row(case.citizen, RowKind.PLACE, due=case.due, extra=session)", world=2),
    Fault("a place is freed by no procedure", Team, "withdraw", "self._row(case, RowKind.FREE, extra=case.place)",
          "self.shared.row(case.citizen, RowKind.FREE, due=case.due, extra=case.place)", world=10),
    Fault("a hearing is of no procedure", Team, "_row", ", case=case", "", world=2),
    Fault("the members' hearing is of no procedure", Team, "_work", ", case=case", ", case=None if worker < 0 else case", world=2),
    Fault("a switch forgets its procedure", Citizens, "switch", ", case=case", ""),
    Fault("an exit forgets its procedure", Citizens, "leave", ", case=case", "", world=11),
    Fault("a prolongation forgets its procedure", Citizens, "renew_term", ", case=case", ""),
    Fault("a need seen at a term's end is seen by nobody", Citizens, "prolong_if_waiting", "tomorrow=False, case=case", "tomorrow=False", world=0),
    Fault("what finds no room is of no procedure", Diaries, "_place", ", case=booking.case", ""),
    # --- members of the team whose hours can be used up
    Fault("members have time for every case", Members, "have_time", ">= self.minutes(case, step, activity)", ">= 0", world=58),
    Fault("members' hours are never used up", Members, "take", "self.diaries.add_hearing(post, day, part)", "pass", world=58),
    Fault("members prepare on the last days first", Members, "_pages", "range(first, session + 1)", "reversed(range(first, session + 1))", world=248),
    Fault("members work for a session on its day only", Members, "_pages", "self.shared.world.prepared_from[session]", "session", world=58),
    Fault("a case that leaves keeps the members' hours", Team, "withdraw", "self.members.give_back(case)", "pass", world=248),
    Fault("a case that leaves returns what nobody had taken", Members, "give_back", "left = minutes", "left = minutes + 5", world=1386),
    Fault("a case that leaves returns one day's hours only", Members, "give_back", "left -= part", "left = 0", world=766),
    Fault("the region's member is never full", Members, "limited", "for activity in step.members", "for activity in step.members[:1]", world=58),
    Fault("each hearing of a case takes other minutes", Members, "minutes", "step.key, 0", "step.key, 1", world=58),
    Fault("a short case overtakes one for which members have no time", Team, "fix_agenda", "self.ready[0].case, self.ready[0].step",
          "self.ready[-1].case, self.ready[-1].step", world=58),
    # --- effects on behaviour
    Fault("an exit comes on the day first planned", Effects, "run_out", "clock.planned != self.shared.today", "False", world=2),
    Fault("a soft clock comes due as if it were another", Effects, "run_out", "clock.row if soft else clock.hard_row", "clock.hard_row if soft else clock.row", world=11),
    Fault("other clocks of life are forgotten", Effects, "_plan", "min(clock.day, clock.hard_day)", "clock.day", world=11),
    Fault("every clock of life is soft", Effects, "note", "row.soft and day < clock.day", "day < clock.day", world=35),
    Fault("a need is over with the exit first planned", Effects, "horizon", "clock and clock.row >= 0", "False", world=5),
    Fault("units are lost at the start", Effects, "begin", "max(clock.day, today + 1) - today", "max(clock.day, today + 1) - today - 1 or 1", world=2),
    Fault("a meeting brings nobody closer to an exit", Effects, "met", "self.rows[citizen.state].contact_days", "0", world=35),
    Fault("a meeting shows on the day itself", Effects, "met", "self._work_off(citizen, clock)", "pass", world=35),
    Fault("the first caseworker counts as another", Effects, "assigned", "previous >= 0 and citizen.caseworker >= 0", "citizen.caseworker >= 0", world=2),
    Fault("another caseworker counts as long as a meeting", Effects, "assigned", "continuity_days", "contact_days", world=2),
    Fault("a procedure that begins is not looked at", Effects, "look", "self._go_on(citizen, clock)", "pass", world=2),
    Fault("the day itself is not worked off", Effects, "_work_off", "range(clock.since, tomorrow)", "range(clock.since, tomorrow - 1)", world=2),
    Fault("what moves at midnight is put off a day", Effects, "_runs", "min(clock.day, clock.hard_day)", "clock.day", world=179),
    Fault("contact is forgotten at once", Effects, "rate", "day < clock.contact_until", "False", world=35),
    Fault("another caseworker helps", Effects, "rate", "1000 - row.continuity", "1000 + row.continuity", world=2),
    Fault("the base is one for all", Effects, "rate", "row.base", "1000", world=11),
    Fault("a caseload is one of the whole post", Effects, "_steps", "post.cases * 1000 // post.share", "post.cases", world=47),
    Fault("a caseload knows no limit", Effects, "_steps", "max(-most, min(steps, most))", "steps", world=35),
    Fault("a caseload is rounded down", Effects, "_steps", "+ HALF_STEP", "", world=2),
    Fault("a post without capacity has its usual cases", Effects, "_steps", "return most", "return 0", world=47),
    Fault("minutes of tasks know no caseload", Effects, "paced", "row.pace * self._steps", "0 * self._steps", world=35),
    Fault("more cases make tasks longer", Effects, "paced", "1000 - row.pace", "1000 + row.pace", world=35),
    Fault("minutes of a task are rounded down", Effects, "paced", "+ 500", "", world=35),
    Fault("tasks are paced by the caseload of exits", Effects, "paced", "row.pace_usual", "row.caseload_usual", world=35),
    Fault("meetings keep their minutes", Instances, "book", "self.effects.paced(citizen, max(self._minutes(citizen, duty, progress, form), 1))",
          "max(self._minutes(citizen, duty, progress, form), 1)", world=35),
    Fault("guidance keeps its minutes", Instances, "book", "self.effects.paced(citizen, m)", "m", world=11),
    Fault("desk work of a procedure keeps its minutes", Procedures, "work", "minutes = self.effects.paced(citizen, minutes)", "pass", world=35),
    Fault("every procedure is waited for", Effects, "_waiting", ".waits for case", ".waits or True for case", world=17),
    Fault("no meeting ever stops counting", Effects, "_runs_out", "left <= worked", "True", world=2),
    Fault("the last day is rounded away", Effects, "_runs_out", "days[-1] + -(-left //", "days[-1] + (left //", world=2),
    # --- citizens who come back
    Fault("every exit of a citizen has the same draw", Returns, "_drawn", "occurrence(citizen.spell, 0, 0)", "0", world=12),
    Fault("the first way back is taken", Returns, "_drawn", "bits < row.below", "True", world=12),
    Fault("every return takes the same time", Returns, "plan", "occurrence(citizen.spell, 0, 0)", "0", world=12),
    Fault("a return forgets the earlier period", Returns, "_keep_past", "citizen.remember(state.family, today)", "pass", world=12),
    Fault("an exit forgets the used dagpenge", Returns, "_keep_past", "citizen.accumulated += today - citizen.spell_day", "pass", world=20),
    Fault("used dagpenge outlives another benefit", Returns, "_keep_past", "not state.sick", "False", world=20),
    Fault("work earns no new right", Returns, "_work", "citizen.worked += days", "pass", world=6),
    Fault("work does not extend the right in use", Spells, "_day_of", "settings.extension * citizen.worked", "0", world=6),
    Fault("work extends the right without end", Spells, "_day_of", ", settings.extension_most", ", 1 << 30", world=13),
    Fault("an age away from the jobcenter is not noticed", Returns, "_too_old", "<= day", "<= -(1 << 30)", world=6),
    Fault("a return keeps its old spell number", Returns, "begin", "citizen.spell += 1", "pass", world=12),
    Fault("a return goes on with the old caseworker", Returns, "begin",
          "(False, NOBODY, NOBODY)", "(False, citizen.caseworker, NOBODY)", world=12),
    Fault("guidance before the exit counts after it", Returns, "begin", "citizen.guided_until = [NO_DAY] * RIDERS", "pass", world=20),
    Fault("the weeks away count as weeks in the system", Returns, "begin", "citizen.entered = citizen.family_day", "citizen.family_day", world=12),
    Fault("the insured start anew", Returns, "begin", "state.insured and citizen.accumulated > 0", "False", world=20),
    Fault("the used right does not count for the benefit", Returns, "begin", "today - citizen.accumulated if state.insured else today", "today", world=13),
)  # fmt: skip


def _caught_by(seed: int) -> str | None:
    return caught_in(random_world(seed), kernel_rows(seed))


PLANTED = FAULTS if os.environ.get("JOBSIM_FAULTS") == "all" else FAULTS[::3]


@pytest.mark.parametrize("fault", PLANTED, ids=lambda fault: fault.name)
def test_a_planted_fault_is_caught(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(fault, monkeypatch)
    assert any(_caught_by(seed) for seed in (fault.world, *SEEDS)), f"nobody noticed: {fault.name}"


def test_without_a_fault_the_same_worlds_are_equal() -> None:
    """A world in which the engines differ anyhow would catch every fault."""
    assert [seed for seed in sorted({*SEEDS, *(fault.world for fault in PLANTED)}) if _caught_by(seed)] == []


def test_there_are_enough_faults_in_every_part() -> None:
    assert len(FAULTS) >= 14
    assert {fault.owner for fault in FAULTS} == PARTS


def test_planting_nothing_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planting itself is no fault: every function planted with its own text gives the same log."""
    for fault in FAULTS:
        plant(Fault(fault.name, fault.owner, fault.function, fault.line, fault.line), monkeypatch)
    assert _caught_by(SEEDS[0]) is None
