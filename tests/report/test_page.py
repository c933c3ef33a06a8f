"""The page: one file, safe, whole, in two languages."""

from __future__ import annotations

import base64
import gzip
import html
import io
import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pandas as pd
import pytest
from fontTools.ttLib import TTFont

from sim.files.entry import Title
from sim.files.errors import ScenarioError
from sim.report import CHARTS, Lang, Manifest, render_report, write_report
from sim.report.benefit_table import benefit_table
from sim.report.chart_frame import source_line
from sim.report.charts.chart import NoNumbersError
from sim.report.headline import CHANGES_ONLY, headline
from sim.report.html import chart_order
from sim.report.manifest import Assumption, ProposalRecord
from sim.report.page_tables import number_table
from sim.report.summary import answer
from sim.report.words import label, phrase
from tests.report.manifests import EFFECTS, KEEP, NOT_HERE, REQUIRED, manifest

if TYPE_CHECKING:
    from tests.report.conftest import Study

pytestmark = [pytest.mark.first, pytest.mark.usefixtures("no_pictures")]


class Page(HTMLParser):
    """Every attribute that loads or links, and the tags that stand open at the end."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for key, value in attrs if key in {"src", "href", "srcset", "action"}]
        self.ids += [value or "" for key, value in attrs if key == "id"]
        if tag not in {"meta", "link", "img", "br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_loads_nothing_from_outside(page: str) -> None:
    parsed = Page(page)
    assert parsed.open == []
    assert len(parsed.ids) == len(set(parsed.ids))
    assert all(link.startswith(("data:", "#")) for link in parsed.links)
    assert not re.search(r"https?:|@import|url\(", page)


def test_titles_are_escaped(study: Study, blank: None) -> None:
    evil = "<script>alert(1)</script> & co"
    title = Title(en=evil, da=evil)
    claim = {"saves": evil, "unit": evil, "source": evil}
    evil_manifest = manifest(
        title=title,
        study=evil,
        versions={"x": evil},
        proposals=(ProposalRecord(id=evil, title=title, nature="echoes", of=title, claim=claim, source=evil),),
        assumptions=(Assumption(path=evil, value=evil, low="0", high="1", evidence=evil, source=evil, note=evil),),
    )
    text = render_report(study.measures, study.comparisons, evil_manifest)
    assert "alert(1)" in text
    assert "<script>alert" not in text
    assert text.count("<script>") == 1
    ids = Page(text).ids
    assert len(ids) == len(set(ids))


def test_every_chart_is_there_with_its_numbers(page: str, study: Study) -> None:
    found = re.findall(r'href="data:(text/csv|application/gzip);base64,([^"]+)" download="([a-z-]+)\.csv"', page)
    unpacked: dict[str, Callable[[bytes], bytes]] = {"text/csv": bytes, "application/gzip": gzip.decompress}
    files = {name: unpacked[kind](base64.b64decode(data)).decode() for kind, data, name in found}
    drawn = {name: chart for name, chart in CHARTS.items() if name not in NOT_HERE}
    assert set(files) == set(drawn)
    for name, chart in drawn.items():
        assert files[name] == chart.numbers(study.measures, study.comparisons, study.manifest).to_csv(
            index=False, lineterminator="\n"
        )
    assert page.count('src="data:image/svg+xml;base64,') == len(drawn)


def test_figures_are_numbered_in_the_order_of_the_page(page: str) -> None:
    numbers = [int(number) for number in re.findall(r"<figcaption>Figure (\d+)\.", page)]
    assert len(numbers) > 5
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("wide", [True, False])
def test_the_order_of_the_page_has_every_chart_once(wide: bool) -> None:
    order = chart_order(wide=wide)
    assert len(order) == len(set(order))
    assert set(order) == set(CHARTS)
    assert (order[0] == "proposals") == wide


@pytest.mark.parametrize("name", [name for name, chart in CHARTS.items() if chart.levels])
def test_no_two_rows_of_a_chart_s_table_have_the_same_name(study: Study, name: str) -> None:
    try:
        numbers = CHARTS[name].numbers(study.measures, study.comparisons, study.manifest)
    except NoNumbersError:
        return
    names = [(row[0].text, row[0].detail) for row in number_table(name, numbers, study.manifest, "en").rows]
    assert len(names) == len(set(names))


class Sections(HTMLParser):
    """For each wide table, what the innermost section around it has had before it, and whether that section has a figure."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.around: list[list[str]] = []
        self.wide: list[list[str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "section":
            self.around.append([])
        elif self.around and tag in {"h2", "h3", "p", "figure"}:
            self.around[-1].append(tag)
        elif self.around and tag == "div" and "tabular wide" in (dict(attrs).get("class") or ""):
            self.wide.append(self.around[-1])
            self.around[-1].append("wide")

    def handle_endtag(self, tag: str) -> None:
        if tag == "section":
            self.around.pop()


def test_a_wide_table_shares_a_section_without_figures_with_its_heading(page: str) -> None:
    """A wide table is printed across the page. Only such a section moves there as a whole, so its heading stays with it."""
    found = Sections(page).wide
    assert len(found) > 3
    for section in found:
        assert "figure" not in section
        assert section[0] in {"h2", "h3"}


def test_pictures_on_the_page_have_the_letters_of_their_texts_inside(page: str) -> None:
    """A picture of a page may load no font, and the reader's machine may have another one."""
    for data in re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', page):
        svg = base64.b64decode(data).decode()
        shapes: dict[str, set[int]] = {}
        for weight, font in re.findall(r"font-weight:(\d+);src:url\(data:font/woff;base64,([^)]+)\)", svg):
            with TTFont(io.BytesIO(base64.b64decode(font))) as read:
                shapes[weight] = set(read.getBestCmap())
        texts = re.findall(r'<text style="([^"]*)"[^>]*>(.*?)</text>', svg, re.DOTALL)
        assert texts
        for style, text in texts:
            assert "font-family: own" in style
            letters = {ord(letter) for letter in unescape(re.sub("<[^>]+>", "", text))} - {10}
            assert letters <= shapes["700" if "font-weight: 700" in style else "400"], text


def changed(study: Study, measure: str, difference: float, low: float, high: float) -> pd.DataFrame:
    """The headlines of the study with another difference in one measure of all activities."""
    table = study.comparisons.copy()
    rows = (table["measure"] == measure) & (table["activity"] == "all")
    table.loc[rows, ["difference", "low", "high"]] = [difference, low, high]
    return headline(study.measures, table, study.manifest)


def test_the_answer_says_the_tables_numbers(study: Study) -> None:
    """Work removed is minus the difference of work asked for; what became of it is the difference of running casework."""
    table = headline(study.measures, study.comparisons, study.manifest)
    kept, cut, waits = answer(table, study.manifest)
    mine = study.comparisons[(study.comparisons["variant"] == KEEP) & (study.comparisons["team"] == "all")]
    asked = mine[(mine["measure"] == "hours_asked") & (mine["activity"] == "all")].iloc[0]
    running = mine[mine["activity"] == "running-casework"].iloc[0]
    shed = mine[mine["measure"] == "hours_shed"].iloc[0]
    for end in ("difference", "low", "high"):
        assert f"{-asked[end]:,.0f}" in kept.text
    assert f"running casework +{running['difference']:,.0f} hours" in kept.text
    assert f"+{-shed['difference']:,.0f} hours" in kept.text
    assert "3.4" in kept.text  # direct contact stands beside it
    assert "DKK" not in kept.text
    assert "days" in waits.text
    assert "days" not in cut.text
    record = study.manifest.capacity[0]
    for answer_of in (record.free, record.fixed, record.bound):
        assert f"{answer_of.value:.1f} ({answer_of.low:.1f} to {answer_of.high:.1f})" in cut.text
    assert f"{record.free.safe:.1f} posts are safe" in cut.text
    for split in ("free", "fixed"):
        assert f"{record.dkk[split].value / 1e6:.1f} (" in cut.text


def test_the_answer_claims_nothing_when_the_interval_holds_zero(study: Study) -> None:
    table = changed(study, "hours_asked", -120.0, -640.0, 400.0)
    for lang, words in (("en", "beyond chance"), ("da", "ud over tilfældighed")):
        text = answer(table, study.manifest, cast("Lang", lang))[0].text
        assert words in text
        assert "+120" in text


def test_the_answer_when_more_work_is_asked_for(study: Study) -> None:
    text = answer(changed(study, "hours_asked", 900.0, 800.0, 1000.0), study.manifest)[0].text
    assert "remove no work" in text
    assert "900 hours more a year (800 to 1,000;" in text


def test_a_practice_that_does_not_change_beyond_chance_is_not_named(study: Study) -> None:
    assert "the practice for" in answer(changed(study, "hours_asked", -9.0, -9.0, -9.0), study.manifest)[0].text
    still = changed(study, "hours_asked_practice", 40.0, -60.0, 140.0)
    assert "the practice for" not in answer(still, study.manifest)[0].text


def test_the_page_says_what_running_casework_is_and_why_posts_times_hours_are_more(page: str, study: Study) -> None:
    """The sum on the page: posts at their hours, less vacancies and absence, plus overtime and work without a diary."""
    assert phrase("running_is", "en")[:60] in page
    said = re.search(r'id="hours-and-posts">(.*?)</p>', page, flags=re.DOTALL)
    assert said is not None
    found = re.findall(r"−?\d[\d,]*(?:\.\d+)?", html.unescape(said[1]))
    words = [float(each.replace(",", "").replace("−", "-")) for each in found]
    posts, each, paid, vacant, absent, present, overtime, outside, total = words[:9]
    assert posts * each == pytest.approx(paid, abs=0.06 * each)
    assert paid - vacant - absent == pytest.approx(present, abs=1.5)
    assert present + overtime + outside == pytest.approx(
        total, rel=0.02
    )  # each measure of the sample has its own noise


def test_the_comparison_keeps_money_and_waits_apart(study: Study) -> None:
    table = headline(study.measures, study.comparisons, study.manifest)
    kept, cut = table[table["capacity"] == "keep"], table[table["capacity"] == "cut"]
    money = kept[kept["unit"].str.startswith("DKK")]
    assert set(money["measure"]) == {
        "benefits_compared_municipality",
        "benefits_compared_state",
    }  # no use of freed hours
    assert "staff" not in set(kept["measure"])
    assert not cut["measure"].str.startswith(("wait_", "caseload_", "share_above")).any()
    cost, staff = (cut[cut["measure"] == m].iloc[0] for m in ("staff_cost", "staff"))
    assert cost["difference"] == pytest.approx(staff["difference"] * 500 * 1300)
    known = cut[~cut["measure"].isin(CHANGES_ONLY)]
    assert known["percent"].to_numpy() == pytest.approx((100 * known["difference"] / known["baseline_mean"]).to_numpy())


def test_no_level_is_shown_of_what_grows_with_the_run(study: Study) -> None:
    """Benefits and pensions are told as changes only: neither a level nor a percent of one."""
    table = headline(study.measures, study.comparisons, study.manifest)
    changes = table[table["measure"].isin(CHANGES_ONLY)]
    assert set(changes["measure"]) == set(CHANGES_ONLY)
    assert changes[["baseline_mean", "variant_mean", "percent"]].isna().all(axis=None)
    assert changes["difference"].notna().all()
    page = benefit_table(study.comparisons, study.manifest, "en")
    assert page is not None
    assert not any("2,412" in cell.text for row in page.rows for cell in row)
    assert set(table["nature"]) <= {"emerges", "scales", "echoes"}


def rows_of(page: str, table: str) -> list[list[str]]:
    """A table's rows, each as the texts of its cells."""
    body = page.partition(f'<table id="{table}">')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in body.split("<tr>")[1:]]
    return [[re.sub(r"<small>.*?</small>", "", cell).strip() for cell in row] for row in cells]


def test_what_is_of_unknown_volume_stands_apart_and_nowhere_else(page: str, study: Study) -> None:
    rows = {row[0]: row[1:] for row in rows_of(page, "unknown")}
    for name, stated in {
        "Citizens, volume unknown": 189, "Citizens, volume unknown: Under 18": 39, "Posts of teams, volume unknown": 2.5,
        "Hours, volume unknown: Pensioners in jobs with wage subsidy": 1_229,
    }.items():  # fmt: skip
        assert float(rows[name][0].replace(",", "")) == pytest.approx(stated, rel=0.02)
    measures = set(headline(study.measures, study.comparisons, study.manifest)["measure"])
    assert not {name for name in measures if name.endswith("_unknown")}
    for name in set(CHARTS) - NOT_HERE:
        numbers = CHARTS[name].numbers(study.measures, study.comparisons, study.manifest)
        assert "measure" not in numbers or not numbers["measure"].str.endswith("_unknown").any()
        assert "team" not in numbers or "unknown-volume" not in set(numbers["team"])


def test_offers_sanctions_prolongations_and_detection_have_a_table(page: str) -> None:
    rows = {row[0]: row[1:] for row in rows_of(page, "beside")}
    for name in (
        "Offers", "Offers: Company practice", "Offers that count as right and duty", "Sanctions appealed",
        "Sanctions heard and decided again", "Prolonged sickness benefit",
        "Prolonged sickness benefit: § 27(1) no. 7, pension case", "Citizens with an undetected need",
        "Over five years on kontanthjælp, with a need for the team",
    ):  # fmt: skip
        assert name in rows
    assert list(rows).index("Fees for interpreters") == list(rows).index("Fees for medical certificates") + 2


def test_interpreters_stand_beside_certificates_and_are_money(study: Study) -> None:
    table = headline(study.measures, study.comparisons, study.manifest)
    order = list(dict.fromkeys(table["measure"]))
    assert order.index("interpreter_fees") == order.index("certificate_fees") + 1
    assert set(table.loc[table["measure"] == "interpreter_fees", "capacity"]) == {"cut"}


def test_danish_page_is_danish(study: Study, blank: None, tmp_path: Path) -> None:
    *_, path = write_report(study.measures, study.comparisons, study.manifest, tmp_path, "da")
    text = path.read_text()
    assert path.name == "report.da.html"
    assert '<html lang="da">' in text
    assert "Ingensteds under gældende og frie regler" in text
    words = re.sub(r"<[^>]+>|data:[^\"]+", " ", text.split("<header>")[1].split("<script>")[0])
    for english in ("Staff kept", "hours a year", "Wait for", "Comparison", "Download", "percentile"):
        assert not re.search(rf"\b{english}\b", words), english
    assert {p.name for p in tmp_path.iterdir()} == {"guidelines.da.html", "report.da.html"}


def test_unknown_language_is_said(study: Study) -> None:
    with pytest.raises(ScenarioError, match="English"):
        render_report(study.measures, study.comparisons, study.manifest, cast("Lang", "de"))


def test_a_study_without_variants_has_a_page(study: Study, unsaved: None) -> None:
    alone = study.measures[study.measures["rule_set"] == "current"]
    text = render_report(alone, study.comparisons.iloc[:0], study.manifest)
    assert "one column only" in text
    assert Page(text).open == []


def test_a_manifest_with_nothing_but_what_is_required_has_a_page(study: Study, unsaved: None) -> None:
    text = render_report(study.measures, study.comparisons, Manifest(**REQUIRED))
    assert phrase("no_assumptions", "en") in text
    assert Page(text).open == []


@pytest.mark.parametrize(
    "drop", ["staff", "hours", "caseload_mean", "running_minutes_per_citizen_week", "breach_share"]
)
def test_a_missing_measure_leaves_a_gap_not_an_error(study: Study, unsaved: None, drop: str) -> None:
    def without(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["measure"] != drop]

    text = render_report(without(study.measures), without(study.comparisons), study.manifest)
    assert Page(text).open == []


def test_one_place_of_several(study: Study) -> None:
    other = study.comparisons.assign(place="elsewhere", difference=0.0, variant_mean=0.0)
    both = pd.concat([other, study.comparisons], ignore_index=True)
    measures = pd.concat([study.measures.assign(place="elsewhere", value=0.0), study.measures], ignore_index=True)
    left = headline(measures, both, manifest(places=("nowhere",)))
    pd.testing.assert_frame_equal(left, headline(study.measures, study.comparisons, study.manifest))


@pytest.mark.usefixtures("blank")
@pytest.mark.parametrize("lang", ["en", "da"])
def test_the_page_says_whether_effects_on_behaviour_are_assumed(study: Study, lang: Lang) -> None:
    off = render_report(study.measures, study.comparisons, study.manifest, lang)
    assumed = manifest(effects=EFFECTS)
    comparisons = study.comparisons.assign(
        nature=study.comparisons["nature"].replace("emerges", "emerges-with-assumed-effects")
    )
    on = render_report(study.measures, comparisons, assumed, lang)
    rests_on, high = EFFECTS.rests_on.of(lang), phrase("effects_high", lang)
    assert phrase("effects_off", lang) in off
    assert phrase("effects_off", lang) not in on
    assert rests_on in on
    assert high in on
    assert rests_on not in off
    natures = {row[1] for row in rows_of(on, "comparison")}
    assert label("nature", "emerges-with-assumed-effects", lang) in " ".join(natures)
    assert label("nature", "emerges", lang) not in natures


def test_a_chart_alone_says_that_effects_are_assumed(study: Study) -> None:
    assumed = manifest(effects=EFFECTS)
    assert source_line(assumed, "en").endswith(phrase("effects_source", "en"))
    assert phrase("effects_source", "en") not in source_line(study.manifest, "en")
