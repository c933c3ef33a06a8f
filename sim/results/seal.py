"""The seal of a result: what it was made from, and the stored files behind it. An equal seal means that nothing changed.

A second call of a finished study would read all runs, pair them and compute all tables, only to find what is there. With
an equal seal it reads the tables. The seal covers more than a result can depend on. So a difference may cost time for
nothing, but none that matters is missed.

- It covers the study with its replications, and every file of the scenarios folder.
- It covers the source files of the program, and the versions of its packages.
- It covers the manifest, which has the hash of every file of the result.
- It covers the stored runs, the answers of searches for staff, the ranges of leading assumptions, and samples of all values.
"""

from __future__ import annotations

import hashlib
import json

from sim.files import hashes, program
from sim.files.hashes import key_of
from sim.files.kept import kept_bytes, kept_json
from sim.files.writing import write
from sim.report.manifest import Manifest
from sim.results import outputs
from sim.results.answer import SEAL, found_files, is_whole
from sim.results.result import Result
from sim.results.stored_tables import read_tables
from sim.runs import fingerprint
from sim.runs.run import Plan
from sim.runs.scheduler import Runs
from sim.study.study_file import MOST_REPLICATIONS


def sealed(plan: Plan, scenarios: str) -> Result | None:
    """The finished result of a plan. None if there is none, if anything differs, or if the engine must run again.

    Args:
        scenarios: hash of the scenarios folder (:func:`sim.files.hashes.of_scenarios`) before the study was read; "" if it is not known.
    """
    folder = plan.folder
    manifest = outputs.earlier(folder)
    if not scenarios or manifest is None or not manifest.files or plan.engine != "kernel":
        return None
    try:
        seal = kept_json(folder / SEAL)
        made_from, files = str(seal["made_from"]), dict(seal["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if made_from != _made_from(plan, manifest, scenarios) or not is_whole(folder, files, manifest.files):
        return None
    measures, comparisons, pairs = read_tables(plan.study, folder)
    return Result(plan.study, folder, measures, comparisons, manifest, pairs, reused=len(manifest.runs))


def seal(plan: Plan, manifest: Manifest, runs: Runs, scenarios: str) -> None:
    """Write the seal of a result that was just made or confirmed, unless it is there.

    Args:
        runs: the finished runs. Trials of a search are left out, because its answer is kept.
        scenarios: as for :func:`sealed`. A file that changed since the study was read breaks the seal.

    Raises:
        ScenarioError, RunError: the file cannot be written.
    """
    if not scenarios or plan.engine != "kernel":
        return
    folder, store = plan.folder, runs.store
    keys = {key for (key, _), run in runs.seen.items() if run.about["replication"] <= MOST_REPLICATIONS}
    files = [store.measures_file(key) for key in keys]
    if plan.logs:
        files += [store.log_file(run.log) for run in manifest.runs if run.replication == 1]
    listed = hashes.of_files(folder, [*files, *found_files(folder)])
    content = {"made_from": _made_from(plan, manifest, scenarios), "files": dict(sorted(listed.items()))}
    text = json.dumps(content, indent=1) + "\n"
    try:
        same = kept_bytes(folder / SEAL) == text.encode()
    except (OSError, ValueError):
        same = False
    if not same:
        write(folder / SEAL, text)


def _made_from(plan: Plan, manifest: Manifest, scenarios: str) -> str:
    """The hash of all that a result can depend on and that is not in its folder."""
    study = plan.study
    return key_of(
        {
            "inputs": plan.inputs,
            "file": [study.source.file, repr(study.source.places)],
            "replications": study.replications,
            "changes": [[change.address, change.said] for change in study.changes],
            "logs": plan.logs,
            "scenarios": scenarios,
            "program": program.sources(*fingerprint.REPORT),
            "versions": program.versions(),
            "manifest": hashlib.sha256(manifest.model_copy(update={"files": {}}).text().encode()).hexdigest(),
        }
    )
