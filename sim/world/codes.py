"""The codes of a world: constants of time, and the numbers that stand for words in its tables."""

from __future__ import annotations

from enum import IntEnum

DAY = 1440
"""Civil minutes of a day."""

OPENING = 480
"""The minute at which a day is planned and its first entry may begin."""

HEARING_TIME = 720
"""The minute at which the rehabilitation team sits."""

NEVER = 1 << 30
"""The number of a day that does not come."""

SMALL_KINDS = 3
"""Kinds of small work that piles up and is done before running casework: deadline tracking, help with booking, booking by the office."""

RIDERS = 2
"""Kinds of guidance that can ride on a meeting at once."""

PAST = 3
"""Earlier periods on a benefit that a citizen's record keeps, for rights counted within a window."""


class EventKind(IntEnum):
    """Kinds of event in the order in which they happen at one minute (design section 6.2)."""

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
    """What a LIFE event of a spell is; the low bits of its reference, so also its order."""

    EXIT = 0
    TERM = 1
    ONSET = 2
    REQUEST = 3


class How:
    """How a spell began; a duty starts when it names one of these. Plain integers: bits are tested millions of times."""

    ARRIVAL = 1
    SWITCH = 2
    RESTART = 4
    SAME_CLOCK = 8
    HAND_OVER = 16
    STOCK = 32
    INSIDE = 64  # a switch inside a merged group
    TALK = 128  # a group switch that begins with a talk
    BACK = 512  # well again, and back to where the citizen fell ill
    RECATEGORISED = 256  # another category of the same group: a step of a procedure says so
    MOVED = 1024  # a case that runs comes under a new law


class Running(IntEnum):
    """What becomes of cases that run on the day on which the law changes."""

    MOVE = 0  # the new law at once
    NEXT_SWITCH = 1  # the old law until the spell ends
    KEEP = 2  # the old law as long as the citizen stays


class Clock(IntEnum):
    """From which day a duty counts."""

    SPELL = 0
    BENEFIT = 1
    ACCUMULATED = 2
    ABSENCE = 3
    WINDOW = 4  # days on the benefit within a window: earlier periods count
    COURSE = 5  # since the state was first entered: an illness from which the citizen returned to it does not end it


class Form(IntEnum):
    """The form of a meeting; NO_FORM is desk work."""

    IN_PERSON = 0
    PHONE = 1
    VIDEO = 2


class FormRule(IntEnum):
    """How a meeting's form is settled."""

    IN_PERSON = 0
    CHOICE = 1
    FIRST_IN_PERSON = 2


class DutyKind(IntEnum):
    """What an instance of a duty sets going."""

    MEETING = 0
    DESK = 1
    PROCEDURE = 2
    ELSEWHERE = 3  # a role without diary: held on its due date


class Role(IntEnum):
    """Who does an activity."""

    CASEWORKER = 0
    BENEFIT_OFFICE = 1
    TEAM_MEMBER = 2
    COMPANY_CONSULTANT = 3
    A_KASSE = 4
    REGION = 6
    POOL = 5  # an always-open pool (queueing studies)


class Op(IntEnum):
    """The operations of a procedure's steps."""

    END = 0
    WORK = 1  # a activity, b within days
    ORDER = 2  # a certificate
    WAIT = 3  # a table of days
    TEAM = 4  # a activity of the caseworker, b activity of the members
    CHANCE = 5  # a chance of 2^-32: go to c when it happens
    UNLESS_TRAIT = 6  # a trait bits: go to c unless the citizen has one of them
    UNLESS_STATE = 7  # a states (bits): go to c unless in one of them
    UNLESS_CHANGED = 8  # a 1 benefit 2 group: go to c unless the last switch changed it
    GOTO = 9  # c
    SWITCH = 10  # a state
    EXIT = 11  # a destination
    MARK = 12  # a kind of row
    START = 13  # a procedure, b 1 when it holds the citizen (no exit to work any more)
    RENEW = (
        14  # the state's term begins anew: a table of days (-1: the term's own), b ground of a prolongation (0: none)
    )
    PROLONG = 15  # a need that waits lets the benefit run on
    UNLESS_AGED = 16  # a days of age: go to c unless at least so old
    UNLESS_FIRST = 17  # go to c unless the term has never been renewed in this spell
    UNLESS_OUTDATED = 18  # a days: go to c unless the newest certificate is older
    SET = 19  # a trait bits that the citizen gets, b that are taken away
    DUTIES = 20  # a how (bits): duties that start so begin
    OFFER = 21  # a kind of offer (-1 - kind: one that counts for no duty), b a table of days


class Overload(IntEnum):
    """What is done when a duty finds no room before its due date, in the order of the practice."""

    SHED_OPTIONAL = 1
    OVERTIME = 2
    LATE = 3


class StaffChange(IntEnum):
    """What a STAFF event is."""

    LEAVE = 0
    JOIN = 1
    FULL = 2
