"""``jobsim attribute``: which proposal of a rule set carries which part of a change."""

from __future__ import annotations

import time
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.commands.names import practices, rule_sets, studies
from sim.commands.output import console, print_files, print_json
from sim.commands.resumable import resumable
from sim.commands.run import JsonOption, ResultsOption, WorkersOption

if TYPE_CHECKING:
    from sim.results.attribution.attribute import Attribution


class Bundle(StrEnum):
    """How proposals are bundled."""

    auto = "auto"
    proposal = "proposal"
    heading = "heading"
    paper = "paper"


class Share(StrEnum):
    """How Shapley's value is found."""

    auto = "auto"
    exact = "exact"
    sampled = "sampled"


def attribute(
    context: typer.Context,
    rules: Annotated[
        str, typer.Argument(metavar="RULES", autocompletion=rule_sets, help="The rule set whose change is shared out.")
    ],
    base: Annotated[
        str, typer.Argument(metavar="BASE", autocompletion=rule_sets, help="The rule set that it is compared with.")
    ] = "current",
    study: Annotated[
        str, typer.Option(metavar="STUDY", autocompletion=studies, help="The study that gives place, days and seed.")
    ] = "aalborg",
    practice: Annotated[
        str | None,
        typer.Option(
            metavar="P",
            autocompletion=practices,
            help="Practice under RULES, a part of its own (default: that of the study's column).",
        ),
    ] = None,
    by: Annotated[
        Bundle, typer.Option(help="Bundle proposals by heading (004-2a with 004-2b) or paper; auto: at most 7 parts.")
    ] = Bundle.auto,
    method: Annotated[
        Share, typer.Option(help="exact: all orders, at most 7 parts; sampled: an order and its reverse a replication.")
    ] = Share.auto,
    replications: Annotated[int, typer.Option(metavar="N", min=1, help="Replications of each set of parts.")] = 5,
    results: ResultsOption = None,
    workers: WorkersOption = None,
    json: JsonOption = False,
) -> None:
    """Share out a change: each proposal alone, left out, in turn, and by Shapley's value. Show who gets the time.

    Finished runs are reused, so a stopped attribution continues where it stopped.
    """
    from sim.results.attribution.attribute import attribute as share_out
    from sim.study.load import load

    begin = time.monotonic()
    loaded = load(study)
    own = next((column.practice for column in loaded.columns if column.rules == rules), loaded.baseline.practice)
    with resumable():
        done = share_out(
            loaded, rules, base, practices=(loaded.baseline.practice, practice or own), by=by.value, method=method.value,
            replications=replications, results=results, workers=workers, progress=not json, work=context.obj,
        )  # fmt: skip
    seconds = time.monotonic() - begin
    if json:
        print_json(as_data(done, seconds))
        return
    from sim.commands.screen.attribution import show

    out = console()
    show(out, done, loaded)
    print_files(out, done.made, done.reused, seconds, done.folder, done.files)


def as_data(done: Attribution, seconds: float) -> dict[str, Any]:
    """The data that ``--json`` prints."""
    return {
        "rules": done.rules,
        "base": done.base,
        "practices": list(done.parts.practices),
        "parts": [{"name": part.name, "proposals": list(part.proposals)} for part in done.parts.parts],
        "exact": done.exact,
        "replications": done.replications,
        "sets": done.runs,
        "shares": done.table.to_dict("records"),
        "interactions": done.pairs.to_dict("records"),
        "runs": {"made": done.made, "reused": done.reused, "seconds": round(seconds, 1)},
        "folder": str(done.folder),
        "files": [str(path) for path in done.files],
    }
