"""Letters of every chart, on A4 and on slides: large enough, whole, and none on another.

Charts of the page show a study as large as the shipped ones; those that it has no numbers for show invented ones. Danish words
are the longer ones. ``JOBSIM_LETTERS=all`` (``make stress``) looks at the English charts and at those of the small made-up study
too, of which ``test_charts.py`` looks at the letters on A4.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import pytest
from matplotlib.figure import Figure

from sim.measures.tidy import BY_DAY, BY_LOAD, BY_MONTH
from sim.report import CHARTS
from sim.report.charts import Chart
from sim.report.charts.slide import HEIGHT, WIDTH, slide_of, slides
from sim.report.headline import HEADLINES
from sim.report.paper import A4, NoRoomError, Part, drawing, part, shown_rows
from sim.report.sheet import Sheet
from sim.report.style import GROUP_COLOURS
from tests.docs.illustrations import ILLUSTRATIONS
from tests.report.letters import IN_PRINT, IN_WORD, letters
from tests.report.made_up import Study
from tests.report.manifests import NOT_HERE, manifest
from tests.report.real_size import main_study, real_size, with_proposals, with_samples
from tests.report.series import DUTIES, NOTHING, Row, measures, of_days

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from sim.files.entry import Lang
    from sim.report.manifest import Manifest

pytestmark = pytest.mark.first
ON_SLIDE = 10.0
"""Points of the smallest letters on a slide."""
GROUPS = list(GROUP_COLOURS)[:9]
ALL = os.environ.get("JOBSIM_LETTERS") == "all"
LANGUAGES: list[Lang] = ["en", "da"] if ALL else ["da"]
OWN = frozenset({"team-places", "claim"})
"""Charts of a page whose numbers no shipped study has: as many columns as places of a team, and a claim of the reader's own."""
OTHERS = {*ILLUSTRATIONS} - {"map"} if ALL else {*ILLUSTRATIONS} - {*CHARTS} - {"map"} | OWN  # map as map-change
"""Charts with invented numbers."""


@dataclass(frozen=True)
class Drawing:
    """A chart and its numbers. It is drawn once on A4 and once on slides, in each language."""

    name: str
    draw: Callable[[Lang], Figure]

    @cached_property
    def pages(self) -> dict[Lang, Figure]:
        return {lang: self.draw(lang) for lang in LANGUAGES}

    @cached_property
    def slides(self) -> dict[Lang, list[Figure]]:
        return {lang: slides(partial(self.draw, lang)) for lang in LANGUAGES}


def drawing_of(chart: Chart, known: Manifest, measures: pd.DataFrame, comparisons: pd.DataFrame) -> Drawing:
    numbers = chart.numbers(measures, comparisons, known)
    return Drawing(chart.name, lambda lang: chart.draw(numbers, known, lang))


def series() -> Iterator[Drawing]:
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
    known = manifest(duties=tuple(each.model_copy(update={"groups": tuple(GROUPS)}) for each in DUTIES))
    for name in ("wait-curves", "spell-curves", "exit-curves", "norm-loads", "norm-months", "flows", "duties"):
        yield drawing_of(CHARTS[name], known, measures(rows), NOTHING)


def illustrations() -> Iterator[Drawing]:
    for name in sorted(OTHERS):
        draw = ILLUSTRATIONS[name]().draw
        assert isinstance(draw, partial)
        known, own = draw.args[:2], draw.keywords
        yield Drawing(name, partial(lambda f, args, words, lang: f(*args, lang, **words), draw.func, known, own))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return real_size(tmp_path_factory.mktemp("studies"))


@pytest.fixture(scope="module")
def page(large: Study) -> dict[str, Drawing]:
    """Charts of the page of the large study."""
    sampled, alone = with_samples(large.manifest), with_proposals(large.manifest)
    kinds = dict.fromkeys(("uncertainty", "shares", "share-heat", "indices", "index-heat"), sampled)
    kinds |= dict.fromkeys(("proposals", "claims"), alone)
    return {
        name: drawing_of(chart, kinds.get(name, large.manifest), large.measures, large.comparisons)
        for name, chart in CHARTS.items()
        if name not in OWN
    }


@pytest.fixture(scope="module")
def drawings(page: dict[str, Drawing], request: pytest.FixtureRequest) -> list[Drawing]:
    if not ALL:
        return [*page.values(), *illustrations()]
    study = request.getfixturevalue("study")
    of_page = [
        drawing_of(CHARTS[name], study.manifest, study.measures, study.comparisons) for name in {*CHARTS} - NOT_HERE
    ]
    return [*page.values(), *illustrations(), *of_page, *series()]


