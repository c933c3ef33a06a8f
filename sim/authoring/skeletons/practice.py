"""A new practice."""

from __future__ import annotations

from pathlib import Path

from sim.authoring.skeletons.skeleton import check_name, own_root, write_skeleton
from sim.files.folder import names_in, unknown_name
from sim.files.paths import scenarios_dir


def new_practice(name: str, extends: str = "baseline", *, root: Path | None = None) -> Path:
    """Write ``practices/<name>.yaml``, which differs from the practice ``extends`` in the cover of illness. Return its path.

    Raises:
        ScenarioError: the name is invalid, the file exists, or the practice ``extends`` does not exist.
    """
    check_name("practice", name)
    root = own_root(root or scenarios_dir(), "practice")
    known = names_in(root, "practices")
    if extends not in known:
        raise unknown_name("the practice to extend does not exist", extends, known, folder=root / "practices")
    return write_skeleton(root, "practices", "practice", name, extends=extends)
