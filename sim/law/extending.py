"""Scenario files that extend another of their folder: a key that a file gives replaces the same key below it whole."""

from __future__ import annotations

from pathlib import Path

from sim.law.folder import names_in, read_named, unknown_name
from sim.law.source import Source


def read_extending(root: Path, folder: str, name: str) -> Source:
    """``folder/name.yaml`` with all that it extends filled in; each entry keeps the file and line where it stands.

    Schema, name and title are every file's own.

    Raises:
        ScenarioError: a file is missing or unsound, or a chain of ``extends`` leads nowhere or in a circle.
    """
    one = folder.removesuffix("s")
    own = ("schema", one, "title", "extends")
    source = read_named(root, folder, name)
    chain = [name]
    while (below := source.tree.get("extends")) is not None:
        if below not in names_in(root, folder):
            error = unknown_name(f"the {one} extends one that is not there", str(below), names_in(root, folder))
            raise source.error(error.message, ("extends",), found=below, expected=error.expected, nearest=error.nearest)
        if below in chain:
            raise source.error(f"a {one} extends itself", ("extends",), found=" → ".join([*chain, below]))
        chain.append(below)
        source = _over(source, read_named(root, folder, below), own)
    return source


def _over(source: Source, below: Source, own: tuple[str, ...]) -> Source:
    """``source`` with the keys it leaves out taken from ``below``, and ``extends`` pointing further down."""
    taken = {key for key in below.tree if key not in source.tree and key not in own}
    tree = source.tree | {key: below.tree[key] for key in taken}
    tree["extends"] = below.tree.get("extends")
    places = source.places | {keys: place for keys, place in below.places.items() if keys and keys[0] in taken}
    if ("extends",) in below.places:
        places[("extends",)] = below.places[("extends",)]
    return Source(source.file, tree, places)
