"""All staff of a place on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from sim.report.all_staff_record import AllStaffRecord


def show_all_staff(out: Console, record: AllStaffRecord) -> None:
    """Print the parts of all staff and the rest. Numbers stay on one line."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from sim.report.all_staff_table import all_staff_rows, range_text
    from sim.report.words import number, phrase

    table = Table(title=phrase("all_staff_section"), title_justify="left", box=SIMPLE_HEAD, padding=(0, 1))
    table.add_column(phrase("all_staff_part"), overflow="fold", min_width=20)
    for key in ("all_staff_posts", "all_staff_range"):
        table.add_column(phrase(key), justify="right", no_wrap=True)
    table.add_column(phrase("all_staff_basis"), overflow="fold")
    for row in all_staff_rows(record, "en"):
        basis = f"{row.basis}: {row.source}" if row.source else row.basis
        table.add_row(row.words, number(row.posts, "en", 1), range_text(row.ends, "en"), basis)
    out.print(table)
    out.print(phrase("all_staff_note", staff=number(record.staff, "en", 0), source=record.source) + "\n")
