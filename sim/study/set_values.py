"""A study with values set in place of those of its files. Paths are those of ``assumptions`` in the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from sim.study.load import resolved
from sim.study.study import Study
from sim.study.values import changes_of

S = TypeVar("S", bound=Study)


def with_values(study: S, values: Mapping[str, str]) -> S:
    """The study with values set in all its places, laws and practices. Names of columns stay as they are.

    Runs are known by their content. So a run whose values do not change is the same run as before.

    Args:
        values: path of a value -> ``low``, ``high`` or a quantity in file notation. Several files may state a value of
            the same path. The path alone means all of them, and ``practices/baseline.yaml:team_notice`` one of them.

    Raises:
        ScenarioError: the study has no such value, the value has no range, or the quantity lies outside the range.
    """
    return resolved_as(replace(study, changes=(*study.changes, *changes_of(study, values))))


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
