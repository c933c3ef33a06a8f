"""The columns of a world's tables of rows."""

from __future__ import annotations

from typing import Any

import numpy as np

STATE = np.dtype(
    [
        ("lab", np.int8), ("benefit", np.int8), ("family", np.int8), ("merged", np.int8), ("team", np.int8), ("pool", np.int8),
        ("caseworker", np.int8),  # 0 never 1 always 2 after the a-kasse's hand-over
        ("restarts", np.int8), ("insured", np.int8), ("sick", np.int8), ("job", np.int8), ("self_booking", np.int8),
        ("sanctioned", np.int8), ("weight", np.int32), ("need_medium", np.int64), ("need_heavy", np.int64),
        ("exit_first", np.int32), ("exit_count", np.int32),
    ]
)  # fmt: skip

CLOCK_ROW = np.dtype(
    [
        ("state", np.int8), ("term", np.int8),  # 0 life 1 term
        ("target", np.int8),  # life: a state, -1 outside, -2 the state from which the citizen came
        ("procedure", np.int16),  # term: the procedure that begins
        ("cause", np.int8), ("table", np.int16), ("table_stock", np.int16),  # the second: opening stock, with prolongations
        ("window", np.int32),  # days within which earlier periods on the benefit count; 0: no earlier period counts
        ("month_end", np.int8),  # 1: the term does not end before the month does
        ("accumulated", np.int8),  # 1: days of unemployment before an illness count
        ("span", np.int8),  # calendar months instead of days: row of `spans`, or -1
        ("aged", np.int8),  # the term comes at this age: 1 + row of `spans`, counted from the birth day; 0: not by age
        ("soft", np.int8),  # 1: effects on behaviour move this clock of life
        ("key", np.int64),
    ]
)  # fmt: skip

NEED_ROW = np.dtype(
    [
        ("state", np.int8), ("procedure", np.int16), ("holds", np.int8), ("table", np.int16), ("code", np.int16),
        ("key", np.int64), ("stage_0", np.int32), ("stage_1", np.int32), ("stage_2", np.int32),
        ("meeting", np.int32), ("assessment", np.int32), ("end", np.int32),  # how much each occasion reduces the need's resistance
        ("request", np.int16), ("ground", np.int8),  # days until the citizen asks; number in SDPL § 27(1)
    ]
)  # fmt: skip

TRAIT_ROW = np.dtype(
    [
        ("states", np.int32), ("bit", np.int64), ("only", np.int64), ("unless", np.int64),  # traits drawn by earlier rows
        ("lasting", np.int8),  # 0 drawn in each spell, 1 the same in all spells, 2 drawn at arrival, then changed by steps only
        ("share", np.int64),
        ("life_over", np.int32), ("life_at_most", np.int32), ("until", np.int32),  # not in a spell that is older than `until` days
        ("key", np.int64),
    ]
)  # fmt: skip

EXIT_ROW = np.dtype([("destination", np.int16), ("below", np.int64)])

RETURN_ROW = np.dtype(
    [
        ("state", np.int8), ("destination", np.int16),  # the state left, and for what
        ("target", np.int8), ("older", np.int8),  # the state returned to; the one for a citizen too old for it, -1: none
        ("below", np.int64),  # the chances of the rows with the same past, added up
        ("table", np.int16),  # days until the return
        ("works", np.int8),  # 1: the time away is work that counts for a new right to dagpenge
        ("key", np.int64),
    ]
)  # fmt: skip

ACTIVITY = np.dtype(
    [
        ("role", np.int8), ("pool", np.int8),  # the pool of a role that has diaries of its own; -1: the caseworker's diary, or no diary
        ("table_0", np.int16), ("table_1", np.int16), ("table_2", np.int16),  # minutes in person, by phone, by video
        ("meeting", np.int8),
    ]
)  # fmt: skip

RIDER = np.dtype(
    [
        ("states", np.int32),
        ("only", np.int64),
        ("activity", np.int16),
        ("days", np.int32),
        ("first", np.int8),
        ("key", np.int64),
    ]
)

CERTIFICATE = np.dtype([("fee", np.int32), ("table", np.int16), ("key", np.int64)])

DUTY = np.dtype(
    [
        ("states", np.int32), ("starts", np.int32), ("clock", np.int8), ("kind", np.int8), ("slot", np.int8),
        ("count", np.int32), ("from_instance", np.int32), ("first_states", np.int32), ("talk_counts", np.int8),
        ("term", np.int32),  # days within which `count` meetings are due, or days to the single due date
        ("term_span", np.int8), ("deadline_span", np.int8),  # calendar months instead of days: row of `spans`, or -1
        ("every", np.int8),  # 1: repeats; tables by need below
        ("first_span", np.int8), ("every_span", np.int8),  # of a repeating duty: calendar months
        ("first_0", np.int32), ("first_1", np.int32), ("first_2", np.int32),
        ("every_0", np.int16), ("every_1", np.int16), ("every_2", np.int16),
        ("window", np.int32), ("notice", np.int32), ("deadline", np.int32), ("only", np.int64), ("exempt", np.int64),
        ("activity", np.int16), ("procedure", np.int16), ("form", np.int8), ("optional", np.int8),
        ("detects", np.int8),  # 1 as a meeting 2 as an assessment
        ("counted", np.int32),  # clock WINDOW: days within which days on the benefit count
        ("credits", np.int64),  # other duties (bits of codes) for which a meeting of this duty counts as well
        ("followed_by", np.int16),  # 1 + code of the duty that starts when a meeting of this one is held; 0: none
        ("code", np.int16),  # the number of its name; the versions of a duty under several laws share it and follow each other
        ("line", np.int16),  # the first version of a line in which each version continues the work of the one before
        ("enacted", np.int32), ("enacted_for", np.int8),  # the first day (0: the start), and the law of running cases (Running)
        ("summoned", np.int8),  # 1: the office books for every citizen
        ("tracked", np.int8), ("key_minutes", np.int64), ("key_show", np.int64), ("key_book", np.int64),
        ("key_form", np.int64), ("key_every", np.int64), ("key_sanction", np.int64), ("key_ride_0", np.int64), ("key_ride_1", np.int64),
    ]
)  # fmt: skip

