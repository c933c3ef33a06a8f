"""``jobsim validate``: hold a finished study against the world and against the papers."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from sim.commands.names import papers, places
from sim.commands.output import print_json
from sim.commands.run import JsonOption, ResultsOption, StudyArgument


class FamilyName(StrEnum):
    """The family of a number: a figure of the world, or a number of a paper."""

    world = "world"
    papers = "papers"


def validate(
    study: StudyArgument,
    place: Annotated[
        str | None,
        typer.Option(metavar="P", autocompletion=places, help="One of the study's places (default: the first)."),
    ] = None,
    family: Annotated[
        FamilyName | None, typer.Option(help="Only the figures of the world, or only the papers.")
    ] = None,
    paper: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            autocompletion=papers,
            help="Only this paper, by its file in scenarios/reforms (six-cities).",
        ),
    ] = None,
    steps: Annotated[bool, typer.Option("--steps", help="Print each paper's own arithmetic, step by step.")] = False,
    results: ResultsOption = None,
    json: JsonOption = False,
) -> None:
    """Hold a finished study against sourced figures and against every number of the five papers, without new runs.

    Each number gets a verdict: inside, outside, or too little to tell. docs/validation.md says what they mean. All rows are
    written to tables/validation.csv in the folder of results.
    """
    from sim.study.load import load
    from sim.validation.validate import validate as held

    done = held(load(study), place=place, family=None if family is None else family.value, paper=paper, results=results)
    if json:
        print_json(done.as_data())
    else:
        from sim.commands.screen.validation import show_validation

        show_validation(done, steps=steps)
