"""The items of the guidelines, read from the YAML files beside this one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from ruamel.yaml import YAML

from sim.files.entry import Lang

Guideline = Literal["stress", "odd", "trace", "declarations"]
GUIDELINES: tuple[Guideline, ...] = ("stress", "odd", "trace", "declarations")


@dataclass(frozen=True)
class Item:
    """One item of a guideline.

    Attributes:
        id: its number in the guideline.
        answer: what the program answers, with blanks; empty if only a person can answer.
        write: keys of the study's ``statement`` that a person must write.
        needs: parts of the manifest without which the program has no answer.
        do: the command that makes what is needed, with blanks; empty for `jobsim run`.
        see: where the evidence is: ``#section`` of the page, a file of the result, a document of the repository, a command.
    """

    id: str
    title: Mapping[Lang, str]
    answer: Mapping[Lang, str]
    write: tuple[str, ...]
    needs: tuple[str, ...]
    do: str
    see: tuple[str, ...]


@cache
def items(guideline: Guideline) -> tuple[Item, ...]:
    """The items of a guideline in its own order."""
    rows: list[dict[str, Any]] = YAML(typ="safe").load((files(__package__) / f"{guideline}.yaml").read_text("utf-8"))
    return tuple(
        Item(
            row["id"], row["title"], row.get("answer", {}), tuple(row.get("write", ())), tuple(row.get("needs", ())),
            row.get("do", ""), tuple(row.get("see", ())),
        )
        for row in rows
    )  # fmt: skip
