"""The list of measures: units and formulas, and the definitions in the docstrings of the functions that compute them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import sim.measures
from sim.authoring.formulas import formulas
from sim.authoring.rulebook.markdown import blocks, code, heading, table

HEAD = """<!-- Generated from sim/authoring/formulas.yaml and the docstrings in sim/measures/ by `make generated`. Do not edit. -->

# The measures

Each measure is a number of a log over a window. Activity, group, team and need are columns of the table `measures`
([contracts](../contracts.md), section 5). A dimension that does not apply is "all". "Per year" means scaled from the
window. A name that ends in `p50`, `p90` or `p95` is a percentile; `|` separates the endings that a name can have.

The first part has unit and formula of every measure, by subject. The second part has the definitions, file by file.
"""
DEFINITIONS = """## Definitions

The chapters are the files of `sim/measures/`, which compute the measures.
"""
FOLDER = Path(sim.measures.__path__[0])
TABLES = ("Tidy", "pd.DataFrame")


def document() -> str:
    """The text of ``docs/generated/measures.md``: a chapter for each file of ``sim/measures`` that has a measure."""
    chapters = [HEAD, _formulas(), DEFINITIONS]
    for path in sorted(FOLDER.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = list(_functions(tree))
        if functions and path.name != "__init__.py":
            chapters += [f"### `{path.name}`\n", _markdown(tree), *map(_markdown, functions)]
    return "\n".join(chapters)


def _formulas() -> str:
    """Units and formulas by subject."""
    known = formulas()
    signs = table(("sign", "meaning"), ([code(each.sign), each.means] for each in known.notation))
    sections = [
        blocks(
            heading(3, section.title),
            table(
                ("measure", "unit", "formula"),
                ([", ".join(_name(name) for name in each.names), each.unit, each.formula] for each in section.measures),
            ),
        )
        for section in known.sections
    ]
    return blocks(heading(2, "Units and formulas"), signs, *sections)


def _name(name: str) -> str:
    """A name as the reader sees it: an ellipsis means any letters."""
    return code(name.replace("*", "…"))


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The public functions of a file that return a table."""
    for node in tree.body:
        table = isinstance(node, ast.FunctionDef) and node.returns is not None and ast.unparse(node.returns) in TABLES
        if isinstance(node, ast.FunctionDef) and table and not node.name.startswith("_"):
            yield node


def _markdown(node: ast.Module | ast.FunctionDef) -> str:
    """The docstring of a file or function without its arguments, as Markdown."""
    docstring = ast.get_docstring(node) or ""
    text = re.sub(r"\n(Args|Raises):\n(?:    .*\n?|\n(?=    ))*", "\n", f"{docstring}\n")
    text = re.sub(r"\nReturns:\n", "\n", text)
    text = "\n".join(line.strip() for line in text.splitlines())
    text = re.sub(r":\w+:`~?([^`]+)`", r"`\1`", text)
    return re.sub(r"\n{3,}", "\n\n", text.replace("``", "`")).strip() + "\n"
