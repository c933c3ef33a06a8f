"""The scenarios of a sensitivity analysis: a group of leading assumptions at one end of its range, all else equal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sim.figures.leading import Leading, leading_source, read_leading
from sim.files.errors import ScenarioError, nearest_name
from sim.files.set_values import ENDS, LOW, SetTo, address_of
from sim.files.shell import shell_words
from sim.files.value import Value, size
from sim.study.column import Column
from sim.study.set_values import resolved_as
from sim.study.study import Study
from sim.study.values import values_of


@dataclass(frozen=True)
class End:
    """A group of values at an end of their ranges.

    Attributes:
        group: name of the group in ``figures/leading.yaml``.
        end: ``low`` or ``high``.
        changes: what is set.
        factor: the end as a share of the values, as a mean over them; None if a value is zero.
    """

    group: str
    end: str
    changes: tuple[SetTo, ...]
    factor: float | None = None

    @property
    def name(self) -> str:
        return f"{self.group} at {self.end}"


@dataclass(frozen=True)
class Scenario:
    """An end with the compared columns, baseline first, in which its values are set."""

    end: End
    columns: tuple[Column, Column]


def leading_of(study: Study, names: Sequence[str] | None = None) -> dict[str, Leading]:
    """The named groups of leading assumptions, in the order of the file; all groups without names.

    Raises:
        ScenarioError: there is no such group.
    """
    groups = read_leading(study.root).groups
    for number, name in enumerate(names or ()):
        if name not in groups:
            message, expected = "there is no such group of leading assumptions", ", ".join(groups)
            nearest = nearest_name(name, groups)
            if name in study.ranges:
                raise study.error(message, ("ranges", number), found=name, expected=expected, nearest=nearest)
            raise ScenarioError(message, found=name, expected=expected, nearest=nearest)
    return {name: group for name, group in groups.items() if names is None or name in names}


def compared_columns(study: Study, name: str | None = None) -> tuple[Column, Column] | None:
    """The baseline and the first variant with all staff, or the named one. None if the study has none.

    Ends are compared with staff kept. With staff cut, each end would need a search of its own.

    Raises:
        ScenarioError: the study has no such column with all staff.
    """
    kept = [column for column in study.columns[1:] if column.use == "keep"]
    if name is None:
        return (study.baseline, kept[0]) if kept else None
    for column in kept:
        if name in (column.name, column.kept.name.removesuffix("/keep")):
            return study.baseline, column
    known = [column.name for column in kept]
    raise ScenarioError(
        "the study has no such column with all staff", found=name, expected=", ".join(known) or "no column",
        nearest=nearest_name(name, known), do=f"jobsim run {shell_words(study.argument)}",
    )  # fmt: skip


def ends_of(
    study: Study, groups: Mapping[str, Leading], columns: tuple[Column, Column], fixed: Collection[str] = ()
) -> list[End]:
    """Both ends of each group. A group without a value in the study has none.

    Args:
        fixed: addresses of values that stay as they are, whatever group they are in.
    """
    known = [value for value in values_of(replace(study, columns=columns)) if address_of(value) not in fixed]
    used = {address_of(value) for value in values_of(replace(study, columns=columns[:1]))}
    of_variant = [value for value in known if address_of(value) not in used]
    ends = []
    for name, group in groups.items():
        for end in ENDS:
            changes = group.at(end, of_variant if group.only else known)
            if changes:
                ends.append(End(name, end, changes, _factor(changes, known)))
    return ends


def scenarios(study: Study, ends: Sequence[End], columns: tuple[Column, Column]) -> list[Scenario]:
    """The compared columns at each end.

    Raises:
        ScenarioError: values at the end of a group do not fit each other.
    """
    found = []
    for end in ends:
        changed = at_end(study, end)
        baseline, variant = columns
        found.append(Scenario(end, (changed.column(baseline.name), changed.column(variant.name))))
    return found


def at_end(study: Study, end: End) -> Study:
    """The study with the values of a group at an end.

    Raises:
        ScenarioError: the values do not fit each other.
    """
    try:
        return resolved_as(replace(study, changes=(*study.changes, *end.changes)))
    except ScenarioError as error:
        raise leading_source(study.root).error(
            f"the group `{end.group}` cannot be at its {end.end} end: {error.message}", ("groups", end.group),
            found=f"{error.file}:{error.line}", expected=error.expected,
            do="leave a value out with `without`, or move it to `opposite`",
        ) from error  # fmt: skip


def _factor(changes: Sequence[SetTo], known: Sequence[Value[Any]]) -> float | None:
    """The mean of end / value. None if a value is zero."""
    at = {address_of(value): value for value in known}
    factors = []
    for change in changes:
        value = at[change.address]
        if not size(value.value):
            return None
        factors.append(size(value.low if change.to == LOW else value.high) / size(value.value))
    return sum(factors) / len(factors)


def leading_entry(study: Study, group: str) -> object:
    """The entry of a group in the file, as plain data."""
    return leading_source(study.root).tree["groups"][group]
