"""The page in a real browser, from disk: at phone, laptop and A4 width, in both languages, by mouse and by keyboard."""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

import sim.report
from sim.report import CHARTS, DrawnChart, Lang, render_report
from tests.report.browser import WIDER, WIDTHS, Seen, chromium, opened
from tests.report.manifests import NOT_HERE, manifest

pytestmark = pytest.mark.first

if TYPE_CHECKING:
    from tests.report.conftest import Study

LONG = 60
"""Assumptions of the page: enough for a list that is folded, and that can be filtered."""
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="680" height="300"><rect width="680" height="300"/></svg>'
LANGUAGES: tuple[Lang, ...] = ("en", "da")


@pytest.fixture(scope="module")
def files(study: Study, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page in both languages, with a plain picture for each chart: test_page.py looks at real ones."""
    folder, one = tmp_path_factory.mktemp("pages"), study.manifest.assumptions[0]
    many = tuple(one.model_copy(update={"path": f"values.{at}", "value": f"{at} weeks"}) for at in range(LONG))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DrawnChart, "picture", lambda *_, **__: PICTURE)
        drawn = {name: DrawnChart(name, chart.numbers(study.measures, study.comparisons, study.manifest), None)  # type: ignore[arg-type]
                 for name, chart in CHARTS.items() if name not in NOT_HERE}  # fmt: skip
        for lang in LANGUAGES:
            text = render_report(study.measures, study.comparisons, manifest(assumptions=many), lang, drawn)
            (folder / f"{lang}.html").write_text(text, encoding="utf-8")
    return {lang: folder / f"{lang}.html" for lang in LANGUAGES}


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    with chromium(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def seen(context: BrowserContext, files: dict[str, Path], request: pytest.FixtureRequest) -> Iterator[Seen]:
    """The page at a width and in a language; English on a laptop if the test names none."""
    lang, width = getattr(request, "param", ("en", "laptop"))
    found = opened(context, files[lang], *WIDTHS[width])
    yield found
    found.page.close()


def column(page: Page, table: str, at: int) -> list[str]:
    """The order keys of a column, as the rows stand now; the words where a cell has no key."""
    keys: list[str] = page.eval_on_selector_all(
        f"#{table} > tbody > tr",
        f"rows => rows.map(row => row.cells[{at}].dataset.order ?? row.cells[{at}].textContent)",
    )
    return keys


@pytest.mark.parametrize("seen", [(lang, width) for lang in LANGUAGES for width in WIDTHS], indirect=True)
def test_nothing_is_wider_than_the_screen_and_no_request_leaves_the_page(seen: Seen) -> None:
    page = seen.page
    assert page.evaluate(WIDER) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    pictures = page.locator("figure img")
    assert pictures.count() == len(set(CHARTS) - NOT_HERE)
    assert all(
        page.eval_on_selector_all(
            "figure img", "nodes => nodes.map(node => node.naturalWidth > 0 && node.offsetWidth > 100)"
        )
    )
    assert (seen.messages, seen.requests) == ([], [])


@pytest.mark.parametrize("seen", [("en", "phone"), ("da", "laptop")], indirect=True)
def test_axe_finds_no_serious_fault(seen: Seen) -> None:
    faults = [each for each in Axe().run(seen.page).response["violations"] if each["impact"] in {"serious", "critical"}]
    assert [(each["id"], each["nodes"][0]["html"]) for each in faults] == []


def test_a_table_sorts_by_mouse_and_by_keyboard(seen: Seen) -> None:
    page = seen.page
    head = page.locator("#comparison thead tr:last-child th").nth(3)
    head.locator("button").click()
    up = [float(key) for key in column(page, "comparison", 3) if key not in {"", "–"}]
    assert up == sorted(up)
    assert len(up) > 10
    head.locator("button").focus()
    page.keyboard.press("Enter")
    down = [float(key) for key in column(page, "comparison", 3) if key not in {"", "–"}]
    assert down == sorted(up, reverse=True)
    assert head.get_attribute("aria-sort") == "descending"


def test_values_with_units_sort_by_their_size(seen: Seen) -> None:
    page, table = seen.page, "assumptions-assumption"
    page.locator("#assumptions details").first.locator("summary").click()
    page.locator(f"#{table} thead th").nth(1).locator("button").click()
    keys = [float(key) for key in column(page, table, 1)]
    assert keys == sorted(keys)
    assert len(keys) == LONG


def test_a_long_table_shows_the_rows_that_one_asks_for(seen: Seen) -> None:
    page = seen.page
    page.locator("#assumptions details").first.locator("summary").click()
    page.locator("#assumptions input").fill("values.17")
    shown = page.locator("#assumptions-assumption tbody tr:visible")
    assert shown.count() == 1
    assert "values.17" in shown.inner_text()


def test_a_copied_table_has_numbers_that_a_program_reads(seen: Seen) -> None:
    page = seen.page
    text: str = page.evaluate("copied(document.getElementById('comparison'))")
    rows = [line.split("\t") for line in text.split("\n")]
    assert len({len(row) for row in rows}) == 1
    numbers = column(page, "comparison", 2)
    at = rows[1].index(page.locator("#comparison thead tr:last-child th").nth(2).inner_text())
    assert [row[at] for row in rows[2:] if row[at] != "–"] == [key for key in numbers if key != "–"]


def test_a_download_from_disk_has_the_numbers_of_the_chart(seen: Seen, study: Study, tmp_path: Path) -> None:
    with seen.page.expect_download() as download:
        seen.page.locator("#chart-hours a.csv").click()
    assert download.value.suggested_filename == "hours.csv"
    download.value.save_as(tmp_path / "hours.csv")
    numbers = CHARTS["hours"].numbers(study.measures, study.comparisons, study.manifest)
    assert (tmp_path / "hours.csv").read_text() == numbers.to_csv(index=False, lineterminator="\n")


def test_a_chart_is_enlarged_and_closed_by_keyboard_alone(seen: Seen) -> None:
    page = seen.page
    page.locator("#chart-hours .enlarge").focus()
    page.keyboard.press("Enter")
    dialog = page.locator("#enlarged")
    assert dialog.is_visible()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()


def test_the_first_tab_skips_to_the_answer(seen: Seen) -> None:
    seen.page.keyboard.press("Tab")
    focused: Any = seen.page.evaluate("document.activeElement.getAttribute('href')")
    assert focused == "#main"


def test_a_link_into_a_folded_list_opens_it(seen: Seen) -> None:
    seen.page.evaluate("location.hash = 'assumptions-assumption'")
    seen.page.wait_for_selector("#assumptions-assumption tbody tr:visible")


@pytest.mark.parametrize("seen", [(lang, "a4") for lang in LANGUAGES], indirect=True)
def test_printed_to_a4_no_table_is_clipped_and_each_page_has_its_heads(seen: Seen, tmp_path: Path) -> None:
    page, file = seen.page, tmp_path / "page.pdf"
    page.locator("#assumptions details").first.locator("summary").click()
    last = page.eval_on_selector_all(
        "table",
        """all => all.filter(one => !one.closest(".numbers, details:not([open])"))
            .map(one => one.rows[one.rows.length - 1].lastElementChild.firstChild?.textContent ?? "")""",
    )
    head = page.locator("#assumptions-assumption thead th").nth(4).inner_text()
    page.pdf(path=file, prefer_css_page_size=True, print_background=True)
    assert page.locator("th button").count() > 10  # after printing, the heads can be clicked again

    boxes, texts = printed(file, "-bbox"), printed(file, "-layout").split("\f")
    ends = [(float(low), float(high)) for low, high in re.findall(r'<word xMin="([\d.-]+)".*?xMax="([\d.-]+)"', boxes)]
    widest = max(float(width) for width in re.findall(r'<page width="([\d.]+)"', boxes))
    assert len(ends) > 2000
    assert all(0 <= low < high <= widest for low, high in ends)
    words = set(re.findall(r">([^<>]+)</word>", boxes))
    assert {word for text in last for word in text.split()} <= {html.unescape(word) for word in words}
    listed = [text for text in texts if re.search(r"\bvalues\.\d+", text)]
    assert len(listed) > 1
    assert all(re.search(rf"\b{head}\b", text) for text in listed)


def printed(file: Path, form: str) -> str:
    """The text of a PDF file, with the box of each word or in its layout."""
    return subprocess.run(["pdftotext", form, file, "-"], capture_output=True, text=True, check=True).stdout


NATIONAL = """<!doctype html><html lang="da"><meta charset="utf-8">{style}<body><div class="frame"><table><thead><tr><th>Mål</th>
<th class="n">Udgangspunkt</th><th class="n">Ændring</th><th class="n">10-90 %</th><th class="n">Andel</th></tr></thead><tbody><tr>
<th>Rehabiliteringsteamsagers forberedelse, som regler og praksis kræver<small>timer om året</small></th><td class="n">4.079.106</td>
<td class="n">−2.258.706<small>−2.263.671 til −2.253.741; −6.029 pr. 1.000 borgere</small></td><td class="n">−61,2 til −48,3 %</td>
<td class="n">−55,4 %</td></tr></tbody></table></div></body></html>"""
"""A table of sums over the country, in the longer of the languages."""


def test_on_a_phone_the_change_of_a_national_sum_is_in_the_first_view(context: BrowserContext, tmp_path: Path) -> None:
    file = tmp_path / "national.html"
    style = (Path(sim.report.__file__).parent / "templates" / "style.html").read_text(encoding="utf-8")
    file.write_text(NATIONAL.format(style=style), encoding="utf-8")
    found = opened(context, file, 375, 812)
    frame = found.page.locator(".frame").bounding_box()
    change = found.page.locator("td").nth(1).bounding_box()
    assert frame is not None
    assert change is not None
    assert change["x"] + change["width"] <= frame["x"] + frame["width"]
    found.page.close()
