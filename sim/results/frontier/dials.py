"""The dials of a search: which practice values move, within which bounds, and which a jobcenter cannot choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from sim.figures.leading import Apart, fits, has_leading, read_leading
from sim.files.errors import ScenarioError, nearest_name
from sim.files.parameter import READERS, Parameter
from sim.files.quantity import QuantityError
from sim.files.set_values import address_of, file_of
from sim.files.value import Value, at_value, size
from sim.law.clauses.practice import NEEDS, Practice
from sim.results.frontier.dial import Dial
from sim.results.uncertainty.factor import LINEAR, has_range
from sim.study.column import Column
from sim.study.study import Study

USUAL = tuple(f"contact.*.{need}" for need in NEEDS)
"""The dials of a search that names none: the meetings of each level of need."""
BETWEEN = ".."
PRACTICES = "practices/"
ASKED = "citizens decide when they ask for these meetings"
BY_LAW = "the law sets it"


@dataclass(frozen=True, eq=False)
class Dials:
    """The dials of a search.

    Attributes:
        moved: the dials.
        left: address -> why a value that a pattern fits stays as it is.
    """

    moved: tuple[Dial, ...]
    left: dict[str, str]


def dials_of(study: Study, column: Column, names: Sequence[str]) -> Dials:
    """The dials of a column's practice.

    Args:
        study: it has the scenarios folder, whose file of leading assumptions lists what others decide.
        names: paths of practice values with ``*`` for any text, each with bounds of its own after ``=`` if it has any;
            the meetings of each level of need if empty.

    Raises:
        ScenarioError: a name fits no practice value, a value has no bounds or lies outside them, or nothing would move.
    """
    setting = column.first
    given = read_leading(study.root).given if has_leading(study.root) else ()
    known = [value for value in setting.values() if file_of(value).startswith(PRACTICES)]
    others = [value.path for value in setting.values() if not file_of(value).startswith(PRACTICES)]
    practice = setting.laws[0].practice
    dials: list[Dial] = []
    left: dict[str, str] = {}
    for name in names or USUAL:
        pattern, _, bounds = (part.strip() for part in name.partition("="))
        fitting = [value for value in known if fnmatchcase(value.path, pattern)]
        if not fitting and names:
            raise _unknown(pattern, [value.path for value in known], others, column)
        refused = {address_of(value): why for value in fitting if (why := _why_not(value, practice, given))}
        if len(fitting) == 1 and refused:
            raise _not_chosen(fitting[0], refused[address_of(fitting[0])])
        left |= refused
        parameters = [_parameter(value, pattern, bounds) for value in fitting if address_of(value) not in refused]
        dials.append(Dial(pattern, tuple(parameters)))
    _check_once(dials)
    moving = tuple(dial for dial in dials if dial.parameters and dial.least < dial.most)
    if not moving:
        raise ScenarioError(
            "no value of the practice would move",
            found=", ".join(names) or f"no meetings by need that {column.practice} chooses",
            expected="values with a range that a jobcenter chooses", nearest=_example(known, practice, given),
            do="name values with --values, such as 'contact.*.every*', or choose another --column",
        )  # fmt: skip
    return Dials(moving, left)


def _example(known: Sequence[Value[Any]], practice: Practice, given: Sequence[Apart]) -> str | None:
    """A value of the practice that can be searched."""
    return next((v.path for v in known if has_range(v) and _why_not(v, practice, given) is None), None)


def _check_once(dials: Sequence[Dial]) -> None:
    """Check that no value belongs to two dials.

    Raises:
        ScenarioError: one does.
    """
    owner: dict[str, str] = {}
    for dial in dials:
        for each in dial.parameters:
            if each.address in owner:
                raise ScenarioError(
                    f"`{each.value.path}` would move twice", found=f"{owner[each.address]} and {dial.name}",
                    expected="each value in one name", do="name the two apart",
                )  # fmt: skip
            owner[each.address] = dial.name


def _not_chosen(value: Value[Any], why: str) -> ScenarioError:
    return at_value(
        value, f"`{value.path}` is no choice of a jobcenter: {why}", expected="a value that a practice chooses",
        do="leave it out; `jobsim sensitivity` and `jobsim uncertainty` move what nobody chooses",
    )  # fmt: skip


def _unknown(name: str, known: Sequence[str], others: Sequence[str], column: Column) -> ScenarioError:
    """The error for a name that fits no value of the practice."""
    if any(fnmatchcase(path, name) for path in others):
        return ScenarioError(
            "this is no value of a practice", found=name, expected=f"a value that {column.practice} sets, such as {known[0]}",
            nearest=nearest_name(name, known),
            do="`jobsim sensitivity` moves values that are no choice of a jobcenter",
        )  # fmt: skip
    return ScenarioError(
        f"the practice {column.practice} has no value of this path", found=name,
        expected=f"a path such as {', '.join(known[:3])}, or a pattern such as contact.*.heavy",
        nearest=nearest_name(name, known), do="write the dotted path of a value, with * for any text",
    )  # fmt: skip


def _why_not(value: Value[Any], practice: Practice, given: Sequence[Apart]) -> str | None:
    """Why a jobcenter cannot choose a value; None if it can."""
    if value.evidence == "law":
        return BY_LAW
    section, _, rest = value.path.partition(".")
    if section == "contact":
        entry = practice.contact.get(rest.partition(".")[0])
        if entry is not None and (entry.on_request or entry.random):
            return ASKED
    return next((each.why.en.rstrip(".") for each in given if fits(value, each.patterns)), None)


def _parameter(value: Value[Any], name: str, bounds: str) -> Parameter:
    """A value with its bounds: those of the user, else its range.

    Raises:
        ScenarioError: there are no bounds, or the value lies outside them.
    """
    if not bounds:
        if not has_range(value):
            raise at_value(
                value, f"`{value.path}` has no range, so the search needs bounds", found=f"{value.text} ({value.evidence})",
                expected=f"{name}=LOW{BETWEEN}HIGH", do=f"--values '{name}={value.text}{BETWEEN}{value.text}' with other ends",
            )  # fmt: skip
        low, high = size(value.low), size(value.high)
    else:
        low, high = _bounds(value, name, bounds)
    return Parameter(value, low, high, by_factor=value.unit not in LINEAR and low > 0)


def _bounds(value: Value[Any], name: str, bounds: str) -> tuple[float, float]:
    parts = [part.strip() for part in bounds.split(BETWEEN)]
    if len(parts) != 2 or not all(parts):
        raise ScenarioError(
            f"these are no bounds of `{name}`",
            found=bounds,
            expected=f"LOW{BETWEEN}HIGH, such as 2 weeks{BETWEEN}6 weeks",
        )
    ends = []
    for part in parts:
        try:
            ends.append(size(READERS[value.unit](part)))
        except QuantityError as error:
            raise ScenarioError(
                f"a bound of `{name}`: {error.message}", found=part, expected=error.expected,
                do=f"write it as the file does: {value.text}",
            ) from None  # fmt: skip
    low, high = ends
    if not low <= size(value.value) <= high or low == high:
        raise at_value(
            value, f"the bounds of `{value.path}` exclude the practice as it is",
            found=f"{bounds}; the value is {value.text}", expected=f"LOW <= {value.text} <= HIGH, and LOW < HIGH",
            do="widen the bounds: the practice as it is is the first trial, which every other is held against",
        )  # fmt: skip
    return low, high
