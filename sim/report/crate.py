"""The description of a result for machines: a Process Run Crate 0.5 on RO-Crate 1.1."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from sim.report.citation import plain
from sim.report.manifest import FILE, Manifest
from sim.report.run_record import RunRecord
from sim.report.study_argument import argument

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
SHA256 = "https://w3id.org/ro/terms/workflow-run#sha256"
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
LICENSE = "https://opensource.org/license/mit"
SOFTWARE = "#jobsim"
KINDS = {
    ".csv": "text/csv", ".html": "text/html", ".json": "application/json", ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf", ".png": "image/png", ".svg": "image/svg+xml", ".tex": "application/x-tex", ".txt": "text/plain",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".md": "text/markdown",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".yaml": "application/yaml",
}  # fmt: skip
"""Ending of a file -> its media type."""
Thing = dict[str, Any]


def crate(manifest: Manifest, files: Mapping[str, str], runs: Iterable[str], day: str) -> str:
    """The content of ``ro-crate-metadata.json``.

    Args:
        files: file of the result -> its SHA-256.
        runs: the stored runs that are in the folder, as ``runs/KEY.parquet``.
        day: the day on which the files were written (ISO).
    """
    stored = set(runs)
    inputs = [_input(name, content) for name, content in manifest.input_files.items()]
    made = [_action(run, inputs) for run in manifest.runs if f"runs/{run.key}.parquet" in stored]
    names = [*sorted(files), FILE]
    study = _study_action(manifest, inputs, sorted(stored), names)
    graph: list[Thing] = [
        {
            "@id": "ro-crate-metadata.json", "@type": "CreativeWork", "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            "about": {"@id": "./"},
        },
        {
            "@id": "./", "@type": "Dataset", "name": manifest.title.en, "description": plain(manifest), "datePublished": day,
            "license": {"@id": LICENSE}, "conformsTo": {"@id": PROFILE}, "identifier": manifest.run_hash,
            "hasPart": [{"@id": name} for name in [*names, *sorted(stored)]],
            "mentions": [{"@id": action["@id"]} for action in [study, *made]],
        },
        {"@id": PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"},
        {"@id": LICENSE, "@type": "CreativeWork", "name": "MIT License", "description": "The terms of the program and of its results."},
        {
            "@id": SOFTWARE, "@type": "SoftwareApplication", "name": "Jobcenter simulator", "version": manifest.versions.get("jobsim", ""),
            "softwareVersion": manifest.versions.get("jobsim", ""), "license": {"@id": LICENSE},
            "softwareRequirements": ", ".join(f"{name} {version}" for name, version in manifest.versions.items() if name != "jobsim"),
        },
        study,
        *made,
        *inputs,
        *(_file(name, files.get(name, "")) for name in names),
        *(_file(name, "") for name in sorted(stored)),
    ]  # fmt: skip
    return json.dumps({"@context": [CONTEXT, {"sha256": SHA256}], "@graph": graph}, indent=1, ensure_ascii=False) + "\n"


def _study_action(manifest: Manifest, inputs: list[Thing], runs: list[str], names: list[str]) -> Thing:
    """The study as an action: from scenario files by way of its runs to tables, charts and pages."""
    return {
        "@id": "#study", "@type": "CreateAction", "name": f"jobsim run {argument(manifest)}", "instrument": {"@id": SOFTWARE},
        "description": f"{manifest.replications} replications of {len(manifest.columns)} columns, seed {manifest.seed}",
        "object": [{"@id": each["@id"]} for each in inputs],
        "result": [{"@id": name} for name in [*names, *runs]],
        "actionStatus": {"@id": "http://schema.org/CompletedActionStatus"},
    }  # fmt: skip


def _action(run: RunRecord, inputs: list[Thing]) -> Thing:
    return {
        "@id": f"#run-{run.key}", "@type": "CreateAction", "instrument": {"@id": SOFTWARE},
        "name": f"{run.column}, replication {run.replication}, {run.place}",
        "description": f"One run of the {run.engine} engine, {run.rows} rows of log with SHA-256 {run.log_sha256}",
        "object": [{"@id": each["@id"]} for each in inputs],
        "result": {"@id": f"runs/{run.key}.parquet"},
        "actionStatus": {"@id": "http://schema.org/CompletedActionStatus"},
    }  # fmt: skip


def _input(name: str, content: str) -> Thing:
    """A scenario file. It is not in the folder of the result, so it is a work with a hash and no file."""
    return {"@id": f"#scenarios/{name}", "@type": "CreativeWork", "name": name, "sha256": content}


def _file(name: str, content: str) -> Thing:
    kind = KINDS.get(PurePosixPath(name).suffix, "application/octet-stream")
    thing = {"@id": name, "@type": "File", "name": name, "encodingFormat": kind}
    return thing | ({"sha256": content} if content else {})
