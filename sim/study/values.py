"""The values that a study depends on, and the changes that a user makes in them by path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.files.errors import ScenarioError, nearest_name
from sim.files.set_values import ENDS, SetTo, address_of, file_of
from sim.files.value import Value, at_value
from sim.study.own_value import OwnValue
from sim.study.study import Study

ENDING = ".yaml"


def values_of(study: Study) -> list[Value[Any]]:
    """Every value that a run of the study depends on, each once, in the order of the files."""
    values: dict[tuple[str, str], Value[Any]] = {}
    for place in study.places:
        for column in dict.fromkeys(column.kept for column in study.columns):
            for value in column.settings[place].values():
                values.setdefault((value.where, value.path), value)
    return list(values.values())


def changes_of(
    study: Study, values: Mapping[str, str | OwnValue], known: list[Value[Any]] | None = None
) -> tuple[SetTo, ...]:
    """The changes of some addresses in a resolved study.

    Args:
        values: path of a value, or FILE:PATH -> ``low``, ``high``, a quantity in file notation, or a value of the user's own.
        known: the values of the study, if they are at hand. To collect them takes a tenth of a second.

    Raises:
        ScenarioError: the study has no such value, or the value has no range.
    """
    known = values_of(study) if known is None else known
    return tuple(_change(address, to, known) for address, to in values.items())


def _change(address: str, to: str | OwnValue, known: list[Value[Any]]) -> SetTo:
    """The change of an address of the user.

    Raises:
        ScenarioError: no value has the address, or an end is requested of a value without a range.
    """
    file, found, path = address.rpartition(f"{ENDING}:")
    quantity, stated = (str(to.value), to.stated()) if isinstance(to, OwnValue) else (str(to), None)
    change = SetTo(path, quantity, f"{file}{ENDING}" if found else "", stated)
    fitting = [value for value in known if change.fits(value)]
    if not fitting:
        raise _unknown(change, known)
    if quantity in ENDS and all(value.low is None for value in fitting):
        raise at_value(
            fitting[0], f"`{path}` has no range", found=f"{fitting[0].text} ({fitting[0].evidence})",
            expected="a quantity instead of low or high", do=f'write "{path}": "{fitting[0].text}"',
        )  # fmt: skip
    return change


def _unknown(change: SetTo, known: list[Value[Any]]) -> ScenarioError:
    """The error for an address that no value of the study has."""
    files = {file_of(value) for value in known}
    if change.file and change.file not in files:
        return ScenarioError(
            "the study uses no such file of values", found=change.file, expected=", ".join(sorted(files)),
            nearest=nearest_name(change.file, files), do=f"write the path alone: {change.path}",
        )  # fmt: skip
    paths = [value.path for value in known]
    elsewhere = [address_of(value) for value in known if value.path == change.path]
    return ScenarioError(
        "the study has no value of this path", found=change.address,
        expected=", ".join(elsewhere) or f"a path such as {', '.join(paths[:3])}",
        nearest=None if elsewhere else nearest_name(change.path, paths),
        do="use a path of `assumptions` in manifest.json",
    )  # fmt: skip
