"""Charts of curves, loads, flows and duties: what they draw follows from small numbers that a reader can add up."""

from __future__ import annotations

import xml.dom.minidom
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib.patches import PathPatch

from sim.measures.tidy import BY_LOAD, BY_MONTH
from sim.report.chart_frame import source_line
from sim.report.charts import NoNumbersError, draw_chart
from sim.report.charts.flows import ribbon
from sim.report.text import phrases
from sim.results.chart import ResultChart
from tests.report.danish import english_on
from tests.report.manifests import BASELINE, CUT, KEEP, manifest
from tests.report.series import DUTIES, NOTHING, Row, measures, of_days

if TYPE_CHECKING:
    from sim.files.entry import Lang

BOTH = pytest.mark.parametrize("lang", ["en", "da"])
WAITS = [
    *of_days("sick", "served", {7: 60.0, 28: 60.0}), *of_days("sick", "left", {14: 60.0}), *of_days("sick", "never", {400: 20.0}),
    *of_days("insured", "served", {3: 5.0}),
]  # fmt: skip
"""200 of the sick: 60 met after a week, 60 gone after two, 60 met after four, 20 not seen to end. Five insured are too few."""


def test_a_curve_has_the_shares_of_its_cases() -> None:
    numbers = draw_chart("wait-curves", measures(WAITS), NOTHING, manifest()).numbers
    assert set(numbers["group"]) == {"sick"}
    assert set(numbers["column"]) == {BASELINE, KEEP}  # no column that cuts staff
    mine = numbers[(numbers["column"] == KEEP) & (numbers["day"] == 28)].set_index("end")["share"]
    assert mine["served"] == pytest.approx(120 / 200)
    assert mine["left"] == pytest.approx(60 / 200)
    assert mine["none"] == pytest.approx(20 / 200)
    assert (numbers["low"] == numbers["high"]).all()  # both replications are the same


def test_one_replication_has_the_interval_of_its_cases() -> None:
    numbers = draw_chart("wait-curves", measures(WAITS, 1), NOTHING, manifest()).numbers
    rows = numbers[(numbers["end"] == "none") & (numbers["day"] == 14)]
    assert (rows["low"] < rows["share"]).all()
    assert (rows["share"] < rows["high"]).all()


@BOTH
def test_loads_are_shares_of_weeks_and_months_are_means(lang: Lang) -> None:
    rows: list[Row] = [
        ("all", "sick", str(load), "all", f"norm_load_weeks_{year}", BY_LOAD, weeks)
        for year in (2016, 2020)
        for load, weeks in ((80, 30.0), (110, 70.0))
    ]
    rows += [("all", "sick", "2025-01", "all", f"norm_load_month_{year}", BY_MONTH, 1.2) for year in (2016, 2020)]
    of_loads = draw_chart("norm-loads", measures(rows), NOTHING, manifest(), lang)
    assert lang == "en" or english_on(of_loads.figure) == {}
    loads = of_loads.numbers
    assert loads.groupby(["column", "norm"])["value"].sum().to_numpy() == pytest.approx(np.ones(4))
    assert set(loads["value"].round(6)) == {0.3, 0.7}
    assert CUT not in set(loads["column"])
    drawn = draw_chart("norm-months", measures(rows), NOTHING, manifest(), lang)
    assert lang == "en" or english_on(drawn.figure) == {}
    months = drawn.numbers
    assert months["value"].to_numpy() == pytest.approx(np.full(4, 1.2))


def test_bands_have_the_area_of_their_flow() -> None:
    """A band of equal height has the same area whatever way it bends: height times width."""
    for end in (0.0, 0.4, -0.3):
        (polygon,) = ribbon(0.0, 1.0, 0.1, end, 0.2, "red").get_path().to_polygons(closed_only=True)
        x, y = np.asarray(polygon).T
        area = 0.5 * abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))
        assert area == pytest.approx(0.2, rel=0.02)


@BOTH
def test_every_flow_is_a_band_on_the_scale_of_the_larger_column(lang: Lang) -> None:
    rows: list[Row] = [
        ("sick", "all", "job-clarification", "all", "switches", "per year", 300.0),
        ("sick", "all", "insured", "all", "switches", "per year", 100.0),
        ("all", "all", "all", "all", "merged_switches", "per year", 40.0),
    ]
    drawn = draw_chart("flows", measures(rows), NOTHING, manifest(), lang)
    assert sorted(drawn.numbers["mean"].unique()) == [40.0, 100.0, 300.0]
    assert lang == "en" or english_on(drawn.figure) == {}
    for axes in drawn.figure.axes:
        bands = [patch for patch in axes.patches if isinstance(patch, PathPatch)]
        heights = sorted(patch.get_path().get_extents().height for patch in bands)
        corners = [np.asarray(patch.get_path().vertices) for patch in bands]
        starts = [abs(points[0, 1] - points[7, 1]) for points in corners]
        assert sorted(starts) == pytest.approx([0.25, 0.75])
        assert heights[0] >= 0.25 - 1e-9
        assert "400" in axes.get_title(loc="left")
        assert "40" in axes.get_title(loc="left")


def test_headings_are_danish_where_asked() -> None:
    """Every column of a chart has a heading in both languages, and no two columns have the same."""
    of = manifest(duties=DUTIES)
    chart = ResultChart(draw_chart("duties", NOTHING, NOTHING, of))
    assert list(chart.numbers().columns) == list(chart.drawn.numbers.columns)
    danish = list(chart.numbers("da").columns)
    assert danish == ["regler", "målgruppe", "proceskrav", "krav", "ur", "lov", "nummer", "dag"]
    words = [word["da"] for key, word in phrases().items() if key.startswith("heading_")]
    assert len(set(words)) == len(words)


def test_duties_fall_due_when_the_law_says() -> None:
    """Meeting k of n is due at k times the term over n. A repeated duty comes again until the year is over."""
    table = draw_chart("duties", NOTHING, NOTHING, manifest(duties=DUTIES)).numbers
    days = {key: sorted(rows["day"]) for key, rows in table.groupby(["rules", "group", "duty"])}
    assert days["current", "sick", "early-contact"] == [46, 92, 137, 183]
    assert days["current", "insured", "first-week"] == [7]
    assert days["freed-six-cities", "sick", "first-week"] == [90, 190, 290]
    with pytest.raises(NoNumbersError):
        draw_chart("duties", NOTHING, NOTHING, manifest(duties=DUTIES[:2]))


@BOTH
def test_a_picture_has_a_title_and_a_text_for_those_who_do_not_see_it(lang: Lang) -> None:
    of = manifest(duties=DUTIES)
    drawn = draw_chart("duties", NOTHING, NOTHING, of, lang)
    assert drawn.alternative.startswith(drawn.title)
    assert lang == "en" or english_on(drawn.figure) == {}
    assert source_line(of, lang) in drawn.alternative
    document = xml.dom.minidom.parseString(drawn.picture("svg"))  # our own picture
    root = document.documentElement
    assert root is not None
    assert root.getAttribute("role") == "img"
    texts = {name: [node for node in root.childNodes if node.nodeName == name] for name in ("title", "desc")}
    assert [len(nodes) for nodes in texts.values()] == [1, 1]
