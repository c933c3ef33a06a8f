"""Align two histories of a citizen: pair the entries of the same event, and explain each difference."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from sim.journal.changes import Changed, Changes
from sim.journal.comparable import BY_DAY, COMPARED, Comparable
from sim.journal.entry import Entry, History
from sim.journal.twin import Pair, Twins
from sim.world.log import NO_DAY, RowKind

_AT = {name: place for place, name in enumerate(COMPARED)}


class _Item(NamedTuple):
    """An entry with the keys by which it is compared.

    Attributes:
        exact: equal for the same event on the same day.
        thing: equal for the same event on any day.
        due: the due days of its rows.
        obliged: (spell, duty, activity, due day) of its rows.
        of_switch: whether it is a switch, or the assignment of a caseworker by a switch.
    """

    entry: Entry
    place: int
    exact: tuple[Any, ...]
    thing: tuple[Any, ...]
    due: tuple[int, ...]
    obliged: tuple[tuple[int, ...], ...]
    of_switch: bool


def side_by_side(left: History, right: History, both: Comparable, changes: Changes) -> Twins:
    """Align two histories of one citizen.

    Args:
        both: the two logs. changes: the clauses in which their settings differ.
    """
    sides = [_items(both, side, history.entries) for side, history in enumerate((left, right))]
    matched = sorted(_matched(*sides), key=_when)
    judge = _Judge(sides, changes, both.names("activity"))
    pairs = tuple(judge.pair(*two) for two in matched)
    return Twins(left, right, pairs, (*changes.rules, *changes.practice), changes.general)


def _items(both: Comparable, side: int, entries: tuple[Entry, ...]) -> list[_Item]:
    """The entries of one history with their keys. All their rows are read at once, which is faster than entry by entry."""
    rows = iter(both.rows(side, [position for entry in entries for position in entry.rows]))
    return [_item(place, entries, list(islice(rows, len(entry.rows)))) for place, entry in enumerate(entries)]


def _item(place: int, entries: tuple[Entry, ...], rows: list[tuple[int, ...]]) -> _Item:
    """An entry with its keys, from its comparable rows."""
    entry = entries[place]
    main = next((row for row in rows if RowKind(row[_AT["kind"]]).name == entry.kind), rows[0])
    kind = RowKind(main[_AT["kind"]])
    extra = 0 if kind in BY_DAY else main[_AT["extra"]]
    group = entry.group if kind in {RowKind.ARRIVE, RowKind.SWITCH} else ""
    exact = (group, *(row[1:] for row in rows))  # without the citizen
    form = main[_AT["form"]] if kind in {RowKind.ORDER, RowKind.DELIVER, RowKind.OFFER} else 0
    thing = (kind, main[_AT["spell"]], main[_AT["duty"]], main[_AT["procedure"]], main[_AT["activity"]], form, extra)
    due = tuple(sorted({row[_AT["due"]] for row in rows} - {NO_DAY}))
    obliged = tuple(
        (row[_AT["spell"]], row[_AT["duty"]], row[_AT["activity"]], row[_AT["due"]])
        for row in rows
        if row[_AT["due"]] != NO_DAY
    )
    before = entries[place - 1] if place else None
    by_switch = entry.kind == "ASSIGN" and before is not None and (before.kind, before.date) == ("SWITCH", entry.date)
    return _Item(entry, place, exact, thing, due, obliged, by_switch or entry.kind == "SWITCH")


Two = tuple[_Item | None, _Item | None]


def _matched(left: list[_Item], right: list[_Item]) -> Iterator[Two]:
    """Pair the items; each item is in one pair.

    Equal items are paired first, then the same thing with the same due days, then the same thing.
    """
    for key in (lambda i: i.exact, lambda i: (i.thing, i.due), lambda i: i.thing):
        waiting: dict[Any, list[_Item]] = defaultdict(list)
        for item in right:
            waiting[key(item)].append(item)
        rest, taken = [], set()
        for item in left:
            partners = waiting[key(item)]
            if partners:
                partner = partners.pop(0)
                taken.add(partner.place)
                yield item, partner
            else:
                rest.append(item)
        left, right = rest, [item for item in right if item.place not in taken]
    yield from ((item, None) for item in left)
    yield from ((None, item) for item in right)


def _when(two: Two) -> tuple[date, str, int, int]:
    """The sort key of a pair: day, hour, then the order in the histories."""
    items = [item for item in two if item is not None]
    first = min(items, key=lambda item: item.entry.date)
    last = 1 << 30
    return (
        first.entry.date, first.entry.time, two[0].place if two[0] else last, two[1].place if two[1] else last,
    )  # fmt: skip


class _Judge:
    """Explains the pairs one after another: why the two entries differ."""

    def __init__(self, sides: list[list[_Item]], changes: Changes, names: dict[int, str]) -> None:
        self.changes, self.names = changes, names
        self.obliged = [Counter(key for item in side for key in item.obliged) for side in sides]
        self.parted = False
        self.touched: set[tuple[int, str]] = set()  # (spell, procedure) that a rule difference has changed

    def pair(self, left: _Item | None, right: _Item | None) -> Pair:
        entries = (left.entry if left else None, right.entry if right else None)
        if left and right and left.exact == right.exact:
            return Pair(*entries, "same")
        behind = self._behind(left, right)
        if behind and not (self._is_only_the_day(left, right) and _is_sized_alike(left, right)):
            self.parted = True
            self._mark(left or right)
            return Pair(*entries, "rule", behind)
        if self._is_of_the_diary(left, right):
            return Pair(*entries, "diary")
        self._mark(left or right)
        return Pair(*entries, "follows")

    def _behind(self, left: _Item | None, right: _Item | None) -> tuple[Changed, ...]:
        behind = [
            change
            for side, item in enumerate((left, right))
            if item is not None
            for change in self.changes.behind(side, self._paths(side, item), of_switch=item.of_switch)
        ]
        if left is None or right is None:  # that a clause is not in force explains more than the groups it names
            behind.sort(key=lambda change: not change.clause.endswith(".active"))
        return tuple({change.clause: change for change in behind}.values())

    def _paths(self, side: int, item: _Item) -> list[str]:
        """The clauses behind an entry: the clauses that it names, and the clauses of its kind of work."""
        activity = self.names.get(item.thing[4])
        own = [path for path in item.entry.clause.path.split(", ") if path]
        return own + (self.changes.of_activity(side, activity) if activity else [])

    def _is_only_the_day(self, left: _Item | None, right: _Item | None) -> bool:
        """Whether both sides owe the same work by the same day, so that only the diary decides when it is done."""
        if left is not None and right is not None:
            return bool(left.due) and left.due == right.due and not self._is_touched(left)
        item, opposite = (left, 1) if left is not None else (right, 0)
        assert item is not None
        return (
            bool(item.obliged)
            and all(self.obliged[opposite][key] for key in item.obliged)
            and not self._is_touched(item)
        )

    def _is_of_the_diary(self, left: _Item | None, right: _Item | None) -> bool:
        if not self.parted:
            return True
        items = [item for item in (left, right) if item is not None]
        if any(self._is_touched(item) for item in items):
            return False
        return self._is_only_the_day(left, right) or all(item.entry.kind == "ASSIGN" for item in items)

    def _mark(self, item: _Item | None) -> None:
        """Note that the item's procedure takes a different course from here on."""
        if item is not None:
            self.touched |= self._courses(item)

    def _is_touched(self, item: _Item) -> bool:
        return bool(self._courses(item) & self.touched)

    def _courses(self, item: _Item) -> set[tuple[int, str]]:
        paths = item.entry.clause.path.split(", ")
        return {(item.thing[1], path) for path in paths[:1] if path.startswith("procedures.")}


def _is_sized_alike(left: _Item | None, right: _Item | None) -> bool:
    """Whether two entries take the same minutes in the same form."""
    if left is None or right is None:
        return True
    minutes, form = _AT["minutes"] - 1, _AT["form"] - 1
    sizes = [
        (sum(row[minutes] for row in item.exact[1:]), {row[form] for row in item.exact[1:]}) for item in (left, right)
    ]
    return sizes[0] == sizes[1]
