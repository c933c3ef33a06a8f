"""The tables of ``jobsim data`` on the terminal, and the same as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from sim.commands.output import LOOK_UP, counted
from sim.data.bring import Brought
from sim.data.listing import Listed
from sim.data.rewrite import Change

WIDE, LINE = 120, 30
"""Letters of a terminal on which paths stand on one line and sources beside them; letters of a line of a path elsewhere."""


def show_import(out: Console, brought: Brought) -> None:
    """Print the files, the changes from old to new with their source, the counts that no value takes, and notes."""
    for each in brought.files:
        words = [each["table"], each["format"], counted(each["records"], "number")]
        if "first" in each:
            words += [f"municipalities: {each['municipalities']}", f"{each['first']} to {each['last']}"]
        out.print(f"{each['file']}: {', '.join(words)}; sha256 {each['sha256'][:12]}", soft_wrap=True)
    out.print(f"Area: {brought.area.name}\n")
    if brought.plan.changes:
        table = _table(
            f"Changes: {counted(len(brought.plan.changes), 'value')}", "Value", "Old", "New", "Grade", "New source"
        )
        for change in brought.plan.changes:
            table.add_row(
                _path(change.path, out), _number(change.old), _number(change.new), _grades(change), change.source
            )
        out.print(table)
    if brought.beside:
        table = _table("Counted, but not taken by a value", "What", "Counted", "Model", "Why")
        for row in brought.beside:
            table.add_row(row.what, row.counted, row.model, row.why)
        out.print(table)
    for note in brought.plan.notes:
        out.print(f"Note: {note}", soft_wrap=True)
    if brought.plan.notes:
        out.print("")


def import_data(brought: Brought, *, written: bool) -> dict[str, Any]:
    """An import as plain data."""
    return {
        "files": list(brought.files), "area": {"code": brought.area.code, "name": brought.area.name},
        "changes": [
            {
                "path": each.path, "where": each.where, "old": each.old, "old_evidence": each.old_evidence, "old_source": each.old_source,
                "new": each.new, "evidence": each.evidence, "source": each.source,
            }
            for each in brought.plan.changes
        ],
        "not_taken": [{"what": b.what, "counted": b.counted, "model": b.model, "why": b.why} for b in brought.beside],
        "notes": brought.plan.notes, "written": [str(file) for file in brought.plan.files] if written else [],
        "next": brought.plan.next,
    }  # fmt: skip


def show_list(out: Console, name: str, rows: Sequence[Listed]) -> None:
    """Print the values by what they rest on, and the tables that would replace them."""
    number: dict[str, int] = {}
    for row in rows:
        number[row.basis] = number.get(row.basis, 0) + 1
    out.print(
        f"{name}: {counted(len(rows), 'value')}: {', '.join(f'{count} {basis}' for basis, count in number.items())}\n"
    )
    heads = ("Value", "Now", "Rests on", "Replaced by", *(() if out.width < WIDE else ("Source",)))
    table = _table("Values, what they rest on, and what would replace them", *heads)
    for row in rows:
        cells = (_path(row.path, out), row.text, row.basis, row.replaced_by or "–", row.source)
        table.add_row(*cells[: len(heads)])
    out.print(table)
    open_ = [row for row in rows if row.basis != "statistic" and row.tables]
    if open_:
        tables = " ".join(sorted({row.tables[0] for row in open_}))
        out.print(f"{counted(len(open_), 'value')} can become statistics: jobsim data fetch {tables}", soft_wrap=True)
    out.print(LOOK_UP)


def list_data(name: str, rows: Sequence[Listed]) -> dict[str, Any]:
    """The list as plain data."""
    return {
        "name": name,
        "values": [
            {
                "path": row.path, "value": row.value, "text": row.text, "evidence": row.evidence, "rests_on": row.basis,
                "source": row.source, "where": row.where, "tables": list(row.tables),
                "not_read_yet": list(row.not_read_yet), "own_counts": row.own or None,
            }
            for row in rows
        ],
    }  # fmt: skip


def _path(path: str, out: Console) -> str:
    """A path, on a narrow terminal in lines that end at a dot."""
    if out.width >= WIDE:
        return path
    lines = [""]
    for part in path.replace(".", ". ").split():
        if len(lines[-1]) + len(part) > LINE and lines[-1]:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)


def _grades(change: Change) -> str:
    return change.evidence if change.evidence == change.old_evidence else f"{change.old_evidence} → {change.evidence}"


def _number(number: float) -> str:
    return f"{number:,.1f}".removesuffix(".0")


def _table(title: str, first: str, *heads: str) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1))
    table.add_column(first, no_wrap=True)
    for head in heads:
        table.add_column(head, justify="right" if head in ("Old", "New", "Now") else "left")
    return table
