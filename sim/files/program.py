"""What the program is: its source files, and the versions of the packages that its numbers depend on."""

from __future__ import annotations

import hashlib
import platform
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
PACKAGES = ("jobsim", "numpy", "pandas", "scipy", "numba", "simpy", "pyarrow")


@lru_cache(maxsize=16)
def sources(*rooms: str) -> str:
    """Hash of the source files in some packages (64 hexadecimal digits)."""
    digest = hashlib.sha256()
    endings = {".py", ".yaml", ".html"}
    paths = (path for room in rooms for path in (PACKAGE / room).rglob("*") if not path.name.startswith("."))
    for path in sorted(path for path in paths if path.suffix in endings):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that the numbers depend on."""
    known = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            known[name] = version(name)
        except PackageNotFoundError:  # run from a folder, not installed
            known[name] = "not installed"
    return known


def own_version() -> str:
    """The version of the product. ``0+unknown`` if the package runs from a folder and is not installed."""
    try:
        return version(PACKAGES[0])
    except PackageNotFoundError:
        return "0+unknown"
