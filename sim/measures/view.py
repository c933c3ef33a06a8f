"""A log with a window, as measures read it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.files.quantity import YEAR_DAYS
from sim.measures.axis import Axis, StateAxis
from sim.measures.sorted_log import LABEL, SortedLog
from sim.measures.volume import KNOWN, UNKNOWN, side_of_labels, team_of_caseworkers
from sim.world.log import NOBODY, Log, RowKind

DAY = 1440
"""Minutes of a civil day."""
NEED_LEVELS = ("light", "medium", "heavy")
"""The need levels of TRAITS rows, by code."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Window(NamedTuple):
    """The measured days: ``first_day`` to ``last_day``, both included, as day numbers of the log.

    A run of 1,096 days with a warm-up of 366 days has ``Window(366, 1095)``. All runs of a study use one window, so a
    difference between rule sets is never a difference between windows.
    """

    first_day: int
    last_day: int

    @property
    def days(self) -> int:
        """Length in days."""
        return self.last_day - self.first_day + 1

    @property
    def start(self) -> int:
        """First minute of the window."""
        return self.first_day * DAY

    @property
    def end(self) -> int:
        """First minute after the window."""
        return (self.last_day + 1) * DAY


class Part:
    """Some rows of a log in order, read by the names of their fields (``docs/generated/log.md``).

    Columns are read when they are asked for, and once. Rows chosen from a part, or from a choice of it, get their columns
    from that first part, as narrow as in the log, so that little memory moves.

    Attributes:
        position: int32[n], each row's position in the log; a later row has a higher position.
    """

    def __init__(
        self,
        position: NDArray[np.int32],
        narrow: Callable[[str], NDArray[Any]],
        source: Part | None = None,
        places: Ints | slice = slice(0, None),
    ) -> None:
        """Rows at these positions.

        Args:
            narrow: the column of a field, as narrow as in the log.
            source: the part from which the rows were chosen, itself no choice of another. places: their places in it.
        """
        self.position, self._read, self._source, self._places = position, narrow, source, places
        self._narrow: dict[str, NDArray[Any]] = {}
        self._columns: dict[str, Ints] = {}

    def __len__(self) -> int:
        return len(self.position)

    def __getitem__(self, column: str) -> Ints:
        """A field as int64[n], read once. It has a meaning only in rows whose kind has the field.

        Raises:
            KeyError: no kind has a field of this name, or two kinds have it in different columns.
        """
        if column not in self._columns:
            self._columns[column] = self.narrow(column).astype(np.int64)
        return self._columns[column]

    def narrow(self, column: str) -> NDArray[Any]:
        """A field as integers of the log's own width, read once; see :meth:`__getitem__`."""
        if column not in self._narrow:
            self._narrow[column] = self._read(column)
        return self._narrow[column]

    def derived(self, name: str, make: Callable[[Part], NDArray[Any]]) -> NDArray[Any]:
        """[n], a property of rows, made once for all rows of the same source and then read like a field.

        Args:
            name: a name that no field has.
            make: the property of the rows of a part.
        """
        source = self._source or self
        if name not in source._narrow:  # noqa: SLF001
            source._narrow[name] = make(source)  # noqa: SLF001
        return self.narrow(name)

    def once(self, name: str, make: Callable[[], Ints]) -> Ints:
        """int64[n], a property of these rows, made when it is first asked for.

        Args:
            name: a name that no field has.
        """
        if name not in self._columns:
            self._columns[name] = make()
        return self._columns[name]

    @cached_property
    def day(self) -> Ints:
        """int64[n], day numbers."""
        return self["minute"] // DAY

    @cached_property
    def by_citizen(self) -> Ints:
        """int64[n], the order of the rows by citizen and then in the log's order."""
        from sim.measures.walks.pairs import by_citizen

        citizen = self.narrow("citizen")
        return by_citizen(citizen, self.position, int(citizen.max(initial=NOBODY)))

    def where(self, mask: Mask) -> Part:
        """The rows for which ``mask`` (bool[n]) holds."""
        chosen = np.flatnonzero(mask)
        return self if len(chosen) == len(self) else self.at(chosen)

    def at(self, chosen: Ints) -> Part:
        """The rows at these places, in rising order."""
        if isinstance(self._places, slice):
            return self._choice(chosen, chosen + self._places.start if self._places.start else chosen)
        return self._choice(chosen, self._places[chosen])

    def _choice(self, chosen: Ints | slice, places: Ints | slice) -> Part:
        """The rows at these places of this part, which are at other places of its source."""
        source = self if self._source is None else self._source
        return Part(self.position[chosen], lambda name: source.narrow(name)[places], source, places)

    @staticmethod
    def joined(parts: Sequence[Part]) -> Part:
        """The rows of several parts in the order of the log."""
        from sim.measures.walks.pairs import merged

        position = np.concatenate([part.position for part in parts])
        order = merged(position, np.cumsum([len(part) for part in parts]))
        return Part(position[order], lambda name: np.concatenate([part.narrow(name) for part in parts])[order])

    def between(self, start: int, end: int) -> Part:
        """The rows with start <= minute < end. They are not copied, because the log is in order of time."""
        low, high = np.searchsorted(self.narrow("minute"), (start, end)).tolist()
        if isinstance(self._places, slice):
            first = self._places.start
            return self._choice(slice(low, high), slice(first + low, first + high))
        return self._choice(slice(low, high), self._places[low:high])


