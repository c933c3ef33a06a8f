"""The table of proposals on page and screen, and a study with many columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from rich.console import Console

from sim.commands.screen.fit import fitted
from sim.report import Lang, Manifest, draw_chart, print_comparison, render_report
from sim.report.captions import MOST_COLUMNS, first_columns
from sim.report.charts.waterfall import PANELS, panel_columns
from sim.report.paper import A4
from sim.report.proposals import WIDE, alone_table, answer_alone, is_wide, largest, not_run_table
from sim.report.screen import comparison_tables
from sim.report.words import label, phrase
from tests.report import manifests
from tests.report.manifests import BASELINE, COLUMNS, KEEP, column

pytestmark = pytest.mark.usefixtures("no_pictures")

if TYPE_CHECKING:
    from tests.report.conftest import Study

MANY = 60
LARGE = {7: 9000.0, 20: -8000.0, 33: 7000.0, 41: 6000.0, 55: 50_000.0}
ADDS = 55
"""The proposal that adds posts: its hours are theirs."""


def name(at: int) -> str:
    return f"current+p-{at}/baseline/keep"


def row_of(at: int, **more: object) -> dict[str, Any]:
    hours = LARGE.get(at, 10.0 + at)
    low, high = (hours - 100.0, hours + 100.0)
    return {
        "proposal": f"p-{at}", "paper": "made up", "kind": "process", "title": f"Proposal {at}", "title_da": f"Forslag {at}",
        "place": "nowhere", "column": name(at), "cut_column": "", "regime": "current", "practice": "baseline", "practice_changed": False,
        "removed": hours, "removed_low": low, "removed_high": high, "removed_rules": hours + 40.0, "removed_practice": -40.0,
        "removed_practice_low": -50.0, "removed_practice_high": -30.0, "running": hours - 300.0, "running_low": low - 300.0,
        "running_high": high - 300.0, "less_shed": 250.0, "less_shed_low": 240.0, "less_shed_high": 260.0,
        "money": None, "money_low": None, "money_high": None, "money_fees": None,
        "other_roles": 5.0, "other_roles_low": 1.0, "other_roles_high": 9.0,
        "posts_added": 23.5 if at == ADDS else 0.0, "meetings": -3.0, "meetings_low": -4.0, "meetings_high": -2.0, "offers": 12.0,
        "posts": None, "dkk": None, "dkk_low": None, "dkk_high": None, "fees_dkk": None, "claim": 190.0,
        "claim_unit": "million DKK per year", "claim_unit_da": "mio. kr. om året", "claim_source": "S019", "claim_scaled": 7.125,
        "claim_scaling": "by population (A103)", "claim_scaling_da": "efter befolkning (A103)",
        "ratio": None, "ratio_low": None, "ratio_high": None, "verdict": "",
        "nature": "scales", "of": "an hour", "of_da": "en time", "break_even_days": None, "note": "", "note_da": "", **more,
    }  # fmt: skip


def idle(at: int, kind: str, why: str) -> dict[str, Any]:
    none = dict.fromkeys(
        ["removed", "removed_low", "removed_high", "posts", "posts_added", "claim_scaled", "ratio", "break_even_days"],
        None,
    )
    return row_of(at, **none, column="", kind=kind, note=why, note_da=why, claim=220.0, claim_source="S081")


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    rows = [row_of(at) for at in range(MANY)]
    rows[3] |= {"posts": 4.2, "dkk": 2_100_000.0, "dkk_low": 2_000_000.0, "dkk_high": 2_200_000.0, "fees_dkk": 100_000.0,
                "money": 8_900_000.0, "money_low": 8_000_000.0,
                "money_high": 9_800_000.0, "money_fees": 100_000.0,
                "ratio": 1.25, "ratio_low": 1.12, "ratio_high": 1.37, "verdict": "too-little",
                "break_even_days": 0.4, "cut_column": "current+p-3/baseline/cut"}  # fmt: skip
    rows[9] |= {"practice": "same-contact-by-need", "practice_changed": True}
    rows += [idle(MANY, "budget", "Money only."), idle(MANY + 1, "governance", "A forum <of> organisations.")]
    columns = (*COLUMNS, *(column(f"current+p-{at}", "baseline") for at in range(MANY)))
    return manifests.manifest(proposals_alone=tuple(rows), columns=columns)


@pytest.fixture(scope="module")
def wide(study: Study) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables of the sample study with its kept column under sixty names."""
    one = study.comparisons[study.comparisons["variant"] == KEEP]
    comparisons = pd.concat([one.assign(variant=name(at)) for at in range(MANY)], ignore_index=True)
    rules = study.measures["rule_set"] + "/" + study.measures["practice"] + "/" + study.measures["capacity"]
    base, mine = study.measures[rules == BASELINE], study.measures[rules == KEEP]
    measures = [mine.assign(rule_set=f"current+p-{at}", practice="baseline") for at in range(MANY)]
    return pd.concat([base, *measures], ignore_index=True), comparisons