def test_every_chart_is_looked_at(drawings: list[Drawing]) -> None:
    assert {chart.name for chart in drawings} == {*CHARTS, *ILLUSTRATIONS} - {"map"}


def test_the_large_study_has_every_headline(large: Study) -> None:
    """All but the cost of staff, which pages derive from posts."""
    assert {measure for measure, _, _ in HEADLINES} - {*large.measures["measure"]} == {"staff_cost"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_letters_on_a_page_can_be_read(drawings: list[Drawing], lang: Lang) -> None:
    for chart in drawings:
        figure = chart.pages[lang]
        drawn = letters(figure)
        assert (chart.name, drawn.cut, drawn.overlapping) == (chart.name, [], [])
        assert drawn.smallest * IN_WORD >= IN_PRINT, chart.name
        assert (chart.name, figure.get_figheight()) <= (chart.name, A4.height + 1e-9)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_letters_on_a_slide_can_be_read_in_a_room(drawings: list[Drawing], lang: Lang) -> None:
    for chart in drawings:
        for figure in chart.slides[lang]:
            assert isinstance(figure, Sheet)
            assert figure.fits, chart.name
            drawn = letters(figure)
            assert (chart.name, drawn.cut, drawn.overlapping) == (chart.name, [], [])
            assert drawn.smallest * slide_of(figure).growth >= ON_SLIDE, chart.name
            wide, tall = figure.get_size_inches()
            assert wide / tall == pytest.approx(WIDTH / HEIGHT), chart.name


def columns_of(figure: Figure) -> int:
    """The columns of the study in the legend of a figure."""
    return sum(len(legend.get_texts()) for axes in figure.axes if (legend := axes.get_legend()) is not None)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_full_page_and_a_full_slide_still_compare_columns(page: dict[str, Drawing], lang: Lang) -> None:
    """A page shows two variants of the differences, and as many waits as the main study has columns with all staff."""
    kept = sum(column.use != "cut" for column in main_study().columns)
    for name, least in (("differences", 2), ("differences-cut", 2), ("waits", kept)):
        assert columns_of(page[name].pages[lang]) >= least, name
    for figure in page["waits"].slides[lang]:
        assert columns_of(figure) >= 3


def test_slides_of_one_chart_show_each_row_once_and_in_its_order() -> None:
    """Nine rows in two sections; a slide has room for two rows."""
    seen: list[list[str]] = []

    def draw() -> Figure:
        sections = shown_rows(list("abcde"), list("wxyz"))
        rows = list(chain(*sections))
        if len(rows) > 2:
            assert part().must_fit
            raise NoRoomError
        seen.append(rows)
        return Figure()

    assert len(slides(draw)) == len(seen[-5:]) == 5
    assert list(chain(*seen[-5:])) == list("abcdewxyz")
    assert all(not {*rows} & {*"abcde"} or not {*rows} & {*"wxyz"} for rows in seen[-5:])


def test_rows_of_a_slide_are_those_that_its_words_name(page: dict[str, Drawing]) -> None:
    """The names on the slides of a chart are those of the chart on A4, in their order."""
    chart = page["differences"]
    whole = [label.get_text().replace("\n", " ") for label in chart.pages["da"].axes[0].get_yticklabels()]
    figures = chart.slides["da"]
    names: list[str] = []
    for at, figure in enumerate(figures, start=1):
        first = len(names) + 1
        names += [label.get_text().replace("\n", " ") for label in figure.axes[0].get_yticklabels()]
        words = " ".join(text.get_text() for text in figure.texts)
        assert f"({at} af {len(figures)})" in words
        assert f"Række {first} til {len(names)} af {len(whole)} i sidens rækkefølge." in words
    assert len(figures) > 1
    assert names == whole
    ends = {figure.axes[0].get_xlim() for figure in figures}
    assert len(ends) == 1  # one scale on all slides


def test_a_chart_drawn_outside_a_slide_has_all_rows() -> None:
    assert shown_rows([1, 2], [3]) == [[1, 2], [3]]
    with drawing(Part(span=(0, 1, 2), at=2, of=3)):
        assert shown_rows([1, 2], [3]) == [[2], []]
    assert shown_rows([1, 2], [3]) == [[1, 2], [3]]
