"""``jobsim sources``: the meaning of the code of a source, and the works behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.commands.output import console, print_json
from sim.commands.run import JsonOption

if TYPE_CHECKING:
    from sim.figures.bibliography import Bibliography, Reference

HOW = {"page": "", "address": " [title from the address]", "subject": " [described by its subject]"}
"""Where a title is from -> words after it."""


def sources(
    codes: Annotated[
        list[str] | None,
        typer.Argument(metavar="CODE…", help="Codes as they stand in the scenario files (default: all works)."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Show the meaning of the codes of sources: author, title, year and address, or who assumed it and why.

    S is a number of a policy paper, X was read at its source, A is an assumption. W and K are pages about the law.
    ``law.md 3.1`` is a section of the project's collection of rules. Addresses and ranges such as A057-A059 work too.
    """
    from sim.figures.bibliography import read_bibliography
    from sim.files.paths import scenarios_dir

    bibliography = read_bibliography(scenarios_dir())
    if not codes:
        _all_works(bibliography, json)
        return
    asked = _asked(" ".join(codes), bibliography)
    if json:
        print_json({"codes": [_data(reference, bibliography) for reference in asked]})
        return
    out = console()
    for reference in asked:
        out.print(f"{reference.code}: {reference.says}{f' ({reference.place})' if reference.place else ''}")
        if reference.why:
            out.print(f"  Reasoning: {reference.why}")
        for key in reference.works:
            out.print(f"  {_line(bibliography, key)}", soft_wrap=True)
        if reference.rests_on:
            out.print(f"  Rests on: {', '.join(reference.rests_on)}")


def _asked(text: str, bibliography: Bibliography) -> list[Reference]:
    """The references of the codes in a text.

    Raises:
        ScenarioError: the text has no code, or one that the bibliography does not have.
    """
    from sim.figures.source_codes import names_in
    from sim.files.errors import ScenarioError

    found = []
    for name in names_in(text) or [text]:
        reference = bibliography.resolve(name)
        if reference is None:
            raise ScenarioError(
                "the bibliography has no such code", found=name, expected="a code such as X177, A014, W-31 or law.md 3.1",
                nearest=bibliography.nearest(name), do="list the works with `jobsim sources`",
            )  # fmt: skip
        found.append(reference)
    return found


def _all_works(bibliography: Bibliography, json: bool) -> None:
    if json:
        print_json({"works": {key: work.model_dump(mode="json") for key, work in bibliography.works.items()}})
        return
    out = console()
    for key, work in sorted(bibliography.works.items(), key=lambda item: item[1].author.lower()):
        codes = f" [{', '.join(work.codes)}]" if work.codes else ""
        out.print(f"{_line(bibliography, key)}{codes}", soft_wrap=True)
    out.print(f"{len(bibliography.works)} works. What a code stands for: jobsim sources X177 A014")


def _line(bibliography: Bibliography, key: str) -> str:
    work = bibliography.works[key]
    where = work.address or f"address not known: {work.no_address}"
    how = HOW[work.title_from]
    return f"{work.author} ({work.year}): {work.title}{how}. {where}"


def _data(reference: Reference, bibliography: Bibliography) -> dict[str, Any]:
    works = {key: bibliography.works[key].model_dump(mode="json") for key in reference.works}
    return {
        "code": reference.code, "says": reference.says, "place": reference.place, "why": reference.why,
        "works": works, "rests_on": list(reference.rests_on),
    }  # fmt: skip
