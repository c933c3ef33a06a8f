"""The events of citizens in the log of a run, as a table with names and calendar times."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.files.errors import ScenarioError, nearest_name
from sim.world.log import Log, RowKind
from sim.world.log.fields import FIELDS
from sim.world.log.named_rows import columns_of

ZONE = "Europe/Copenhagen"
SEQUENCE, CITIZEN, TIME, ACTIVITY, KIND, DETAIL = "sequence", "citizen", "time", "activity", "kind", "detail"
COLUMNS = (
    SEQUENCE,
    CITIZEN,
    TIME,
    ACTIVITY,
    KIND,
    DETAIL,
    "group",
    "benefit",
    "procedure",
    "case",
    "team",
    "caseworker",
    "minutes",
    "session",
)
COURSE = (
    RowKind.ARRIVE, RowKind.SWITCH, RowKind.EXIT, RowKind.WORK, RowKind.LOST, RowKind.BREACH, RowKind.DETECT, RowKind.START,
    RowKind.ORDER, RowKind.DELIVER, RowKind.READY, RowKind.PLACE, RowKind.HEARING, RowKind.DECIDE, RowKind.EFFORT,
    RowKind.SANCTION, RowKind.HANDOVER, RowKind.PROLONG, RowKind.OFFER,
)  # fmt: skip
"""The kinds of row that tell a citizen's course. The others plan, move or count work."""
OF_CITIZENS = tuple(kind for kind, entry in FIELDS.items() if entry.of != "a post")
_SESSION = {RowKind.PLACE: "session_day", RowKind.FREE: "session_day"}


def kinds_named(names: Collection[str]) -> tuple[RowKind, ...]:
    """The kinds of row by name, in any case.

    Raises:
        ScenarioError: a kind is unknown, or its rows are of no citizen.
    """
    known = {kind.name.lower(): kind for kind in OF_CITIZENS}
    for name in names:
        if name.lower() not in known:
            raise ScenarioError(
                "there is no such kind of event", found=name, expected=", ".join(known),
                nearest=nearest_name(name.lower(), known),
            )  # fmt: skip
    return tuple(known[name.lower()] for name in names)


def events_of(log: Log, kinds: Collection[RowKind] = COURSE, citizens: int | None = None) -> pd.DataFrame:
    """The events of citizens, in the order of the log.

    Args:
        kinds: the kinds of row.
        citizens: only so many citizens, evenly spread over their numbers, which follow the groups; None for all.

    Returns:
        One row per event:

        - ``sequence``: int64, position of the row in the log. It orders events of one minute.
        - ``citizen``: int64. ``time``: with the zone of Denmark. ``activity``: ``kind: detail``, or the kind alone.
        - ``kind``: the kind of row, in small letters. ``detail``: what was done, ordered or decided, "" for nothing.
        - ``group, benefit``: at the event. ``procedure``: "" for none. ``case``: its running number, -1 for none.
        - ``team, caseworker``: of the event, "" and -1 for none. ``minutes``: of work, else 0.
        - ``session``: of a place, a hearing or a freed place: the date of the session, "" else.
    """
    rows = log.rows
    taken = np.isin(rows["kind"], [int(kind) for kind in kinds]) & (rows["citizen"] >= 0)
    if citizens is not None:
        taken &= np.isin(rows["citizen"], spread(int(rows["citizen"].max(initial=-1)) + 1, citizens))
    position = np.flatnonzero(taken)
    rows = rows[position]
    first = np.datetime64(str(log.meta["start"]), "D")
    detail, session = np.full(rows.size, "", object), np.full(rows.size, "", object)
    minutes = np.zeros(rows.size, np.int64)
    for kind in map(RowKind, np.unique(rows["kind"]).tolist()):
        own = np.flatnonzero(rows["kind"] == int(kind))
        detail[own] = _details(log, kind, rows[own])
        if kind in {RowKind.WORK, RowKind.LOST}:
            minutes[own] = rows[own]["minutes"]
        day = rows[own]["minute"] // 1440 if kind is RowKind.HEARING else None
        if kind in _SESSION:
            day = rows[own][columns_of(kind)[_SESSION[kind]]]
        if day is not None:
            session[own] = (first + day.astype(np.int64)).astype(str)
    kind_names = {int(kind): kind.name.lower() for kind in RowKind}
    words = _named(rows["kind"], kind_names)
    wall = pd.Series(first.astype("datetime64[m]") + rows["minute"].astype("timedelta64[m]"))
    time = wall.dt.tz_localize(ZONE, ambiguous=np.ones(rows.size, bool), nonexistent="shift_forward")
    columns = {
        SEQUENCE: position.astype(np.int64), CITIZEN: rows["citizen"].astype(np.int64), TIME: time.array,
        ACTIVITY: np.where(detail == "", words, words + ": " + detail), KIND: words, DETAIL: detail,
        "group": _named(rows["group"], log.names["group"]), "benefit": _named(rows["benefit"], log.names["benefit"]),
        "procedure": _named(rows["procedure"], log.names["procedure"]), "case": rows["serial"].astype(np.int64),
        "team": _named(rows["team"], log.names["team"]), "caseworker": rows["caseworker"].astype(np.int64),
        "minutes": minutes, "session": session,
    }  # fmt: skip
    return pd.DataFrame(columns)[list(COLUMNS)]


def spread(number: int, chosen: int) -> NDArray[np.int64]:
    """int64[at most chosen], numbers from 0 to ``number - 1`` with equal steps."""
    return np.unique(np.linspace(0, max(number - 1, 0), min(chosen, number)).astype(np.int64))


def _details(log: Log, kind: RowKind, rows: NDArray[np.void]) -> NDArray[np.object_]:
    """What the rows of a kind are about: the new state of a switch, else the first field with a name in every row, else the procedure."""
    if kind is RowKind.SWITCH:
        states = {pair: log.names["state"][number] for number, pair in log.meta["state"].items()}
        pairs = zip(rows["group"].tolist(), rows["benefit"].tolist(), strict=True)
        return np.array([states.get(pair, "") for pair in pairs], object)
    for field in FIELDS[kind].fields:
        if field.dictionary and not field.may_be_empty:
            return _named(rows[field.column], log.names[field.dictionary])
    return _named(rows["procedure"], log.names["procedure"])


def _named(codes: NDArray[np.integer], names: dict[int, str]) -> NDArray[np.object_]:
    """The names of codes, "" for a code without one."""
    distinct, at = np.unique(codes, return_inverse=True)
    return np.array([names.get(int(code), "") for code in distinct], object)[at]
