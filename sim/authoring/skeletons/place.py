"""A new place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sim.authoring.skeletons.skeleton import check_name, own_root, write_skeleton
from sim.files.folder import names_in, read_named, unknown_name
from sim.files.parse import shape, values_in
from sim.files.paths import scenarios_dir
from sim.files.tree import Tree
from sim.files.value import NEED_A_RANGE, Value, size
from sim.place.people.model import Place
from sim.place.read import place_source

MORE = 1.1
"""The example's places of the rehabilitation team, relative to those of the place that it extends."""


def new_place(name: str, extends: str = "aalborg", *, root: Path | None = None) -> Path:
    """Write ``places/<name>.yaml``, which differs from the place ``extends`` in the places of its team. Return its path.

    Raises:
        ScenarioError: the name is invalid, the file exists, or the place ``extends`` does not exist.
    """
    check_name("place", name)
    root = own_root(root or scenarios_dir(), "place")
    known = [place for place in names_in(root, "places") if "kind" not in read_named(root, "places", place).tree]
    if extends not in known:
        raise unknown_name("the place to extend does not exist", extends, known, folder=root / "places")
    source = place_source(extends, root)
    base = shape(Place, source)
    per_week = base.team_places.per_week
    low, high = (per_week.value if end is None else end for end in (per_week.low, per_week.high))
    numbers = {
        "per_week": f"{per_week.value * MORE:.3g}",
        "low": f"{low * MORE * 0.8:.3g}",
        "high": f"{high * MORE * 1.2:.3g}",
    }
    return write_skeleton(
        root, "places", "place", name, extends=extends, people=base.people, office=base.office,
        team_places=_others(source.tree["team_places"]), groups=_groups(base, extends), **numbers,
    )  # fmt: skip


def _others(section: Tree) -> str:
    """The other keys of the section of the team's places, as they are in the place that is extended."""
    return "\n".join(f"  {key}: {_flow(content)}" for key, content in section.items() if key != "per_week")


def _flow(content: Any) -> str:
    """Content of a file on one line."""
    if isinstance(content, dict):
        return f"{{{', '.join(f'{key}: {_flow(inner)}' for key, inner in content.items())}}}"
    if isinstance(content, list):
        return f"[{', '.join(map(_flow, content))}]"
    return content if isinstance(content, str) and content.isalpha() else json.dumps(content, ensure_ascii=False)


def _groups(base: Place, extends: str) -> str:
    """The section of groups with the numbers of a place, as comments."""
    lines = ["groups:"]
    for group, stock in base.groups.items():
        lines.append(f"  {group}:")
        for value in values_in(stock):
            lines.append(f"    {value.path.rpartition('.')[2]}: {_value(value, extends)}")  # noqa: PERF401 - a line each
    return "\n".join(f"# {line}" for line in lines)


def _value(value: Value[object], extends: str) -> str:
    parts = {"value": f"{size(value.value):.10g}"}
    if value.evidence in NEED_A_RANGE:
        parts |= {"low": f"{size(value.low):.10g}", "high": f"{size(value.high):.10g}"}
    parts |= {"evidence": value.evidence, "source": json.dumps(f"as {extends}")}
    return f"{{{', '.join(f'{key}: {text}' for key, text in parts.items())}}}"
