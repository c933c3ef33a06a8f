"""The table of durations on the screen: model against figures, curve by curve."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

USES = {"fitted": "fitted", "held_out": "held out"}


def show_durations(out: Console, records: list[dict[str, Any]], number: Callable[[float], str]) -> None:
    """Print each figure with its range, the run's number, the verdict, and whether the figure was fitted or is held out.

    Args:
        records: from :func:`sim.figures.durations.durations_of`.
        number: writes a number.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    if not records:
        return
    table = Table(
        title="How long citizens stay: the model against figures", title_justify="left", box=SIMPLE_HEAD, padding=(0, 1)
    )
    for head in ("Figure", "Measure", "Stated", "Range", "Simulated", "Verdict", "Use"):
        left = head in {"Figure", "Measure", "Verdict", "Use"}
        table.add_column(head, justify="left" if left else "right", no_wrap=head != "Measure")
    title = ""
    for row in records:
        if row["title"] != title:
            title = row["title"]
            table.add_row("", f"[bold]{title}[/bold]")
        span = "–" if math.isnan(row["low"]) else f"{number(row['low'])}–{number(row['high'])}"
        numbers = (number(row["stated"]), span, number(row["simulated"]))
        table.add_row(row["id"], row["measure"], *numbers, row["verdict"], USES[row["use"]])
    out.print(table)
    held = [row for row in records if row["use"] == "held_out" and row["verdict"] != "not-comparable"]
    inside = sum(row["verdict"] == "inside" for row in held)
    out.print(f"Of the figures that were not fitted, {inside} of {len(held)} are inside their range.\n")
