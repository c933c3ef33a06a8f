"""Holds a story against what a case expects; every difference is a line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sim.law.clauses.regime import Regime
from sim.world.codes import DAY, Role
from sim.world.log import RowKind
from tests.rules.case import Case
from tests.rules.expect import Expect, Span, Switch, Within
from tests.rules.story import CAUSES, DUTY_WORDS, GUIDANCE, PROCEDURE_WORDS, WORDS, Happening, Story, distinct

TALK = "switch-talk"


class Comparison:
    """One case, its story, and the regime whose duties are the law's."""

    def __init__(self, case: Case, story: Story, regime: Regime) -> None:
        self.case, self.story, self.regime, self.expect = case, story, regime, case.expect
        meetings = {name for name, activity in regime.activities.items() if activity.meeting}
        self.law_meetings = {name for name, duty in regime.duties.items() if duty.activity in meetings}
        self._check_names()

    def _check_names(self) -> None:
        """A name that the log cannot hold would make an expectation that cannot fail."""
        names, e = self.story.log.names, self.expect
        known = {
            *(f"{word} {name}" for word in (*DUTY_WORDS.values(), "held") for name in names["duty"].values()),
            *(f"{word} {name}" for word in PROCEDURE_WORDS.values() for name in names["procedure"].values()),
            *(f"work {name}" for name in names["activity"].values()),
            *(f"work {name} by {role}" for name in names["activity"].values() for role in names["role"].values()),
            *(f"switch to {name}" for name in names["state"].values()),
            *(f"exit to {name}" for name in names["destination"].values()),
            *(f"{word} {name}" for word in ("order", "deliver") for name in names["certificate"].values()),
            *(f"{word} {name}" for word in ("need", "detect") for name in names["need"].values()),
            *(f"offer {name}" for name in names.get("offer", {}).values()),
            *(f"prolong nr. {ground}" for ground in range(1, 8)),
            *WORDS,
        }  # fmt: skip
        used = {
            *e.on, *e.by, *e.after, *e.times, *e.order, *e.never,
            *(w.since for w in e.within), *(w.until for w in e.within),
        }  # fmt: skip
        duties = {*e.due, *e.deadlines, *e.owed, *e.forms, *e.notice, *e.longer, *(b.duty for b in e.breaches or ())}
        rides = {name for name, activity in self.regime.activities.items() if activity.rides}
        assert rides == set(GUIDANCE), "the activities that ride on a meeting"
        assert used <= known, f"names that no happening has: {sorted(used - known)}"
        assert duties <= set(names["duty"].values()), f"unknown duties: {sorted(duties - set(names['duty'].values()))}"

    def differences(self) -> list[str]:
        """All of them; none when the case holds."""
        return [
            *self._arrival(), *self._duties(), *self._changes(), *self._times(), *self._meetings(), *self._papers(), *self._offers(),
        ]  # fmt: skip

    def _arrival(self) -> Iterator[str]:
        first = self.story.called("arrive")[0]
        if self.expect.lab is not None:
            yield from _differ("LAB § 6 nr. on arrival", self.expect.lab, first.row["group"])
        if self.expect.benefit is not None:
            yield from _differ("benefit on arrival", self.expect.benefit, self._benefit(first))

    def _benefit(self, happening: Happening) -> str:
        return self.story.name("benefit", happening.row["benefit"])

    def _duties(self) -> Iterator[str]:
        story, e = self.story, self.expect
        for duty, days in e.due.items():
            found = tuple(story.day(row["due"]) for row in story.of_duty(RowKind.OPEN, duty))
            yield from _differ(f"due days of {duty}", days, found)
        for duty, days in e.deadlines.items():
            found = distinct([story.day(row["due"]) for row in story.of_duty(RowKind.TERM, duty)])
            yield from _differ(f"deadlines of {duty}", days, found)
        for duty, owed in e.owed.items():
            yield from _differ(
                f"owed of {duty}", owed, tuple(row["minutes"] for row in story.of_duty(RowKind.TERM, duty))
            )
        breaches = [
            (h.day, story.name("duty", h.row["duty"]), h.row["extra"])
            for h in story.happenings if h.kind == RowKind.BREACH
        ]  # fmt: skip
        if e.breaches is not None:
            yield from _differ("breaches", [(b.on, b.duty, b.missing) for b in e.breaches], breaches)

    def _changes(self) -> Iterator[str]:
        story, e = self.story, self.expect
        if e.switches is not None:
            seen = story.called("switch")
            yield from _differ(
                "switches", [(s.on, s.to) for s in e.switches], [(h.day, story.state_of(h.row)) for h in seen]
            )
            for wanted, h in zip(e.switches, seen, strict=False):
                yield from self._switch(wanted, h)
        if e.leaves is not None:
            left = [(h.day, h.names[1]) for h in story.called("exit")]
            yield from _differ("exit", [(e.leaves.on, f"exit to {e.leaves.to}")], left)

    def _switch(self, wanted: Switch, h: Happening) -> Iterator[str]:
        found = {
            "lab": h.row["group"], "benefit": self._benefit(h), "cause": CAUSES.get(h.row["form"]), "restart": h.row["due"] == 1,
        }  # fmt: skip
        for what, value in wanted.model_dump(include=set(found), exclude_none=True).items():
            yield from _differ(f"{what} at the switch of {wanted.on}", value, found[what])

    def _times(self) -> Iterator[str]:
        story, e = self.story, self.expect
        for name, days in e.on.items():
            wanted = (days,) if isinstance(days, date) else days
            yield from _differ(f"days of `{name}`", wanted, distinct(list(story.days(name))))
        for name, last in e.by.items():
            found = story.days(name)
            if not found or found[0] > last:
                yield f"`{name}` by {last}: found {found[0] if found else 'none'}"
        for name, earliest in e.after.items():
            found = story.days(name)
            if not found or found[0] <= earliest:
                yield f"`{name}` later than {earliest}: found {found[0] if found else 'none'}"
        for name, times in e.times.items():
            yield from _differ(f"times of `{name}`", times, len(story.days(name)))
        for name in e.never:
            if story.days(name):
                yield f"`{name}` never: found {', '.join(map(str, story.days(name)))}"
        yield from self._order(e)
        for pair in e.within:
            yield from self._within(pair)

    def _order(self, e: Expect) -> Iterator[str]:
        """The names as a subsequence of the story."""
        rest = iter(self.story.happenings)
        for n, name in enumerate(e.order):
            if not any(name in h.names for h in rest):
                before = f" after `{e.order[n - 1]}`" if n else ""
                yield f"order: no `{name}`{before} (found on {', '.join(map(str, self.story.days(name))) or 'no day'})"
                return

    def _within(self, pair: Within) -> Iterator[str]:
        first = self.story.days(pair.since)
        later = [day for day in self.story.days(pair.until) if first and day >= first[0]]
        if not later or (later[0] - first[0]).days > pair.days:
            yield f"`{pair.until}` within {pair.days} days of `{pair.since}` ({first[:1]}): found {later[:1] or 'none'}"

    def _held(self, span: Span) -> list[date]:
        """Meetings with the jobcenter that the law asks for, the talk of a switch among them."""
        return [
            h.day
            for h in self.story.happenings
            if h.kind == RowKind.WORK
            and h.row["role"] == Role.CASEWORKER
            and self.story.name("duty", h.row["duty"]) in {*self.law_meetings, TALK}
            and self.story.name("activity", h.row["activity"]) not in GUIDANCE
            and span.since <= h.day <= span.until
        ]

    def _meetings(self) -> Iterator[str]:
        story, e = self.story, self.expect
        for span in e.meetings:
            held = self._held(span)
            if not span.least <= len(held) <= span.most:
                wanted = f"{span.least} to {span.most}"
                yield f"meetings from {span.since} to {span.until}: expected {wanted}, found {held}"
        if e.law_meetings_end is not None:
            last = [story.day(row["due"]) for duty in self.law_meetings for row in story.of_duty(RowKind.OPEN, duty)]
            yield from _differ("the law's last meeting is due", e.law_meetings_end, max(last, default=None))
        for duty, forms in e.forms.items():
            yield from _differ(f"forms of {duty}", forms, tuple(self._forms(duty)))
        for duty, days in e.notice.items():
            booked = story.of_duty(RowKind.BOOK, duty)
            notices = [row["extra"] - row["minute"] // DAY for row in booked]
            if not notices or min(notices) < days:
                yield f"notice of {duty}: expected {days} days at least, found {notices or 'no booking'}"

        for duty in e.longer:
            yield from self._longer(duty)

    def _longer(self, duty: str) -> Iterator[str]:
        """Work without an interpreter takes its median, which is below its mean: a longer one is above."""
        held = self.story.called(f"held {duty}")
        for h in held:
            usual = self.regime.activities[self.story.name("activity", h.row["activity"])]
            minutes = {str(form): m.contact.value + m.around.value for form, m in usual.forms.items()}
            if h.row["minutes"] <= minutes[self.story.name("form", h.row["form"])]:
                yield f"{duty} of {h.day} longer than usual: found {h.row['minutes']} minutes"
        if not held:
            yield f"{duty} longer than usual: never held"

    def _forms(self, duty: str) -> list[str]:
        return [self.story.name("form", h.row["form"]) for h in self.story.called(f"held {duty}")]

    def _papers(self) -> Iterator[str]:
        story, e = self.story, self.expect
        if e.team_due is not None:
            yield from _differ(
                "the team's due days", e.team_due, tuple(story.day(h.row["due"]) for h in story.called("ready"))
            )
        for name, fee in e.fees.items():
            yield from _differ(f"fees of {name}", [fee], [h.row["minutes"] for h in story.called(f"order {name}")])

    def _offers(self) -> Iterator[str]:
        story, e = self.story, self.expect
        for kind in {**e.offer_days, **e.offer_days_at_most}:
            least, most = e.offer_days.get(kind, 1), e.offer_days_at_most.get(kind, 10**6)
            days = [h.row["due"] - h.row["minute"] // DAY + 1 for h in story.called(f"offer {kind}")]
            if not days or min(days) < least or max(days) > most:
                yield f"days of an offer of {kind}: expected {least} to {most}, found {days or 'none'}"
        if e.counting_offers is not None:
            found = sorted(story.log.meta["offers_that_count"])
            yield from _differ("kinds of offer that count", sorted(e.counting_offers), found)


def _differ(what: str, expected: object, found: object) -> Iterator[str]:
    if expected != found:
        yield f"{what}: expected {_shown(expected)}, found {_shown(found)}"


def _shown(thing: object) -> str:
    if isinstance(thing, (tuple, list)):
        return "[" + ", ".join(_shown(part) for part in thing) + "]"
    return str(thing)
