"""``jobsim report --check``: the items of a reporting guideline, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from sim.commands.output import console, print_json
from sim.report.guidelines.answers import Answer, answers
from sim.report.guidelines.item import GUIDELINES, Guideline
from sim.report.words import phrase

if TYPE_CHECKING:
    from sim.files.entry import Lang
    from sim.report.manifest import Manifest


def check_guidelines(manifest: Manifest, name: str, lang: Lang, *, json: bool) -> None:
    """Print which items of a guideline are complete, and what the others lack.

    Args:
        name: the guideline, or ``all``.

    Raises:
        typer.Exit: with code 1, if an item is incomplete.
    """
    found = {guideline: answers(guideline, manifest, lang) for guideline in GUIDELINES if name in (guideline, "all")}
    missing = {guideline: [each for each in items if each.missing] for guideline, items in found.items()}
    if json:
        print_json(
            {
                "study": manifest.study,
                "complete": not any(missing.values()),
                "guidelines": {guideline: [_data(each) for each in items] for guideline, items in found.items()},
            }
        )
    else:
        for guideline, items in found.items():
            _tell(guideline, items, lang)
    if any(missing.values()):
        raise typer.Exit(1)


def _tell(guideline: Guideline, items: list[Answer], lang: Lang) -> None:
    out = console()
    lacking = [each for each in items if each.missing]
    name, complete = phrase(f"table_{guideline}", lang), len(items) - len(lacking)
    out.print(phrase("guide_count", lang, name=name, complete=complete, of=len(items)), soft_wrap=True)
    for each in lacking:
        out.print(f"  {each.item.id} {each.title}")
        for line in each.missing:
            out.print(f"    {phrase('guide_is_missing', lang)} {line}", soft_wrap=True)


def _data(each: Answer) -> dict[str, object]:
    return {
        "id": each.item.id,
        "item": each.title,
        "complete": not each.missing,
        "answer": each.text,
        "missing": list(each.missing),
        "evidence": list(each.see),
    }
