"""A chart on a slide: 16 to 9, the whole figure inside, in the middle."""

from __future__ import annotations

import io
import re

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from PIL import Image

from sim.report.charts.chart import DrawnChart
from sim.report.charts.slide import HEIGHT, PIXELS, WIDTH, slide_of


def drawn(wide: float, tall: float) -> DrawnChart:
    figure = Figure(figsize=(wide, tall), facecolor="white")
    figure.add_artist(Rectangle((0, 0), 1, 1, transform=figure.transFigure, color="black"))
    figure.text(0.5, 0.5, "in the middle", fontsize=8)
    return DrawnChart("test", pd.DataFrame(), figure)


@pytest.mark.parametrize(("wide", "tall"), [(6.7, 2.3), (6.7, 3.75), (6.7, 9.4)])
def test_the_box_has_the_shape_of_a_slide_and_the_figure_in_its_middle(wide: float, tall: float) -> None:
    box = slide_of(drawn(wide, tall).figure).box
    assert box.width / box.height == pytest.approx(WIDTH / HEIGHT)
    assert box.width >= wide
    assert box.height >= tall
    assert box.x0 + box.x1 == pytest.approx(wide)
    assert box.y0 + box.y1 == pytest.approx(tall)


def test_letters_grow_with_the_figure() -> None:
    """A figure half as wide as a slide has letters of twice the size; a tall one has small letters."""
    flat, tall = slide_of(drawn(6.5, 3.0).figure), slide_of(drawn(6.7, 9.4).figure)
    assert flat.growth == pytest.approx(WIDTH / flat.box.width)
    assert flat.growth > 1.9
    assert tall.growth < 1


def test_pictures_have_the_shape_of_a_slide_and_the_ground_beside_the_figure_is_white() -> None:
    chart = drawn(4.0, 4.0)
    image = Image.open(io.BytesIO(chart.slide_pictures("png")[0])).convert("RGB")
    assert image.width == pytest.approx(PIXELS, abs=2)
    assert image.width / image.height == pytest.approx(16 / 9, rel=0.002)
    assert image.getpixel((10, image.height // 2)) == (255, 255, 255)
    assert image.getpixel((image.width // 2, image.height // 4)) == (0, 0, 0)
    size = re.search(rb'width="([\d.]+)pt" height="([\d.]+)pt"', chart.slide_pictures("svg")[0]) or re.search(
        rb'viewBox="0 0 ([\d.]+) ([\d.]+)"', chart.slide_pictures("svg")[0]
    )
    assert size is not None
    assert float(size[1]) / float(size[2]) == pytest.approx(16 / 9, rel=0.002)
    assert chart.picture("svg") != chart.slide_pictures("svg")[0]
