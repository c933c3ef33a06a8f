"""Pictures on the page take less room and stay the same pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from sim.report.charts import draw_chart
from sim.report.short_picture import shorter

if TYPE_CHECKING:
    from tests.report.conftest import Study


def test_a_shorter_picture_has_the_same_shapes(study: Study) -> None:
    picture = draw_chart("minutes", study.measures, study.comparisons, study.manifest).picture("svg")
    short = shorter(picture)
    assert len(short) < 0.9 * len(picture)
    shapes = [[node.tag for node in ElementTree.fromstring(text).iter()] for text in (picture, short)]
    assert shapes[0] == shapes[1]
    paths = [
        [node.get("d") for node in ElementTree.fromstring(text).iter() if node.get("d")] for text in (picture, short)
    ]
    for long, shortened in zip(*paths, strict=True):
        assert numbers(long or "") == [round_down(value) for value in numbers(shortened or "")]


def numbers(path: str) -> list[float]:
    """The coordinates of a path, to two decimals."""
    for letter in "MLQCzZHV":
        path = path.replace(letter, f" {letter} ")
    return [round_down(float(word)) for word in path.split() if word[-1].isdigit()]


def round_down(value: float) -> float:
    """A number without its decimals after the second."""
    return int(value * 100 + (1e-6 if value >= 0 else -1e-6)) / 100
