"""A log replayed row by row, as a bookkeeper would: nothing may appear or vanish.

The ledger knows the world's tables and the log, not the engines. Each ``_<kind>`` method says what a row of that kind
must find and what it leaves behind.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.world.codes import DAY, OPENING, PAST, TEAM_PARTS, Clock, DutyKind, Op, Overload, Role, StaffChange
from sim.world.log import COLUMNS, RowKind
from sim.world.log.named_rows import columns_of
from sim.world.world import Law, World
from tests.engine.compare import Rows, in_words

STEPS: dict[int, tuple[Op, ...]] = {
    RowKind.BOOK: (Op.WORK,), RowKind.CANCEL: (Op.WORK,), RowKind.MOVE: (Op.WORK,), RowKind.UNPLACEABLE: (Op.WORK,),
    RowKind.WORK: (Op.WORK, Op.TEAM), RowKind.ORDER: (Op.ORDER,), RowKind.DELIVER: (Op.ORDER,),
    RowKind.READY: (Op.TEAM,), RowKind.PLACE: (Op.TEAM,), RowKind.FREE: (Op.TEAM,), RowKind.HEARING: (Op.TEAM,),
    RowKind.DECIDE: (Op.MARK,), RowKind.EFFORT: (Op.MARK,), RowKind.SANCTION: (Op.MARK,), RowKind.OFFER: (Op.OFFER,),
    RowKind.PROLONG: (Op.RENEW, Op.PROLONG), RowKind.DETECT: (Op.PROLONG,), RowKind.SWITCH: (Op.SWITCH,), RowKind.EXIT: (Op.EXIT,),
}  # fmt: skip
"""The operations of the steps that write rows of a kind."""
OF_DUTIES_TOO = (RowKind.BOOK, RowKind.CANCEL, RowKind.MOVE, RowKind.UNPLACEABLE, RowKind.WORK)
"""Kinds of row that a duty writes as well: then they name the duty and no procedure."""
OF_LIFE_TOO = (RowKind.DETECT, RowKind.SWITCH, RowKind.EXIT)
"""Kinds of row that happen without a procedure as well."""


def _names_of(kind: RowKind) -> dict[str, str]:
    """The names of a row's values, and their columns: all columns, and the names that the kind gives to some."""
    return {column: column for column in COLUMNS} | columns_of(kind)


NAMES = {int(kind): tuple(_names_of(kind)) for kind in RowKind}
VALUES = {int(kind): itemgetter(*map(COLUMNS.index, _names_of(kind).values())) for kind in RowKind}
"""By kind the names of a row's values, and what takes these values from a row."""


def team_parts(operand: int) -> tuple[int, int]:
    """The activities of the municipal members and of the region's member, who may have none (-1)."""
    return operand % (1 << TEAM_PARTS), operand // (1 << TEAM_PARTS) - 1


def _dicts(rows: NDArray[np.void]) -> list[dict[str, Any]]:
    names = rows.dtype.names or ()
    return [dict(zip(names, values, strict=True)) for values in rows.tolist()]


@dataclass
class Piece:
    """Minutes on a caseworker's day, as far as the log has them."""

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
    since: int  # the present benefit is paid since that day
    came_from: int
    course_day: int = 0
    spell: int = 0
    caseworker: int = -1
    gone: bool = False
    left: int = -1  # the citizen's last caseworker
    need: int = -1  # code of the need of the spell
    detected: bool = False
    places: list[int] = field(default_factory=list)  # days of sessions whose agenda the citizen is on
    past: list[tuple[int, int, int]] = field(default_factory=list)  # earlier benefits: (benefit, from, to)
    paid_from: set[int] = field(default_factory=set)  # days from which accumulated unemployment has counted
    pieces: list[Piece] = field(default_factory=list)
    terms: dict[int, Term] = field(default_factory=dict)
    running: dict[int, int] = field(default_factory=dict)  # procedures begun in this spell: serial -> procedure
    serials: set[int] = field(default_factory=set)  # of all procedures begun
    begun: dict[int, int] = field(
        default_factory=lambda: defaultdict(int)
    )  # by duty: procedures that have not met it yet


