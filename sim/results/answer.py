"""The answer of a finished study: what an earlier call printed, kept beside the seal while all that it was made from is the same.

It is looked for before the study is read, so this module imports nothing that takes long.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.files import hashes, program
from sim.files.kept import kept_json
from sim.files.listing import MAX_BYTES
from sim.files.paths import absolute, is_path, results_dir, scenarios_dir, user_path
from sim.files.writing import write

FILE, SEAL, MANIFEST = "answer.json", "seal.json", "manifest.json"
FOUND = ("capacity", "sensitivity", "uncertainty")
"""Folders of a result whose files a later call would read, whatever their names."""


@dataclass(frozen=True)
class Asked:
    """A call whose answer may be kept.

    Attributes:
        folder: the folder of the study's results.
        of: hash of the study's file, the scenarios folder, the program, its packages and the options of the call.
        form: how the answer is shown: the width and the colours of a screen, or JSON.
    """

    folder: Path
    of: str
    form: str


def asked(study: str, results: Path | None, form: str, options: Mapping[str, Any]) -> Asked | None:
    """A call, before anything of the study is read. None if its files cannot be read.

    The folder of results has the name of the study. If the file of a study has another name, no answer is found.
    """
    root = scenarios_dir()
    scenarios = hashes.of_scenarios(root)
    try:
        if is_path(study) and user_path(study).is_symlink():
            return None
        file = absolute(Path(study)) if is_path(study) else root / "studies" / f"{study}.yaml"
        of_study = hashes.of_file(file, MAX_BYTES)
    except OSError:
        return None
    parts = {
        "file": [str(file), of_study], "scenarios": [str(root), scenarios], "program": program.sources("."),
        "versions": program.versions(), "options": {name: str(value) for name, value in options.items()},
    }  # fmt: skip
    return Asked(results_dir(results) / file.stem, hashes.key_of(parts), form) if scenarios else None


def kept(call: Asked) -> dict[str, Any] | None:
    """The answer that was kept for a call. None if there is none, or if anything that it was made from has changed."""
    try:
        known = kept_json(call.folder / FILE)
        listed = kept_json(call.folder / SEAL)["files"]
        of_manifest = kept_json(call.folder / MANIFEST)["files"]
        if known["of"] != call.of or known["made_of"] != _made_of(call.folder):
            return None
        answer = known["forms"].get(call.form)
        whole = is_whole(call.folder, listed, of_manifest)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return answer if whole and isinstance(answer, dict) else None


def keep(call: Asked, answer: dict[str, Any]) -> None:
    """Keep the answer of a call, beside those in other forms. Without a sealed result nothing is kept.

    Raises:
        ScenarioError, RunError: the file cannot be written.
    """
    file = call.folder / FILE
    try:
        made_of = _made_of(call.folder)
    except OSError:
        return
    try:
        before = kept_json(file)
        forms = before["forms"] if (before["of"], before["made_of"]) == (call.of, made_of) else {}
    except (OSError, ValueError, KeyError, TypeError):
        forms = {}
    text = json.dumps({"of": call.of, "made_of": made_of, "forms": {**forms, call.form: answer}}, ensure_ascii=False)
    write(file, text + "\n")


def is_whole(folder: Path, sealed: hashes.Files, of_manifest: hashes.Files) -> bool:
    """Whether all files that seal and manifest name are as they say, and the folders :data:`FOUND` have no other."""
    found = {path.relative_to(folder).as_posix() for path in found_files(folder)}
    return found <= set(sealed) and hashes.are_whole(folder, sealed) and hashes.are_whole(folder, of_manifest)


def found_files(folder: Path) -> list[Path]:
    """The files in the folders :data:`FOUND`."""
    return [path for name in FOUND for path in hashes.files_in(folder / name)]


def _made_of(folder: Path) -> dict[str, str]:
    """The hashes of seal and manifest, which name all other files."""
    return hashes.of_files(folder, (folder / SEAL, folder / MANIFEST))
