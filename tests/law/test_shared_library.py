"""Studies of one process share a library while its files stay as they are, and never see rules of before and after a change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.law.compose import library as module
from sim.law.compose.library import FOLDERS, Library

LATER = Path("regimes/R2026b.yaml")
"""A regime that extends others, so it is read after them."""


def titled(root: Path, title: str) -> None:
    """Give the later regime another title."""
    text = (root / LATER).read_text(encoding="utf-8").splitlines(keepends=True)
    number = next(n for n, line in enumerate(text) if line.startswith("title:"))
    text[number] = f"title: {{en: {title}, da: {title}}}\n"
    (root / LATER).write_text("".join(text), encoding="utf-8")


def title(library: Library) -> str:
    return library.regime(LATER.stem).title.en


def test_an_unchanged_folder_is_read_once(root: Path) -> None:
    first = Library.load(root)
    assert first.rule_set("freed") is Library.load(root).rule_set("freed")
    assert Library.load(root) is first


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_new_file_needs_a_new_library(root: Path, folder: str) -> None:
    first = Library.load(root)
    (root / folder / "note.txt").write_text("a note", encoding="utf-8")
    assert Library.load(root) is not first


def test_a_changed_file_is_read_again(root: Path) -> None:
    titled(root, "one")
    first = Library.load(root)
    assert title(first) == "one"
    titled(root, "two")
    assert (title(Library.load(root)), title(first)) == ("two", "one")
    titled(root, "one")
    assert title(Library.load(root)) == "one"


def test_a_library_that_read_files_of_before_and_after_a_change_is_not_shared(root: Path) -> None:
    titled(root, "one")
    before = (root / LATER).read_bytes()
    first = Library.load(root)
    titled(root, "two")
    assert title(first) == "two"  # it reads a regime at first use
    (root / LATER).write_bytes(before)
    assert title(Library.load(root)) == "one"


def test_few_libraries_are_kept(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    for _ in range(module.MOST_KEPT + 2):
        Library.load(Path(shutil.copytree(root, tmp_path_factory.mktemp("other") / "scenarios")))
    assert len(module._KEPT) <= module.MOST_KEPT
