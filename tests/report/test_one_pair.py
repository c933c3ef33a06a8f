"""A study of one pair has no interval and says so; columns that do not differ are said not to."""

from __future__ import annotations

import html
import io
import re

import numpy as np
import pytest
from rich.console import Console

from sim.files.entry import Lang
from sim.report import CHARTS, draw_chart, print_comparison, render_report
from sim.report.captions import interval_line
from sim.report.headline import headline
from sim.report.words import difference_text, difference_unit, phrase
from tests.report.conftest import Study
from tests.report.manifests import NOT_HERE

pytestmark = pytest.mark.usefixtures("no_pictures")

WORDS: dict[Lang, str] = {"en": "one pair: no interval", "da": "ét par: intet interval"}


@pytest.fixture(scope="module")
def one_pair(study: Study) -> Study:
    comparisons = study.comparisons.assign(low=np.nan, high=np.nan, pairs=1)
    measures = study.measures[study.measures["replication"] == 1]
    return Study(measures, comparisons, study.manifest.model_copy(update={"replications": 1}))


@pytest.fixture(scope="module")
def equal(study: Study) -> Study:
    comparisons = study.comparisons.assign(
        variant_mean=study.comparisons["baseline_mean"], difference=0.0, low=0.0, high=0.0
    )
    return Study(study.measures, comparisons, study.manifest)


def page(study: Study, lang: Lang) -> str:
    text = render_report(study.measures, study.comparisons, study.manifest, lang)
    text = re.sub(r'data:[^"]*|<(svg|script|style).*?</\1>', "", text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def screen(study: Study, lang: Lang) -> str:
    console = Console(file=io.StringIO(), width=200)
    print_comparison(study.measures, study.comparisons, study.manifest, console=console, lang=lang)
    return str(console.file.getvalue())  # type: ignore[attr-defined]


@pytest.mark.usefixtures("blank")
@pytest.mark.parametrize("lang", ["en", "da"])
def test_page_and_screen_say_that_one_pair_has_no_interval(one_pair: Study, lang: Lang) -> None:
    words = WORDS[lang]
    for text in (page(one_pair, lang), screen(one_pair, lang)):
        assert words in text or words.capitalize() in text
        for wrong in (
            "()",
            ". .",
            "– to –",
            "– til –",
            "over 1 ",
            "1 replications",
            "1 gentagelser",
            "(interval)",
        ):
            assert wrong not in text, wrong
        assert not re.search(r"\bnan\b", text)
    answer = page(one_pair, lang)
    assert answer.count(f"({words})") == 2  # the hours freed, and the head of the comparison
    assert answer.count(f"; {words})") == 6  # each of the services


@pytest.mark.usefixtures("unsaved")
@pytest.mark.parametrize("lang", ["en", "da"])
def test_every_chart_says_that_one_pair_has_no_interval(one_pair: Study, lang: Lang) -> None:
    replication = {"en": "; 1 replication,", "da": "; 1 gentagelse,"}[lang]
    for name in set(CHARTS) - NOT_HERE - {"proposals", "claims"}:  # which has the intervals of its own table
        drawn = draw_chart(name, one_pair.measures, one_pair.comparisons, one_pair.manifest, lang)
        texts = " ".join(text.get_text() for text in drawn.figure.texts)
        assert WORDS[lang].capitalize() in texts, name
        assert "(interval)" not in texts, name
        assert replication in texts, name
        for key in ("differences_interval", "differences_hidden"):
            assert phrase(key, lang)[:40] not in texts, name


def test_the_interval_of_json_is_none_of_one_pair(one_pair: Study) -> None:
    assert interval_line(headline(one_pair.measures, one_pair.comparisons, one_pair.manifest), "en") == WORDS["en"]


@pytest.mark.usefixtures("unsaved")
def test_the_note_on_hidden_intervals_is_there_where_a_mark_hides_one(study: Study, one_pair: Study) -> None:
    def texts(comparisons: object) -> str:
        drawn = draw_chart("differences", study.measures, comparisons, study.manifest)  # type: ignore[arg-type]
        return " ".join(text.get_text() for text in drawn.figure.texts)

    assert phrase("differences_hidden")[:30] in texts(study.comparisons)
    half = 0.2 * study.comparisons["baseline_mean"].abs()
    wide = study.comparisons.assign(
        low=study.comparisons["difference"] - half, high=study.comparisons["difference"] + half
    )
    assert phrase("differences_hidden")[:30] not in texts(wide)


@pytest.mark.usefixtures("blank")
@pytest.mark.parametrize(("lang", "none"), [("en", "no difference"), ("da", "ingen forskel")])
def test_no_difference_is_said_as_none(equal: Study, lang: Lang, none: str) -> None:
    for text in (page(equal, lang), screen(equal, lang)):
        assert none in text
        assert not re.search(r"[+−]0(?![\d.,])", text)
        assert "falls by 0" not in text
        assert "falder med 0" not in text


def test_a_difference_of_nought_has_neither_sign_nor_unit() -> None:
    assert difference_text(0.0, float("nan"), float("nan"), "days") == "no difference"
    assert difference_text(0.0, 0.0, 0.0, "share", "da") == "ingen forskel"
    assert difference_unit(0.0, 0.0, 0.0, "share") == ""
    assert difference_text(0.0, -1.0, 1.0, "days") == "0.0 (−1.0 to +1.0)"
