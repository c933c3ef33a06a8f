"""The folders of a study: scenario files that can be read, and a folder of results that can be written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from sim.files.errors import ScenarioError
from sim.files.listing import LIKE_YAML
from sim.files.paths import SCENARIOS_VARIABLE, results_dir, scenarios_dir
from sim.files.source import read
from sim.installation.finding import Finding

SCENARIOS, RESULTS = "Scenario files", "Results"
SHOWN = 5


def check_scenarios() -> list[Finding]:
    """Whether every scenario file is YAML, and the rules fit each other."""
    try:
        root = scenarios_dir()
    except ScenarioError as error:
        return [_of_error(error)]
    files = sorted(path for path in root.rglob("*") if path.suffix in LIKE_YAML and not path.name.startswith("."))
    findings = []
    for file in files:
        try:
            read(file, root)
        except ScenarioError as error:
            findings.append(_of_error(error))
        except OSError as error:
            name = file.relative_to(root)
            findings.append(
                Finding(SCENARIOS, "problem", f"{name} cannot be read: {error.strerror}", "give read permission")
            )
    if not findings:
        try:
            from sim.law.compose.library import Library

            library = Library.load(root)
            for package in library.packages:
                library.rule_set(package)
        except ScenarioError as error:
            findings.append(_of_error(error))
    if findings:
        return findings[:SHOWN]
    chosen = f" ({SCENARIOS_VARIABLE})" if os.environ.get(SCENARIOS_VARIABLE) else ""
    found = f"{root}{chosen}: {len(files)} files can be read"
    return [Finding(SCENARIOS, "ok", found)]


def check_results(chosen: Path | None = None) -> Finding:
    """Whether the folder of results, or the one in which it would be created, can be written."""
    try:
        folder = results_dir(chosen).absolute()
    except ScenarioError as error:
        return Finding(RESULTS, "problem", f"{error.message}: {error.found}", error.do or "")
    there = nearest(folder)
    words = str(folder) if there == folder else f"{folder}, which the first study creates"
    try:
        if not there.is_dir():
            raise NotADirectoryError(20, "a file stands there")
        handle, name = tempfile.mkstemp(dir=there, prefix=".write-")
        os.close(handle)
        Path(name).unlink()
    except OSError as error:
        do = "change to a folder that you can write, or choose one with --results"
        return Finding(RESULTS, "problem", f"{words}: cannot be written ({error.strerror})", do)
    return Finding(RESULTS, "ok", words)


def nearest(folder: Path) -> Path:
    """The folder, or else the nearest one above it that exists."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def _of_error(error: ScenarioError) -> Finding:
    place = ":".join(str(part) for part in (error.file, error.line) if part)
    found = ": ".join(part for part in (place, error.message) if part)
    found += f" ({error.found})" if error.found else ""
    return Finding(SCENARIOS, "problem", found, error.do or "correct the file, or take it from the checkout again")
