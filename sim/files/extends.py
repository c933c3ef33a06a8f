"""Scenario files that extend another file of their folder. A key of the file replaces the whole key that it extends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sim.files.folder import names_in, read_named, unknown_entry
from sim.files.source import Source


def read_extending(
    root: Path,
    folder: str,
    name: str,
    finish: Callable[[Source], Source] = lambda source: source,
    apart: tuple[str, ...] = (),
    above: tuple[str, ...] = (),
) -> Source:
    """``folder/name.yaml`` with the keys of the files that it extends. Each entry keeps its own file and line.

    Schema, name and title are never inherited.

    Args:
        finish: applied to each file after the inherited keys are filled in.
        apart: further keys that are never inherited.
        above: the chain of files that extend this one.

    Raises:
        ScenarioError: a file is missing or invalid, or ``extends`` names a missing file or forms a circle.
    """
    kind = folder.removesuffix("s")
    source, chain = read_named(root, folder, name), [*above, name]
    below = source.tree.get("extends")
    if below is None:
        return finish(source)
    if below not in names_in(root, folder):
        message = f"the extended {kind} does not exist"
        raise unknown_entry(message, str(below), names_in(root, folder), source, ("extends",), folder=root / folder)
    if below in chain:
        raise source.error(f"a {kind} extends itself", ("extends",), found=" → ".join([*chain, below]))
    base = read_extending(root, folder, str(below), finish, apart, tuple(chain))
    return finish(_over(source, base, ("schema", kind, "title", "extends", *apart)))


def _over(source: Source, below: Source, own: tuple[str, ...]) -> Source:
    """``source`` with its missing keys taken from ``below``, which is complete. Keys in ``own`` are not taken."""
    inherited = {key for key in below.tree if key not in source.tree and key not in own}
    tree = source.tree | {key: below.tree[key] for key in inherited}
    tree["extends"] = None
    places = source.places | {keys: place for keys, place in below.places.items() if keys and keys[0] in inherited}
    return Source(source.file, tree, places)
