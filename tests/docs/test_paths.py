"""Every path of the repository that a document names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.test_rooms import ORDER

ROOT = Path(__file__).parents[2]
UNREAD = {".venv", ".git"}
HISTORY = "CHANGELOG.md"
"""What it writes of an older version need not exist today."""
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in ROOT.rglob("*.md")
    if path.name != HISTORY and not UNREAD & set(path.relative_to(ROOT).parts)
)
PLACE = re.compile(
    r"(?<![\w/.-])((?:sim|docs|scenarios|tests|benchmarks|results|notebooks)(?:/[\w.*<>-]+)+/?"
    r"|(?:regimes|reforms|practices|people|places|office|figures|effects|studies)/[\w.-]+\.yaml)"
)
"""A path from the root of the repository, or one of a scenario file from the scenarios folder."""
OWN = re.compile(r"/(?:my-[\w-]+|009-1|[A-Z]+)\.yaml$")
"""Files that a reader writes; a name in capitals means any."""
MADE_BY_A_RUN = ("results/",)
"""Folders whose content a run makes."""


def paths(text: str) -> set[str]:
    """The paths in a text. A name in angle brackets or with a star stands for any, so the path ends before it."""
    found = set()
    for match in PLACE.finditer(text):
        path = match.group(1).rstrip(".")
        path = re.split(r"[^/]*[<*]", path)[0]
        found.add(path)
    return {path for path in found if not path.startswith(MADE_BY_A_RUN) and not OWN.search(path)}


def exists(path: str) -> bool:
    return (ROOT / path).exists() or (ROOT / "scenarios" / path).exists()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_of_a_document_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    assert {path for path in paths(text) if not exists(path)} == set()


def test_a_path_that_is_gone_is_seen() -> None:
    text = "See `sim/engine/gone.py`, `people/gone.yaml` and `sim/engine/__init__.py`; `scenarios/places/<name>.yaml`."
    assert {path for path in paths(text) if not exists(path)} == {"sim/engine/gone.py", "people/gone.yaml"}


def test_the_table_of_rooms_has_every_room_in_the_order_of_imports() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.partition("## Rooms")[2].partition("## Imports")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == ORDER
