"""What a version moved: both versions run, their measures joined, and the table written."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sim.files.errors import ScenarioError, UnknownNameError, nearest_name
from sim.files.paths import absolute, results_dir
from sim.files.writing import make_folder, write
from sim.results.means import COLUMN
from sim.versions.checkout import checkout
from sim.versions.measured import Asked, measured, studies_of
from sim.versions.movement import GONE, MOVED, NEW, VERDICTS, movements
from sim.versions.revision import Version, own_checkout, version_of

FOLDER = "versions"
"""The folder within the results that has the runs of versions."""
FILE = "versions.csv"


@dataclass(frozen=True)
class Comparison:
    """Two versions compared.

    Attributes:
        old, new: the versions.
        table: rows of :func:`sim.versions.movement.movements`, all studies below each other.
        new_measures, gone_measures: names of measures that only one version has.
        notes: what could not be compared, in sentences.
        file: the table on disk.
    """

    old: Version
    new: Version
    table: pd.DataFrame
    new_measures: tuple[str, ...]
    gone_measures: tuple[str, ...]
    notes: tuple[str, ...]
    file: Path

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows with each verdict."""
        found = self.table["verdict"].value_counts()
        return {verdict: int(found.get(verdict, 0)) for verdict in VERDICTS}

    @property
    def renamed(self) -> dict[str, str]:
        """The old name of each renamed measure, and its name today."""
        rows = self.table[self.table["old_name"] != ""]
        return dict(sorted(set(zip(rows["old_name"], rows["measure"], strict=True))))


def compare_versions(
    old: str,
    new: str,
    studies: Sequence[str] = ("example",),
    *,
    asked: Asked | None = None,
    results: str | Path | None = None,
    out: str | Path | None = None,
    root: Path | None = None,
) -> Comparison:
    """Run studies under two versions, and write how far each measure moved to ``versions.csv``.

    Args:
        old, new: revisions of the checkout, or folders of checkouts.
        studies: names of studies. Those that only one version has are named in ``notes``.
        asked: how the studies are run.
        results: folder of results (default ``./results``). Runs of a version are kept in ``versions/<commit>/``.
        out: folder of the table (default ``versions/<old>-<new>/`` in the folder of results).
        root: the checkout whose revisions are known (default: that of this program).

    Raises:
        ScenarioError: a revision is unknown, both are the same, or no study is in both.
        RunError: a study failed.
    """
    asked, root = asked or Asked(), root or own_checkout()
    first, second = version_of(old, root), version_of(new, root)
    same_commit = first.commit is not None and first.commit == second.commit
    if same_commit or (first.folder is not None and first.folder == second.folder):
        raise ScenarioError(
            f"nothing moved: the same {'commit' if same_commit else 'folder'}", found=f"{old} and {new}: {first.name}",
            expected="two versions that differ", do="name another version",
        )  # fmt: skip
    kept = absolute(results_dir(results)) / FOLDER
    file = (kept / f"{first.key}-{second.key}" if out is None else absolute(Path(out))) / FILE
    with ExitStack() as stack:
        folders = [stack.enter_context(checkout(version, root)) for version in (first, second)]
        common, notes = _in_both((first, second), folders, list(dict.fromkeys(studies)))
        make_folder(file.parent)
        joined, names = [], (set[str](), set[str]())
        for study in common:
            tables = [
                measured(version, folder, study, kept / version.key, asked)
                for version, folder in zip((first, second), folders, strict=True)
            ]
            notes += _columns(study, (first, second), tables)
            joined.append(movements(tables[0], tables[1]))
            for known, table in zip(names, tables, strict=True):
                known.update(table["measure"])
    table = pd.concat(joined, ignore_index=True)
    write(file, table.to_csv(index=False, lineterminator="\n"))
    return Comparison(
        first, second, table, tuple(sorted(names[1] - names[0])), tuple(sorted(names[0] - names[1])), tuple(notes), file
    )


def _in_both(
    versions: tuple[Version, Version], folders: Sequence[Path], studies: list[str]
) -> tuple[list[str], list[str]]:
    """The studies that both versions have, and a note on each of the others."""
    has = [studies_of(folder) for folder in folders]
    for study in studies:
        if not any(study in names for names in has):
            known = sorted({*has[0], *has[1]})
            raise UnknownNameError(
                "neither version has this study", found=study, expected=f"one of {', '.join(known)}",
                nearest=nearest_name(study, known), do="correct --study",
            )  # fmt: skip
    common = [study for study in studies if all(study in names for names in has)]
    notes = [
        f"The study {study} is only in {versions[study in has[1]].name}. It is not compared."
        for study in studies
        if study not in common
    ]
    if not common:
        both = sorted(set(has[0]) & set(has[1]))
        raise ScenarioError(
            "none of the studies is in both versions", found=" ".join(notes), expected=f"one of {', '.join(both)}",
            do="name a study that both versions have with --study",
        )  # fmt: skip
    return common, notes


def _columns(study: str, versions: tuple[Version, Version], tables: Sequence[pd.DataFrame]) -> list[str]:
    """A note on each column or place of a study that only one version has."""
    has = [set(table[COLUMN].drop_duplicates().itertuples(index=False, name=None)) for table in tables]
    if not has[0] & has[1]:
        raise ScenarioError(
            "the versions have no column in common", found=f"study {study}", expected="a rule set with the same practice in both",
            do="name another study with --study",
        )  # fmt: skip
    return [
        f"{study}: the column {'/'.join(map(str, column[2:]))} at {column[1]} is only in {version.name}. It is not compared."
        for version, mine, other in zip(versions, has, reversed(has), strict=True)
        for column in sorted(mine - other)
    ]


def as_data(comparison: Comparison, lines: Sequence[str]) -> dict[str, Any]:
    """The comparison as plain data: what moved, and the lines of the changelog. The file has all rows."""
    return {
        "old": {"asked": comparison.old.asked, "version": comparison.old.name},
        "new": {"asked": comparison.new.asked, "version": comparison.new.name},
        "verdicts": comparison.counts,
        "new_measures": list(comparison.new_measures),
        "gone_measures": list(comparison.gone_measures),
        "renamed": comparison.renamed,
        "notes": list(comparison.notes),
        "moved": comparison.table[comparison.table["verdict"] == MOVED].to_dict("records"),
        "new_cells": comparison.counts[NEW],
        "gone_cells": comparison.counts[GONE],
        "changelog": list(lines),
        "file": str(comparison.file),
    }