@dataclass
class Term:
    """What is owed by a legal deadline."""

    owed: int
    due: int
    said: int  # the day on which the term was written
    held: int = 0
    breached: bool = False
    exempt: bool = False  # at the deadline


@dataclass
class Meeting:
    """A meeting just held: what rode on it and who interpreted may follow."""

    at: tuple[int, int, int, int, int]  # minute, citizen, duty, form, caseworker
    activity: int
    minutes: int
    left: int  # minutes of guidance that has not been written yet
    kind: int = 0  # the next kind of guidance that may follow
    interpreted: bool = False


class Ledger:
    """The books of one run.

    Attributes:
        people: by citizen.
        cases: weighted cases by caseworker.
        minutes: what became of all minutes booked, in words.
    """

    def __init__(self, world: World, rows: Rows) -> None:
        self.world = world
        self.people: dict[int, Person] = {}
        self.cases: dict[int, int] = defaultdict(int)
        self.load: dict[tuple[int, int], int] = defaultdict(int)
        self.day_minutes: dict[tuple[int, int], int] = defaultdict(int)
        self.capacity: dict[tuple[int, int], int] = {}
        self.running: set[tuple[int, int]] = set()
        self.places: dict[int, int] = defaultdict(int)
        self.freed: dict[int, int] = defaultdict(int)
        self.heard: dict[int, int] = defaultdict(int)
        self.prepared: dict[tuple[int, int], int] = defaultdict(int)  # minutes of a session's hearings, by day and pool
        self.minutes: dict[str, int] = defaultdict(int)
        self.meeting: Meeting | None = None
        self.elsewhere: tuple[int, int, int] | None = (
            None  # minute, citizen, duty of work by nobody that must come next
        )
        self.versions: dict[int, list[dict[str, Any]]] = defaultdict(list)
        """The rows of a duty under one law after another, by code."""
        for duty in _dicts(world.duties):
            self.versions[duty["code"]].append(duty)
        self.credited = {
            code: [other for other in self.versions if rows_of[0]["credits"] >> other & 1]
            for code, rows_of in self.versions.items()
        }
        """The duties for which a meeting of a duty counts as well."""
        self.roles: list[int] = world.posts["role"].tolist()
        self.fates, self.steps = _dicts(world.citizens), _dicts(world.steps)
        self.planned: list[list[int]] = world.capacity.tolist()
        self.sick: list[list[int]] = world.sick.tolist()
        self.workday: list[int] = world.workday.tolist()
        self.spans: list[list[int]] = world.spans.tolist()
        self.procedures: dict[int, list[int]] = {}
        """The first steps of a procedure's versions, by code."""
        for code, procedure in enumerate(world.procedures):
            version = procedure
            self.procedures[code] = [int(version["entry"])]
            while version["later"]:
                version = world.procedures[version["later"]]
                self.procedures[code].append(int(version["entry"]))
        self._enact(world, world.posts["pool"].tolist())
        self.later = list(world.laws)
        self.handlers = {int(kind): getattr(self, f"_{kind.name.lower()}", None) for kind in RowKind}
        self.row: dict[str, int] = {}
        self.today = 0
        self.writing: list[int] = []
        """The operations of the present row's step, in the versions of its procedure that write such a row."""
        for kind, values in zip(rows["kind"].tolist(), rows.tolist(), strict=True):
            self.row = dict(zip(NAMES[kind], VALUES[kind](values), strict=True))
            self.today = self.row["minute"] // DAY
            self._read(kind)
        self._close()

    def _enact(self, law: World | Law, pools: list[int]) -> None:
        """The tables that hold from now on."""
        self.settings, self.pools = law.settings, pools
        self.states, self.activities, self.riders = _dicts(law.states), _dicts(law.activities), _dicts(law.riders)
        self.weight: list[int] = law.states["weight"].tolist()
        pairs = zip(law.states["lab"].tolist(), law.states["benefit"].tolist(), strict=True)
        self.state_of = {pair: state for state, pair in enumerate(pairs)}

    # --- reading
    def say(self, what: str) -> str:
        return f"{what}: {in_words(self.row)}"

    def _read(self, kind: int) -> None:
        row = self.row
        while self.later and self.today >= self.later[0].day:
            law = self.later.pop(0)
            self._enact(law, law.pools.tolist())
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
        if self.meeting is not None and self.meeting.left:
            assert kind == RowKind.WORK, self.say("the guidance that rode on a meeting is missing")
        if self.elsewhere is not None and kind != RowKind.TERM:
            found = (row["minute"], row["citizen"], row["duty"])
            assert (kind, found) == (RowKind.WORK, self.elsewhere), self.say("what is held elsewhere was opened before")
            self.elsewhere = None
        self._by_a_step(person, kind)
        handler = self.handlers[kind]
        if handler is not None:
            handler(person) if person is not None else handler()

    def _by_a_step(self, person: Person | None, kind: int) -> None:
        """The row names a procedure that runs and one of its steps that writes such rows, or nothing at all."""
        row, self.writing = self.row, []
        if row["procedure"] < 0:
            assert (row["procedure"], row["serial"], row["step"]) == (-1, -1, -1), self.say("a step of no procedure")
            alone = kind not in STEPS or kind in OF_LIFE_TOO
            of_duty = kind in OF_DUTIES_TOO and (row["duty"] >= 0 or row["citizen"] < 0)
            assert kind != RowKind.START, self.say("nothing begins")
            assert alone or of_duty, self.say("no procedure has written this")
            return
        assert person is not None, self.say("a procedure of nobody")
        if kind == RowKind.START:
            assert row["step"] == -1, self.say("no step begins a procedure")
            assert row["serial"] not in person.serials, self.say("a second procedure with this number")
            assert row["serial"] >= 0, self.say("a procedure without a number")
            person.running[row["serial"]] = row["procedure"]
            person.serials.add(row["serial"])
            return
        assert kind not in OF_DUTIES_TOO or row["duty"] < 0, self.say("of a duty and of a procedure")
        assert person.running.get(row["serial"]) == row["procedure"], self.say(f"these run: {person.running}")
        assert row["step"] >= 0, self.say("no step")
        self.writing = [step["op"] for step in self._present_steps() if self._writes(step, kind)]
        assert self.writing, self.say("this step writes no such row")

    def _present_steps(self) -> list[dict[str, int]]:
        """The step that the row names, in each version of its procedure."""
        entries = self.procedures.get(self.row["procedure"], [])
        return [self.steps[entry + self.row["step"]] for entry in entries if entry + self.row["step"] < len(self.steps)]

    def _writes(self, step: dict[str, int], kind: int) -> bool:
        """Whether a step of this operation, on this activity, certificate, mark or offer writes the row."""
        row = self.row
        if step["op"] not in STEPS.get(kind, ()):
            return False
        if kind in OF_DUTIES_TOO:
            return row["activity"] in ((step["a"], *team_parts(step["b"])) if step["op"] == Op.TEAM else (step["a"],))
        if kind in {RowKind.ORDER, RowKind.DELIVER}:
            return row["certificate"] == step["a"]
        if step["op"] == Op.MARK:
            return kind == step["a"]
        if kind == RowKind.OFFER:
            return row["offer"] in (step["a"], -1 - step["a"])
        return True

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
                settled = term.held >= term.owed or term.breached or term.exempt
                assert person.gone or not passed or settled, (
                    f"the deadline of duty {duty} of citizen {number} passed unmet and nobody says so: {term}"
                )
        for (worker, day), capacity in self.capacity.items():
            there = self.day_minutes[worker, day]
            if self.roles[worker] != Role.CASEWORKER:  # has no running casework: what is left is nobody's
                assert 0 <= there <= capacity, f"post {worker}, day {day}: {there} of {capacity} minutes worked"
                continue
            present = (worker, day) in self.running
            assert present == (capacity > 0), (
                f"caseworker {worker}, day {day}: {capacity} minutes, running casework {present}"
            )
            expected = capacity if present else 0
            assert there == expected, f"caseworker {worker}, day {day}: {there} of {expected} minutes accounted for"
        planned = {(worker, day) for worker in range(len(self.roles)) for day in range(days) if self.workday[day]}
        assert set(self.capacity) == planned, "everybody has a plan of every working day, and of no other"
        assert set(self.day_minutes) <= planned, "work on days without a plan"
        for session, count in self.places.items():
            there = int(self.world.places[session])
            assert count <= there, f"{count} places of {there} on day {session}"
            if session < days:
                went = self.heard[session] + self.freed[session]
                assert went == count, f"session of day {session}: {count} places, {went} heard or freed"
        assert set(self.heard) <= set(self.places), "hearings on a day without an agenda"
        self._members_had_time()

    def _members_had_time(self) -> None:
        """What members with posts prepared and heard in a session fits into their bookable minutes of its days."""
        world, bookable = self.world, self.world.bookable_minutes
        for (session, pool), minutes in self.prepared.items():
            if pool >= 0:
                days = slice(int(world.prepared_from[session]), session + 1)
                there = int(bookable[world.posts["pool"] == pool, days].sum())
                assert minutes <= there, f"session of day {session}: members worked {minutes} of {there} minutes"

    # --- coming, changing, going
    def _arrive(self) -> None:
        row = self.row
        fate = self.fates[row["citizen"]]
        assert row["citizen"] not in self.people, self.say("arrives twice")
        assert row["minute"] == fate["arrive"], self.say("arrives at another minute than the fate table says")
        assert (row["days_before"], row["state"]) == (fate["elapsed"], fate["state"]), self.say(
            "not as the fate table says"
        )
        begun = self.today - row["days_before"]
        person = Person(row["state"], begun, begun, fate["accumulated"], begun, fate["came_from"])
        self.people[row["citizen"]] = person
        if not self.states[person.state]["sick"]:
            person.course_day = begun
        person.paid_from.add(begun - person.accumulated)

    def _switch(self, person: Person) -> None:
        row, states = self.row, self.states
        assert row["old_state"] == person.state, self.say(f"comes from state {person.state}")
        new = self.state_of[row["group"], row["benefit"]]
        before, after = states[person.state], states[new]
        if before["insured"]:
            person.accumulated += self.today - person.spell_day
        elif not (after["insured"] and before["sick"]):
            person.accumulated = 0
        if before["family"] != after["family"]:
            person.past = [*person.past, (before["family"], person.since, self.today)][-PAST:]
            person.since = self.today
        if before["benefit"] != after["benefit"]:
            if after["insured"]:
                person.benefit_day = self.today - person.accumulated
            elif after["restarts"] or not before["restarts"]:
                person.benefit_day = self.today
        assert row["restarts_clock"] == (before["benefit"] != after["benefit"] and after["restarts"]), self.say(
            "a new period?"
        )
        back = before["sick"] and person.came_from == new
        person.came_from = person.state if after["sick"] else -1
        if not after["sick"] and not back:
            person.course_day = self.today
        if person.caseworker >= 0:
            self.cases[person.caseworker] += self.weight[new] - self.weight[person.state]
        assert not person.pieces, self.say(f"still booked at a switch: {person.pieces}")
        person.state, person.spell, person.spell_day = new, person.spell + 1, self.today
        person.paid_from.add(self.today - person.accumulated)
        person.need, person.detected = -1, False
        person.terms.clear()
        person.begun.clear()
        person.running.clear()

    def _assign(self, person: Person) -> None:
        row = self.row
        assert row["previous_caseworker"] == person.caseworker, self.say(f"the caseworker was {person.caseworker}")
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
        piece = self._maybe(person, day=day, worker=worker)
        assert piece is not None, self.say(f"no such piece among {person.pieces}")
        return piece

    def _maybe(self, person: Person, *, day: int | None = None, worker: int | None = None) -> Piece | None:
        row = self.row
        what = (row["duty"], row["activity"], row["form"], row["due"], row["minutes"])
        for piece in person.pieces:
            fits = (piece.duty, piece.activity, piece.form, piece.due, piece.minutes) == what
            if fits and (day is None or piece.day == day) and (worker is None or piece.caseworker == worker):
                return piece
        return None

    def _take(self, person: Person, piece: Piece, became: str) -> None:
        person.pieces.remove(piece)
        self.load[piece.caseworker, piece.day] -= piece.minutes
        self.minutes[became] += piece.minutes

    def _book(self, person: Person) -> None:
        row, s = self.row, self.settings
        if row["role"] == Role.POOL:
            return
        pool = self.activities[row["activity"]]["pool"]
        if pool >= 0:  # a role with diaries of its own
            assert self.pools[row["caseworker"]] == pool, self.say(f"the pool is {pool}")
            assert self.roles[row["caseworker"]] == row["role"] != Role.CASEWORKER, self.say("another role")
        else:
            assert row["caseworker"] == person.caseworker >= 0, self.say(f"the caseworker is {person.caseworker}")
        day, worker, notice = row["booked_day"], row["caseworker"], 1
        if row["duty"] >= 0:
            notice = max(1, min(duty["notice"] for duty in self.versions[row["duty"]]))
            others = [p for p in person.pieces if p.duty == row["duty"] and row["form"] >= 0]
            assert not others, self.say(f"a second open booking of one duty: {others}")
        assert day >= self.today + notice, self.say(f"before its notice of {notice} days")
        assert self.workday[day], self.say("on a day nobody works")
        piece = Piece(row["duty"], row["activity"], row["form"], row["due"], row["minutes"], worker, day)
        person.pieces.append(piece)
        self.minutes["booked"] += piece.minutes
        self.load[worker, day] += piece.minutes
        room = self.planned[worker][day] * s["bookable"] // 1000
        listed = (s["overload_0"], s["overload_1"], s["overload_2"])
        if Overload.OVERTIME in listed and row["form"] >= 0:
            room += s["overtime_minutes"]
        assert self.load[worker, day] <= room, self.say(f"{self.load[worker, day]} minutes where {room} fit")

    def _cancel(self, person: Person) -> None:
        piece = self._find(person, day=self.row["booked_day"], worker=self.row["caseworker"])
        assert piece.day >= self.today, self.say("cancelled after its day")
        self._take(person, piece, "cancelled")

    def _shed(self, person: Person) -> None:
        assert any(duty["optional"] for duty in self.versions[self.row["duty"]]), self.say(
            "a duty of the law gives way"
        )
        piece = self._find(person, day=self.row["booked_day"], worker=self.row["caseworker"])
        self._take(person, piece, "shed")

    def _move(self, person: Person) -> None:
        row = self.row
        if row["minute"] % DAY == OPENING:  # the caseworker is ill or away
            piece = self._find(person, day=self.today, worker=row["caseworker"])
            assert row["booked_day"] > self.today, self.say("moved to a day that is over")
        elif row["minute"] % DAY == OPENING - 1:  # somebody calls in sick and a colleague stands in
            piece = self._covered(person)
        elif row["role"] != Role.CASEWORKER:  # a leaver without citizens passes on what is left
            piece = self._passed_on(person)
        else:
            piece = self._find(person, worker=person.left)
            earliest = max(self.today + 1, min(piece.day, piece.due))
            assert row["booked_day"] >= earliest, self.say(f"moved forward from day {piece.day}, due on {piece.due}")
            assert row["caseworker"] == person.caseworker, self.say(f"the caseworker is {person.caseworker}")
        self.load[piece.caseworker, piece.day] -= piece.minutes
        piece.caseworker, piece.day = row["caseworker"], row["booked_day"]
        self.load[piece.caseworker, piece.day] += piece.minutes

    def _covered(self, person: Person) -> Piece:
        """A meeting of today goes from who is ill to a colleague of the same pool who is there and has room."""
        row, worker, today = self.row, self.row["caseworker"], self.today
        assert self.settings["cover"], self.say("nobody covers here")
        assert row["form"] >= 0, self.say("this is no meeting")
        assert row["booked_day"] == today, self.say("covered on another day")
        assert self.planned[worker][today] > 0, self.say("the colleague is away")
        assert not self.sick[worker][today], self.say("the colleague is ill")
        ill = [w for w, pool in enumerate(self.pools) if pool == self.pools[worker] and self.sick[w][today]]
        piece = next((p for p in (self._maybe(person, day=today, worker=w) for w in ill) if p is not None), None)
        assert piece is not None, self.say(f"no such piece with a colleague who is ill among {person.pieces}")
        room = self.planned[worker][today] * self.settings["bookable"] // 1000
        assert self.load[worker, today] + piece.minutes <= room, self.say(f"{room} minutes fit")
        return piece

    def _passed_on(self, person: Person) -> Piece:
        """A piece of a post of another role goes to another post of its pool, not earlier than it stood."""
        row, changes = self.row, self.world.staff_events
        left = changes["post"][(changes["day"] == self.today) & (changes["kind"] == StaffChange.LEAVE)].tolist()
        found = [p for p in (self._maybe(person, worker=w) for w in left) if p is not None]
        assert found, self.say(f"no such piece with a post that leaves today ({left}) among {person.pieces}")
        piece = found[0]
        assert row["booked_day"] >= piece.day > self.today, self.say(f"moved forward from day {piece.day}")
        assert row["caseworker"] != piece.caseworker, self.say("it stays where it is")
        assert self.pools[row["caseworker"]] == self.pools[piece.caseworker], self.say("another pool")
        return piece

    def _unplaceable(self, person: Person) -> None:
        if self.activities[self.row["activity"]]["pool"] >= 0:
            return
        assert person.caseworker >= 0, self.say("nobody's diary is full")

    # --- the day
    def _on_day(self) -> None:
        self.day_minutes[self.row["caseworker"], self.today] += self.row["minutes"]

    def _work(self, person: Person | None = None) -> None:
        row = self.row
        if self.meeting is not None and self.meeting.left:
            self._guidance(self.meeting)
            return
        if row["role"] == Role.POOL:
            return
        if row["caseworker"] >= 0:
            self._on_day()
        heard = set(self.writing) == {Op.TEAM}
        if heard and row["role"] != Role.CASEWORKER:
            pool = int(self.world.activities["pool"][row["activity"]])
            assert row["role"] != Role.REGION or pool >= 0, self.say("the region's member has no posts")
            self.prepared[self.today, pool] += row["minutes"]
        if person is None or heard:
            return  # small work, a hearing
        if row["caseworker"] < 0:
            if row["duty"] >= 0:  # held elsewhere
                assert self.versions[row["duty"]][0]["kind"] == DutyKind.ELSEWHERE, self.say(
                    "nobody's work meets a duty"
                )
                self._met(person, row["duty"])
            return
        if row["form"] < 0:
            piece = self._find(person, day=self.today, worker=row["caseworker"])
            self._take(person, piece, "worked")
            if row["duty"] >= 0 and not any(p.duty == row["duty"] for p in person.pieces):
                self._held(person)
            return
        piece = self._the_meeting(person)
        assert 0 < row["minutes"] <= piece.minutes, self.say(f"booked were {piece.minutes} minutes")
        at = (row["minute"], row["citizen"], row["duty"], row["form"], row["caseworker"])
        self.meeting = Meeting(at, row["activity"], piece.minutes, piece.minutes - row["minutes"])
        self._take(person, piece, "worked")
        self._held(person)

    def _held(self, person: Person) -> None:
        """A meeting or desk work of a duty is done: it counts for the duty, and for those to which it is credited."""
        duty = self.row["duty"]
        self._met(person, duty)
        for other in self.credited[duty]:
            self._met(person, other)

    def _met(self, person: Person, duty: int) -> None:
        if duty in person.terms:
            person.terms[duty].held += 1

    def _guidance(self, meeting: Meeting) -> None:
        row, riders = self.row, self.riders
        found = (row["minute"], row["citizen"], row["duty"], row["form"], row["caseworker"])
        assert found == meeting.at, self.say(f"guidance of the meeting {meeting} is expected")
        assert 0 < row["minutes"] <= meeting.left, self.say(f"{meeting.left} minutes of guidance were booked")
        kinds = [kind for kind in range(meeting.kind, len(riders)) if riders[kind]["activity"] == row["activity"]]
        assert kinds, self.say("this is no guidance, or not in its order")
        meeting.kind, meeting.left = kinds[0] + 1, meeting.left - row["minutes"]
        self._on_day()

    def _interpreter(self, _: Person) -> None:
        """Right after a meeting and what rode on it, of its length."""
        row, meeting = self.row, self.meeting
        assert meeting is not None, self.say("of no meeting")
        assert not meeting.interpreted, self.say("of no meeting, or interpreted twice")
        found = (row["minute"], row["citizen"], row["duty"], row["form"], row["caseworker"])
        assert found == meeting.at, self.say(f"the last meeting was {meeting}")
        expected = (meeting.activity, meeting.minutes)
        assert (row["activity"], row["minutes"]) == expected, self.say(f"the meeting was {meeting}")
        meeting.interpreted = True

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
        planned, sick = self.planned[row["caseworker"]][self.today], self.sick[row["caseworker"]][self.today]
        assert (row["caseworker"], self.today) not in self.capacity, self.say("planned twice")
        assert row["minutes"] == (0 if sick else planned), self.say(f"the office says {planned}, ill {sick}")
        self.capacity[row["caseworker"], self.today] = row["minutes"]

    def _running(self) -> None:
        row = self.row
        assert self.roles[row["caseworker"]] == Role.CASEWORKER, self.say("running casework without cases")
        self.running.add((row["caseworker"], self.today))
        self._on_day()
        there = self.cases[row["caseworker"]]
        assert row["open_cases_permille"] == there, self.say(f"{there} weighted cases by the rows of assignment")

    def _overtime(self) -> None:
        self.day_minutes[self.row["caseworker"], self.today] -= self.row["minutes"]

    # --- duties
    def _start_days(self, person: Person, duty: dict[str, Any]) -> list[int]:
        """The day from which a duty counts; two are possible where the log does not say whether the sick have a job."""
        s, clock = self.settings, duty["clock"]
        if clock == Clock.ABSENCE:
            return [person.spell_day - known for known in (s["absence_job"], s["absence_other"])]
        if clock == Clock.WINDOW:
            return [self._window_start(person, duty)]
        return [
            {
                Clock.SPELL: person.spell_day,
                Clock.BENEFIT: person.benefit_day,
                Clock.ACCUMULATED: person.spell_day - person.accumulated,
                Clock.COURSE: person.course_day,
            }[clock]
        ]

    def _window_start(self, person: Person, duty: dict[str, Any]) -> int:
        """Days on the benefit within the window, counted one by one; a right reached before counts anew."""
        family = self.states[person.state]["family"]
        need = self._span(duty["term"], duty["term_span"], person.since)
        paid = {day for what, first, to in person.past if what == family for day in range(first, to)}
        days = range(person.since - duty["counted"], person.since + need + 1)
        counts = [day in paid or day >= person.since for day in days]
        there = sum(counts[: duty["counted"]])
        for number, day in enumerate(range(person.since, person.since + need + 1)):
            if there >= need:
                return day - need if day > person.since else person.since
            there += counts[number + duty["counted"]] - counts[number]  # the window moves on by a day
        raise AssertionError(self.say("a window shorter than what is to be reached in it"))

    def _span(self, days: int, span: int, start: int) -> int:
        return days if span < 0 else self.spans[span][max(0, start + self.settings["spans_back"])]

    def _due(self, person: Person) -> None:
        """The k-th of n within a term of length L is due at start + k L / n."""
        row, expected = self.row, list[int]()
        for duty in self.versions[row["duty"]]:
            absent = duty["clock"] == Clock.ABSENCE and not self.states[person.state]["sick"]
            if (
                duty["every"] or absent or duty["clock"] == Clock.BEGUN
            ):  # absence counts from an older spell with illness, which the log does not tell
                return
            for start in self._start_days(person, duty):
                # an illness puts off what the insured are owed: the months are those of the first start
                begun = person.paid_from if duty["clock"] == Clock.ACCUMULATED else {start}
                terms = {self._span(duty["term"], duty["term_span"], day) for day in begun}
                expected += [start + term * row["instance"] // duty["count"] for term in terms]
        assert row["due"] in expected, self.say(f"due on {expected}")

    def _open(self, person: Person) -> None:
        self._due(person)
        if self.versions[self.row["duty"]][0]["kind"] == DutyKind.ELSEWHERE:
            self.elsewhere = (self.row["minute"], self.row["citizen"], self.row["duty"])

    def _lapse(self, person: Person) -> None:
        self._due(person)

    def _exempt(self, person: Person) -> None:
        """An instance falls away on opening, or what is still owed at the deadline."""
        row, versions = self.row, self.versions[self.row["duty"]]
        repealed = any(duty["enacted"] == self.today > 0 for duty in versions)
        assert repealed or any(duty["exempt"] or duty["only"] for duty in versions), self.say(
            "nobody is exempt from this duty"
        )
        term = person.terms.get(row["duty"])
        if row["instance"] > 0:
            self._due(person)
            assert row["owed"] == 0, self.say("an instance has no minutes")
            if term is not None:
                term.owed -= 1
            return
        assert term is not None, self.say("there is no deadline")
        self._verdict(term, row["owed"], repealed=repealed)
        term.exempt = True

    def _term(self, person: Person) -> None:
        row = self.row
        assert row["owed"] > 0, self.say("nothing is owed")
        person.terms[row["duty"]] = Term(row["owed"], row["due"], self.today)

    def _breach(self, person: Person) -> None:
        row = self.row
        assert row["duty"] in person.terms, self.say("there is no deadline")
        term = person.terms[row["duty"]]
        self._verdict(term, row["missing"])
        term.breached = True

    def _verdict(self, term: Term, missing: int, *, repealed: bool = False) -> None:
        """The day after the deadline (or when a later law puts an end to the duty before), once, as much as is missing."""
        row = self.row
        settled = term.breached or term.exempt
        assert not settled, self.say("the deadline has its verdict already")
        day = max(term.due, term.said) + 1
        assert row["due"] == term.due, self.say(f"the deadline is {term}")
        assert self.today == day or (repealed and self.today < day), self.say(f"the deadline is {term}")
        assert missing == term.owed - term.held > 0, self.say(f"{term.owed} were owed, {term.held} were held")

    # --- needs and procedures
    def _need(self, person: Person) -> None:
        row = self.row
        assert person.need < 0, self.say("a second need in one spell")
        fate = self.fates[row["citizen"]]
        before = row["minute"] == 0 and person.spell == 0 and fate["elapsed"] > 0 and fate["opening_need"] >= 0
        assert row["before_the_log"] == int(before), self.say("did the need arise before the log began?")
        if before:
            assert row["need"] == self.world.needs[fate["opening_need"]]["code"], self.say("another need")
        person.need = row["need"]

    def _detect(self, person: Person) -> None:
        assert person.need == self.row["need"], self.say(f"the need of the spell is {person.need}")
        assert not person.detected, self.say("seen twice")
        person.detected = True

    def _start(self, person: Person) -> None:
        row = self.row
        if row["duty"] >= 0:
            begins = [(duty["kind"], duty["procedure"]) for duty in self.versions[row["duty"]]]
            assert (DutyKind.PROCEDURE, row["procedure"]) in begins, self.say("another duty's")
            person.begun[row["duty"]] += 1

    def _meets(self, person: Person) -> None:
        """A hearing, decision, effort, sanction or offer: the first of a procedure that a duty began meets it."""
        duty = self.row["duty"]
        if duty < 0:
            return
        assert person.begun[duty] > 0, self.say("no procedure of this duty waits to meet it")
        person.begun[duty] -= 1
        self._met(person, duty)

    def _decide(self, person: Person) -> None:
        self._meets(person)

    def _effort(self, person: Person) -> None:
        self._meets(person)

    def _sanction(self, person: Person) -> None:
        self._meets(person)

    def _offer(self, person: Person) -> None:
        assert self.row["last_day"] >= self.today, self.say("over before it begins")
        assert self.row["offer"] >= 0, self.say("an offer of no kind")
        self._meets(person)

    # --- the team
    def _place(self, person: Person) -> None:
        self.places[self.row["session_day"]] += 1
        person.places.append(self.row["session_day"])

    def _free(self, person: Person) -> None:
        self.freed[self.row["session_day"]] += 1
        self._leave_place(person, self.row["session_day"])

    def _leave_place(self, person: Person, session: int) -> None:
        assert session in person.places, self.say(f"the citizen's places are on {person.places}")
        person.places.remove(session)

    def _hearing(self, person: Person) -> None:
        self.heard[self.today] += 1
        self._leave_place(person, self.today)
        self._meets(person)
