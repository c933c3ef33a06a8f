"""The work that law and practice ask for in a year, by kind and state: put together from a stock that stands still."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from sim.world.rows.rules import TALK
from sim.world.world import DutyKind, Form, FormRule, How, Role, World
from sim.results.staffing.casework import BENEFIT, GROUP, Casework, Way
from sim.results.staffing.occasions import Occasion, Occasions, group_changed
from sim.results.staffing.standing import DRAWS, YEAR, Floats, Moves, Standing, Struck

PERMILLE = 1000
PARTS = ("meetings", "desk", "cases", "switches", "sanctions", "tracking", "practice")
"""Kinds of work a year: the law's duties as meetings (with guidance and no-shows), and as desk work and procedures; procedures that
terms and needs begin; what switches cost; sanctions; deadline tracking and the office's part of booking; and, last, what the practice
adds."""
MEETING, ASSESSMENT = 1, 2
"""Occasions on which a need may be seen, as ``detects`` of a duty says."""
PASSES = 3
"""Needs are found at meetings, which follow from who enters, who enters follows from needs: gone through so many times."""


@dataclass
class Work:
    """Minutes a year by part and state of the caseworkers, and by state and role of all others, in what procedures ask of them."""

    states: int
    minutes: dict[str, Floats] = field(init=False)
    others: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.minutes = {part: np.zeros(self.states) for part in PARTS}
        self.others = np.zeros((self.states, len(Role)))

    def add(self, part: str, state: int, by_role: Floats, times: float) -> None:
        self.minutes[part][state] += times * float(by_role[Role.CASEWORKER])
        rest = by_role.copy()
        rest[Role.CASEWORKER] = 0.0
        self.others[state] += times * rest


class Estimate:
    """The work of a year in a world. :meth:`work` puts it together."""

    def __init__(self, world: World) -> None:
        self.world, self.stock = world, Standing(world)
        self.casework = Casework(world, self.stock)
        self.terms, self.onsets = self.stock.terms(), self.stock.onsets()
        talk = [number for number, name in world.names.get("duty", {}).items() if name == TALK]
        self.last_of_law = talk[0] if talk else len(world.duties)
        self.seen: dict[int, Floats] = {kind: np.zeros(len(world.states)) for kind in (MEETING, ASSESSMENT)}

    def work(self) -> Work:
        """Minutes a year."""
        out = self._once()
        for _ in range(PASSES - 1):
            out = self._once()
        return out

    def _once(self) -> Work:
        out, moves = Work(len(self.world.states)), self.stock.life_moves()
        self._cases(out, moves)
        self._switches(out, moves)
        self._duties(out, moves)
        return out

    # --- terms and needs
    def _cases(self, out: Work, moves: Moves) -> None:
        """Procedures that terms and needs begin, and the switches they end in."""
        for case, times in self._begun():
            asked = self.casework.asked(case.procedure, case.state, way=Way(case.leave, first=case.first))
            out.add("cases", case.state, asked.minutes, times)
            for target, share in asked.switches.items():
                moves.add(case.state, target, times * share, case.age)

    def _begun(self) -> Iterator[tuple[Struck, float]]:
        """Cases and how many begin a year. A need's begins when it is seen, asked for, or found as the term ends, unless life is first."""
        for term in self.terms:
            yield term, term.rate
        for struck in self.onsets:
            need = self.world.needs[struck.row]
            free = max(int(((self.stock.state == struck.state) & self.stock.free).sum()), 1)
            ends = sum(term.rate for term in self.terms if term.state == struck.state) / YEAR / free
            seen = 1 / max(float(self.casework.means[need["request"]]), 1.0) + ends * _chance(need["end"])
            seen += self.seen[MEETING][struck.state] * _chance(need["meeting"])
            seen += self.seen[ASSESSMENT][struck.state] * _chance(need["assessment"])
            yield struck, struck.rate * seen / (seen + struck.leave)

    # --- switches
    def _switches(self, out: Work, moves: Moves) -> None:
        """The casework of switches; their talk is a duty."""
        for (origin, target), rate in moves.rate.items():
            old, new = self.world.states[origin], self.world.states[target]
            changed = BENEFIT * (old["benefit"] != new["benefit"]) + GROUP * group_changed(self.world, origin, target)
            if changed:
                way = Way(changed=int(changed))
                asked = self.casework.asked(self.world.settings["switch_procedure"], target, way=way)
                out.add("switches", target, asked.minutes, rate * bool(new["caseworker"] == 1))

    # --- duties
    def _duties(self, out: Work, moves: Moves) -> None:
        world, stock = self.world, self.stock
        occasions = Occasions(world, stock, moves)
        meetings: Floats = np.zeros(len(world.states))
        seen = {kind: np.zeros(len(world.states)) for kind in self.seen}
        for number, duty in enumerate(world.duties):
            talk = bool(int(duty["starts"]) & How.TALK)
            part = "practice" if duty["optional"] or number > self.last_of_law else "switches" if talk else ""
            for state in range(len(world.states)):
                if not int(duty["states"]) >> state & 1 or duty["kind"] == DutyKind.ELSEWHERE:
                    continue
                times = occasions.of(duty, state)
                held = self._duty(out, part, duty, state, times)
                out.minutes["tracking"][state] += times.opened * int(duty["tracked"]) * world.settings["track_duty"]
                meetings[state] += held * (duty["kind"] == DutyKind.MEETING)
                if duty["detects"]:
                    seen[int(duty["detects"])][state] += held
        served = np.bincount(stock.state[stock.served], minlength=len(world.states)).astype(np.float64)
        days = min(len(world.workday), 365)
        working = float(world.workday[:days].sum()) * YEAR / days
        out.minutes["tracking"] += served * working * world.settings["track_dialogue"] / PERMILLE
        for rider in world.riders:
            self._guidance(out, rider, occasions, meetings, served)
        self.seen = {kind: times / YEAR / np.maximum(served, 1) for kind, times in seen.items()}

    def _duty(self, out: Work, part: str, duty: np.void, state: int, times: Occasion) -> float:
        """One duty in one state; how many of its instances are held."""
        if duty["kind"] == DutyKind.PROCEDURE:
            ages = self.stock.age[self.stock.state == state]
            leave = float(self.stock.leaving(state, ages).mean()) if len(ages) else 0.0
            asked = self.casework.asked(int(duty["procedure"]), state, way=Way(leave))
            out.add(part or "desk", state, asked.minutes, times.held)
            return 0.0
        if duty["kind"] == DutyKind.DESK:
            out.minutes[part or "desk"][state] += self.casework.minutes_of(int(duty["activity"])) * times.held
            return times.held
        return self._meeting(out, part or "meetings", duty, state, times)

    def _meeting(self, out: Work, part: str, duty: np.void, state: int, times: Occasion) -> float:
        """Meetings with those missed: minutes lost, another booking, perhaps a sanction. How many are held."""
        world, settings = self.world, self.world.settings
        forms, longer = self._forms(duty), settings["interpreter_permille"] / PERMILLE
        longer *= self.stock.share_having(settings["interpreter_trait"], state)
        minutes = (1 + longer) * sum(
            share * self.casework.minutes_of(int(duty["activity"]), form) for form, share in forms.items()
        )
        missed = sum(share * float(world.show[state][form]) / DRAWS for form, share in forms.items())
        attempts = max(settings["attempts"], 1)
        held = times.held * (1 - missed**attempts)
        lost = times.held * sum(missed**number for number in range(1, attempts + 1))
        again = times.held * sum(missed**number for number in range(1, attempts))
        out.minutes[part][state] += held * minutes + lost * min(settings["no_show_minutes"], minutes)
        if world.states[state]["sanctioned"] and settings["sanction_procedure"] >= 0:
            asked = self.casework.asked(settings["sanction_procedure"], state)
            out.add("sanctions", state, asked.minutes, lost * settings["sanction_chance"] / DRAWS)
        out.minutes["tracking"][state] += (times.opened + again) * self._booking(duty, state)
        return held

    def _booking(self, duty: np.void, state: int) -> float:
        """Mean minutes of the office for one booking: all of it, help to the citizen, or a summons where the citizen has not booked."""
        settings, having = self.world.settings, self.stock.share_having
        if duty["summoned"] or not self.world.states[state]["self_booking"]:
            return float(settings["office_minutes"])
        exempt, helped = having(settings["exempt_trait"], state), having(settings["help_trait"], state)
        late = (1 - helped) * settings["miss_chance"] / DRAWS
        own = helped * settings["help_minutes"] + late * settings["office_minutes"]
        return exempt * settings["office_minutes"] + (1 - exempt) * own

    def _forms(self, duty: np.void) -> dict[Form, float]:
        """The share of a meeting's instances held in each form."""
        if duty["form"] == FormRule.IN_PERSON:
            return {Form.IN_PERSON: 1.0}
        chosen = 1.0
        if duty["form"] == FormRule.FIRST_IN_PERSON:
            chosen -= 1 / max(int(duty["count"]) - int(duty["from_instance"]) + 1, 1)
        phone, remote = (chosen * self.world.settings[f"{how}_chance"] / DRAWS for how in ("phone", "remote"))
        return {Form.IN_PERSON: 1 - remote, Form.PHONE: phone, Form.VIDEO: remote - phone}

    def _guidance(self, out: Work, rider: np.void, occasions: Occasions, meetings: Floats, served: Floats) -> None:
        """Guidance that rides on the first meeting after it is due: on entering a group guided so, then at intervals."""
        minutes, days = self.casework.minutes_of(int(rider["activity"])), int(rider["days"])
        for state in range(len(self.world.states)):
            if not int(rider["states"]) >> state & 1:
                continue
            bound = self.stock.share_having(int(rider["only"]), state) if rider["only"] else 1.0
            between = YEAR * served[state] / meetings[state] if meetings[state] else math.inf
            entering = sum(
                e.rate for e in occasions.entries[state] if e.origin < 0 or not int(rider["states"]) >> e.origin & 1
            )
            later = served[state] * YEAR / (max(days, between) + between / 2)
            times = min(entering * bool(rider["first"]) + later, meetings[state])
            out.minutes["meetings"][state] += minutes * bound * times


def _chance(wears: int) -> float:
    """The chance to see a need at an occasion that wears down so much of what hides it."""
    return 1 - math.exp(-int(wears) / PERMILLE)
