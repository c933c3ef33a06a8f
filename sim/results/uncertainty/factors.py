"""The factors of a sample: values that are one assumption move together, all others on their own.

- A group of leading assumptions is one factor (``figures/leading.yaml``).
- Other values of one section of a file with the same source are one factor: whoever erred in one may have erred in all.
- Values that a calibration has fitted together are one factor. A sample takes a whole row of its kept set.
- A value without a range, and a value that the file of leading assumptions sets apart, is not moved. It is listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.figures.leading import Leading, LeadingFile, fits, read_leading
from sim.files.entry import Lang, Title
from sim.files.errors import ScenarioError, nearest_name
from sim.files.parameter import Parameter
from sim.files.set_values import HIGH, address_of
from sim.files.shell import shell_words
from sim.files.value import Value, at_value, size
from sim.law.reading.in_words import Titles
from sim.report.text import labels
from sim.report.value_words import value_words
from sim.report.words import phrase
from sim.results.titles import titles
from sim.results.uncertainty.factor import (
    NO_RANGE,
    NOT_CHOSEN,
    Factor,
    Factors,
    Unmoved,
    has_range,
    parameter_of,
    weakest,
)
from sim.study.column import Column
from sim.study.study import Study
from sim.study.values import values_of

Floats = NDArray[np.float64]
EDGE = 1e-6
"""Kept numbers are rounded in their file."""
WORDS = ("all", "leading")
MINUS = "-"


def factors_of(
    study: Study,
    pair: tuple[Column, Column],
    names: Sequence[str] | str,
    kept: tuple[str, Sequence[str], Floats] | None = None,
) -> Factors:
    """The factors of a study.

    Args:
        pair: baseline and variant.
        names: ``all``, ``leading``, or names of groups and paths of values. A group after a minus is left out: ``-contact``.
        kept: a calibration's name, its addresses, and float64[rows, addresses] of its kept set.

    Raises:
        ScenarioError: a name is unknown, a named value has no range, or nothing is left.
    """
    known = values_of(replace(study, columns=pair))
    used = {address_of(value) for value in values_of(replace(study, columns=pair[:1]))}
    of_variant = [value for value in known if address_of(value) not in used]
    file = read_leading(study.root)
    names, dropped = _chosen(names, study, file)
    words = titles(study)
    moved: list[Factor] = []
    taken: set[str] = set()
    if kept is not None:
        moved.append(_calibrated(kept, known))
        taken |= set(moved[0].addresses)
    free = [value for value in known if address_of(value) not in taken and has_range(value)]
    reach = {name: of_variant if group.only else free for name, group in file.groups.items()}
    out = {change.address for name in dropped for change in file.groups[name].at(HIGH, reach[name])}
    free = [value for value in free if address_of(value) not in out]
    for name, group in file.groups.items():
        if isinstance(names, str) or name in names:
            factor = _of_group(name, group, [v for v in free if not group.only or v in of_variant], file, taken)
            if factor is not None:
                moved.append(factor)
                taken |= set(factor.addresses)
    if not isinstance(names, str):
        for at, name in enumerate(names):
            if name not in file.groups:
                moved.append(_of_path(name, at, study, known, file, taken, words))
                taken |= set(moved[-1].addresses)
    elif names == "all":
        moved += _others([v for v in free if address_of(v) not in taken and _apart(v, file) is None], words)
        taken |= {address for factor in moved for address in factor.addresses}
    if not moved:
        raise ScenarioError("no value would be sampled", found=str(names), expected="a value with a range")
    return Factors(_named_apart(moved), tuple(_unmoved(known, taken, file)))


def _chosen(names: Sequence[str] | str, study: Study, file: LeadingFile) -> tuple[tuple[str, ...] | str, set[str]]:
    """The names of what moves (``all``, ``leading`` or a list), and the groups that are left out.

    Raises:
        ScenarioError: a group that is left out does not exist.
    """
    if isinstance(names, str):
        return names, set()
    dropped = {name.removeprefix(MINUS) for name in names if name.startswith(MINUS)}
    for name in sorted(dropped - set(file.groups)):
        expected, nearest = ", ".join(file.groups), nearest_name(name, file.groups)
        message = "there is no such group of leading assumptions to leave out"
        raise _at(
            study, MINUS + name, message, ("uncertainty", "values"), found=name, expected=expected, nearest=nearest
        )
    rest = tuple(name for name in names if not name.startswith(MINUS))
    if not rest or set(rest) & set(WORDS):
        return ("leading" if rest == ("leading",) else "all"), dropped
    return rest, dropped


def _of_group(
    name: str, group: Leading, free: Sequence[Value[Any]], file: LeadingFile, taken: set[str]
) -> Factor | None:
    """A group of leading assumptions without values that are set apart; None if nothing is left of it."""
    ends = {change.address: change.to for change in group.at(HIGH, free)}
    values = [v for v in free if address_of(v) in ends and address_of(v) not in taken and _apart(v, file) is None]
    if not values:
        return None
    opposite = tuple(ends[address_of(value)] != HIGH for value in values)
    why = Title(en=group.why.en, da=group.why.da)
    return Factor(
        name,
        group.title,
        tuple(map(parameter_of, values)),
        opposite,
        weakest(values),
        why,
        None,
        group.of,
        group.choice,
    )


def _of_path(
    path: str, at: int, study: Study, known: Sequence[Value[Any]], file: LeadingFile, taken: set[str], words: Titles
) -> Factor:
    """The value of a path as a factor of its own."""
    fitting = [value for value in known if path in (value.path, address_of(value))]
    keys = ("uncertainty", "values", at)
    if not fitting:
        names = [*file.groups, *(value.path for value in known)]
        message, expected = "no group of leading assumptions and no value has this name", ", ".join(file.groups)
        nearest = nearest_name(path, names)
        raise _at(study, path, message, keys, found=path, expected=expected, nearest=nearest)
    for value in fitting:
        if not has_range(value):
            raise at_value(
                value, f"`{path}` has no range, so it cannot be sampled", found=f"{value.text} ({value.evidence})",
                expected="low and high", do="give it a range, or leave it out",
            )  # fmt: skip
        if (why := _apart(value, file)) is not None:
            raise _at(study, path, f"`{path}` is not moved alone. {why.en}", keys, found=path)
        if address_of(value) in taken:
            raise _at(study, path, f"`{path}` is moved twice", keys, found=path, expected="each value once")
    return Factor(path, _in_words(path, words), tuple(map(parameter_of, fitting)), (), weakest(fitting))


def _at(study: Study, name: str, message: str, keys: tuple[str | int, ...], **details: Any) -> ScenarioError:
    """An error at the study's key, if the name stands there, else an error of the command line."""
    if name in study.sampling.moved:
        return study.error(message, keys, **details)
    return ScenarioError(message, **details)


