"""The newest commit of this checkout against the one before, really run. `make stress` calls it; it takes minutes."""

from __future__ import annotations

from pathlib import Path

from sim.versions.comparison import compare_versions
from sim.versions.measured import Asked
from sim.versions.revision import git_says, own_checkout


def test_the_newest_commit_against_the_one_before(tmp_path: Path) -> None:
    """All measures are joined. A second call reads the stored results and says the same. No worktree is left."""
    root = own_checkout()
    before = git_says(root, "worktree", "list")
    found = compare_versions("HEAD~1", "HEAD", asked=Asked(2, 1), results=tmp_path)
    assert sum(found.counts.values()) > 10_000
    measures = set(found.table["measure"])
    assert {"meetings", "hours_total", "wait_team_mean"} <= measures
    again = compare_versions("HEAD~1", "HEAD", asked=Asked(2, 1), results=tmp_path)
    assert again.table.equals(found.table)
    assert git_says(root, "worktree", "list") == before
