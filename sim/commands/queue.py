"""``jobsim run`` of a queue: compare an engine with queueing theory."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table

from sim.commands.output import console, counted, print_json
from sim.engine import Engine
from sim.files.errors import ScenarioError
from sim.files.paths import results_dir, scenarios_dir
from sim.files.writing import make_folder, write
from sim.study import load

FILE = "figures.csv"


def is_queue(name_or_path: str) -> bool:
    """Whether the study with this name or path is a queue rather than a jobcenter. False if there is no such study."""
    try:
        return load.is_queue(load.study_source(name_or_path, scenarios_dir()))
    except ScenarioError:
        return False


def run_queue(
    name_or_path: str,
    engine: Engine,
    *,
    replications: int | None = None,
    results: Path | None = None,
    workers: int | None = None,
    json: bool,
) -> None:
    """Run a queue's replications, print each figure with its value by theory, and write them into the folder of results.

    Raises:
        ScenarioError: the study is invalid, or an option does not apply to a queue.
    """
    from sim.results.queues import compare
    from sim.results.queues import load as load_queues

    if workers is not None and workers > 1:
        raise ScenarioError(
            "--workers does not apply to a queue study, whose runs are short", found=workers, expected="1",
            do="leave --workers out",
        )  # fmt: skip
    studies = load_queues(name_or_path, replications=replications)
    folder = results_dir(results) / studies[0].name
    make_folder(folder)
    compared = [(study, compare(study, engine)) for study in studies]
    lines = ["place,replications,engine,figure,theory,simulated,standard_error,z"]
    for study, rows in compared:
        head = f"{study.queue.place},{study.replications},{engine}"
        lines += [f"{head},{row.name},{row.theory!r},{row.simulated!r},{row.error!r},{row.z!r}" for row in rows]
    write(folder / FILE, "\n".join(lines) + "\n")
    if json:
        print_json({study.queue.place: [row._asdict() for row in rows] for study, rows in compared})
        return
    for study, rows in compared:
        table = Table(title=f"{study.queue.title.en}; {counted(study.replications, 'replication')}, {engine}")
        for head in ("figure", "theory", "simulated", "standard error", "z"):
            table.add_column(head, justify="left" if head == "figure" else "right")
        for row in rows:
            numbers = (row.theory, row.simulated, row.error)
            table.add_row(row.name, *(f"{number:.4g}" for number in numbers), f"{row.z:+.2f}")
        console().print(table)
    console().print(f"Written: {folder / FILE}")
