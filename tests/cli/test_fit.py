"""No number of a table is cut, whatever the width of the terminal."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from rich.console import Console
from rich.table import Table

from sim.commands.output import Screen
from sim.commands.screen.fit import fitted
from sim.law.compose.library import Library
from sim.law.reading.outline import rules_list
from sim.report import print_comparison
from tests.report.conftest import compare, make_measures
from tests.report.manifests import manifest

WIDTHS = [80, 100, 120, 160]
NUMBER = re.compile(r"[−+-]?\d[\d.,]*")


def printed(show: Callable[[Console], object], width: int) -> str:
    screen = Screen(file=io.StringIO(), width=width, markup=False)
    show(screen)
    text = screen.file.getvalue()  # type: ignore[attr-defined]
    assert all(len(line) <= width for line in text.splitlines())
    return str(text)


def numbers(text: str) -> set[str]:
    return {word.strip(".,") for word in NUMBER.findall(text)}


def doctor_like(screen: Console) -> None:
    table = Table(title="Figures")
    for head in ("Figure", "Measure", "Stated", "Range", "Simulated", "Ratio", "Nature", "Note"):
        number = head in {"Stated", "Range", "Simulated", "Ratio"}
        table.add_column(head, justify="right" if number else "left", no_wrap=head == "Figure")
    for at in range(3):
        note = "a note that is long enough to need several lines in any terminal of a reader " * 2
        table.add_row(
            f"F{at:03}-with-a-long-name", "wait_first_meeting_p50 of a group", f"{123456.7 + at:,.1f}", "1,234.5 – 2,345.6",
            f"{98765.43 + at:,.2f}", "12.34", "emerges", note,
        )  # fmt: skip
    screen.print(table)


def comparison(screen: Console) -> None:
    measures = make_measures(3)
    print_comparison(measures, compare(measures), manifest(), console=screen)


def proposals(screen: Console) -> None:
    table = Table()
    for head in ("Proposal", "Kind", "Title", "Touches, or why it cannot be run", "Claims"):
        table.add_column(head, overflow="fold")
    for row in rules_list(Library.load())["proposals"]:
        table.add_row(
            row["id"],
            row["kind"],
            row["title"]["en"],
            row["why"]["en"] if row["why"] else ", ".join(row["touches"]),
            "1,234.5 DKK",
        )
    screen.print(table)


@pytest.mark.parametrize("show", [doctor_like, comparison, proposals])
def test_every_number_of_a_wide_terminal_is_on_a_narrow_one(show: Callable[[Console], None]) -> None:
    wide = numbers(printed(show, 400))
    for width in WIDTHS:
        text = printed(show, width)
        assert "…" not in text
        assert wide <= numbers(text), wide - numbers(text)


def test_a_wide_table_becomes_several_that_repeat_the_names() -> None:
    table = Table(box=None)
    table.add_column("Measure")
    table.add_column("Baseline", justify="right", no_wrap=True)
    for at in range(3):
        table.add_column(f"Variant {at}", justify="right")
        table.add_column("%", justify="right")
    table.add_row(
        "Hours", "250,343", *(text for at in range(3) for text in (f"+{at},088 (+30,792 to +31,384)", "+26.2 %"))
    )
    heads = [[str(column.header) for column in part.columns] for part in fitted(table, 80)]
    assert heads == [["Measure", "Baseline", f"Variant {at}", "%"] for at in range(3)]


def test_long_names_wrap_and_leave_room_for_numbers() -> None:
    def show(screen: Console) -> None:
        table = Table()
        table.add_column("Team", no_wrap=True)
        for at in range(6):
            table.add_column(f"Number {at}", justify="right")
        table.add_row("a-team-with-a-name-" * 5, *(f"{at},234,567.8" for at in range(6)))
        screen.print(table)

    for width in WIDTHS:
        assert {f"{at},234,567.8" for at in range(6)} <= numbers(printed(show, width))
