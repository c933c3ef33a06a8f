"""The files behind a run, each with a hash of what it gives to the run.

A run is named by one hash of all that determines it (:mod:`sim.runs.fingerprint`), which does not tell what has changed. So
each stored run also keeps a hash for each file. A rule set and a practice are composed of several files. What a file gives are
the entries of the composed tree whose place is in this file. So a proposal that the run does not use changes nothing.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from sim.files import program
from sim.files.source import Source
from sim.runs import fingerprint
from sim.study.read_setting import hash_of
from sim.study.setting import Setting

PROGRAM = "sim/"
"""What the names of the program's rooms begin with."""
FOLDERS = {"place": "places", "people": "people", "office": "office"}
LETTERS = 16
"""Letters of a hash that is kept. It tells versions of one file apart."""


def inputs_of(setting: Setting, prices: str) -> dict[str, str]:
    """File or room of the program -> the first letters of the hash of what it gives to a run, in the order of the names.

    Args:
        prices: hash of prices, norms and survey.
    """
    parts: dict[str, list[object]] = {}
    for each in (setting, setting.formed):
        if each is not None:
            for file, content in _files_of(each):
                parts.setdefault(file, []).append(content)
    parts["figures/ (prices, norms, survey)"] = [prices]
    rooms = {f"{PROGRAM}{room}": program.sources(room) for room in fingerprint.MEASURES}
    every = rooms | {file: hash_of(content) for file, content in parts.items()}
    return {file: every[file][:LETTERS] for file in sorted(every)}


def _files_of(setting: Setting) -> Iterable[tuple[str, object]]:
    """Each file of a setting with what it gives."""
    for law in setting.laws:
        yield from ((file, [law.day, content]) for file, content in by_file(law.rule_set.source).items())
        yield from ((file, [law.day, content]) for file, content in by_file(law.source).items())
    names = {"place": setting.place.place, "people": setting.people.people, "office": setting.office.office}
    for kind, content in setting.files.items():
        yield f"{FOLDERS[kind]}/{names[kind]}.yaml" if kind in names else f"{kind}.yaml", content
    shocks = [shock.model_dump(mode="json") for shock in setting.shocks]
    yield "studies/ (seed, shocks, staff)", [setting.seed, shocks, setting.staff and setting.staff.total]


_KNOWN: OrderedDict[int, tuple[Source, dict[str, str]]] = OrderedDict()
"""The latest trees with what is known of them. All runs of a column share one tree, which takes as long to hash as a key."""
MOST_KNOWN = 64


def by_file(source: Source) -> dict[str, str]:
    """File -> hash of the entries of a tree whose place is in the file."""
    found = _KNOWN.get(id(source))
    if found is None or found[0] is not source:
        found = source, _by_file(source)
        _KNOWN[id(source)] = found
        if len(_KNOWN) > MOST_KNOWN:
            _KNOWN.popitem(last=False)
    return found[1]


def _by_file(source: Source) -> dict[str, str]:
    digests: dict[str, Any] = {}
    for keys, place in source.places.items():
        tree: Any = source.tree
        for key in keys:
            tree = tree[key] if not isinstance(tree, dict) or key in tree else None
        if not isinstance(tree, dict | list):
            digest = digests.setdefault(place.file, hashlib.sha256())
            digest.update(f"{keys!r} {tree!r}\n".encode())
    return {file: digest.hexdigest() for file, digest in digests.items()}
