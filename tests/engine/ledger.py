"""A log replayed row by row, as a bookkeeper would: nothing may appear or vanish.

The ledger knows the world's tables and the log, not the engines. Each ``_<kind>`` method says what a row of that kind
must find and what it leaves behind.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sim.engine.log import NO_DAY, RowKind
from sim.engine.world import DAY, OPENING, Clock, DutyKind, Overload, Role, World
from tests.engine.compare import Rows, in_words


@dataclass
class Piece:
    """Minutes on a caseworker's day, as far as the log tells."""

    duty: int
    activity: int
    form: int
    due: int
    minutes: int
    caseworker: int
    day: int


@dataclass
class Person:
    """A citizen as the log shows him or her."""

    state: int
    spell_day: int
    benefit_day: int
    accumulated: int
    spell: int = 0
    caseworker: int = -1
    gone: bool = False
    switched: bool = False
    left: int = -1  # caseworker from whom the citizen was taken last
    pieces: list[Piece] = field(default_factory=list)
    terms: dict[int, Term] = field(default_factory=dict)


@dataclass
class Term:
    """Meetings owed by a legal deadline."""

    owed: int
    due: int
    said: int  # the day on which the term was written
    held: int = 0
    breached: bool = False


class Ledger:
    """The books of one run.

    Attributes:
        people: by citizen.
        cases: weighted cases by caseworker.
        minutes: what became of all minutes booked, in words.
    """

    def __init__(self, world: World, rows: Rows) -> None:
        self.world, self.settings = world, world.settings
        self.people: dict[int, Person] = {}
        self.cases: dict[int, int] = defaultdict(int)
        self.load: dict[tuple[int, int], int] = defaultdict(int)
        self.day_minutes: dict[tuple[int, int], int] = defaultdict(int)
        self.capacity: dict[tuple[int, int], int] = {}
        self.running: set[tuple[int, int]] = set()
        self.places: dict[int, int] = defaultdict(int)
        self.freed: dict[int, int] = defaultdict(int)
        self.heard: dict[int, int] = defaultdict(int)
        self.minutes: dict[str, int] = defaultdict(int)
        self.rider: tuple[int, int, int, int] | None = None  # (minute, citizen, duty, minutes) still to come
        self.duties = [dict(zip(world.duties.dtype.names or (), row, strict=True)) for row in world.duties.tolist()]
        self.weight: list[int] = world.states["weight"].tolist()
        pairs = zip(world.states["lab"].tolist(), world.states["benefit"].tolist(), strict=True)
        self.state_of = {pair: state for state, pair in enumerate(pairs)}
        names = rows.dtype.names or ()
        self.row: dict[str, int] = {}
        for values in rows.tolist():
            self.row = dict(zip(names, values, strict=True))
            self._read()
        self._close()

    # --- reading
    def say(self, what: str) -> str:
        return f"{what}: {in_words(self.row)}"

    @property
    def today(self) -> int:
        return self.row["minute"] // DAY

    def _read(self) -> None:
        row, kind = self.row, RowKind(self.row["kind"])
        if kind == RowKind.ARRIVE:
            self._arrive()
            return
        person = None
        if row["citizen"] >= 0:
            assert row["citizen"] in self.people, self.say("nobody knows this citizen yet")
            person = self.people[row["citizen"]]
            assert not person.gone, self.say("the citizen has left")
            if kind == RowKind.SWITCH:
                assert row["spell"] == person.spell + 1, self.say(f"the spell before was {person.spell}")
            else:
                assert row["spell"] == person.spell, self.say(f"the spell is {person.spell}")
                known = (row["group"], row["benefit"])
                assert self.state_of[known] == person.state, self.say(f"the state is {person.state}")
        if self.rider is not None:
            assert kind == RowKind.WORK, self.say("the guidance that rode on a meeting is missing")
        handler = getattr(self, f"_{kind.name.lower()}", None)
        if handler is not None:
            handler(person) if person is not None else handler()

    def _close(self) -> None:
        """At the end of the run: what is still open lies ahead, and every day adds up."""
        days = self.settings["days"]
        for number, person in self.people.items():
            for piece in person.pieces:
                assert piece.day >= days, f"never worked nor returned: citizen {number}, {piece}"
                self.minutes["open"] += piece.minutes
            assert not (person.gone and person.pieces), f"citizen {number} has left and is still booked"
            for duty, term in person.terms.items():
                passed = max(term.due, term.said) + 1 < days
                assert person.gone or not passed or term.held >= term.owed or term.breached, (
                    f"the deadline of duty {duty} of citizen {number} passed unmet and nobody says so: {term}"
                )
        for (worker, day), capacity in self.capacity.items():
            there = self.day_minutes[worker, day]
            expected = capacity if (worker, day) in self.running else 0
            assert there == expected, f"caseworker {worker}, day {day}: {there} of {expected} minutes accounted for"
        assert set(self.day_minutes) <= set(self.capacity), "work on days without a plan"
        for session, count in self.places.items():
            assert count <= self.settings["places"], f"{count} places on day {session}"
            if session < days:
                went = self.heard[session] + self.freed[session]
                assert went == count, f"session of day {session}: {count} places, {went} heard or freed"
        assert set(self.heard) <= set(self.places), "hearings on a day without an agenda"

    # --- coming, changing, going
    def _arrive(self) -> None:
        row = self.row
        fate = self.world.citizens[row["citizen"]]
        assert row["citizen"] not in self.people, self.say("arrives twice")
        assert row["minute"] == fate["arrive"], self.say("arrives at another minute than the fate table says")
        assert (row["minutes"], row["extra"]) == (fate["elapsed"], fate["state"]), self.say(
            "not as the fate table says"
        )
        begun = self.today - row["minutes"]
        self.people[row["citizen"]] = Person(row["extra"], begun, begun, int(fate["accumulated"]))

    def _switch(self, person: Person) -> None:
        row, states = self.row, self.world.states
        assert row["extra"] == person.state, self.say(f"comes from state {person.state}")
        new = self.state_of[row["group"], row["benefit"]]
        before, after = states[person.state], states[new]
        if before["insured"]:
            person.accumulated += self.today - person.spell_day
        elif not (after["insured"] and before["sick"]):
            person.accumulated = 0
        if before["benefit"] != after["benefit"]:
            person.benefit_day = self.today - (person.accumulated if after["insured"] else 0)
        if person.caseworker >= 0:
            self.cases[person.caseworker] += self.weight[new] - self.weight[person.state]
        assert not person.pieces, self.say(f"still booked at a switch: {person.pieces}")
        person.state, person.spell, person.spell_day, person.switched = new, person.spell + 1, self.today, True
        person.terms.clear()

    def _assign(self, person: Person) -> None:
        row = self.row
        assert row["extra"] == person.caseworker, self.say(f"the caseworker was {person.caseworker}")
        weight = self.weight[person.state]
        if person.caseworker >= 0:
            self.cases[person.caseworker] -= weight
        if row["caseworker"] >= 0:
            self.cases[row["caseworker"]] += weight
        person.left, person.caseworker = person.caseworker, row["caseworker"]

    def _exit(self, person: Person) -> None:
        assert not person.pieces, self.say(f"still booked at the exit: {person.pieces}")
        if person.caseworker >= 0:
            self.cases[person.caseworker] -= self.weight[person.state]
        person.gone = True

    # --- the diary
    def _find(self, person: Person, *, day: int | None = None, worker: int | None = None) -> Piece:
        """The piece that the row is about."""
        row = self.row
        same = ("duty", "activity", "form", "due", "minutes")
        for piece in person.pieces:
            fits = all(getattr(piece, name) == row[name] for name in same)
            fits = fits and (day is None or piece.day == day) and (worker is None or piece.caseworker == worker)
            if fits:
                return piece
        raise AssertionError(self.say(f"no such piece among {person.pieces}"))

    def _take(self, person: Person, piece: Piece, became: str) -> None:
        person.pieces.remove(piece)
        self.load[piece.caseworker, piece.day] -= piece.minutes
        self.minutes[became] += piece.minutes

    def _book(self, person: Person) -> None:
        row, s = self.row, self.settings
        if row["role"] == Role.POOL:
            return
        assert row["caseworker"] == person.caseworker >= 0, self.say(f"the caseworker is {person.caseworker}")
        day, worker, notice = row["extra"], row["caseworker"], 1
        if row["duty"] >= 0:
            notice = max(1, self.duties[row["duty"]]["notice"])
            others = [p for p in person.pieces if p.duty == row["duty"] and row["form"] >= 0]
            assert not others, self.say(f"a second open booking of one duty: {others}")
        assert day >= self.today + notice, self.say(f"before its notice of {notice} days")
        assert self.world.workday[day], self.say("on a day nobody works")
        piece = Piece(row["duty"], row["activity"], row["form"], row["due"], row["minutes"], worker, day)
        person.pieces.append(piece)
        self.minutes["booked"] += piece.minutes
        self.load[worker, day] += piece.minutes
        room = int(self.world.capacity[worker, day]) * s["bookable"] // 1000
        listed = (s["overload_0"], s["overload_1"], s["overload_2"])
        if Overload.OVERTIME in listed and row["form"] >= 0:
            room += s["overtime_minutes"]
        assert self.load[worker, day] <= room, self.say(f"{self.load[worker, day]} minutes where {room} fit")

    def _cancel(self, person: Person) -> None:
        piece = self._find(person, day=self.row["extra"], worker=self.row["caseworker"])
        assert piece.day >= self.today, self.say("cancelled after its day")
        self._take(person, piece, "cancelled")

    def _shed(self, person: Person) -> None:
        assert self.duties[self.row["duty"]]["optional"], self.say("a duty of the law gives way")
        piece = self._find(person, day=self.row["extra"], worker=self.row["caseworker"])
        self._take(person, piece, "shed")

    def _move(self, person: Person) -> None:
        row = self.row
        if row["minute"] % DAY == OPENING:  # the caseworker is ill or away
            piece = self._find(person, day=self.today, worker=row["caseworker"])
            assert row["extra"] > self.today, self.say("moved to a day that is over")
        else:
            piece = self._find(person, worker=person.left)
            assert row["extra"] >= max(self.today + 1, piece.day), self.say(f"moved forward from day {piece.day}")
            assert row["caseworker"] == person.caseworker, self.say(f"the caseworker is {person.caseworker}")
        self.load[piece.caseworker, piece.day] -= piece.minutes
        piece.caseworker, piece.day = row["caseworker"], row["extra"]
        self.load[piece.caseworker, piece.day] += piece.minutes

    def _unplaceable(self, person: Person) -> None:
        assert person.caseworker >= 0, self.say("nobody's diary is full")

    # --- the day
    def _on_day(self) -> None:
        self.day_minutes[self.row["caseworker"], self.today] += self.row["minutes"]

    def _work(self, person: Person | None = None) -> None:
        row = self.row
        if self.rider is not None:
            self._guidance()
            return
        if row["role"] == Role.POOL:
            return
        if row["caseworker"] >= 0:
            self._on_day()
        if person is None or row["caseworker"] < 0 or (row["duty"] < 0 and row["extra"] != NO_DAY):
            return  # small work, a role without diary, a hearing
        if row["form"] < 0:
            piece = self._find(person, day=self.today, worker=row["caseworker"])
            self._take(person, piece, "worked")
            return
        piece = self._the_meeting(person)
        assert 0 < row["minutes"] <= piece.minutes, self.say(f"booked were {piece.minutes} minutes")
        if row["minutes"] < piece.minutes:
            self.rider = (row["minute"], row["citizen"], row["duty"], piece.minutes - row["minutes"])
        self._take(person, piece, "worked")
        if row["duty"] in person.terms:
            person.terms[row["duty"]].held += 1

    def _guidance(self) -> None:
        row = self.row
        found = (row["minute"], row["citizen"], row["duty"], row["minutes"])
        assert found == self.rider, self.say(f"expected guidance (minute, citizen, duty, minutes) {self.rider}")
        assert row["activity"] == self.settings["guidance_activity"], self.say("this is no guidance")
        self.rider = None
        self._on_day()

    def _the_meeting(self, person: Person) -> Piece:
        row = self.row
        found = [p for p in person.pieces if p.duty == row["duty"]]
        assert len(found) == 1, self.say(f"one meeting of this duty should be booked: {found}")
        assert found[0].day == self.today, self.say(f"booked for day {found[0].day}")
        assert (found[0].due, found[0].form) == (row["due"], row["form"]), self.say(f"booked was {found[0]}")
        assert found[0].caseworker == row["caseworker"], self.say(f"booked with {found[0].caseworker}")
        return found[0]

    def _lost(self, person: Person) -> None:
        piece = self._the_meeting(person)
        expected = min(self.settings["no_show_minutes"], piece.minutes)
        assert self.row["minutes"] == expected, self.say(f"a no-show loses {expected} of {piece.minutes} minutes")
        self._on_day()
        self._take(person, piece, "lost or returned")

    def _capacity(self) -> None:
        row = self.row
        planned, sick = (
            self.world.capacity[row["caseworker"], self.today],
            self.world.sick[row["caseworker"], self.today],
        )
        assert (row["caseworker"], self.today) not in self.capacity, self.say("planned twice")
        assert row["minutes"] == (0 if sick else planned), self.say(f"the office says {planned}, ill {sick}")
        self.capacity[row["caseworker"], self.today] = row["minutes"]

    def _running(self) -> None:
        row = self.row
        self.running.add((row["caseworker"], self.today))
        self._on_day()
        there = self.cases[row["caseworker"]]
        assert row["extra"] == there, self.say(f"{there} weighted cases by the rows of assignment")

    def _overtime(self) -> None:
        self.day_minutes[self.row["caseworker"], self.today] -= self.row["minutes"]

    # --- duties
    def _start_day(self, person: Person, duty: dict[str, Any]) -> list[int]:
        """The day from which a duty counts; two are possible where the log does not say whether the sick have a job."""
        s, clock = self.settings, duty["clock"]
        if clock == Clock.SPELL:
            return [person.spell_day]
        if clock == Clock.BENEFIT:
            return [person.benefit_day]
        if clock == Clock.ACCUMULATED:
            return [person.spell_day - person.accumulated]
        return [
            person.spell_day - known for known in ((0,) if person.switched else (s["absence_job"], s["absence_other"]))
        ]

    def _span(self, days: int, span: int, start: int) -> int:
        return days if span < 0 else int(self.world.spans[span, max(0, start + self.settings["spans_back"])])

    def _due(self, person: Person) -> None:
        """The k-th of n within a term of length L is due at start + k L / n."""
        row, duty = self.row, self.duties[self.row["duty"]]
        absent = duty["clock"] == Clock.ABSENCE and not self.world.states[person.state]["sick"]
        if duty["every"] or absent:  # absence counts from an older spell with illness, which the log does not tell
            return
        starts = self._start_day(person, duty)
        expected = [s + self._span(duty["term"], duty["term_span"], s) * row["extra"] // duty["count"] for s in starts]
        assert row["due"] in expected, self.say(f"due on {expected}")

    def _open(self, person: Person) -> None:
        self._due(person)

    def _lapse(self, person: Person) -> None:
        self._due(person)

    def _term(self, person: Person) -> None:
        row, duty = self.row, self.duties[self.row["duty"]]
        assert row["minutes"] > 0, self.say("nothing is owed")
        if duty["every"] or duty["kind"] != DutyKind.MEETING:
            return
        person.terms[row["duty"]] = Term(row["minutes"], row["due"], self.today)

    def _breach(self, person: Person) -> None:
        row = self.row
        assert row["due"] < self.today, self.say("breached before the deadline")
        if row["duty"] not in person.terms:
            return
        term = person.terms[row["duty"]]
        assert not term.breached, self.say("breached twice")
        assert self.today == max(term.due, term.said) + 1, self.say(f"the deadline is day {term.due}")
        assert row["extra"] == term.owed - term.held, self.say(f"{term.owed} were owed, {term.held} were held")
        term.breached = True

    # --- the team
    def _place(self, _: Person) -> None:
        self.places[self.row["extra"]] += 1

    def _free(self, _: Person) -> None:
        self.freed[self.row["extra"]] += 1

    def _hearing(self, _: Person) -> None:
        self.heard[self.today] += 1
