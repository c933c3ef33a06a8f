"""What the package asks for: the Python version, the packages, and those of each extra, as `pyproject.toml` states them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

PACKAGE = "jobsim"
ROOT = Path(__file__).resolve().parents[2]
USERS_EXTRAS = ("data", "report", "explore", "sensitivity", "optimise", "dask", "notebooks")
"""The extras that a user may want; those of developers are left out."""
_NAME = re.compile(r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*([^;]*?)\s*(?:;\s*(.*))?$")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([^'\"]+)['\"]")
_CLAUSE = re.compile(r"^(>=|<=|==|!=|>|<|~=)\s*([0-9][0-9.]*)(\.\*)?$")


@dataclass(frozen=True)
class Requirement:
    """A package with the versions that are allowed, and the extra that asks for it ("" if every study needs it)."""

    name: str
    versions: str
    extra: str = ""

    def allows(self, version: str) -> bool:
        """Whether a version is allowed. A suffix such as ``rc1`` does not count. A clause of another form allows every version."""
        return all(_fits(version, clause.strip()) for clause in self.versions.split(",") if clause.strip())


@dataclass(frozen=True)
class Asked:
    """What the package asks for.

    Attributes:
        python: the allowed versions of Python.
        packages: the packages that every study needs.
        extras: extra -> its packages.
        stated_in: where it is stated; "" if it is stated nowhere.
    """

    python: Requirement
    packages: tuple[Requirement, ...]
    extras: dict[str, tuple[Requirement, ...]]
    stated_in: str


def asked(root: Path = ROOT) -> Asked:
    """What `pyproject.toml` of the checkout asks for, or else what the installed package says of itself."""
    file = root / "pyproject.toml"
    if file.is_file():
        project = tomllib.loads(file.read_text(encoding="utf-8"))["project"]
        lines = [*project["dependencies"]]
        lines += [
            f'{line}; extra == "{extra}"' for extra, some in project["optional-dependencies"].items() for line in some
        ]
        return _of(lines, project["requires-python"], "pyproject.toml")
    try:
        return _of(requires(PACKAGE) or [], metadata(PACKAGE)["Requires-Python"] or "", "the installed package")
    except PackageNotFoundError:
        return _of([], "", "")


def requirement_of(line: str) -> Requirement | None:
    """The requirement of a line such as ``numpy>=2.0``; None if it is none."""
    match = _NAME.match(line)
    if match is None:
        return None
    extra = _EXTRA.search(match[3] or "")
    return Requirement(match[1], match[2].strip("() "), extra[1] if extra else "")


def _of(lines: list[str], python: str, stated_in: str) -> Asked:
    known = [each for line in lines if (each := requirement_of(line)) is not None]
    extras = {name: tuple(each for each in known if each.extra == name) for name in USERS_EXTRAS}
    packages = tuple(each for each in known if not each.extra)
    return Asked(Requirement("python", python), packages, {k: some for k, some in extras.items() if some}, stated_in)


def _fits(version: str, clause: str) -> bool:
    match = _CLAUSE.match(clause)
    if match is None:
        return True
    own, limit = _numbers(version), _numbers(match[2])
    if match[3] or match[1] == "~=":  # ==0.68.* and ~=0.68.1 fix all numbers but the last
        fixed = limit if match[3] else limit[:-1]
        same = own[: len(fixed)] == fixed
        return not same if match[1] == "!=" else same and (bool(match[3]) or own >= limit)
    length = max(len(own), len(limit))
    left, right = (part + (0,) * (length - len(part)) for part in (own, limit))
    return {
        ">=": left >= right, "<=": left <= right, "==": left == right, "!=": left != right, ">": left > right, "<": left < right,
    }[match[1]]  # fmt: skip


def _numbers(version: str) -> tuple[int, ...]:
    """The numbers at the beginning of a version: ``2.1.0rc1`` is (2, 1, 0)."""
    found = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(map(int, found[0].split("."))) if found else ()
