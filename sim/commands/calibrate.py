"""``jobsim calibrate``: fit the free values of a place, and show what the targets cannot rule out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.commands.names import places
from sim.commands.output import console, counted, print_json
from sim.commands.resumable import resumable
from sim.commands.run import JsonOption, ResultsOption, WorkersOption

if TYPE_CHECKING:
    from pathlib import Path

    from sim.calibration.matching.calibrate import Calibrated


def calibrate(
    context: typer.Context,
    place: Annotated[str, typer.Argument(metavar="PLACE", autocompletion=places, help="Name of a place.")],
    waves: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=20, help="Waves of runs (default: the file's number).")
    ] = None,
    points: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Sets of values in a wave (default: the file's number).")
    ] = None,
    second_largest: Annotated[
        bool,
        typer.Option("--second-largest", help="One target may be missed: the second largest implausibility rules out."),
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Show what would be fitted to what. Nothing is run or written.")
    ] = False,
    write: Annotated[
        bool,
        typer.Option("--write", help="Write the kept run nearest to the middle into the place and its people file."),
    ] = False,
    results: ResultsOption = None,
    workers: WorkersOption = None,
    json: JsonOption = False,
) -> None:
    """Fit the free values of a place to its targets, by waves of history matching.

    What is kept is the set of values that the targets cannot rule out, not one best set. The file
    scenarios/calibration/PLACE.yaml names values and targets. A place without one uses that of the place it extends.

    Finished runs are reused, so a stopped fit continues where it stopped.
    """
    from sim.calibration.matching.calibrate import calibrate as fit
    from sim.calibration.matching.setup import setup
    from sim.commands.screen.calibration import show_fit, show_setup
    from sim.files.errors import ScenarioError

    if check and write:
        raise ScenarioError("--check and --write exclude each other", found="--check --write", expected="one of them")
    ready = setup(place, waves=waves, points=points, rank=2 if second_largest else 1)
    if check:
        print_json(ready.as_data()) if json else show_setup(console(), ready)
        return
    begin = time.monotonic()
    with resumable():
        done = fit(ready, results=results, workers=workers, progress=not json, work=context.obj)
    seconds = time.monotonic() - begin
    files = [] if done.is_empty else saved(done, write=write)
    if json:
        print_json(as_data(done, files, seconds))
    else:
        out = console()
        show_fit(out, done)
        out.print(f"{counted(done.made, 'run')} made, {done.reused} reused, {seconds:.0f} s.")
        for file in files:
            out.print(f"Written: {file}", soft_wrap=True)
    if done.is_empty:
        raise nothing_kept(done)


def saved(done: Calibrated, *, write: bool) -> list[Path]:
    """Write the files of a fit, and the scenario files if wanted. The texts of the latter are checked first."""
    from sim.calibration.matching.record import save
    from sim.calibration.matching.rewriting import new_files, write_chosen
    from sim.files.paths import scenarios_dir

    if write:
        new_files(done, scenarios_dir())
    files = save(done)
    return [*files, *(write_chosen(done, scenarios_dir()) if write else [])]


def nothing_kept(done: Calibrated) -> Exception:
    """The error of a fit that rules everything out."""
    from sim.files.errors import RunError

    names = [target.name for target in done.setup.fitted]
    sets = [" with ".join(names[target] for target in conflict.targets) for conflict in done.conflicts]
    return RunError(
        "no set of values is plausible for all targets; the old values stay\n"
        f"  conflict: {'; '.join(sets) or 'none of two or more targets was found'}\n"
        "  do: widen ranges, uncertainties or the discrepancy if they are too narrow, or hold a target out"
    )


def as_data(done: Calibrated, files: list[Path], seconds: float) -> dict[str, Any]:
    """The data that ``--json`` prints."""
    from sim.calibration.matching.record import record

    runs = {"made": done.made, "reused": done.reused, "seconds": round(seconds, 1)}
    return record(done) | {"runs": runs, "files": [str(file) for file in files]}