STEP = np.dtype([("op", np.int8), ("a", np.int64), ("b", np.int64), ("c", np.int32), ("key", np.int64)])

PROCEDURE = np.dtype(
    [
        ("entry", np.int32), ("due", np.int32), ("cause", np.int8),
        ("enacted", np.int32), ("enacted_for", np.int8),  # of a later version: the first day, and the law of running cases (Running)
        ("later", np.int16),  # the row of the next version, 0: none
        ("waits", np.int8),
        ("outlives", np.int8),  # 1: a switch or an exit does not stop it
    ]
)  # fmt: skip
"""``waits`` 1: the citizen waits for a decision while the procedure runs (used by effects on behaviour only)."""

EFFECT = np.dtype(
    [
        ("base", np.int32),  # the rate of soft clocks in permille without any effect
        ("contact", np.int32), ("contact_days", np.int32),  # permille added for this many days after a meeting
        ("caseload", np.int32), ("caseload_usual", np.int32), ("caseload_steps", np.int32),  # permille per 10 cases above; thousandths
        ("continuity", np.int32), ("continuity_days", np.int32),  # permille subtracted for this many days after a change of caseworker
        ("waiting", np.int32),  # permille subtracted while a case waits
        ("pace", np.int32), ("pace_usual", np.int32), ("pace_steps", np.int32),  # of a task's minutes: as `caseload` of the rate
    ]
)  # fmt: skip
"""Effects on the behaviour of the citizens of a state, and on the minutes of tasks. A world without effects has no such rows."""

POST = np.dtype(
    [
        ("team", np.int8),
        ("pool", np.int8),
        ("role", np.int8),
        ("fraction", np.int32),
        ("share", np.int32),
        ("code", np.int32),
    ]
)

STAFF_EVENT = np.dtype([("day", np.int32), ("post", np.int16), ("kind", np.int8), ("share", np.int32)])

CITIZEN = np.dtype(
    [
        ("entity", np.int64), ("arrive", np.int32), ("state", np.int8), ("elapsed", np.int32), ("came_from", np.int8),
        ("born", np.int32), ("need_bits", np.int64), ("traits", np.int64), ("opening_need", np.int16), ("opening_stage", np.int8),
        ("accumulated", np.int32),
        ("carried", np.int8),  # 1: the fields below and `came_from`, `born`, `accumulated` are those of a citizen of a burn-in
        ("present", np.int32),  # days in the system so far
        ("benefit", np.int32), ("family", np.int32), ("course", np.int32),  # days since each of these first days
        ("need_state", np.int8), ("blocked", np.int8),  # 0 not arisen 1 unseen 2 seen; 1: no exit to work
        ("terms", np.int16), ("term", np.int32),  # how often the term was renewed; days until it ends, 0: no end is planned
        ("cases", np.int32), ("case_count", np.int8),  # the first row and the number of rows of CASE
        ("outside", np.int8),  # 1: outside at the start, and comes back on arrival (spell 1) with the past of `periods`
        ("worked", np.int32),  # days at work since a right to dagpenge was earned
    ]
)  # fmt: skip
"""``opening_need`` and ``opening_stage`` start the case of a citizen that is not ``carried``; ``cases`` those of one that is."""

CASE = np.dtype(
    [
        ("procedure", np.int16), ("step", np.int32),  # the step at which the case goes on
        ("wait", np.int32), ("began", np.int32),  # days until then; days since the case began
        ("session", np.int32),  # the day of the hearing, if the case has a place on an agenda, else -1
        ("paper", np.int32),  # days since the newest certificate, -1: none
        ("cause", np.int8),
    ]
)  # fmt: skip
"""A case of the opening stock that is under way."""

PERIOD = np.dtype([("citizen", np.int32), ("family", np.int8), ("first", np.int32), ("last", np.int32)])
"""An earlier period on a benefit: its first day and the day after its last; both are negative, or the last is day 0."""

ROWS: dict[str, np.dtype[Any]] = {
    "states": STATE, "clocks": CLOCK_ROW, "needs": NEED_ROW, "traits": TRAIT_ROW, "exits": EXIT_ROW, "returns": RETURN_ROW,
    "activities": ACTIVITY, "certificates": CERTIFICATE, "riders": RIDER, "duties": DUTY, "steps": STEP,
    "procedures": PROCEDURE, "posts": POST, "staff_events": STAFF_EVENT, "citizens": CITIZEN, "effects": EFFECT,
    "cases": CASE, "periods": PERIOD,
}  # fmt: skip
"""The world's tables of rows, and the columns of each."""

LAW_TABLES = ("states", "clocks", "needs", "activities", "certificates", "riders")
"""Tables that a later law replaces completely."""