def test_a_study_of_eight_columns_is_not_yet_wide() -> None:
    assert not is_wide(["x"] * WIDE)
    assert is_wide(["x"] * (WIDE + 1))


def test_a_row_per_proposal_in_ten_columns_at_most(manifest: Manifest) -> None:
    table = alone_table(manifest, "en")
    assert table is not None
    assert len(table.heads) <= 10
    assert len(table.rows) == MANY
    assert all(len(row) == len(table.heads) for row in table.rows)
    by_name = {row[0].text: row for row in table.rows}
    assert [cell.text for cell in by_name["p-7"]][1:5] == ["+9,000", "+5", "+8,700", "+250"]
    assert by_name["p-7"][1].detail == "+8,900 to +9,100; rules +9,040; practice −40"
    assert by_name["p-7"][4].detail == "−3 meetings held"
    assert by_name["p-7"][5].text == by_name["p-7"][8].text == "–"  # no money, no cut
    assert by_name["p-7"][7].text == "–"
    assert by_name["p-3"][5].text.startswith("+8.9")
    assert by_name["p-3"][6].text == "7.1 million DKK"
    assert by_name["p-3"][7].text == "too little to tell"
    assert by_name["p-3"][7].detail == "1.25 of the claim (1.12 to 1.37); scales: an hour"
    assert by_name["p-3"][8].text == "+4.2"
    assert by_name["p-3"][8].detail == "+2.1 million DKK with other roles and fees"
    assert (
        phrase("with_practice", "en", practice=label("practice", "same-contact-by-need"), offers="+12")
        in by_name["p-9"][0].detail
    )
    assert "23.5" in by_name[f"p-{ADDS}"][0].detail


def test_what_is_not_run_stands_with_its_amount_and_reason(manifest: Manifest) -> None:
    table = not_run_table(manifest, "en")
    assert table is not None
    budget, governance = ([cell.text for cell in row] for row in table.rows)
    assert budget == [f"p-{MANY}", "budget line", "220 million DKK per year", "Money only."]
    assert governance[1] == "governance"
    assert not_run_table(manifests.manifest(proposals_alone=()), "en") is None
    assert alone_table(manifests.manifest(proposals_alone=()), "en") is None


def test_the_answer_counts_work_removed_and_verdicts(manifest: Manifest) -> None:
    """Work removed is of rules and practice alone, so a proposal that adds posts counts like any other."""
    keep, claims, cut, last = (line.text for line in answer_alone(manifest, "en"))
    assert f"Of {MANY} proposals" in keep
    assert "p-55 (50,000), p-7 (9,000), p-33 (7,000)" in keep
    assert "1 add work" in keep  # p-20
    assert "too little to tell (p-3)" in claims
    assert "p-3 (4.2; 2.1)" in cut
    assert "overlap" in last


def test_charts_draw_the_baseline_and_those_that_change_most(manifest: Manifest) -> None:
    columns = [BASELINE, *(name(at) for at in range(MANY))]
    assert largest(columns, manifest, MOST_COLUMNS) == [BASELINE, name(7), name(20), name(33), name(55)]
    assert panel_columns(columns[1:], manifest) == [name(7), name(55)]
    assert len(panel_columns(columns[1:], manifest.model_copy(update={"proposals_alone": ()}))) == PANELS
    shown, left_out = first_columns(pd.DataFrame({"column": columns}), manifest, "en")
    assert list(shown["column"]) == largest(columns, manifest, MOST_COLUMNS)
    assert str(len(columns) - MOST_COLUMNS) in left_out
    few = pd.DataFrame({"column": columns[:3]})
    assert len(first_columns(few, manifest, "en")[0]) == 3


