"""The public interface as it was committed, and what may be changed in it.

``python -m tests.public --write`` writes the present interface, if CHANGELOG.md says what a script has to change.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from sim.authoring.public_names import public_names

ROOT = Path(__file__).parents[1]
FILE, CHANGELOG = Path(__file__).parent / "public.txt", ROOT / "CHANGELOG.md"


def committed() -> dict[str, str]:
    """Name -> signature, as committed."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)


def text_of(names: Mapping[str, str]) -> str:
    return "".join(f"{name}\t{signature}\n" for name, signature in names.items())


def broken(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The names that are gone or have another signature, so that a script may have to change."""
    return [name for name, signature in before.items() if after.get(name) != signature]


def unsaid(names: list[str], changelog: str) -> list[str]:
    """Those of the names that no entry of the kind BREAKING under the newest version of the changelog has in backticks."""
    newest = re.split(r"^## ", changelog, flags=re.MULTILINE)[1]
    entries = re.findall(r"^- BREAKING:.*?(?=^- |^#|\Z)", newest, flags=re.MULTILINE | re.DOTALL)
    said = " ".join(entries)
    return [name for name in names if f"`{name}`" not in said]


def main() -> int:
    before, after = committed() if FILE.exists() else {}, public_names()
    left = unsaid(broken(before, after), CHANGELOG.read_text(encoding="utf-8"))
    if left:
        sys.stderr.write(
            f"CHANGELOG.md needs a line under its newest version, of the kind BREAKING, with {', '.join(f'`{name}`' for name in left)}\n"
        )
        return 1
    FILE.write_text(text_of(after), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main() if sys.argv[1:] == ["--write"] else __doc__)
