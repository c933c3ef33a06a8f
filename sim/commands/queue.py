"""``jobsim run`` of a queue: compare an engine with queueing theory."""

from __future__ import annotations

from rich.table import Table

from sim.commands.output import console, counted, print_json
from sim.engine import Engine
from sim.files.folder import names_in, read_named
from sim.files.paths import scenarios_dir


def is_queue(name: str) -> bool:
    """Whether the study with this name is a queue rather than a jobcenter."""
    root = scenarios_dir()
    if name not in names_in(root, "studies"):
        return False
    tree = read_named(root, "studies", name).tree
    return bool(tree.get("kind") == "queue")


def run_queue(name: str, engine: Engine, *, json: bool) -> None:
    """Run a queue's replications and print each figure with its value by theory."""
    from sim.results.queues import compare, load

    compared = [(study, compare(study, engine)) for study in load(name)]
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
