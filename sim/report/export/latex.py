"""The tables for LaTeX: one file a table with the lines of booktabs, and one file that takes them all."""

from __future__ import annotations

from sim.report.citation import tex
from sim.report.export.document import Document
from sim.report.table import Cell, Table

SIGNS = {"\N{MINUS SIGN}": "$-$", "\N{NO-BREAK SPACE}": "~", "→": r"$\rightarrow$", "×": r"$\times$", "≤": r"$\leq$", "≥": r"$\geq$",
         "–": "--", "…": r"\ldots{}"}  # fmt: skip
"""Signs that not every font of TeX has -> their commands."""


def latex_files(document: Document) -> dict[str, str]:
    """Name -> content: ``NAME.tex`` of each table, and ``tables.tex`` with what a preamble needs."""
    files = {f"{table.name}.tex": latex_table(table, document) for table in document.tables}
    inputs = "".join(f"\\input{{{name.removesuffix('.tex')}}}\n" for name in files)
    head = "% \\usepackage{booktabs,longtable,array}\n% " + words(document.cite) + "\n"
    return {**files, "tables.tex": head + inputs}


def latex_table(table: Table, document: Document) -> str:
    """One table as a ``longtable``, whose head is repeated on each page."""
    columns = "".join(
        "r" if head.number else "p{0.22\\linewidth}" if len(table.heads) < 6 else "l" for head in table.heads
    )
    groups = _groups(table)
    heads = " & ".join(words(head.text) for head in table.heads) + r" \\"
    top = "\n".join([r"\toprule", *([groups] if groups else []), heads, r"\midrule"])
    rows = "\n".join(" & ".join(_cell(cell) for cell in row) + r" \\" for row in table.rows)
    caption, label = words(document.heading(table)), f"tab:{table.name}"
    return (
        f"% {words(document.cite)}\n"
        f"\\begin{{longtable}}{{{columns}}}\n"
        f"\\caption{{{caption}}}\\label{{{label}}}\\\\\n{top}\n\\endfirsthead\n{top}\n\\endhead\n"
        f"\\bottomrule\n\\endlastfoot\n{rows}\n\\end{{longtable}}\n"
    )


def words(text: str) -> str:
    """A text for TeX in one line, with its signs as commands."""
    plain = tex(" ".join(text.split(" ")).replace("\n", " "))
    for sign, command in SIGNS.items():
        plain = plain.replace(sign, command)
    return plain


def _cell(cell: Cell) -> str:
    return words(f"{cell.text} ({cell.detail})" if cell.detail else cell.text)


def _groups(table: Table) -> str:
    """The line of group heads; "" without groups."""
    if not table.groups:
        return ""
    cells, rules, at = [], [], 1
    for text, count in table.groups:
        cells.append(f"\\multicolumn{{{count}}}{{c}}{{{words(text)}}}" if count > 1 else words(text))
        rules += [f"\\cmidrule(lr){{{at}-{at + count - 1}}}"] if text else []
        at += count
    return " & ".join(cells) + r" \\" + "".join(rules)
