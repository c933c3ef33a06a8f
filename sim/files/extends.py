"""Scenario files that extend another of their folder: a key that a file gives replaces the same key below it whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sim.files.folder import names_in, read_named, unknown_name
from sim.files.source import Source


def read_extending(
    root: Path,
    folder: str,
    name: str,
    finish: Callable[[Source], Source] = lambda source: source,
    apart: tuple[str, ...] = (),
    above: tuple[str, ...] = (),
) -> Source:
    """``folder/name.yaml`` with all that it extends filled in; each entry keeps the file and line where it stands.

    Schema, name and title are every file's own.

    Args:
        finish: what is done to each file once what it extends is filled in.
        apart: further keys that are every file's own.
        above: the files that extend this one, in a chain.

    Raises:
        ScenarioError: a file is missing or unsound, or a chain of ``extends`` leads nowhere or in a circle.
    """
    one = folder.removesuffix("s")
    source, chain = read_named(root, folder, name), [*above, name]
    below = source.tree.get("extends")
    if below is None:
        return finish(source)
    if below not in names_in(root, folder):
        error = unknown_name(f"the {one} extends one that is not there", str(below), names_in(root, folder))
        raise source.error(error.message, ("extends",), found=below, expected=error.expected, nearest=error.nearest)
    if below in chain:
        raise source.error(f"a {one} extends itself", ("extends",), found=" → ".join([*chain, below]))
    base = read_extending(root, folder, str(below), finish, apart, tuple(chain))
    return finish(_over(source, base, ("schema", one, "title", "extends", *apart)))


def _over(source: Source, below: Source, own: tuple[str, ...]) -> Source:
    """``source`` with the keys it leaves out taken from ``below``, which is whole."""
    taken = {key for key in below.tree if key not in source.tree and key not in own}
    tree = source.tree | {key: below.tree[key] for key in taken}
    tree["extends"] = None
    places = source.places | {keys: place for keys, place in below.places.items() if keys and keys[0] in taken}
    return Source(source.file, tree, places)
