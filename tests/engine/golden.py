"""The golden hashes: what the logs of a few small worlds are today.

``python -m tests.engine.golden`` says which hashes have changed, ``--write`` writes them anew. A changed hash is a change
of results, so it needs a line in the changelog that says which measures moved, by how much, and why.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ruamel.yaml import YAML

from sim.engine import run
from sim.world.world import World
from tests.aalborg import aalborg
from tests.engine.worlds import random_world

FILE = Path(__file__).parent / "golden.yaml"
AALBORG = "Aalborg, current, 60 days"
RANDOM = (3, 10, 22)
HEAD = """# sha256 of the logs of small worlds, by name. Written by: python -m tests.engine.golden --write
# A changed hash is a change of results: the changelog says which measures moved, by how much, and why.
"""


def names() -> list[str]:
    """The worlds that have a golden hash."""
    return [AALBORG, *(f"random world {seed}" for seed in RANDOM)]


def world(name: str) -> World:
    """The world of a name."""
    return aalborg(days=60) if name == AALBORG else random_world(int(name.rsplit(" ", 1)[1]))


def now(name: str) -> str:
    """The hash that the present sources give."""
    return run(world(name)).sha256()


def written() -> dict[str, str]:
    """The hashes in the file."""
    found = YAML(typ="safe").load(FILE.read_text(encoding="utf-8")) if FILE.exists() else None
    return dict(found or {})


def main(arguments: list[str]) -> int:
    """Compare, or write."""
    before, after = written(), {name: now(name) for name in names()}
    changed = [name for name in after if before.get(name) != after[name]]
    if "--write" in arguments:
        lines = "".join(f"{name}: {value}\n" for name, value in after.items())
        FILE.write_text(HEAD + lines, encoding="utf-8")
    sys.stdout.write(f"changed: {'; '.join(changed) or 'nothing'}\n")
    return 1 if changed and "--write" not in arguments else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
