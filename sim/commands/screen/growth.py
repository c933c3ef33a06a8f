"""The growth of stocks on the terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from sim.report.growth_record import GrowthRecord


def show_growth(out: Console, rows: Sequence[GrowthRecord]) -> None:
    """Print a table of the stocks, and name those that move."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title="Stocks in the measured years", title_justify="left", box=SIMPLE_HEAD, padding=(0, 1))
    table.add_column("Group", no_wrap=True)
    for head in ("Citizens", "A year", "Interval", "Share"):
        table.add_column(head, justify="right", no_wrap=True)
    for row in rows:
        interval = "–" if math.isnan(row.low) else f"{row.low:+.0f} to {row.high:+.0f}"
        table.add_row(row.group, f"{row.stock:,.0f}", f"{row.per_year:+.1f}", interval, f"{row.share:+.1%}")
    out.print(table)
    moving = [row.group for row in rows if row.moves]
    out.print(
        f"These stocks move beyond chance, by 1 % a year or more: {', '.join(moving)}.\n"
        if moving
        else "No stock moves beyond chance by 1 % a year or more.\n"
    )
