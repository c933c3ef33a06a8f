"""Practice files: a practice may extend another, whose sections it replaces whole."""

from __future__ import annotations

from pathlib import Path

from sim.law.folder import names_in, read_named, unknown_name
from sim.law.source import Source

_OWN = ("schema", "practice", "title", "extends")


def read_practice(root: Path, name: str) -> Source:
    """The practice ``name`` with all that it extends filled in. A key that it gives replaces the same key below it."""
    source = read_named(root, "practices", name)
    chain = [name]
    while (below := source.tree.get("extends")) is not None:
        if below not in names_in(root, "practices"):
            error = unknown_name("the practice extends one that is not there", str(below), names_in(root, "practices"))
            raise source.error(error.message, ("extends",), found=below, expected=error.expected, nearest=error.nearest)
        if below in chain:
            raise source.error("a practice extends itself", ("extends",), found=" → ".join([*chain, below]))
        chain.append(below)
        source = _over(source, read_named(root, "practices", below))
    return source


def _over(source: Source, below: Source) -> Source:
    """``source`` with the keys it leaves out taken from ``below``, and ``extends`` pointing further down."""
    taken = {key for key in below.tree if key not in source.tree and key not in _OWN}
    tree = source.tree | {key: below.tree[key] for key in taken}
    tree["extends"] = below.tree.get("extends")
    places = source.places | {keys: place for keys, place in below.places.items() if keys and keys[0] in taken}
    if ("extends",) in below.places:
        places[("extends",)] = below.places[("extends",)]
    return Source(source.file, tree, places)
