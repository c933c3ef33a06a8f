"""Writing to the terminal: tables for people, JSON for programs."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from sim.commands.screen.fit import fitted
from sim.files.errors import ScenarioError
from sim.files.paths import user_path

WIDTH = 160
LOOK_UP = "Look up the code of a source: jobsim sources X177, jobsim sources law.md 3.1"


class Screen(Console):
    """Standard output on which no table cuts a number: a table that is too wide becomes several (:mod:`sim.commands.screen.fit`)."""

    def print(self, *objects: Any, width: int | None = None, **options: Any) -> None:
        """Print as rich does, with tables that fit."""
        fit: list[Any] = []
        for thing in objects:
            fit += fitted(thing, width or self.width) if isinstance(thing, Table) else [thing]
        super().print(*fit, width=width, **options)


def console() -> Console:
    """Standard output. It is wide enough for tables if it is not a terminal."""
    plain = Screen(markup=False)
    return plain if plain.is_terminal else Screen(markup=False, highlight=False, width=max(plain.width, WIDTH))


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 run", "2 runs"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def print_files(out: Console, made: int, reused: int, seconds: float, folder: Path, files: Iterable[Path]) -> None:
    """Print what an analysis ran, and the files that it wrote into its folder."""
    out.print(f"{counted(made, 'run')} made, {reused} reused, {seconds:.0f} s. Files, all in {folder}:", soft_wrap=True)
    for path in files:
        out.print(f"  {path.relative_to(folder)}")


def print_json(data: Any) -> None:
    """Print data as JSON on standard output. Infinite numbers and nan become null."""
    json.dump(_plain(data), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


def write_text(file: Path, text: str) -> None:
    """Write a file in UTF-8 with a line feed at the end of each line. Its folder must exist.

    Raises:
        ScenarioError: the file cannot be written.
    """
    file = user_path(file)
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ScenarioError(
            "the file cannot be written", file=str(file), found=error.strerror, do="name a file in a folder that exists"
        ) from None


def _plain(thing: Any) -> Any:
    if isinstance(thing, dict):
        return {str(key): _plain(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [_plain(item) for item in thing]
    if isinstance(thing, float) and not math.isfinite(thing):
        return None
    return thing.item() if hasattr(thing, "item") else thing
