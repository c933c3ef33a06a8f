"""The tables of `jobsim validate` on the terminal, 80 columns wide."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sim.commands.output import console, counted
from sim.files.shell import shell_words
from sim.validation.arithmetic import SIGNS
from sim.validation.judgement import TOO_LITTLE, Span
from sim.validation.row import ASSUMPTIONS, CHANCE, SHARE

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from sim.validation.row import Held, Row
    from sim.validation.validate import Validated

WIDTH = 80
USES = {"input": "put in", "fitted": "fitted", "held-out": "held out", "other": "neither declared"}
APART = ("not-comparable", "not-run")
LEFT = {"Id", "Number", "Figure", "Verdict", "Use", "Difference"}
LIMITS = {CHANCE: "chance", ASSUMPTIONS: "assumed", SHARE: "share"}
"""What keeps a verdict from being definite, in a word: chance, assumptions, or the place's share of the country."""
WORDS = {TOO_LITTLE: "too little to tell"}
OUTSIDE = {"Id": 4, "Figure": 29, "Range": 17, "Run": 8, "Ratio": 5, "Use": 10}
BESIDE = {"Id": 4, "Number": 16, "Paper": 9, "Run": 9, "Chance": 11, "Assumptions": 11, "Verdict": 12}
OWN = {"Id": 4, "Number": 37, "Printed": 11, "Redone": 11, "Difference": 11}
"""Widths of the columns. With the lines of the table they fill 80."""


def show_validation(done: Validated, *, steps: bool = False) -> None:
    """Print the world, then each paper: its numbers beside the run, and its own arithmetic."""
    out = console()
    study = done.study
    _say(out, f"{study.name}, {done.place}: {counted(study.replications, 'replication')}")
    if world := done.of_family("world"):
        _show_world(out, done, world)
    for name in dict.fromkeys(row.paper for row in done.of_family("papers")):
        rows = [row for row in done.rows if row.paper == name]
        _say(out, f"\n{name}: {done.titles[name].en}", style="bold")
        _show_paper(out, rows)
        _show_arithmetic(out, rows, steps=steps)
    if done.of_family("papers"):
        _explain(out, done)
    _say(out, f"All rows: {done.file}")


def _show_world(out: Console, done: Validated, rows: Sequence[Row]) -> None:
    table = _table("Figures of the world", {}, "Use", "Inside", "Outside", "Not comparable")
    for use, numbers in done.world.items():
        table.add_row(USES[use], *(str(number) for number in numbers.values()))
    _print(out, table)
    inside, of = done.with_papers
    _say(
        out,
        f"With the papers' own figures of today {inside} of {of} are inside, as `jobsim doctor baseline` counts. Agreement with a figure "
        "that was put in or fitted is no test of the model. A figure that was put in can be outside, where others speak against it.",
    )
    outside = [row for row in rows if row.keep.verdict == "outside"]
    table = _table(
        f"Outside: {counted(len(outside), 'figure')}", OUTSIDE, "Id", "Figure", "Range", "Run", "Ratio", "Use"
    )
    for row in outside:
        use = "\n".join((USES[row.use], row.nature))
        table.add_row(row.id, row.measure, _span(row.claim), _number(row.keep.simulated), f"{row.ratio:.2f}", use)
    _print(out, table)


def _show_paper(out: Console, rows: Sequence[Row]) -> None:
    compared = [row for row in rows if row.keep.verdict not in APART]
    parts = {
        "The saving that the paper claims, beside the run": [row for row in compared if row.of_work],
        "The paper's numbers about today, beside the baseline": [
            row for row in compared if not row.of_work and row.text
        ],
    }
    for title, part in parts.items():
        if not part:
            continue
        table = _table(title, BESIDE, "Id", "Number", "Paper", "Run", "Chance", "Assumptions", "Verdict")
        for row in part:
            _add(table, row.id, f"{row.measure}, {row.unit}", _number(row.stated), row.keep, row.nature)
            if row.cut is not None:
                _add(table, "", "- staff cut: the same hours", "", row.cut, "")
            if not math.isnan(row.break_even_days):
                table.add_row("", f"- used up by {row.break_even_days:.2g} more days on benefit a person and year")
        _print(out, table)
    implied = [row for row in compared if not row.of_work and not row.text]
    for verdict in dict.fromkeys(row.keep.verdict for row in implied):
        names = ", ".join(row.id for row in implied if row.keep.verdict == verdict)
        _say(out, f"Implied, printed by nobody; {WORDS.get(verdict, verdict)}: {names}.")
    for reason, ids in _by_reason(row for row in rows if row.keep.verdict in APART):
        _say(out, f"{reason[0].upper()}{reason[1:]}: {', '.join(ids)}.")


