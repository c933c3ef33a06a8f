"""A study with values set in place of those of its files. Paths are those of ``assumptions`` in the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from sim.files.errors import ScenarioError, nearest_name
from sim.files.set_values import ENDS, SetTo, address_of, file_of
from sim.files.value import Value, at_value
from sim.study.load import resolved
from sim.study.study import Study

ENDING = ".yaml"

S = TypeVar("S", bound=Study)


def values_of(study: Study) -> list[Value[Any]]:
    """Every value that a run of the study depends on, each once, in the order of the files."""
    values: dict[tuple[str, str], Value[Any]] = {}
    for place in study.places:
        for column in dict.fromkeys(column.kept for column in study.columns):
            for value in column.settings[place].values():
                values.setdefault((value.where, value.path), value)
    return list(values.values())


def with_values(study: S, values: Mapping[str, str]) -> S:
    """The study with values set in all its places, laws and practices. Names of columns stay as they are.

    Runs are known by their content. So a run whose values do not change is the same run as before.

    Args:
        values: path of a value -> ``low``, ``high`` or a quantity in file notation. Several files may state a value of
            the same path. The path alone means all of them, and ``practices/baseline.yaml:team_notice`` one of them.

    Raises:
        ScenarioError: the study has no such value, the value has no range, or the quantity lies outside the range.
    """
    known = values_of(study)
    changes = tuple(_change(address, str(to), known) for address, to in values.items())
    changed = replace(study, changes=(*study.changes, *changes))
    return resolved_as(changed)


def resolved_as(study: S) -> S:
    """The study with its columns, as a study of the same type."""
    return replace(study, columns=resolved(study).columns)


def named_after(study: S) -> S:
    """The study under a name and a title that show its set values, for a folder of results of its own."""
    if not study.changes:
        return study
    from hashlib import sha256

    shown = ", ".join(change.name for change in study.changes)
    digest = sha256(shown.encode()).hexdigest()[:8]
    title = study.title.model_copy(update={"en": f"{study.title.en} ({shown})", "da": f"{study.title.da} ({shown})"})
    return replace(study, name=f"{study.name}-{digest}", title=title)


def _change(address: str, to: str, known: list[Value[Any]]) -> SetTo:
    """The change of an address of the user.

    Raises:
        ScenarioError: no value has the address, or an end is requested of a value without a range.
    """
    file, found, path = address.rpartition(f"{ENDING}:")
    change = SetTo(path, to, f"{file}{ENDING}" if found else "")
    fitting = [value for value in known if change.fits(value)]
    if not fitting:
        raise _unknown(change, known)
    if to in ENDS and all(value.low is None for value in fitting):
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
