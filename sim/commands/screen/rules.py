"""Terminal output of ``jobsim rules show`` and ``diff``: a table of contents of the law, a clause in full, the changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.commands.output import LOOK_UP, console
from sim.law.reading.text import clause_lines

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from sim.law.compose.rule_set import RuleSet

WIDEST = 140
"""Largest width of a table, in columns of the terminal."""
_RATIOS = {
    "Title": 4, "When": 4, "Who": 3, "Law": 2, "Source": 3, "Terms": 5, "What": 3, "Why": 4, "Value": 4, "Minutes": 4, "The team hears": 3,
    "Was": 3, "Is": 3, "By": 2,
}  # fmt: skip
"""Ratios in which these columns share the remaining width."""
CLAUSE = 34
"""Largest width of a clause; a longer clause is broken at a dot."""


def show_contents(rule_set: RuleSet, data: dict[str, Any]) -> None:
    """Print the rule set as a table of contents: first the changes since the root, then the chapters."""
    from sim.law.reading.chapters import PARTS, duties_by_demand
    from sim.law.reading.text import CONFIDENCE_WORDS, names, when

    out = console()
    width = _width(out)
    reforms = f" with {', '.join(data['reforms'])}" if data["reforms"] else ""
    out.print(f"{data['name']}: {data['title']['en']}, {_in_force(data)}{reforms}", width=width)
    for text in (data["caution"]["en"] if data["caution"] else None, data["note"]):
        if text:
            out.print(text, width=width)
    _moved_clauses(data)
    groups = _table("Target groups", "Group", "LAB § 6", "Benefit", "Title", "Law")
    for row in data["groups"]:
        number = f"nr. {row['lab']}" if row["lab"] else "outside"
        title = row["title"]["en"] + _marks(row)
        groups.add_row(_short(row["clause"]), number, row["benefit"], title, row["law"])
    tables = [groups]
    duties = {row["clause"]: row for row in data["duties"]}
    for chapter in duties_by_demand(rule_set.regime):
        table = _table(f"Duties: {chapter.title.lower()}", "Duty", "Title", "When", "Who", "Law")
        for clause in chapter.entries:
            row = duties[clause]
            terms = when(row["terms"]) if row["active"] else "does not hold"
            cells = (_short(clause), row["title"]["en"] + _marks(row), terms, names(row["groups"]), row["law"])
            table.add_row(*cells, style=None if row["active"] else "dim")
        tables.append(table)
    procedures = _table("Procedures", "Procedure", "Title", "Steps", "The team hears", "Law")
    for row in data["procedures"]:
        steps = str(len(row["steps"])) if row["active"] else "no new cases"
        hears = ", ".join(f"{case} {how}" for case, how in row["required"].items()) or "–"
        cells = (_short(row["clause"]), row["title"]["en"] + _marks(row), steps, hears, row["law"])
        procedures.add_row(*cells, style=None if row["active"] else "dim")
    tables.append(procedures)
    merged = {name: merger.groups for name, merger in rule_set.regime.mergers.items()}
    out.print()
    for table in (*tables, *_others(data["others"], PARTS, merged), _work(rule_set), _left_out(data)):
        if table.row_count:
            out.print(table, width=width)
    if data["chain"]:
        out.print(CONFIDENCE_WORDS, width=width)
    out.print(f"Print a clause in full: jobsim rules show {data['name']} duties.early-contact", width=width)
    out.print(LOOK_UP, width=width)


def show_clause(rule_set: RuleSet, data: dict[str, Any]) -> None:
    """Print a clause in full."""
    from sim.law.reading.text import word

    out = console()
    width = _width(out)
    title = f": {data['title']['en']}" if data["title"] else ""
    out.print(f"{data['clause']}{title} ({rule_set.name})", width=width)
    facts = {"Law": data["law"], "Grade": data["evidence"], "Source": data["source"], "Note": data["note"]}
    for name, text in {**facts, "File": data["where"]}.items():
        if text:
            out.print(f"  {name}: {text}", width=width)
    out.print()
    table = _table(None, "Key", "Value", "From", "To", "Grade", "Source")
    for row in data["rows"]:
        bounds = [row[name] or "" for name in ("low", "high", "evidence", "source")]
        bounds[3] = "" if bounds[3] == data["source"] else bounds[3]
        table.add_row(row["key"] or "value", word(row["value"]), *bounds)
    out.print(table, width=width)
    for row in data["moved"]:
        out.print(
            f"Changed by {row['regime']} [{row['confidence']}] at {row['path']}: {row['law']}; {row['source']}",
            width=width,
        )
    out.print(LOOK_UP, width=width)
    for row in data["reforms"]:
        out.print(f"Changed by {row['reform']} at {row['path']}: {word(row['old'])} → {word(row['new'])}", width=width)


def show_diff(old_name: str, new_name: str, data: dict[str, Any], reforms: dict[str, str]) -> None:
    """Print every clause that differs. ``reforms`` has the proposals behind a clause that proposals change."""
    from sim.law.reading.text import CONFIDENCE_WORDS, change

    out = console()
    width = _width(out)
    if not data["changes"]:
        out.print("The two rule sets do not differ.")
        return
    dated = any(row["regime"] for row in data["changes"])
    table = _table(None, "Clause", "Law", "Was", "Is", "By", *(("Source",) if dated else ()))
    table.columns[2].header, table.columns[3].header = old_name, new_name
    for row in data["changes"]:
        by = f"{row['regime']} {_sure(row)}" if row["regime"] else reforms.get(row["clause"], "–")
        cells = (_clause(out, row["clause"]), row["law"], *change(row["old"], row["new"]), by)
        table.add_row(*cells, *((row["source"] or "–",) if dated else ()))
    out.print(table, width=width)
    count = len(data["changes"])
    out.print(f"{count} clause{'' if count == 1 else 's'} differ{'s' if count == 1 else ''}.", width=width)
    if dated:
        out.print(CONFIDENCE_WORDS, width=width)
        out.print(LOOK_UP, width=width)


def _moved_clauses(data: dict[str, Any]) -> None:
    from sim.law.reading.text import change

    out = console()
    table = _table("Changed since the root", "Clause", "Law", "Was", "Is", "By", "Source")
    for row in data["amendments"]:
        by = f"{row['regime']} {_sure(row)}"
        cells = (_clause(out, row["path"]), row["law"], *change(row["old"], row["new"]), by, row["source"])
        table.add_row(*cells)
    if table.row_count:
        out.print()
        out.print(table, width=_width(out))


def _others(
    rows: list[dict[str, Any]], parts: dict[str, str], merged: dict[str, dict[str, tuple[str, ...]]]
) -> list[Table]:
    """A table for each section other than groups, duties and procedures, and one for the single parts."""
    from sim.law.reading.chapters import SECTIONS

    tables: dict[str, Table] = {}
    for row in rows:
        section, _, name = row["clause"].partition(".")
        head = SECTIONS.get(section, "Other parts")
        table = tables.setdefault(head, _table(head, "Clause", "Title", "Terms", "Law"))
        title = (row["title"]["en"] if row["title"] else parts.get(section, "")) + _marks(row)
        terms = _terms(merged[name]) if section == "mergers" else _terms(row["terms"])
        table.add_row(name or section, title, terms, row["law"] or "–")
    return list(tables.values())


def _work(rule_set: RuleSet) -> Table:
    """The kinds of work and their minutes."""
    table = _table("Kinds of work", "Activity", "Title", "Minutes", "Role")
    for name, activity in rule_set.regime.activities.items():
        forms = [f"{form} {f.contact.value + f.around.value}" for form, f in activity.forms.items()]
        minutes = ", ".join(forms) or (str(activity.minutes.value) if activity.minutes else "–")
        table.add_row(name, activity.title.en, minutes, activity.role)
    return table


def _left_out(data: dict[str, Any]) -> Table:
    table = _table("Left out", "What", "Why", "Source", "Regime")
    for row in data["left_out"]:
        table.add_row(row["what"], row["why"], row["source"], f"{row['regime']} [{row['confidence']}]")
    return table


def _width(out: Console) -> int:
    return min(out.width, WIDEST) if out.is_terminal else out.width


def _clause(out: Console, path: str) -> str:
    """A clause. A long one is broken on a terminal; in a file it stays whole, so that a search finds it."""
    return clause_lines(path, CLAUSE) if out.is_terminal else path


def _table(title: str | None, *heads: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(
        box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, title=title, title_justify="left", title_style="bold", expand=True,
    )  # fmt: skip
    for number, head in enumerate(heads):
        table.add_column(head, overflow="fold", no_wrap=number == 0 and head not in _RATIOS, ratio=_RATIOS.get(head))
    return table


def _short(clause: str) -> str:
    return clause.partition(".")[2]


def _marks(row: dict[str, Any]) -> str:
    """Marks after a title: the grade if it is below law, and the regimes that changed the clause."""
    marks = [] if row["evidence"] in {"law", None} else [row["evidence"]]
    marks += dict.fromkeys(f"{change['regime']} [{change['confidence']}]" for change in row["moved"])
    return f" ({', '.join(marks)})" if marks else ""


def _sure(row: dict[str, Any]) -> str:
    """The confidence of a change, and the grade of its value if that is below law."""
    if not row["confidence"]:
        return ""
    number = f" ({row['evidence']})" if row["evidence"] not in (None, "law") else ""
    return f"[{row['confidence']}]{number}"


def _terms(terms: dict[str, Any]) -> str:
    from sim.law.reading.text import word

    return "; ".join(f"{name} {word(value)}" for name, value in terms.items())


def _in_force(data: dict[str, Any]) -> str:
    if data["date_confidence"] is None:
        return f"in force {data['in_force']}"
    text = f"{'announced for' if data['expected'] else 'in force'} {data['in_force']} [{data['date_confidence']}]"
    return f"{text}, content [{data['confidence']}], by way of {' → '.join(['the root', *data['chain']])}"
