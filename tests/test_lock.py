"""The lock names every package by its hashes, and nothing of the machine or the registry where it was made."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
NAME = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?==[0-9][A-Za-z0-9.+!_-]*")
MARKS = {
    "sys_platform": {"darwin", "win32", "linux", "emscripten"},
    "platform_python_implementation": {"CPython", "PyPy"},
    "implementation_name": {"cpython", "PyPy", "pypy"},
    "python_full_version": set(),  # any version
    "platform_machine": {"x86_64", "arm64", "aarch64", "AMD64"},
}
"""What a marker may tell apart: systems, kinds of Python, versions and processors. Nothing else may decide what is installed."""
TERM = re.compile(r"(?P<name>[a-z_]+) (?P<sign>==|!=|<|>|<=|>=) '(?P<value>[^']+)'")


def entries() -> list[tuple[str, str, list[str]]]:
    """(package and version, marker, hashes) of each requirement."""
    joined = re.sub(r"\\\n\s*", " ", LOCK)
    found = []
    for line in joined.splitlines():
        if line.strip() and not line.startswith("#"):
            head, *hashes = line.split(" --hash=")
            package, _, marker = head.partition(";")
            found.append((package.strip(), marker.strip(), [f"--hash={each.strip()}" for each in hashes]))
    return found


def test_every_requirement_is_one_version_with_its_hashes() -> None:
    assert len(entries()) > 100
    for package, _, hashes in entries():
        assert NAME.fullmatch(package), package
        assert hashes, package
        assert all(HASH.fullmatch(each) for each in hashes), package
        assert len(set(hashes)) == len(hashes), package


def test_a_package_is_named_once_for_each_marker() -> None:
    named = [(package.partition("==")[0], marker) for package, marker, _ in entries()]
    assert len(set(named)) == len(named)
    assert [name for name, _ in named] == sorted(name for name, _ in named)


def test_nothing_of_a_machine_or_a_registry_is_in_it() -> None:
    """Options, addresses and paths would install other files elsewhere, or tell where the lock was made."""
    for line in LOCK.splitlines():
        if line.startswith("#"):
            continue
        assert not re.match(r"\s*(-[a-zA-Z]|--(?!hash=))", line), line
        assert "://" not in line, line
        assert "/" not in line, line
        assert " @ " not in line, line
    assert not re.search(r"://|/home/|/Users/|/tmp/|/root/|[A-Z]:\\", LOCK)  # nor in a comment


@pytest.mark.parametrize("marker", sorted({marker for _, marker, _ in entries() if marker}))
def test_a_marker_tells_systems_and_kinds_of_python_apart(marker: str) -> None:
    for term in re.split(r" (?:and|or) ", marker.replace("(", "").replace(")", "")):
        match = TERM.fullmatch(term.strip())
        assert match, term
        known = MARKS[match["name"]]
        assert match["value"] in known if known else re.fullmatch(r"\d+(\.\d+)*", match["value"]), term


def test_all_that_the_product_names_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    named += [each for extra in project["project"]["optional-dependencies"].values() for each in extra]
    wanted = {re.split(r"[<>=!~; \[]", each)[0].lower().replace("_", "-").replace(".", "-") for each in named}
    locked = {package.partition("==")[0].replace("_", "-").replace(".", "-") for package, _, _ in entries()}
    assert wanted - locked == set()
