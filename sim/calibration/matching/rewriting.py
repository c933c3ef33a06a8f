"""Write a kept set of values into the place and its people file, with the grade `fitted`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from sim.calibration.matching.calibrate import Calibrated
from sim.data.plan import Plan, check_files
from sim.data.rewrite import quoted, text_with, write_all
from sim.files.parameter import Parameter
from sim.files.tree import Keys
from sim.files.value import size

MARK = "; history matching by "
"""What a written source says after the words that it had."""


def new_files(done: Calibrated, root: Path) -> dict[Path, str]:
    """The new texts of the files, checked as a study reads them. Nothing is written.

    Raises:
        RunError: no run is kept.
        ScenarioError: the new files do not fit each other.
    """
    setting, chosen = done.setup.setting, done.chosen()
    by_folder: dict[tuple[str, str], dict[Keys, str]] = {}
    for number, parameter in enumerate(done.setup.space.parameters):
        folder = parameter.address.partition("/")[0]
        name = done.setup.place if folder == "places" else setting.place.people
        texts = by_folder.setdefault((folder, name), {})
        each = done.left[number]
        low, high = (parameter.text(parameter.number(end)) for end in (each.low, each.high))
        said = f"{done.setup.source.file}: {low} to {high} kept"
        texts[tuple(parameter.value.path.split("."))] = _content(parameter, chosen, said)
    files = {
        root / folder / f"{name}.yaml": text_with(name, folder, root, texts)
        for (folder, name), texts in by_folder.items()
    }
    plan = Plan()
    plan.files = files
    check_files(root, plan, [done.setup.place])
    return files


def write_chosen(done: Calibrated, root: Path) -> list[Path]:
    """Write the kept run nearest to the middle. All files are written, or none changes.

    Raises:
        RunError: no run is kept, or the disk is full.
        ScenarioError: the new files do not fit each other, or a file is not writable.
    """
    files = new_files(done, root)
    write_all(files)
    return list(files)


def _content(parameter: Parameter, chosen: Mapping[str, float], said: str) -> str:
    """The entry of a value, with its old range and the words of its old source."""
    value = parameter.value
    old = re.sub(f"{re.escape(MARK)}.*$", "", value.source)
    parts = {
        "value": parameter.text(chosen[parameter.address]),
        "low": parameter.text(size(value.low)), "high": parameter.text(size(value.high)),
        "evidence": "fitted", "source": quoted(f"{old}{MARK}{said}"),
    }  # fmt: skip
    if value.note:
        parts["note"] = quoted(value.note)
    return "{" + ", ".join(f"{key}: {text}" for key, text in parts.items()) + "}"
