"""The meaning of the log's columns in each kind of row. ``docs/generated/log.md`` is made from this table.

A column whose meaning depends on the kind of row has a special name in that kind: ``extra`` of a SWITCH row is
``old_state``. :func:`sim.world.log.named_rows.named` gives rows by these names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.world.log.row import RowKind

Whose = Literal["a citizen", "a post", "a citizen or a post"]
Author = Literal["no step", "a step", "a procedure", "a step or none"]


@dataclass(frozen=True)
class Field:
    """The meaning of a column in the rows of a kind.

    Attributes:
        name: the field's name in rows of this kind. column: the column of :data:`sim.world.log.row.ROW`.
        unit: the unit of the value. meaning: the meaning in words.
        low, high: the smallest and the largest value, None without a bound.
        may_be_empty: whether a row of the kind may have the neutral value instead.
        dictionary: the dictionary of ``Log.names`` that resolves the value, "" if the value is not a code.
    """

    name: str
    column: str
    unit: str
    meaning: str
    low: int | None = 0
    high: int | None = None
    may_be_empty: bool = False
    dictionary: str = ""


@dataclass(frozen=True)
class Kind:
    """The rows of a kind.

    Attributes:
        when: completes the sentence "one row when".
        fields: the columns that have a meaning besides :data:`COMMON`; all other columns hold their neutral value.
        of: the subject of a row: a citizen, a post, or either.
        author: the meaning of ``procedure``, ``serial`` and ``step``.
    """

    when: str
    fields: tuple[Field, ...] = ()
    of: Whose = "a citizen"
    author: Author = "no step"


def _code(column: str, meaning: str, *, name: str = "", of: str = "", empty: bool = False) -> Field:
    return Field(name or column, column, "code", meaning, may_be_empty=empty, dictionary=of or name or column)


def _duty(meaning: str = "the duty", *, empty: bool = False) -> Field:
    return _code("duty", meaning, empty=empty)


def _day(meaning: str, *, column: str = "due", name: str = "", empty: bool = False) -> Field:
    return Field(name or column, column, "day", meaning, None, may_be_empty=empty)


def _minutes(meaning: str = "length of the work") -> Field:
    return Field("minutes", "minutes", "minutes", meaning)


def _flag(name: str, column: str, meaning: str) -> Field:
    return Field(name, column, "0 or 1", meaning, 0, 1)


def _count(name: str, column: str, meaning: str, low: int = 0) -> Field:
    return Field(name, column, "number", meaning, low)


COMMON: tuple[Field, ...] = (
    Field("minute", "minute", "minutes", "since 00:00 of the study's first day"),
    Field("kind", "kind", "code", "the kind of row", 1, dictionary="kind"),
    Field("citizen", "citizen", "number", "the row's citizen", 0, None, may_be_empty=True),
    Field("spell", "spell", "number", "the citizen's spell, from 0"),
    Field("group", "group", "number in LAB § 6", "the citizen's group", 1, 13, may_be_empty=True),
    Field("benefit", "benefit", "code", "the citizen's benefit", may_be_empty=True, dictionary="benefit"),
    Field(
        "caseworker", "caseworker", "number of the post",
        "work: the post whose diary holds it; other rows: the citizen's caseworker", may_be_empty=True,
    ),
    Field("team", "team", "code", "the team of that post", may_be_empty=True, dictionary="team"),
)  # fmt: skip
"""Columns with one meaning in all rows. A row without a citizen has the neutral value in four of them."""

AUTHOR: tuple[Field, ...] = (
    Field("procedure", "procedure", "code", "the running procedure that wrote the row", may_be_empty=True, dictionary="procedure"),
    Field("serial", "serial", "number", "its running number among the citizen's procedures, from 0", may_be_empty=True),
    Field(
        "step", "step", "number",
        "number of the step in the version under which the procedure began, from 0", may_be_empty=True,
    ),
)  # fmt: skip
"""Columns that name the procedure and the step that wrote the row."""

_ACTIVITY = _code("activity", "the kind of work")
_FORM = _code("form", "how the meeting is held")
_FORM_IF_ANY = _code("form", "how a meeting is held; desk work has no form", empty=True)
_ROLE = _code("role", "the role that does the work")
_DUE = _day("the day by which it is due")
_INSTANCE = _count("instance", "extra", "number of the duty's instance, from 1", 1)
_TEAM_DUE = _day("the day by which the team is to treat the case")
_MET = _duty("the duty that it meets", empty=True)
_FOR = _duty("the duty for which it is booked", empty=True)
_LENGTH = _minutes("length of the piece")
_PIECE = (_ACTIVITY, _FORM_IF_ANY, _ROLE, _FOR, _LENGTH, _DUE)


def _booked(meaning: str) -> Field:
    return _day(meaning, column="extra", name="booked_day")


FIELDS: dict[RowKind, Kind] = {
    RowKind.ARRIVE: Kind(
        "a citizen enters: the opening stock at minute 0, new citizens later, and citizens who come back (spell above 0)",
        (
            Field("days_before", "minutes", "days", "how long the spell had lasted (opening stock)"),
            _day("the day of birth", name="born"),
            _code("extra", "the state entered", name="state"),
        ),
    ),
    RowKind.TRAITS: Kind(
        "a spell begins: right after ARRIVE and after every SWITCH",
        (
            Field("need_level", "minutes", "level", "0 light, 1 medium, 2 heavy", 0, 2),
            Field("weeks_so_far", "extra", "weeks", "whole weeks in the system, including those before the log"),
        ),
    ),
    RowKind.ASSIGN: Kind(
        "the citizen gets a caseworker, or has none any more (caseworker -1)",
        (Field("previous_caseworker", "extra", "number of the post", "the previous caseworker, -1 for none", -1),),
    ),
    RowKind.SWITCH: Kind(
        "the state changes; group, benefit and spell are the new ones",
        (
            Field("cause", "form", "cause", "1 life, 2 a clock, 3 a decision, 4 age", 1, 4),
            _flag("inside_merged_group", "minutes", "whether both states belong to one merged group"),
            _flag("restarts_clock", "due", "whether a new six-month period starts"),
            _code("extra", "the previous state", name="old_state", of="state"),
        ),
        author="a step or none",
    ),
    RowKind.EXIT: Kind(
        "the citizen leaves the system",
        (_code("extra", "the destination", name="destination"),),
        author="a step or none",
    ),
    RowKind.TERM: Kind(
        "a legal deadline begins to run",
        (
            _duty(),
            _count("owed", "minutes", "meetings owed, including meetings of other duties that count here", 1),
            _day("the deadline"),
        ),
    ),
    RowKind.OPEN: Kind("an instance of a duty opens", (_duty(), _DUE, _INSTANCE)),
    RowKind.BOOK: Kind(
        "a piece of work is placed in a diary",
        (
            _ACTIVITY, _FORM_IF_ANY, _ROLE, _FOR, _LENGTH,
            _day("the day by which it is due; none in a pool that is always open", empty=True),
            _booked("the day on which it is placed; in a pool that is always open the number of the member"),
        ),
        author="a step or none",
    ),
    RowKind.CANCEL: Kind(
        "a booked piece of work is cancelled: exit, switch or repeal",
        (*_PIECE, _booked("the day for which it was booked")),
        author="a step or none",
    ),
    RowKind.SHED: Kind(
        "a voluntary meeting of the practice gives way to a meeting that the law requires",
        (_ACTIVITY, _FORM, _ROLE, _duty(), _LENGTH, _DUE, _booked("the day for which it was booked")),
    ),
    RowKind.MOVE: Kind(
        "a piece moves because of absence, cover or a leaver",
        (*_PIECE, _booked("the new day")),
        author="a step or none",
    ),
    RowKind.WORK: Kind(
        "work ends (caseworker -1: work without a diary)",
        (
            _ACTIVITY, _FORM_IF_ANY, _ROLE, _duty("the duty that it meets", empty=True), _minutes("minutes worked"),
            _day("the day by which it was due", empty=True),
            Field("instance", "extra", "number", "of a meeting: number of the duty's instance, from 1", 1, may_be_empty=True),
        ),
        of="a citizen or a post", author="a step or none",
    ),
    RowKind.LOST: Kind(
        "a citizen does not show up for a meeting",
        (_ACTIVITY, _FORM, _ROLE, _duty(), _minutes("minutes lost"), _DUE, _count("attempt", "extra", "no-shows before it")),
    ),
    RowKind.LAPSE: Kind(
        "an instance is dropped: it fell due while another was open, or the citizen missed all attempts",
        (_duty(), _DUE, _INSTANCE),
    ),
    RowKind.BREACH: Kind(
        "a legal deadline was not met",
        (_duty(), _day("the deadline"), _count("missing", "extra", "meetings missing", 1)),
    ),
    RowKind.CAPACITY: Kind(
        "a day is planned: one row for each post and working day",
        (
            _minutes("effective minutes of the day; 0 during absence, leave or vacancy"),
            _flag("is_sick", "extra", "whether the caseworker is ill"),
        ),
        of="a post",
    ),
    RowKind.RUNNING: Kind(
        "a day is planned: one row for each caseworker present",
        (
            _minutes("minutes left for running casework"),
            Field("open_cases_permille", "extra", "thousandths of a case", "open cases, weighted"),
        ),
        of="a post",
    ),
    RowKind.OVERTIME: Kind("the bookings of a day exceed its minutes", (_minutes("minutes of overtime"),), of="a post"),
    RowKind.NEED: Kind(
        "a need arises",
        (
            _flag("before_the_log", "minutes", "whether it arose before the log begins"),
            _code("extra", "the need", name="need"),
        ),
    ),
    RowKind.DETECT: Kind("a need is detected", (_code("extra", "the need", name="need"),), author="a step or none"),
    RowKind.ORDER: Kind(
        "a certificate is ordered",
        (_code("form", "the certificate", name="certificate"), Field("fee", "minutes", "DKK", "its price")),
        author="a step",
    ),
    RowKind.DELIVER: Kind(
        "a certificate is delivered", (_code("form", "the certificate", name="certificate"),), author="a step"
    ),
    RowKind.READY: Kind("a case is ready for the rehabilitation team", (_TEAM_DUE,), author="a step"),
    RowKind.PLACE: Kind(
        "a case gets a place on the team's agenda",
        (_TEAM_DUE, _day("the day of the session", column="extra", name="session_day")),
        author="a step",
    ),
    RowKind.FREE: Kind(
        "a place on the team's agenda is freed",
        (_TEAM_DUE, _day("the day of the session", column="extra", name="session_day")),
        author="a step",
    ),
    RowKind.HEARING: Kind("the team treats a case", (_MET, _TEAM_DUE), author="a step"),
    RowKind.DECIDE: Kind("a decision is made", (_MET,), author="a step"),
    RowKind.EFFORT: Kind("the effort of a course begins", (_MET,), author="a step"),
    RowKind.SANCTION: Kind("a sanction case starts", (_MET,), author="a step"),
    RowKind.HANDOVER: Kind("the a-kasse hands the citizen to the jobcenter"),
    RowKind.PROLONG: Kind(
        "a benefit is prolonged beyond its end",
        (
            Field(
                "ground", "extra", "number in SDPL § 27(1)", "the ground; none for other benefits than sickness benefit", 1, 7,
                may_be_empty=True,
            ),
        ),
        author="a step",
    ),
    RowKind.START: Kind(
        "a procedure begins",
        (_duty("the duty that began it", empty=True), _day("the day by which the team is to treat the case, if it hears it")),
        author="a procedure",
    ),
    RowKind.UNPLACEABLE: Kind(
        "the diary has no room for work before its horizon",
        (_ACTIVITY, _duty("the duty that asks for the work", empty=True), _minutes(), _DUE),
        author="a step or none",
    ),
    RowKind.OFFER: Kind(
        "an offer (*tilbud*) begins",
        (_code("form", "the kind of offer", name="offer"), _MET, _day("its last day", name="last_day")),
        author="a step",
    ),
    RowKind.INTERPRETER: Kind(
        "a meeting was held with an interpreter",
        (_ACTIVITY, _FORM, _duty(), _minutes("length of the meeting, including guidance")),
    ),
    RowKind.EXEMPT: Kind(
        "a duty no longer applies: when an instance opens, or at a deadline",
        (
            _duty(),
            Field("owed", "minutes", "number", "at a deadline: how many meetings were still owed", 1, may_be_empty=True),
            _day("the day by which the instance was due, or the deadline"),
            Field("instance", "extra", "number", "when an instance opens: its number", 1, may_be_empty=True),
        ),
    ),
}  # fmt: skip
