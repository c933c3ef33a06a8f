"""The tables for LaTeX: one file a table with the lines of booktabs, and one file that takes them all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sim.report.citation import tex
from sim.report.export.document import Document
from sim.report.export.widths import cell_text, fits_a_line, shares_of_line
from sim.report.printed import is_section, printed
from sim.report.table import Cell, Table

SIGNS = {"\N{MINUS SIGN}": "$-$", "\N{NO-BREAK SPACE}": "~", "→": r"$\rightarrow$", "×": r"$\times$", "≤": r"$\leq$", "≥": r"$\geq$",
         "–": "--", "…": r"\ldots{}"}  # fmt: skip
"""Signs that not every font of TeX has -> their commands."""


SEPARATION = 3
"""Points at each side of a column."""


def latex_files(document: Document) -> dict[str, str]:
    """Name -> content: ``NAME.tex`` of each table, and ``tables.tex`` with what a preamble needs."""
    files = {f"{table.name}.tex": latex_table(table, document) for table in document.tables}
    inputs = "".join(f"\\input{{{name.removesuffix('.tex')}}}\n" for name in files)
    head = "% \\usepackage{booktabs,longtable,array,import}\n% In a text of another folder: \\subimport{path/to/latex/}{tables}\n% "
    head += words(document.cite) + "\n"
    return {**files, "tables.tex": head + inputs}


def latex_table(table: Table, document: Document) -> str:
    """One table as a ``longtable`` within the width of the text, whose head is repeated on each page."""
    table = printed(table)
    shares = [] if fits_a_line(table) else shares_of_line(table)
    groups = _groups(table, shares)
    heads = " & ".join(words(head.text) for head in table.heads) + r" \\"
    top = "\n".join([r"\toprule", *([groups] if groups else []), heads, r"\midrule"])
    rows = "\n".join(
        _section(row, broken=bool(shares)) if is_section(row) else " & ".join(map(_cell, row)) + r" \\"
        for row in table.rows
    )
    caption, label = words(document.heading(table)), f"tab:{table.name}"
    return (
        f"% {words(document.cite)}\n"
        f"\\begingroup\\footnotesize\\setlength{{\\tabcolsep}}{{{SEPARATION}pt}}\n"
        f"\\begin{{longtable}}{{{_columns(table, shares)}}}\n"
        f"\\caption{{{caption}}}\\label{{{label}}}\\\\\n{top}\n\\endfirsthead\n{top}\n\\endhead\n"
        f"\\bottomrule\n\\endlastfoot\n{rows}\n\\end{{longtable}}\n\\endgroup\n"
    )


def _columns(table: Table, shares: list[float]) -> str:
    """The columns for TeX: as wide as their text, or shares of the line in which the text breaks."""
    if not shares:
        return "".join("r" if head.number else "l" for head in table.heads)
    gaps = 2 * SEPARATION * len(shares)
    ragged = {False: r"\raggedright", True: r"\raggedleft"}
    return "".join(
        f">{{{ragged[head.number]}\\arraybackslash}}p{{{_wide(share, gaps * share)}}}"
        for head, share in zip(table.heads, shares, strict=True)
    )


def _wide(share: float, gaps: float) -> str:
    """A share of the line less the points between columns."""
    return f"\\dimexpr {share:.3f}\\linewidth-{gaps:.1f}pt\\relax"


def words(text: str) -> str:
    """A text for TeX in one line, with its signs as commands."""
    plain = tex(" ".join(text.split(" ")).replace("\n", " "))
    for sign, command in SIGNS.items():
        plain = plain.replace(sign, command)
    return plain


def _cell(cell: Cell) -> str:
    """The words of a cell. A long address or path may break after its dots and slashes."""
    return re.sub(r"(?<=[a-z_-])([./])(?=[a-z])", r"\1\\allowbreak{}", words(cell_text(cell)))


def _section(row: Sequence[Cell], *, broken: bool) -> str:
    """A line above its rows, over all columns. No page breaks below it. ``broken``: the table takes the whole line."""
    side = r"p{\linewidth}" if broken else "l"
    return f"\\multicolumn{{{len(row)}}}{{@{{}}{side}@{{}}}}{{\\bfseries {_cell(row[0])}}} \\\\*"


def _groups(table: Table, shares: list[float]) -> str:
    """The line of group heads; "" without groups."""
    if not table.groups:
        return ""
    cells, rules, at = [], [], 1
    for text, count in table.groups:
        side = "c"
        if shares and text:
            share = sum(shares[at - 1 : at - 1 + count])
            gaps = 2 * SEPARATION * (len(shares) * share - (count - 1))
            side = f">{{\\centering\\arraybackslash}}p{{{_wide(share, max(gaps, 0.0))}}}"
        cells.append(f"\\multicolumn{{{count}}}{{{side}}}{{{words(text)}}}" if count > 1 or shares else words(text))
        rules += [f"\\cmidrule(lr){{{at}-{at + count - 1}}}"] if text else []
        at += count
    return " & ".join(cells) + r" \\" + "".join(rules)
