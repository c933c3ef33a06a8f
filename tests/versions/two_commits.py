"""The newest commit of this checkout against the one before, really run. `make stress` calls it; it takes minutes."""

from __future__ import annotations

from pathlib import Path

from sim.versions.checkout import PREFIX
from sim.versions.comparison import compare_versions
from sim.versions.measured import Asked
from sim.versions.revision import git_says, own_checkout


def test_the_newest_commit_against_the_one_before(tmp_path: Path) -> None:
    """All measures are joined. A second call reads the stored results and says the same. No worktree is left."""
    root = own_checkout()
    new, old = (git_says(root, "rev-parse", name) for name in ("HEAD", "HEAD~1"))  # a commit meanwhile changes nothing
    assert new is not None
    assert old is not None
    before = temporary(root)
    found = compare_versions(old.strip(), new.strip(), asked=Asked(2, 1), results=tmp_path)
    assert sum(found.counts.values()) > 10_000
    measures = set(found.table["measure"])
    assert {"meetings", "hours_total", "wait_team_mean"} <= measures
    again = compare_versions(old.strip(), new.strip(), asked=Asked(2, 1), results=tmp_path)
    assert again.table.equals(found.table)
    assert temporary(root) <= before


def temporary(root: Path) -> set[str]:
    """The temporary worktrees of the repository. Others may come, go and get commits while the test runs."""
    listed = (git_says(root, "worktree", "list", "--porcelain") or "").splitlines()
    return {line for line in listed if line.startswith("worktree ") and PREFIX in line}
