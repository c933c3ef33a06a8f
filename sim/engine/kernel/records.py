"""The records of a run's state: what the kernel keeps of each citizen, duty, booking, procedure, day and post."""

from __future__ import annotations

import numpy as np

from sim.world.codes import EventKind

_I8, _I4, _I2, _I1 = np.int64, np.int32, np.int16, np.int8

RUN = np.dtype(
    [
        (name, _I8)
        for name in (
            "minute", "today", "rows", "limit", "heap", "next", "listed", "events", "free_chunk", "free_booking", "free_piece",
            "free_thread", "free_seat", "chunks", "bookings", "pieces", "threads", "seats", "ready", "queue", "queue_head",
            "started", "full", "law", "outside", "outside_head",
        )
    ]
)  # fmt: skip
"""``free_…`` is the record freed last, or -1. ``chunks``, ``bookings``, ``pieces``, ``threads`` and ``seats`` are the numbers of
records used so far, so a table takes memory only up to there. ``limit``: so many rows are handed out."""

CITIZEN = np.dtype(
    [
        ("entity", _I8), ("traits", _I8), ("citizen", _I4), ("thread", _I4), ("spell_day", _I4), ("resistance", _I4),
        ("serial", _I4), ("spell", _I2), ("caseworker", _I2), ("need", _I2), ("state", _I1), ("gone", _I1), ("need_level", _I1),
        ("need_state", _I1), ("handed", _I1), ("blocked", _I1), ("came_from", _I1), ("changed", _I1), ("talked", _I1),
        ("periods", _I1), ("since", _I4), ("benefit_day", _I4),
        # the fields above fill a line of the processor's cache; those below are read less often and fill another
        ("need_bits", _I8), ("born", _I4), ("absence_day", _I4), ("course_day", _I4), ("accumulated", _I4), ("worked", _I4),
        ("entered", _I4), ("life_row", _I4), ("term_row", _I4), ("terms", _I4), ("term_day", _I4), ("next", _I4), ("spare", _I8),
    ],
    align=True,
)  # fmt: skip

SLOT = np.dtype(
    [
        ("due", _I4), ("counts_from", _I4), ("deadline", _I4), ("booking", _I4), ("instance", _I4), ("held", _I2), ("owed", _I2),
        ("duty", _I2), ("spell", _I2), ("attempt", _I2), ("watched", _I1),
    ],
    align=True,
)  # fmt: skip

BOOKING = np.dtype(
    [
        ("citizen", _I4), ("owner", _I4), ("minutes", _I4), ("rider_0", _I4), ("rider_1", _I4), ("due", _I4), ("first", _I4), ("left", _I4),
        ("next", _I4), ("activity", _I2), ("duty", _I2), ("procedure", _I2), ("serial", _I2),
        ("step", _I2), ("worker", _I2), ("by", _I2), ("form", _I1), ("optional", _I1),
    ],
    align=True,
)  # fmt: skip

PIECE = np.dtype(
    [
        ("booking", _I4), ("day", _I4), ("minutes", _I4), ("page_next", _I4), ("next", _I4), ("end", _I4), ("caseworker", _I2),
        ("live", _I1), ("shelved", _I1),
    ],
    align=True,
)  # fmt: skip

THREAD = np.dtype(
    [
        ("citizen", _I4), ("serial", _I4), ("step", _I4), ("team_step", _I4), ("booking", _I4), ("place", _I4), ("due", _I4),
        ("paper_day", _I4), ("minutes", _I4), ("municipal", _I4), ("regional", _I4),
        ("next", _I4), ("page_next", _I4), ("procedure", _I2), ("version", _I2),
        ("duty", _I2), ("round", _I2), ("spell", _I2), ("cause", _I1), ("alive", _I1),
        ("waiting", _I1), ("begun", _I1), ("listed", _I1), ("carried", _I4),
    ],
    align=True,
)  # fmt: skip

FULL_EVENTS, FULL_LOG, FULL_BOOKINGS, FULL_PIECES, FULL_THREADS, FULL_STARTS, FULL_SERIALS = 1, 2, 4, 8, 16, 32, 64
ROOMS = {
    FULL_EVENTS: "events", FULL_LOG: "log rows of one event", FULL_BOOKINGS: "bookings", FULL_PIECES: "pieces of bookings",
    FULL_THREADS: "procedures", FULL_STARTS: "starts at one moment", FULL_SERIALS: "procedures of one citizen",
}  # fmt: skip
"""Bits of ``full`` in :data:`RUN`: the tables that have no room left, by their words."""

CHUNK = 15
"""Events of one day stand together in chunks. A chunk is a row of integers: the next chunk, then its events."""

KINDS, MOST_BITS = int(max(EventKind)) + 1, 12
"""Numbers of kinds of events; a day is sorted by at most 2^``MOST_BITS`` buckets of each."""

BUCKETS = (KINDS << MOST_BITS) + 1

PAGE = np.dtype([("optional", _I4), ("head", _I4), ("tail", _I4), ("hearing", _I4)])

DAYBOOK = np.dtype([("chunk", _I4), ("count", _I4), ("agenda_head", _I4), ("agenda_tail", _I4), ("sits", _I4)])
"""``chunk`` is the day's newest chunk of events, of which ``count`` are filled; those before it are full."""

POST = np.dtype(
    [("cases", _I8), ("share", _I8), ("active", _I8), ("open", _I8), ("dialogue", _I8), ("full_before", _I8)]
)
"""On the days after today and before ``full_before`` the post has less room than the least piece of desk work."""

POOL = np.dtype([("cases", _I8), ("share", _I8), ("first", _I8), ("posts", _I8)])
"""The table ``members`` has the ``posts`` posts of a pool from row ``first`` on."""

PERIOD = np.dtype([("family", _I4), ("first", _I4), ("last", _I4)])

SOFT = np.dtype(
    [
        (name, _I8)
        for name in (
            "row", "day", "hard_row", "hard_day", "left", "since", "planned", "contact_until", "change_until", "caseload",
            "waiting",
        )
    ]
)  # fmt: skip

START = np.dtype([("citizen", _I4), ("what", _I4), ("spell", _I4), ("how", _I4)])
