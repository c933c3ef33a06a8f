"""Everything that an engine needs, made before the clock starts: flat tables of integers only.

:mod:`sim.world.build` builds a world from the rows of ``world/rows``, the citizens and the office. Both engines read
the same tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.chance.quantiles import CELLS
from sim.world.codes import RIDERS
from sim.world.rows.agendas import prepared_from
from sim.world.rows.builders import table
from sim.world.tables import CASE, EFFECT, LAW_TABLES, PERIOD, RETURN_ROW, ROWS

SETTINGS: tuple[str, ...] = (
    "run", "days", "horizon", "attempts", "no_show_minutes", "phone_0", "phone_1", "phone_2",
    "remote_0", "remote_1", "remote_2", "bookable", "overtime_minutes",
    "overload_0", "overload_1", "overload_2", "margin_share", "margin_cases", "min_piece", "pool_count", "pool_most",
    "resistance_table", "undated_due", "cover", "fixed_caseworker", "interpreter_trait", "interpreter_permille",
    "help_trait", "help_minutes", "help_activity", "exempt_trait", "office_minutes", "office_activity", "miss_chance", "short_notice",
    "track_duty", "track_breach", "track_dialogue", "track_activity", "sanction_chance", "sanction_procedure", "switch_procedure",
    "switch_talk", "hand_over_day", "direct_trait", "absence_job", "absence_other", "job_trait",
    "extra_beyond", "extra_share",
    "spans_back", "new_right", "extension", "extension_most", "key_caseworker", "key_resistance", "key_request", "key_exit", "key_return",
)  # fmt: skip
"""Single numbers of a world, in the order in which the kernel holds them."""


@dataclass(frozen=True)
class Law:
    """The tables that a later law replaces from a day on. Rows of duties and procedures have dates of their own.

    Attributes:
        day: the law is in force from 00:00 of this day.
        settings: the same keys as the world's settings.
        states, clocks, needs, activities, certificates, riders: rows in the same order as the world's rows.
        pools: int8[posts], the pool of each post.
    """

    day: int
    settings: dict[str, int]
    states: NDArray[np.void]
    clocks: NDArray[np.void]
    needs: NDArray[np.void]
    activities: NDArray[np.void]
    certificates: NDArray[np.void]
    riders: NDArray[np.void]
    pools: NDArray[np.int8]


@dataclass(frozen=True)
class World:
    """The input of one run.

    Attributes:
        settings: the single numbers of :data:`SETTINGS`.
        tables: int32 (n, CELLS + 1) quantile tables.
        states, clocks, needs, traits, exits, activities, certificates, riders, duties, steps, procedures: the rules as rows.
        show: int64 (states, forms), the chance of a no-show.
        posts, staff_events: the posts, and when caseworkers leave and join.
        capacity: int16 (posts, horizon), effective minutes by day.
        sick: int8 (posts, horizon), 1 if ill; revealed at the day plan.
        workday: int8 by day.
        session: int32 by day, the day of the session whose agenda is fixed that day, or -1.
        places: int32 by day of a session, how many cases it hears.
        prepared_from: int32 by day of a session, the first day on which the team's members may work for it. It follows from
            ``places`` if it is left out.
        month_start: int32 by day, the first day of the next month.
        spans: int32 (numbers of months, days), the length in days of that many calendar months, by their first day.
            Day 0 of the run is at column ``spans_back``.
        citizens: the fate table (:data:`CITIZEN`), opening stock first, then arrivals by day.
        laws: the later laws, in order of their days.
        cases: cases of carried citizens that are under way on day 0 (:data:`CASE`).
        periods: earlier periods on benefits of carried citizens, those of each citizen in the order of days (:data:`PERIOD`).
        effects: one row per state (:data:`EFFECT`). Without rows, exits do not depend on the jobcenter's work.
        returns: the ways back of citizens who have left (:data:`RETURN_ROW`). Without rows nobody comes back.
        bookable: int64[posts], permille of a day that may be booked ahead. None: the setting `bookable` for all posts.
        names, meta: the log's names and meta data.
    """

    settings: dict[str, int]
    tables: NDArray[np.int32]
    states: NDArray[np.void]
    clocks: NDArray[np.void]
    needs: NDArray[np.void]
    traits: NDArray[np.void]
    exits: NDArray[np.void]
    activities: NDArray[np.void]
    certificates: NDArray[np.void]
    riders: NDArray[np.void]
    duties: NDArray[np.void]
    steps: NDArray[np.void]
    procedures: NDArray[np.void]
    show: NDArray[np.int64]
    posts: NDArray[np.void]
    staff_events: NDArray[np.void]
    capacity: NDArray[np.int16]
    sick: NDArray[np.int8]
    workday: NDArray[np.int8]
    session: NDArray[np.int32]
    places: NDArray[np.int32]
    month_start: NDArray[np.int32]
    spans: NDArray[np.int32]
    citizens: NDArray[np.void]
    laws: tuple[Law, ...] = ()
    cases: NDArray[np.void] = field(default_factory=lambda: np.zeros(0, CASE))
    periods: NDArray[np.void] = field(default_factory=lambda: np.zeros(0, PERIOD))
    effects: NDArray[np.void] = field(default_factory=lambda: np.zeros(0, EFFECT))
    returns: NDArray[np.void] = field(default_factory=lambda: np.zeros(0, RETURN_ROW))
    bookable: NDArray[np.int64] | None = None
    prepared_from: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    names: dict[str, dict[int, str]] = field(default_factory=dict)
    meta: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def empty(cls, days: int, horizon: int, settings: Mapping[str, int] | None = None, **parts: Any) -> World:
        """A world with these parts only: no working days, no sessions, all other settings 0.

        Args:
            days: number of simulated days.
            horizon: number of days for which tables by day have an entry.
            settings: the settings that are not 0.
            parts: fields of a world; a table of rows (:data:`ROWS`) may be a list of rows by name.
        """
        rows = {name: parts.get(name, []) for name in ROWS}
        tables = {name: table(part, ROWS[name]) if isinstance(part, list) else part for name, part in rows.items()}
        posts, states = len(tables["posts"]), len(tables["states"])
        fields: dict[str, Any] = {
            "settings": dict.fromkeys(SETTINGS, 0) | {"days": days, "horizon": horizon} | dict(settings or {}),
            "tables": np.zeros((1, CELLS + 1), np.int32),
            "show": np.zeros((states, 3), np.int64),
            "capacity": np.zeros((posts, horizon), np.int16),
            "sick": np.zeros((posts, horizon), np.int8),
            "workday": np.zeros(horizon, np.int8),
            "session": np.full(horizon, -1, np.int32),
            "places": np.zeros(horizon, np.int32),
            "month_start": np.full(horizon, horizon, np.int32),
            "spans": np.zeros((1, horizon), np.int32),
        }
        return cls(**(fields | parts | tables))

    @property
    def bookable_minutes(self) -> NDArray[np.int64]:
        """int64 (posts, horizon), minutes of a day that may be booked ahead."""
        share = self.settings["bookable"] if self.bookable is None else self.bookable[:, None]
        minutes: NDArray[np.int64] = self.capacity.astype(np.int64) * share // 1000
        return minutes

    def __post_init__(self) -> None:
        if not self.prepared_from.size:
            object.__setattr__(self, "prepared_from", prepared_from(self.places))
        missing = set(SETTINGS) ^ set(self.settings)
        if missing:
            raise ValueError(f"some settings are missing or unknown: {sorted(missing)}")
        for by_age, kind in ((False, "term"), (True, "age")):
            states = self.clocks["state"][(self.clocks["term"] == 1) & ((self.clocks["aged"] > 0) == by_age)]
            if np.unique(states).size != states.size:
                raise ValueError(f"a state has more than one {kind} that ends it")
        if self.effects.size not in (0, self.states.size):
            raise ValueError(
                f"effects have {self.effects.size} rows; expected one per state ({self.states.size}) or none"
            )
        if self.riders.size > RIDERS:
            raise ValueError(f"a meeting has {self.riders.size} kinds of guidance; at most {RIDERS} are possible")
        days = [law.day for law in self.laws]
        if days != sorted(set(days)) or (days and days[0] < 1):
            raise ValueError(f"later laws must be in order of their days, after day 0; found days {days}")
        for law in self.laws:
            for name in LAW_TABLES:
                if getattr(law, name).shape != getattr(self, name).shape:
                    raise ValueError(f"a later law has not as many rows of `{name}` as the first law")
