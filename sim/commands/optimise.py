"""``jobsim optimise``: practice values searched for least waiting and most contact for heavy need, with staff as it is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.commands.output import console, print_files, print_json
from sim.commands.resumable import resumable
from sim.commands.run import JsonOption, ResultsOption, StudyArgument, WorkersOption

if TYPE_CHECKING:
    from sim.results.frontier.analysis import Frontier


def optimise(
    context: typer.Context,
    study: StudyArgument,
    values: Annotated[
        str | None,
        typer.Option(
            metavar="A,B",
            help="Practice values that move, * for any text, bounds after =: 'contact.*.heavy,team_notice=1 week..4 weeks' "
            "(default: the study's, or the meetings of each level of need).",
        ),
    ] = None,
    trials: Annotated[
        int | None, typer.Option(metavar="N", help="Practices that are tried (default: the study's, or 64).")
    ] = None,
    replications: Annotated[int, typer.Option(metavar="N", help="Replications of each trial.")] = 2,
    confirm: Annotated[int, typer.Option(metavar="N", help="Fresh replications of each point of the frontier.")] = 10,
    points: Annotated[int, typer.Option(metavar="N", help="Most points of the frontier that are run again.")] = 6,
    ends: Annotated[
        int,
        typer.Option(
            metavar="N",
            help="Pairs of each point at both ends of each leading assumption, of the study's ranges or else of all; 0 for none.",
        ),
    ] = 2,
    column: Annotated[
        str | None,
        typer.Option(metavar="C", help="The searched column, RULES/PRACTICE (default: the first variant)."),
    ] = None,
    measured: Annotated[
        str | None,
        typer.Option(metavar="SPAN", help="Length of the measured window, such as '1 year' (default: the study's)."),
    ] = None,
    results: ResultsOption = None,
    workers: WorkersOption = None,
    json: JsonOption = False,
) -> None:
    """Search a practice for shorter waits and more contact for heavy need, with staff as it is. Show the frontier.

    The frontier is run again in fresh replications, and only these numbers are shown. Then the points and the baseline are run at
    both ends of each leading assumption. Each point is written as a practice file.
    Finished runs are reused, so a stopped search continues where it stopped.
    """
    from sim.results.runnable import load_runnable

    begin = time.monotonic()
    loaded = load_runnable(study)
    names = None if values is None else [name.strip() for name in values.split(",") if name.strip()]
    with resumable():
        done = loaded.optimise(
            values=names, trials=trials, replications=replications, confirm=confirm, points=points, ends=ends,
            column=column, measured=measured, results=results, workers=workers, progress=not json, work=context.obj,
        )  # fmt: skip
    seconds = time.monotonic() - begin
    if json:
        print_json(as_data(done, seconds))
        return
    from sim.commands.screen.frontier import show

    out = console()
    show(out, done)
    print_files(out, done.made, done.reused, seconds, done.folder, done.files)


def as_data(done: Frontier, seconds: float) -> dict[str, Any]:
    """The data that ``--json`` prints."""
    from sim.report.frontier_order import places, sentences
    from sim.report.levels import records
    from sim.results.chart import LANGUAGES

    return {
        "study": done.study.name,
        "place": done.study.places[0],
        "column": done.column.name,
        "baseline": done.study.baseline.name,
        "groups": list(done.groups),
        "echoed": list(done.echoed),
        "dials": [
            {"name": dial.name, "values": [each.address for each in dial.parameters]} for dial in done.dials.moved
        ],
        "not_moved": done.dials.left,
        "replications": done.replications,
        "fresh": done.fresh,
        "trials": done.trials.to_dict("records"),
        "kept_limits": done.fit,
        "on_front": done.on_front,
        "points": [
            {"point": point.name, "trial": point.trial + 1, "verdict": point.verdict, "limits": point.limits}
            for point in done.points
        ],
        "numbers": records(done.table),
        "pairs_at_ends": done.pairs,
        "at_ends": records(done.ends),
        "limits_broken_at_ends": records(done.broken),
        "places_at_ends": [place._asdict() for place in places(done.numbers, done.manifest)] if done.pairs else [],
        "in_words": {lang: sentences(done.numbers, done.manifest, lang) for lang, _ in LANGUAGES},
        "settings": done.settings.to_dict("records"),
        "leading_assumptions": [title.en for title in done.leading],
        "runs": {"made": done.made, "reused": done.reused, "seconds": round(seconds, 1)},
        "folder": str(done.folder),
        "files": [str(path) for path in done.files],
    }
