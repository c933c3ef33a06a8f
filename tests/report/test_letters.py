"""Letters of every chart, on A4 and on slides: large enough, whole, and none on another.

Danish words are the longer ones. ``JOBSIM_LETTERS=all`` (``make stress``) looks at the English charts too.
"""

from __future__ import annotations

import os
from functools import partial
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import pytest
from matplotlib.figure import Figure

from sim.measures.tidy import BY_DAY, BY_LOAD, BY_MONTH
from sim.report import CHARTS, DrawnChart, draw_chart
from sim.report.charts.slide import HEIGHT, WIDTH, slide_of, slides
from sim.report.paper import A4, Part, drawing, shown_rows
from sim.report.sheet import Sheet
from sim.report.style import GROUP_COLOURS
from tests.docs.illustrations import ILLUSTRATIONS
from tests.report.letters import IN_PRINT, IN_WORD, letters
from tests.report.manifests import NOT_HERE, manifest
from tests.report.series import DUTIES, NOTHING, Row, measures, of_days

if TYPE_CHECKING:
    from sim.files.entry import Lang
    from tests.report.conftest import Study

pytestmark = pytest.mark.first
ON_SLIDE = 10.0
"""Points of the smallest letters on a slide."""
GROUPS = list(GROUP_COLOURS)[:9]
LANGUAGES = ["en", "da"] if os.environ.get("JOBSIM_LETTERS") == "all" else ["da"]


def series() -> list[DrawnChart]:
    """Charts of curves, loads, flows and duties with as many groups as a place has."""
    rows: list[Row] = []
    for group, other in pairwise([*GROUPS, GROUPS[0]]):
        rows += of_days(group, "served", {7: 60.0, 28: 60.0}) + of_days(group, "left", {14: 60.0})
        rows += [
            (group, "all", day, "all", f"by_day_spell_{end}", BY_DAY, 60.0)
            for day, end in (("30", "switch"), ("90", "exit"), ("400", "never"))
        ]
        rows.append((group, "all", other, "all", "switches", "per year", 300.0))
    for team in ("sick", "young", "insured", "job-ready", "clarification", "rehabilitation", "flexjob-unemployed"):
        for year in (2016, 2020):
            rows += [
                ("all", team, load, "all", f"norm_load_weeks_{year}", BY_LOAD, weeks)
                for load, weeks in (("80", 30.0), ("110", 70.0))
            ]
            rows += [
                ("all", team, month, "all", f"norm_load_month_{year}", BY_MONTH, 1.2)
                for month in ("2025-01", "2026-01")
            ]
    duties = tuple(each.model_copy(update={"groups": tuple(GROUPS)}) for each in DUTIES)
    names = ("wait-curves", "spell-curves", "exit-curves", "norm-loads", "norm-months", "flows", "duties")
    return [draw_chart(name, measures(rows), NOTHING, manifest(duties=duties)) for name in names]


@pytest.fixture(scope="module")
def page(study: Study) -> list[DrawnChart]:
    """Charts of the made-up study, whose letters on A4 test_charts.py looks at."""
    return [
        draw_chart(name, study.measures, study.comparisons, study.manifest) for name in CHARTS if name not in NOT_HERE
    ]


@pytest.fixture(scope="module")
def others() -> list[DrawnChart]:
    return [*series(), *(draw() for name, draw in ILLUSTRATIONS.items() if name != "map")]


def test_every_chart_is_looked_at(page: list[DrawnChart], others: list[DrawnChart]) -> None:
    assert {chart.name for chart in (*page, *others)} == {*CHARTS, *ILLUSTRATIONS} - {"map"}  # as map-change


def again(chart: DrawnChart, lang: Lang) -> partial[Figure]:
    """What draws a chart again in a language."""
    assert isinstance(chart.draw, partial)
    return partial(chart.draw.func, *chart.draw.args[:2], lang, **chart.draw.keywords)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_letters_on_a_page_can_be_read(others: list[DrawnChart], lang: Lang) -> None:
    for chart in others:
        figure = chart.figure if lang == "en" else again(chart, lang)()
        drawn = letters(figure)
        assert (chart.name, drawn.cut, drawn.overlapping) == (chart.name, [], [])
        assert drawn.smallest * IN_WORD >= IN_PRINT, chart.name
        assert figure.get_figheight() <= A4.height + 1e-9, chart.name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_letters_on_a_slide_can_be_read_in_a_room(page: list[DrawnChart], others: list[DrawnChart], lang: Lang) -> None:
    for chart in (*page, *others):
        figures = slides(again(chart, lang))
        for figure in figures:
            assert isinstance(figure, Sheet)
            assert figure.fits, chart.name
            drawn = letters(figure)
            assert (chart.name, drawn.cut, drawn.overlapping) == (chart.name, [], [])
            assert drawn.smallest * slide_of(figure).growth >= ON_SLIDE, chart.name
            wide, tall = figure.get_size_inches()
            assert wide / tall == pytest.approx(WIDTH / HEIGHT), chart.name


def test_slides_of_one_chart_show_each_row_once_and_in_its_order() -> None:
    """Nine rows in two sections; a slide has room for two rows."""
    seen: list[list[str]] = []

    def draw() -> Figure:
        sections = shown_rows(list("abcde"), list("wxyz"))
        figure = Sheet(None, (1, 1))  # type: ignore[arg-type]
        rows = list(chain(*sections))
        figure.fits = len(rows) <= 2
        if figure.fits:
            seen.append(rows)
        return figure

    assert len(slides(draw)) == len(seen[-5:]) == 5
    assert list(chain(*seen[-5:])) == list("abcdewxyz")
    assert all(not {*rows} & {*"abcde"} or not {*rows} & {*"wxyz"} for rows in seen[-5:])


def test_rows_of_a_slide_are_those_that_its_words_name(page: list[DrawnChart]) -> None:
    """The names on the slides of a chart are those of the chart on A4, in their order."""
    chart = next(chart for chart in page if chart.name == "differences")
    whole = [label.get_text().replace("\n", " ") for label in chart.figure.axes[0].get_yticklabels()]
    figures = chart.slides()
    names: list[str] = []
    for at, figure in enumerate(figures, start=1):
        first = len(names) + 1
        names += [label.get_text().replace("\n", " ") for label in figure.axes[0].get_yticklabels()]
        words = " ".join(text.get_text() for text in figure.texts)
        assert f"({at} of {len(figures)})" in words
        assert f"Rows {first} to {len(names)} of {len(whole)}, in the order of the page." in words
    assert len(figures) > 1
    assert names == whole
    ends = {figure.axes[0].get_xlim() for figure in figures}
    assert len(ends) == 1  # one scale on all slides


def test_a_chart_drawn_outside_a_slide_has_all_rows() -> None:
    assert shown_rows([1, 2], [3]) == [[1, 2], [3]]
    with drawing(Part(span=(0, 1, 2), at=2, of=3)):
        assert shown_rows([1, 2], [3]) == [[2], []]
    assert shown_rows([1, 2], [3]) == [[1, 2], [3]]
