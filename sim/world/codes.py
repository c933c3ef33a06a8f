"""The codes of a world: constants of time, and the numbers that its tables use for words."""

from __future__ import annotations

from enum import IntEnum

DAY = 1440
"""Civil minutes of a day."""

OPENING = 480
"""The minute at which a day is planned and its first entry may begin."""

HEARING_TIME = 720
"""The minute at which the rehabilitation team sits."""

NEVER = 1 << 30
"""The day number of something that never happens."""

SMALL_KINDS = 3
"""How many kinds of small work there are: deadline tracking, help with booking, booking by the office.

Small work accumulates and is done before running casework.
"""

RIDERS = 2
"""The largest number of kinds of guidance within one meeting."""

TEAM_PARTS = 16
"""Bits of an activity in the operand of the step TEAM.

The lower bits have the activity of the municipal members. The bits above have 1 + the activity of the region's member,
or 0 if a regime gives that member no activity.
"""

WEEK = 7
"""The longest time, in days, over which the members of the rehabilitation team can prepare a session."""

PAST = 3
"""How many earlier periods on a benefit a citizen's record keeps, for rights counted within a window."""


class EventKind(IntEnum):
    """Kinds of event, in the order in which they happen within one minute."""

    REGIME = 1
    STAFF = 2
    ARRIVAL = 3
    LIFE = 4
    INCOMING = 5
    DUTY = 6
    PLAN = 7
    WORK = 8
    SESSION = 9


class Life(IntEnum):
    """The sort of a LIFE event of a spell. The value is the low part of the event's reference, so it sets the order."""

    EXIT = 0
    TERM = 1
    ONSET = 2
    REQUEST = 3


class How:
    """How a spell began, as bits. A duty starts if it names one of them.

    The values are plain integers because they are tested millions of times.
    """

    ARRIVAL = 1
    SWITCH = 2
    RESTART = 4
    SAME_CLOCK = 8
    HAND_OVER = 16
    STOCK = 32
    INSIDE = 64  # a switch inside a merged group
    TALK = 128  # a group switch that begins with a talk
    BACK = 512  # the citizen has recovered and returns to the state in which the illness began
    RECATEGORISED = 256  # a step of a procedure moves the citizen to another category of the same group
    MOVED = 1024  # a running case comes under a new law
    HELD = 2048  # a meeting was held from which the duty follows


class Running(IntEnum):
    """The law of a case that is running on the day on which the law changes."""

    MOVE = 0  # the new law at once
    NEXT_SWITCH = 1  # the old law until the spell ends
    KEEP = 2  # the old law as long as the citizen stays


class Clock(IntEnum):
    """The day from which a duty counts."""

    SPELL = 0
    BENEFIT = 1
    ACCUMULATED = 2
    ABSENCE = 3
    WINDOW = 4  # days on the benefit within a window: earlier periods count
    COURSE = 5  # since the state was first entered; an illness does not end it if the citizen returns to the state
    BEGUN = 6  # the day on which the duty itself begins


class Form(IntEnum):
    """The form of a meeting; NO_FORM is desk work."""

    IN_PERSON = 0
    PHONE = 1
    VIDEO = 2


class FormRule(IntEnum):
    """How a meeting's form is decided."""

    IN_PERSON = 0
    CHOICE = 1
    FIRST_IN_PERSON = 2


class DutyKind(IntEnum):
    """The kind of work that an instance of a duty starts."""

    MEETING = 0
    DESK = 1
    PROCEDURE = 2
    ELSEWHERE = 3  # a role without diary: held on its due date


class Role(IntEnum):
    """The role that does an activity."""

    CASEWORKER = 0
    BENEFIT_OFFICE = 1
    TEAM_MEMBER = 2
    COMPANY_CONSULTANT = 3
    A_KASSE = 4
    REGION = 6
    POOL = 5  # a pool that is always open (queueing studies)


class Op(IntEnum):
    """The operations of a procedure's steps."""

    END = 0
    WORK = 1  # a activity, b within days
    ORDER = 2  # a certificate
    WAIT = 3  # a table of days
    TEAM = 4  # a activity of the caseworker, b activities of the other members (TEAM_PARTS)
    CHANCE = 5  # a chance in units of 2^-32: go to c if it happens
    UNLESS_TRAIT = 6  # a trait bits: go to c unless the citizen has one of them
    UNLESS_STATE = 7  # a states (bits): go to c unless the citizen is in one of them
    UNLESS_CHANGED = 8  # a 1 benefit 2 group: go to c unless the last switch changed it
    GOTO = 9  # c
    SWITCH = 10  # a state
    EXIT = 11  # a destination
    MARK = 12  # a kind of row
    START = 13  # a procedure, b 1 if it holds the citizen (no exit to work any more)
    # renew the state's term: a table of days (-1: the term's own; -2 - row of `spans`: its own, at most so long in all since
    # the spell began), b ground of a prolongation (0: none)
    RENEW = 14
    PROLONG = 15  # a waiting need prolongs the benefit
    UNLESS_AGED = (
        16  # a days of age, or b - 1 row of `spans` (b 0: days): go to c unless the citizen is at least that old
    )
    UNLESS_FIRST = 17  # go to c unless the term has never been renewed in this spell
    UNLESS_OUTDATED = 18  # a days: go to c unless the newest certificate is older
    SET = 19  # a trait bits that the citizen gets, b trait bits that the citizen loses
    DUTIES = 20  # a how (bits): the duties that start in this way begin
    OFFER = 21  # a kind of offer (-1 - kind if it counts for no duty), b a table of days
    UNLESS_LASTED = (
        22  # a days, or b - 1 row of `spans` (b 0: days): go to c unless the spell has lasted at least that long
    )


class Overload(IntEnum):
    """The response if a duty finds no room before its due date. The practice sets their order."""

    SHED_OPTIONAL = 1
    OVERTIME = 2
    LATE = 3


class StaffChange(IntEnum):
    """The sort of a STAFF event."""

    LEAVE = 0
    JOIN = 1
    FULL = 2
