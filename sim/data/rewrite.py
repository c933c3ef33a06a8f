"""New values in the text of a place or a people file: old and new side by side first, then the whole file or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.data.choose import Reading
from sim.data.spans import replaced, section, spans
from sim.files.errors import ScenarioError
from sim.files.folder import names_in
from sim.files.source import read_text
from sim.files.tree import Keys
from sim.files.value import Value, size
from sim.files.writing import write


@dataclass(frozen=True, slots=True)
class Change:
    """A value before and after, where it stands, and the new source.

    Attributes:
        text: the new content of the entry in the file.
    """

    path: str
    where: str
    old: float
    old_evidence: str
    old_source: str
    new: float
    evidence: str
    source: str
    text: str

    @property
    def keys(self) -> Keys:
        return tuple(self.path.split("."))


def change(value: Value[Any], reading: Reading, *, whole: bool) -> Change:
    """The change of a value that a reading makes. ``whole`` rounds to whole persons, else to tenths."""
    number = round(reading.number) if whole else round(reading.number, 1)
    ends = {key: end for key, end in (("low", reading.low), ("high", reading.high)) if end is not None}
    parts = {"value": number} | {key: round(end) if whole else round(end, 1) for key, end in ends.items()}
    words = [f"{key}: {each:g}" if isinstance(each, int) else f"{key}: {each}" for key, each in parts.items()]
    words += [f"evidence: {reading.evidence}", f"source: {quoted(reading.source)}"]
    if value.note:
        words.append(f"note: {quoted(value.note)}")
    return Change(
        reading.path, value.where, size(value.value), value.evidence, value.source, number, reading.evidence, reading.source,
        f"{{{', '.join(words)}}}",
    )  # fmt: skip


def quoted(text: str) -> str:
    """A text in the quotation marks of YAML."""
    return json.dumps(text, ensure_ascii=False)


def text_with(name: str, folder: str, root: Path, new: Mapping[Keys, str], text: str | None = None) -> str:
    """The text of ``folder/name.yaml`` with new content at some entries. All other lines stay.

    A section that the file takes from the one it extends is copied into it first, with its comments.

    Args:
        text: the text of a file that does not exist yet.
    """
    if text is None:
        text = read_text(root / folder / f"{name}.yaml", root)[0]
    for key in dict.fromkeys(str(keys[0]) for keys in new):
        if (key,) not in spans(text):
            text = f"{text.rstrip()}\n\n{_inherited(text, folder, key, root)}"
    return replaced(text, new)


def _inherited(text: str, folder: str, key: str, root: Path) -> str:
    """The section of a key in the nearest file that has it."""
    below = _extends(text)
    while below is not None:
        text = read_text(root / folder / f"{below}.yaml", root)[0]
        if (key,) in spans(text):
            return section(text, key)
        below = _extends(text)
    raise ScenarioError(f"no file has the section `{key}`", file=f"{folder}/", expected=key)


def _extends(text: str) -> str | None:
    at = spans(text).get(("extends",))
    return text[at[0] : at[1]].strip("\"'") if at else None


def write_all(files: Mapping[Path, str]) -> None:
    """Write files that belong together, each whole or not at all. If one fails, those before it get their old content back.

    Raises:
        ScenarioError, RunError: as :func:`sim.files.writing.write`.
    """
    old = {file: file.read_bytes() if file.exists() else None for file in files}
    done: list[Path] = []
    try:
        for file, text in files.items():
            write(file, text)
            done.append(file)
    except BaseException:
        for file in done:
            before = old[file]
            if before is None:
                file.unlink()
            else:
                write(file, before)
        raise


def check_new_name(name: str, folder: str, root: Path, words: Sequence[str]) -> None:
    """Check that a file of the name can be made.

    Raises:
        ScenarioError: the name is not allowed or taken.
    """
    from sim.files.folder import NAME_RULE, is_name

    if not is_name(name) or name != name.lower():
        raise ScenarioError(
            "this name is not allowed", found=name, expected=f"{NAME_RULE}, without capitals", do="choose another name"
        )
    if name in names_in(root, folder):
        raise ScenarioError(
            f"{folder}/{name}.yaml exists already", found=name, expected="a new name",
            do=f"choose another name, or change the file itself with {' '.join(words)}",
        )  # fmt: skip
