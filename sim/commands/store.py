"""``jobsim doctor store``: check, list and prune the runs that a study's results keep."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.commands.names import studies
from sim.commands.output import console, counted, print_json
from sim.commands.run import JsonOption, ResultsOption


def store(
    study: Annotated[
        str, typer.Argument(metavar="[STUDY]", autocompletion=studies, help="Name of the study.")
    ] = "aalborg",
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove damaged files, and runs that the finished result does not name.")
    ] = False,
    results: ResultsOption = None,
    json: JsonOption = False,
) -> None:
    """Read every stored run of a study. Show which belong to its finished result, which are damaged, and which no longer apply.

    Ends with exit code 1 if a file is damaged. A damaged run is made again when it is needed.
    """
    from sim.files.paths import results_dir
    from sim.results import stored as kept_files

    files = kept_files.stored(study, results)
    old = kept_files.no_longer(study, results)
    gone = kept_files.prune(files) if prune else []
    damaged = [kept for kept in files if kept.state == "damaged"]
    if json:
        print_json(
            {
                "study": study,
                "files": [
                    {
                        "file": str(kept.file),
                        "kind": kept.kind,
                        "state": kept.state,
                        "bytes": kept.bytes,
                        "why": kept.why,
                    }
                    for kept in files
                ],
                "no_longer_apply": {"runs": list(old.keys), "changed": list(old.changed)},
                "removed": [str(kept.file) for kept in gone],
            }
        )
    else:
        out = console()
        for state in kept_files.STATES:
            for kind in ("measures", "log"):
                some = [kept for kept in files if kept.state == state and kept.kind == kind]
                if some:
                    size = sum(kept.bytes for kept in some) / 1e6
                    out.print(
                        f"{counted(len(some), 'file')} of {'logs' if kind == 'log' else kind}, {state}: {size:,.1f} MB"
                    )
        for kept in damaged:
            out.print(f"damaged: {kept.why or kept.file}", soft_wrap=True)
        if old:
            out.print(old.text(results_dir(results) / study), soft_wrap=True)
        if prune:
            out.print(f"{counted(len(gone), 'file')} removed: {sum(kept.bytes for kept in gone) / 1e6:,.1f} MB.")
        elif len(gone) != len(files) and any(kept.state == "not of the result" for kept in files):
            out.print(
                "Runs that are not of the result are trials of searches, ends of ranges, or of an earlier program: --prune."
            )
    if damaged and not prune:
        raise typer.Exit(1)
