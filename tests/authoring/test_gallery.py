"""The gallery has every kind of chart that the program draws, each with words in both languages and a picture."""

from __future__ import annotations

import ast
from pathlib import Path

import sim.report
from sim.authoring.gallery_document import COMMANDS, OWN, document, names
from sim.report.charts import CHARTS
from sim.report.text import read
from tests.docs.examples import ROOT
from tests.docs.illustrations import ILLUSTRATIONS, STAMP, stamped

DRAWING = ("numbers", "manifest", "lang")
"""The arguments of a function that draws a kind of chart."""


def drawing() -> set[tuple[str, str]]:
    """(module, name) of every public function of the report that draws a kind of chart."""
    found = set()
    for path in Path(sim.report.__path__[0]).rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("draw_") and node.returns is not None:
                taken = tuple(each.arg.lstrip("_") for each in node.args.args)
                if taken == DRAWING and ast.unparse(node.returns) == "Figure":
                    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                    found.add((module, node.name))
    return found


def test_every_kind_of_chart_is_in_the_gallery() -> None:
    shown = {*(chart.draw for chart in CHARTS.values()), *OWN.values()}
    assert {(draw.__module__, draw.__name__) for draw in shown} == drawing()


def test_every_chart_says_how_to_read_it_and_nothing_else_does() -> None:
    words = read("reading")
    assert set(words) == {f"reading_{name}" for name in names()}
    for text in words.values():
        for lang in ("en", "da"):
            assert text[lang].rstrip().endswith(".")
    page = document()
    for name in names():
        assert f":::{{chart}} {name}\n:::" in page
        assert words[f"reading_{name}"]["en"].strip() in page


def test_every_chart_is_on_the_page_of_the_example_or_has_an_illustration() -> None:
    page = (ROOT / "results" / "example" / "report.html").read_text(encoding="utf-8")
    drawn = {name for name in names() if f'<figure id="chart-{name}">' in page}
    assert drawn | set(ILLUSTRATIONS) == set(names())
    assert drawn & set(ILLUSTRATIONS) == set()
    assert set(COMMANDS) == set(ILLUSTRATIONS)


def test_an_illustration_says_that_its_numbers_are_invented() -> None:
    chart = ILLUSTRATIONS["frontier"]()
    stamped(chart.figure)
    picture = chart.picture("svg").decode()
    assert picture.count(STAMP) >= 3  # across the picture, in its source, and in its description
