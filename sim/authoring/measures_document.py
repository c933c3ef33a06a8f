"""The list of measures, made from the docstrings of the functions that compute them."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import sim.measures

HEAD = """<!-- Generated from the docstrings in sim/measures/ by `make generated`. Do not edit. -->

# The measures

Each measure is a number of a log over a window. Activity, group, team and need are columns of the table `measures`
([contracts](../contracts.md), section 5). A dimension that does not apply is "all". "Per year" means scaled from the
window. A name that ends in `p50`, `p90` or `p95` is a percentile; `|` separates the endings that a name can have.
"""
TABLE = "pd.DataFrame"


def document() -> str:
    """The text of ``docs/generated/measures.md``: a chapter for each file of ``sim/measures`` that has a measure."""
    chapters = [HEAD]
    for module in iter_modules(sim.measures.__path__):
        path = Path(sim.measures.__path__[0]) / f"{module.name}.py"
        functions = list(_functions(path, f"sim.measures.{module.name}"))
        if functions:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            chapters += [f"## `{module.name}.py`\n", _markdown(ast.get_docstring(tree) or ""), *functions]
    return "\n".join(chapters)


def _functions(path: Path, name: str) -> Iterator[str]:
    """The docstrings of a file's public functions that return a table."""
    module = import_module(name)
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or node.returns is None:
            continue
        if ast.unparse(node.returns) == TABLE:
            yield _markdown(inspect.getdoc(getattr(module, node.name)) or "")


def _markdown(docstring: str) -> str:
    """A docstring without its arguments, as Markdown."""
    text = re.sub(r"\n(Args|Raises):\n(?:    .*\n?|\n(?=    ))*", "\n", f"{docstring}\n")
    text = re.sub(r"\nReturns:\n", "\n", text)
    text = "\n".join(line.strip() for line in text.splitlines())
    text = re.sub(r":\w+:`~?([^`]+)`", r"`\1`", text)
    return re.sub(r"\n{3,}", "\n\n", text.replace("``", "`")).strip() + "\n"