def _add(table: Table, name: str, measure: str, stated: str, held: Held, nature: str) -> None:
    verdict = held.verdict
    words = WORDS.get(verdict, str(verdict))
    if verdict == TOO_LITTLE and held.so_far != TOO_LITTLE:
        words += f" (so far {held.so_far})"
    elif verdict == TOO_LITTLE:
        words += f" ({LIMITS[held.limit]})"
    if nature:
        words += f"; {nature}"
    table.add_row(name, measure, stated, _number(held.simulated), _span(held.chance), _span(held.assumptions), words)


def _by_reason(rows: Iterable[Row]) -> list[tuple[str, list[str]]]:
    """The first note of each row -> the rows with it."""
    found: dict[str, list[str]] = {}
    for row in rows:
        reason = next((note for note in row.notes if note), "not comparable")
        found.setdefault(reason, []).append(row.id)
    return list(found.items())


def _show_arithmetic(out: Console, rows: Sequence[Row], *, steps: bool) -> None:
    """Print how each paper's own arithmetic comes out."""
    redone = [row for row in rows if row.redone is not None]
    if not redone:
        return
    printed = [row for row in redone if row.text and row.redone and row.redone.printed is not None]
    fine = sum(bool(row.redone and row.redone.comes_out) for row in printed)
    if printed:
        _say(out, f"\nOf {counted(len(printed), 'printed result')} that can be redone, {fine} come out as printed.")
    table = _table("The paper's own arithmetic", OWN, "Id", "Number", "Printed", "Redone", "Difference")
    for row in redone if steps else printed:
        assert row.redone is not None  # of `redone`
        known = "" if row.redone.printed is None else _number(row.redone.printed)
        table.add_row(row.id, f"{row.measure}, {row.unit}", known, _number(row.redone.result), row.redone.words)
        for step in row.redone.steps if steps else ():
            inputs = f" {SIGNS[step.operation]} ".join(
                f"{name} {_number(value)}".strip() for name, value in step.inputs
            )
            because = f" ({step.because})" if step.because else ""
            table.add_row("", f"  {step.says}: {inputs}{because}", "", _number(step.result), step.unit)
        if steps and row.redone.implies:
            table.add_row("", f"  implied: {row.redone.implies}")
    if table.row_count:
        _print(out, table)
    if not steps:
        implied = [row.id for row in redone if row.redone and row.redone.implies]
        if implied:
            _say(
                out, f"Numbers that need one that the paper does not print: {', '.join(implied)}. --steps prints them."
            )


def _explain(out: Console, done: Validated) -> None:
    """Print how to read the table, and how to run what is missing."""
    _say(
        out,
        "\nRun is the work removed with all staff kept, priced in the papers' hours, and scaled to the paper's place. A staff cut "
        "uses the same hours once more. Never add the two. Chance is the interval over pairs. Assumptions are the ends of the leading "
        "assumptions that have been run, and of the place's share of the country. Inside and outside need both. A number about today "
        "is held against the baseline as it stands.",
    )
    if any(row.not_run for row in done.rows):
        _say(
            out,
            f"To run assumptions: jobsim sensitivity {shell_words(done.study.argument)} --column RULES/PRACTICE (docs/validation.md)",
        )


def _say(out: Console, text: str, style: str | None = None) -> None:
    out.print(text, width=WIDTH, style=style)


def _table(title: str, widths: dict[str, int], *heads: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=0)
    for head in heads:
        justify = "left" if head in LEFT else "right"
        table.add_column(head, justify=justify, width=widths.get(head), overflow="fold")  # type: ignore[arg-type]
    return table


def _print(out: Console, table: Table) -> None:
    """Print a table with the widths that it has. No table of this command becomes several."""
    from rich.console import Console as Plain

    Plain.print(out, table, width=WIDTH)


def _span(span: Span) -> str:
    if not span.is_known:
        return "not known"
    return "–" if span.low == span.high else f"{_number(span.low)} – {_number(span.high)}"


def _number(value: float) -> str:
    """A number with three significant digits, or as a whole number from 1,000 on."""
    if math.isnan(value):
        return "–"
    size = abs(value)
    return f"{value:,.0f}" if size >= 1000 or value == round(value) else f"{value:.3g}"
