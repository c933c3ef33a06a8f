"""The public interface of the package: every name that a script may rely on, with its signature."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from functools import cached_property
from importlib import import_module
from typing import Any, ForwardRef

from sim.law.compose.rule_set import RuleSet
from sim.results.chart import ResultChart
from sim.results.comparison import Comparison
from sim.results.frontier.analysis import Frontier
from sim.results.indices.analysis import Indices
from sim.results.options import RunOptions, SearchOptions, SensitivityOptions, UncertaintyOptions
from sim.results.result import Result
from sim.results.runnable import RunnableStudy
from sim.results.sensitivity.analysis import Sensitivity
from sim.results.uncertainty.analysis import Uncertainty

OF_CLASS: Mapping[type, tuple[str, ...]] = {
    RunnableStudy: (
        "name", "title", "places", "replications", "seed", "columns", "baseline", "column", "run", "with_values", "with_replications",
        "sensitivity", "uncertainty", "optimise",
    ),
    Result: (
        "study", "folder", "measures", "comparisons", "manifest", "made", "reused", "compare", "chart", "proposals", "ranges",
        "country", "draw", "excel",
    ),
    Comparison: ("table", "hours", "waits", "caseloads", "all"),
    ResultChart: ("numbers", "save"),
    RuleSet: ("name", "reforms", "values", "hash"),
    Sensitivity: ("table", "chart", "manifest", "folder", "files", "made", "reused"),
    Indices: ("table", "samples", "differences", "chart", "manifest", "folder", "files", "made", "reused"),
    Uncertainty: (
        "intervals", "shares", "claims", "worth", "samples", "differences", "chart", "manifest", "folder", "files", "made", "reused",
    ),
    Frontier: ("frontier", "trials", "settings", "ends", "broken", "chart", "manifest", "folder", "files", "made", "reused"),
}  # fmt: skip
"""The classes of what the functions and methods of the interface return, and their public names."""
OPTIONS = (RunOptions, SensitivityOptions, UncertaintyOptions, SearchOptions)
"""The options of their methods, by keyword."""
HEAD = """<!-- Generated from the package by `make generated`. Do not edit. -->

# The public interface

A script may rely on these names. They are those of `sim.__all__`, and the public names of what these functions and methods
return. CONTRIBUTING.md has the rule by which one of them is changed or removed. All other modules, and names that begin with
`_`, may change in any version.

The files that a study writes, the JSON of commands and the columns of tables are in [contracts](../contracts.md). The form of
scenario files is in the schemas beside this page.
"""


def public_names() -> dict[str, str]:
    """Name -> signature, type or value, in the order of the page."""
    package = import_module("sim")  # the package itself is above every room
    names = {f"sim.{name}": _signature(getattr(package, name)) for name in package.__all__}
    for one, own in OF_CLASS.items():
        names |= {f"{one.__name__}.{name}": _member(one, name) for name in own}
    for options in OPTIONS:
        names |= {f"{options.__name__}[{name!r}]": _words(kind) for name, kind in options.__annotations__.items()}
    return names


def _member(one: type, name: str) -> str:
    """The signature of a method of a class, or the type of an attribute. A name that is gone is "missing"."""
    for base in one.__mro__:
        fields = inspect.get_annotations(base)
        if name in fields:
            return _words(fields[name])
        if name in vars(base):
            return _signature(vars(base)[name])
    return "missing"


def _signature(thing: Any) -> str:
    """The signature of a function or method, the type of a property, or what kind of thing it is."""
    if isinstance(thing, property | cached_property):
        inner = thing.fget if isinstance(thing, property) else thing.func
        return _words(inspect.signature(inner).return_annotation) if inner is not None else ""
    if inspect.isclass(thing):
        return "an exception" if issubclass(thing, Exception) else "a class"
    if not callable(thing):
        return "a text" if isinstance(thing, str) else "a value"
    signature = inspect.signature(thing)
    parts, before = [], None
    for each in signature.parameters.values():
        if each.kind is each.KEYWORD_ONLY and before not in (each.KEYWORD_ONLY, each.VAR_POSITIONAL):
            parts.append("*")
        before = each.kind
        stars = "*" * (each.kind is each.VAR_POSITIONAL) + "**" * (each.kind is each.VAR_KEYWORD)
        kind = "" if each.annotation is each.empty else f": {_words(each.annotation)}"
        default = "" if each.default is each.empty else f" = {each.default!r}"
        parts.append(f"{stars}{each.name}{kind}{default}")
    return f"({', '.join(parts)}) -> {_words(signature.return_annotation)}"


def _words(kind: Any) -> str:
    """A type as it is written in the source."""
    if isinstance(kind, ForwardRef):
        return kind.__forward_arg__
    return kind if isinstance(kind, str) else str(getattr(kind, "__name__", kind))


def document() -> str:
    """The text of ``docs/generated/public.md``."""
    parts, before = [HEAD], ""
    for name, text in public_names().items():
        group = name.partition("[")[0] if "[" in name else name.partition(".")[0]
        if group != before:
            parts.append(f"\n## `{group}`\n")
            before = group
        space = "" if text.startswith("(") else ": "
        parts.append(f"- `{name}{space}{text}`")
    return "\n".join(parts) + "\n"