def test_a_page_of_sixty_columns_stays_narrow(
    wide: tuple[pd.DataFrame, pd.DataFrame], manifest: Manifest, unsaved: None
) -> None:
    page = render_report(*wide, manifest, "en")
    assert phrase("not_run_section", "en") in page
    assert page.index('id="proposals-section"') < page.index('id="comparison-section"')
    assert "<of>" not in page
    for table in re.findall(r"<table id=.*?</table>", page, flags=re.DOTALL):
        last = table.split("<thead>")[1].split("</thead>")[0].rsplit("<tr>", 1)[1]
        assert last.count("<th ") <= 2 + 2 * MOST_COLUMNS, table[:60]
    columns = re.search(r'<table id="columns">.*?</table>', page, flags=re.DOTALL)
    assert columns is not None
    assert columns[0].count("<tr>") == 1 + MANY


def test_the_chart_has_the_largest_proposals_in_their_order(
    wide: tuple[pd.DataFrame, pd.DataFrame], manifest: Manifest
) -> None:
    """A page has room for some of sixty, and says how many it leaves out. The numbers are of all."""
    chart = draw_chart("proposals", *wide, manifest)
    assert len(chart.numbers) == MANY
    words = [text.get_text().split()[0] for text in chart.figure.axes[0].get_yticklabels()]
    size = chart.numbers.set_index("proposal")["removed"].abs()
    assert words == [name for name in size.index if name in words]
    assert size[words].min() >= size.drop(words).max()
    assert f"{MANY - len(words)} further proposals are in the CSV." in chart.alternative
    assert chart.figure.get_figheight() <= A4.height


def test_the_chart_of_claims_has_a_row_for_each_that_can_be_compared(
    wide: tuple[pd.DataFrame, pd.DataFrame], manifest: Manifest
) -> None:
    chart = draw_chart("claims", *wide, manifest)
    assert list(chart.numbers["proposal"]) == ["p-3"]
    assert any("too little to tell" in text.get_text() for text in chart.figure.axes[0].texts)


def test_the_screen_tells_proposals_instead_of_sixty_columns(
    wide: tuple[pd.DataFrame, pd.DataFrame], manifest: Manifest
) -> None:
    console = Console(record=True, width=140)
    print_comparison(*wide, manifest, console=console)
    text = console.export_text()
    assert "+9,000 (+8,900 to +9,100)" in text
    assert phrase("screen_alone", "en") in text
    assert max(len(line) for line in text.splitlines()) <= 140
    assert sum("p-" in line for line in text.splitlines()) >= MANY


@pytest.mark.parametrize("lang", ["en", "da"])
def test_no_number_of_a_proposal_is_cut_on_a_narrow_terminal(
    wide: tuple[pd.DataFrame, pd.DataFrame], manifest: Manifest, lang: Lang
) -> None:
    """In 80 columns the table becomes several. Each has the proposals' names, and every number is on one line."""
    (table,) = comparison_tables(*wide, manifest, lang)
    console = Console(record=True, width=80)
    for part in fitted(table, 80):
        console.print(part)
    text = console.export_text()
    assert max(len(line) for line in text.splitlines()) <= 80
    page = alone_table(manifest, lang)
    assert page is not None
    for row in page.rows:
        for cell in (row[1], row[3], row[5], row[8]):
            assert cell.text in text
        assert f"{row[1].text} ({row[1].detail.partition(';')[0]})" in text


def test_few_columns_keep_the_comparison_on_screen(study: Study, manifest: Manifest) -> None:
    console = Console(record=True, width=200)
    print_comparison(study.measures, study.comparisons, manifest, console=console)
    assert phrase("screen_alone", "en") not in console.export_text()
