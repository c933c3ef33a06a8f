"""How often a year each duty of a world falls due in each state: by who enters how, and who stands at which age."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.world.world import Clock, DutyKind, How, World
from sim.results.staffing.standing import NARROWEST, WIDTH, YEAR, Days, Floats, Moves, Standing

Mask = NDArray[np.bool_]
SWITCHED = How.SWITCH | How.RESTART | How.SAME_CLOCK
ONE_BY_ONE = 8
"""Instances of a repeating duty that are counted each at its day."""
OF_BENEFIT = (Clock.BENEFIT, Clock.WINDOW)
"""Clocks that run on when only the group changes. Earlier periods within a window are left out: the opening stock has none."""


class Occasion(NamedTuple):
    """A duty in a state: how many instances open, and how many are held if nobody stays away, a year."""

    opened: float
    held: float


class _Entry(NamedTuple):
    """Some who enter a state in a year: how, how long their clock of the benefit has run, whether they had a talk, whence."""

    rate: float
    how: int
    benefit_age: float
    talked: bool
    origin: int = -1


class _Clock(NamedTuple):
    """A duty's clock in a state.

    Attributes:
        ages, levels: by citizen, days on it and the need level.
        chance: of this beginning. offset: days that it had run when the spell began.
        given: chances of traits that go with this beginning.
    """

    ages: Days
    levels: Days
    chance: float
    offset: int
    given: Mapping[int, float] | None


class Occasions:
    """Duties against a stock that stands still and the moves within it."""

    def __init__(self, world: World, stock: Standing, moves: Moves) -> None:
        self.world, self.stock = world, stock
        self.entries: list[list[_Entry]] = [
            [_Entry(float(rate), How.ARRIVAL, 0.0, False)] if rate > 0 else [] for rate in stock.arrivals
        ]
        for (origin, target), rate in moves.rate.items():
            self.entries[target].append(self._entry(origin, target, rate, moves.age[origin, target]))
        self.entering = np.array([sum(entry.rate for entry in entries) for entries in self.entries])

    def _entry(self, origin: int, target: int, rate: float, age: float) -> _Entry:
        """A switch: how the spell begins, as an engine would say it."""
        old, new = self.world.states[origin], self.world.states[target]
        benefit, inside = old["benefit"] != new["benefit"], old["merged"] == new["merged"]
        restart = benefit and new["restarts"] == 1
        how = How.SWITCH | (How.RESTART if restart else How.SAME_CLOCK)
        talked = bool(self.world.settings["switch_talk"] and group_changed(self.world, origin, target))
        talked &= new["caseworker"] == 1
        how |= (How.TALK if talked else 0) | (How.INSIDE if inside else 0)
        return _Entry(rate, int(how), 0.0 if benefit else age, talked, origin)

    def of(self, duty: np.void, state: int) -> Occasion:
        """A duty's occasions in one state."""
        if int(duty["starts"]) & How.TALK:
            talks = sum(e.rate * self._kept(duty, state, e) for e in self.entries[state] if e.how & int(duty["starts"]))
            return Occasion(talks, talks)
        here = (self.stock.state == state) & (self.stock.served | (duty["kind"] == DutyKind.ELSEWHERE))
        opened = held = 0.0
        for clock in self._clocks(duty, state, here):
            more = (self._repeating if duty["every"] else self._instances)(duty, state, clock)
            opened, held = opened + clock.chance * more.opened, held + clock.chance * more.held
        return Occasion(opened, held)

    # --- clocks
    def _clocks(self, duty: np.void, state: int, here: Mask) -> Iterator[_Clock]:
        """The clock of a duty; with different beginnings where it is not certain, each with its chance."""
        spell, levels = self.stock.age[here], self.stock.level[here]
        if duty["clock"] == Clock.ACCUMULATED:
            yield _Clock(spell + self.stock.accumulated[here], levels, 1.0, 0, None)
        elif duty["clock"] == Clock.ABSENCE:
            settings = self.world.settings
            job = self.stock.share_having(settings["job_trait"], state)
            for days, chance, sure in ((settings["absence_job"], job, 1.0), (settings["absence_other"], 1 - job, 0.0)):
                yield _Clock(spell + days, levels, chance, days, {settings["job_trait"]: sure})
        else:
            yield _Clock(spell, levels, 1.0, 0, None)

    def _bound(self, duty: np.void, state: int, clock: _Clock, ages: Days) -> Floats:
        """By day of the clock, the chance that the traits which the duty names leave it to be kept."""
        having, spell = self.stock.traits.having, np.maximum(ages - clock.offset, 0)
        share: Floats = np.ones(len(ages))
        if duty["only"]:
            share = share * having(int(duty["only"]), state, spell, clock.given)
        if duty["exempt"]:
            share = share * (1.0 - having(int(duty["exempt"]), state, spell, clock.given))
        return share

    def _kept(self, duty: np.void, state: int, entry: _Entry) -> float:
        """The share of some who have just switched that no trait exempts; whether they have a job, the old state says."""
        sick, job = self.world.states[state]["sick"], bool(self.world.states[entry.origin]["job"])
        given = {self.world.settings["job_trait"]: float(job)} if sick else None
        return 1.0 - float(self.stock.traits.having(int(duty["exempt"]), state, np.zeros(1, np.int64), given)[0])

    def _starting(self, duty: np.void, state: int, number: int, due: float) -> float:
        """The share of those who enter a state whose instance falls due there, k-th of the duty at a day of its clock."""
        if int(duty["starts"]) & How.HAND_OVER and not int(duty["starts"]) & ~How.HAND_OVER:
            return 1.0
        of_benefit = duty["clock"] in OF_BENEFIT
        owed = 0.0
        for entry in self.entries[state]:
            begins = bool(int(duty["starts"]) & entry.how)
            first = number == 1 and (
                (entry.how & How.ARRIVAL and int(duty["first_states"]) >> state & 1)
                or (duty["talk_counts"] and entry.talked)
            )
            passed = of_benefit and entry.benefit_age > due
            owed += entry.rate * (begins and not first and not passed)
        total = float(self.entering[state])
        return owed / total if total else float(bool(int(duty["starts"]) & (How.ARRIVAL | SWITCHED)))

    # --- counting
    def _instances(self, duty: np.void, state: int, clock: _Clock) -> Occasion:
        """Instances that fall due once."""
        opened = held = 0.0
        count = max(int(duty["count"]), 1)
        since = self.stock.handed_over if self.world.states[state]["caseworker"] == 2 else clock.offset
        notice = int(duty["notice"]) if duty["kind"] in (DutyKind.MEETING, DutyKind.DESK) else 0
        for number in range(int(duty["from_instance"]), count + 1):
            due = int(duty["term"]) * number / count
            if due < since:  # passed before the spell began
                continue
            opens = max(due - int(duty["window"]), since)
            starting = self._starting(duty, state, number, due)
            opened += starting * self._passing(duty, state, clock, opens)
            held += starting * self._passing(duty, state, clock, opens + notice)
        return Occasion(opened, held)

    def _repeating(self, duty: np.void, state: int, clock: _Clock) -> Occasion:
        """Instances at intervals after a first one, by need."""
        total = 0.0
        lead = max(int(duty["window"]) - int(duty["notice"]), 0)
        starting = self._starting(duty, state, 0, np.inf)
        for level in range(3):
            interval = self.world.tables[duty[f"every_{level}"]]
            first = max(int(duty[f"first_{level}"]) - lead, 0)
            mine = clock.levels == level
            share = float(mine.mean()) if len(mine) else 0.0
            of_level = clock._replace(ages=clock.ages[mine], levels=clock.levels[mine])
            before = 0.0  # the share of those who came with a clock that ran: they are past the first one sooner
            if duty["clock"] in OF_BENEFIT and self.entering[state]:
                past = sum(entry.rate for entry in self.entries[state] if entry.benefit_age > first)
                before = past / float(self.entering[state])
            all_along = float(self._bound(duty, state, of_level, of_level.ages).sum())
            all_along *= YEAR / max(float(interval.mean()), 1.0)
            on = self._of_grid(duty, state, of_level, first, interval, share)
            total += starting * ((1 - before) * on + before * all_along)
        return Occasion(total, total)

    def _of_grid(
        self, duty: np.void, state: int, clock: _Clock, first: int, interval: NDArray[np.int32], share: float
    ) -> float:
        """How many a year pass the days of a grid: one by one where the stock thins out between two, later in a lump.

        Args:
            share: of those who enter, how many are meant.
        """
        days = max(float(interval.mean()), 1.0)
        points = ONE_BY_ONE if interval[0] == interval[-1] else 1  # at random: after the first, at any time
        passing = sum(self._passing(duty, state, clock, first + n * days, share) for n in range(points))
        later = clock.ages[clock.ages >= first + (points - 0.5 if points > 1 else 0) * days]
        return passing + float(self._bound(duty, state, clock, later).sum()) * YEAR / days

    def _passing(self, duty: np.void, state: int, clock: _Clock, day: float, share: float = 1.0) -> float:
        """How many a year pass a day of their clock while the duty binds them; ``share`` of those who enter are meant.

        Soon after the spell's beginning those who enter are counted, less those whom life has taken; the stock later.
        """
        at = np.array([round(day)], np.int64)
        bound = float(self._bound(duty, state, clock, at)[0])
        if day - clock.offset < 2 * NARROWEST and self.world.states[state]["caseworker"] != 2:
            left = float(self.stock.beyond(state, np.maximum(at - clock.offset, 0))[0])
            return share * float(self.entering[state]) * left * bound
        width = max(day * WIDTH, NARROWEST)
        low = max(day - width, 0.0)
        near = int(((clock.ages >= low) & (clock.ages < day + width)).sum())
        return near * bound / (day + width - low) * YEAR


def group_changed(world: World, origin: int, target: int) -> bool:
    """Whether a switch changes the group of LAB § 6, groups that count as one taken together."""
    old, new = world.states[origin], world.states[target]
    return bool(old["lab"] != new["lab"] and old["merged"] != new["merged"])