def _others(values: Sequence[Value[Any]], words: Titles) -> list[Factor]:
    """The factors of values outside the groups: those of one section of a file with the same source."""
    parts: dict[tuple[str, str, str], list[Value[Any]]] = {}
    for value in values:
        section = value.path.split(".", maxsplit=1)[0]
        parts.setdefault((address_of(value).partition(":")[0], section, value.source), []).append(value)
    several = Counter(section for (_, section, _), members in parts.items() if len(members) > 1)
    at: Counter[str] = Counter()
    factors = []
    for (_, section, _), members in parts.items():
        name = members[0].path if len(members) == 1 else f"{section}.*"
        if len(members) > 1:
            at[section] += 1
            title = _of_section(section, len(members), at[section] if several[section] > 1 else 0)
        else:
            title = _in_words(name, words)
        factors.append(Factor(name, title, tuple(map(parameter_of, members)), (), weakest(members)))
    return factors


def _in_words(path: str, titles: Titles) -> Title:
    """The title of a value that is a factor of its own."""
    return Title(en=value_words(path, "en", titles), da=value_words(path, "da", titles))


def _of_section(section: str, values: int, part: int) -> Title:
    """The title of some values of a section of a file; ``part`` counts those of other sources, 0 if there are none."""
    words = {}
    lang: Lang
    for lang in ("en", "da"):
        known = labels()["section"].get(section)
        named = known[lang] if known else section
        words[lang] = phrase("factor_part" if part else "factor_whole", lang, section=named, part=part, values=values)
    return Title(en=words["en"], da=words["da"])


def _named_apart(factors: Sequence[Factor]) -> tuple[Factor, ...]:
    """The factors, each with a name of its own."""
    number: dict[str, int] = {}
    named = []
    for factor in factors:
        number[factor.name] = number.get(factor.name, 0) + 1
        at = number[factor.name]
        named.append(factor if at == 1 else replace(factor, name=f"{factor.name}~{at}"))
    return tuple(named)


def _calibrated(kept: tuple[str, Sequence[str], Floats], known: Sequence[Value[Any]]) -> Factor:
    """The values of a calibration that the study has, with their kept rows."""
    name, addresses, rows = kept
    at = {address_of(value): value for value in known if has_range(value)}
    chosen = [number for number, address in enumerate(addresses) if address in at]
    values = [at[addresses[number]] for number in chosen]
    title = Title(
        en=f"the {len(values)} values that the calibration of {name} fits together",
        da=f"de {len(values)} værdier, som kalibreringen af {name} tilpasser sammen",
    )
    parameters = tuple(Parameter(value, size(value.low), size(value.high)) for value in values)
    for column, parameter in zip(chosen, parameters, strict=True):
        outside = (rows[:, column] < parameter.low - EDGE) | (rows[:, column] > parameter.high + EDGE)
        if outside.any():
            raise at_value(
                parameter.value, f"the calibration of {name} has kept `{parameter.value.path}` outside its range",
                found=parameter.text(rows[:, column][outside][0]),
                expected=f"{parameter.text(parameter.low)} to {parameter.text(parameter.high)}",
                do=f"the range has changed since; fit again: jobsim calibrate {shell_words(name)}",
            )  # fmt: skip
    if not parameters:
        raise ScenarioError(
            "the study has none of the values of the calibration", found=name, expected=", ".join(addresses[:3]),
            do="choose the calibration of the study's place",
        )  # fmt: skip
    kept_rows = np.asarray(rows[:, chosen], np.float64)
    return Factor(f"calibration-{name}", title, parameters, (), weakest(values), None, kept_rows)


def _apart(value: Value[Any], file: LeadingFile) -> Title | None:
    """Why a value is not moved; None if it is."""
    for each in file.apart:
        if fits(value, each.patterns):
            return Title(en=each.why.en, da=each.why.da)
    return None


def _unmoved(known: Sequence[Value[Any]], taken: set[str], file: LeadingFile) -> Iterable[Unmoved]:
    for value in known:
        if address_of(value) not in taken:
            why = (_apart(value, file) or NOT_CHOSEN) if has_range(value) else NO_RANGE
            yield Unmoved(address_of(value), value.text, value.evidence, why)
