"""The finished example in results/example/: whole, small, and of the scenario files as they are now. `make example` makes it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from sim.files.hashes import of_file
from sim.files.paths import scenarios_dir

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "results" / "example"
MOST = 3_000_000
"""Bytes of all its files."""
DO = "the example is stale: make example"


@pytest.fixture(scope="module")
def things() -> dict[str, dict[str, Any]]:
    """The description of the example, by name."""
    data = json.loads((FOLDER / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    return {thing["@id"]: thing for thing in data["@graph"]}


def tracked() -> list[Path]:
    """The files of the example that belong to the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "results/example"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("this is no checkout")
    return [ROOT / name for name in listed.stdout.split()]


def test_the_example_is_small_and_has_a_page_a_workbook_and_charts() -> None:
    files = {path.relative_to(FOLDER).as_posix(): path.stat().st_size for path in tracked()}
    assert {
        "report.html",
        "guidelines.html",
        "report.xlsx",
        "cite.txt",
        "charts/waterfall.svg",
        "charts/waterfall.csv",
    } <= set(files)
    assert sum(files.values()) < MOST


def test_the_example_was_made_of_the_scenario_files_as_they_are(things: dict[str, dict[str, Any]]) -> None:
    inputs = {
        name.removeprefix("#scenarios/"): thing["sha256"]
        for name, thing in things.items()
        if name.startswith("#scenarios/")
    }
    assert "studies/example.yaml" in inputs
    assert {name: of_file(scenarios_dir() / name) for name in inputs} == inputs, DO


def test_no_file_of_the_example_was_changed_by_hand(things: dict[str, dict[str, Any]]) -> None:
    for path in tracked():
        name = path.relative_to(FOLDER).as_posix()
        if name != "ro-crate-metadata.json":
            assert of_file(path) == things[name]["sha256"], f"{name}: {DO}"


def test_the_page_of_the_example_is_of_the_runs_that_it_describes(things: dict[str, dict[str, Any]]) -> None:
    page = (FOLDER / "report.html").read_text(encoding="utf-8")
    assert things["./"]["identifier"][:12] in page, DO