class View:
    """A log, a window, and data that all measures share.

    Attributes:
        log: the log, sorted by kind.
        window: the measured days.
        side: the side of the log that is seen; both for the whole log (:mod:`sim.measures.volume`).
        days: length of the run in days.
        end: first minute after the run.
        per_year: factor from a total of the window to a year of 365.25 days.
    """

    def __init__(self, log: Log | SortedLog, window: Window) -> None:
        self.window, self.side, self.days = window, KNOWN | UNKNOWN, int(log.meta["days"])
        if not 0 <= window.first_day <= window.last_day < self.days:
            raise ValueError(
                f"window {tuple(window)} is not within a run of {self.days} days (last day {self.days - 1})"
            )
        self.log = log if isinstance(log, SortedLog) else SortedLog.of(log)
        self.end = self.days * DAY
        self.per_year = YEAR_DAYS / window.days
        self._whole: View | None = None
        self._parts: dict[tuple[object, ...], Part] = {}
        self._axes: dict[str, Axis] = {}

    @property
    def whole(self) -> View:
        """The view of the whole log. A view does not hold itself, so a finished run is freed at once."""
        return self if self._whole is None else self._whole

    def of_side(self, side: int) -> View:
        """The view of one side of the log."""
        view = View(self.log, self.window)
        view.side, view._whole, view._parts, view._axes = side, self.whole, self._parts, self._axes
        return view

    @cached_property
    def here(self) -> Mask:
        """bool[positions of states], the states of this side."""
        mask: Mask = (side_of_labels(self.log, self.states) & self.side) > 0
        return mask

    def of(self, *kinds: RowKind) -> Part:
        """All rows of these kinds in order, over the whole run."""
        return self._once(("all", self.side, *kinds), lambda: Part(*self.log.rows(kinds, self.side)))

    def histories(self, *kinds: RowKind) -> Part:
        """All rows of these kinds by citizen, and in order for each citizen."""
        key = ("by citizen", self.side, *kinds)
        return self._once(key, lambda: Part(*self.log.rows(kinds, self.side, by_citizen=True)))

    def inside(self, *kinds: RowKind) -> Part:
        """The rows of these kinds whose minute is in the window."""
        key = ("inside", self.side, *kinds)
        return self._once(key, lambda: self.of(*kinds).between(self.window.start, self.window.end))

    def _once(self, key: tuple[object, ...], make: Callable[[], Part]) -> Part:
        """A part that all views of the log share."""
        if key not in self._parts:
            self._parts[key] = make()
        return self._parts[key]

    def axis(self, name: str) -> Axis:
        """The labels of one of the log's dictionaries."""
        if name not in self._axes:
            self._axes[name] = Axis(self.log.names.get(name, {}))
        return self._axes[name]

    def place(self, part: Part, field: str) -> Ints:
        """int64[n], the position of each row's code of a field on the axis of the same name."""
        return part.once(f"place of {field}", lambda: self.axis(field).index(part.narrow(field)))

    @property
    def states(self) -> StateAxis:
        """The labels of (group, benefit), which the tables call ``group``."""
        return self.log.states

    def state(self, part: Part) -> Ints:
        """int64[n], index of each row's state on :attr:`states`."""
        return part[LABEL]

    @cached_property
    def workday(self) -> Mask:
        """bool[days]: Danish working days."""
        return np.asarray(self.log.meta["workday"], dtype=np.bool_)[: self.days]

    @cached_property
    def week(self) -> Ints:
        """int64[days], the number of the calendar week (Monday to Sunday), counted from the week of day 0."""
        start = date.fromisoformat(str(self.log.meta["start"]))
        return (np.arange(self.days) + start.weekday()) // 7

    @cached_property
    def team_of_caseworker(self) -> Ints:
        """int64[caseworkers], team code, -1 for none."""
        return team_of_caseworkers(self.log)

    @cached_property
    def role_teams(self) -> Mask:
        """bool[labels of teams], the teams of other staff than caseworkers. Such a team has the name of the role."""
        roles = set(self.log.names.get("role", {}).values())
        return np.array([label in roles for label in self.axis("team").labels])

    @cached_property
    def need_weight(self) -> Floats:
        """float64[3], the practice's weight of a case by need level (1.0 = medium)."""
        weights: Floats = np.asarray(self.log.meta.get("need_weights", [1000] * 3), dtype=np.float64) / 1000.0
        return weights

    def code(self, dictionary: str, name: str) -> int:
        """The code of ``name`` in a dictionary of the log, or -2, a code that no row has."""
        return next((code for code, known in self.log.names.get(dictionary, {}).items() if known == name), -2)

    def overlap(self, start: Ints, end: Ints) -> Floats:
        """float64[n], the days within the window of each interval [start, end) in minutes."""
        inside = np.minimum(end, self.window.end) - np.maximum(start, self.window.start)
        days: Floats = np.maximum(inside, 0) / DAY
        return days
