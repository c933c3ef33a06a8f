"""The whole way in a real browser: from opening the page to the saved study, with a reload and a lost connection in mid-run."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn

from sim.explore.catalogue import Catalogue
from sim.explore.desk import Desk
from sim.explore.web.app import Server
from sim.explore.web.serve import bound
from sim.study.load import load
from tests.explore.asked import TOKEN, until
from tests.explore.browser import faults, opened

pytestmark = pytest.mark.first

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def address(catalogue: Catalogue, desk: Desk) -> Iterator[str]:
    """A server in a thread of its own, and the address of its page."""
    listening = bound(0)
    port = listening.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(
            Server(catalogue, desk, TOKEN, port).app(), log_level="warning", lifespan="on", timeout_graceful_shutdown=1
        )
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}/{TOKEN}/"
    server.should_exit = True
    thread.join(30)
    listening.close()


def choose(page: Page, *proposals: str) -> None:
    """Untick everything, and tick some proposals."""
    page.select_option("#preset", "none")
    page.select_option("#practice", "baseline")
    for proposal in proposals:
        box = page.locator(f'input[value="{proposal}"]')
        details = page.locator("details.paper").filter(has=box)
        if details.get_attribute("open") is None:
            details.locator("summary").click()
        box.check()


def says(page: Page, pattern: str) -> bool:
    return re.search(pattern, page.inner_text("#progress")) is not None


def test_from_opening_to_the_saved_study(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path / "profile") as browser:
        page = browser.pages[0]
        errors: list[str] = []
        asked: list[str] = []
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        page.wait_for_selector("#clauses table")
        assert faults(page) == []

        choose(page, "004-2a", "004-3c")
        page.wait_for_selector("#clauses code:text('duties.first-week.active')")
        page.locator("#compare").press("Enter")
        page.wait_for_selector(".card")
        until(lambda: says(page, "^Finished: 5 pairs") and page.locator(".card.open").count() == 0)
        assert page.locator(".card").count() == 4
        assert faults(page) == []
        assert "proposals=004-2a%2C004-3c" in page.url

        with page.expect_download() as coming:
            page.locator("#save").click()
        file = tmp_path / coming.value.suggested_filename
        coming.value.save_as(file)
        assert load(file).columns[1].rules == "current+004-2a+004-3c"
        with page.expect_download() as coming:
            page.locator("#snapshot").click()
        saved = Path(coming.value.path()).read_text(encoding="utf-8")
        assert page.locator(".card .change b").first.inner_text() in saved
        assert file.name in page.inner_text("#python")

        page.locator("#language").click()  # the address has the choice, so the same numbers come back in Danish
        page.wait_for_selector(".card")
        assert page.get_attribute("html", "lang") == "da"
        assert page.is_checked('input[value="004-3c"]')
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert faults(page) == []
        page.set_viewport_size({"width": 1280, "height": 900})

        monkeypatch.setattr("sim.explore.draft.MOST", 400)  # so many pairs that the test never sees the last
        page.select_option("#width", "0.2 %")
        choose(page, "004-2a", "004-2b")
        assert page.is_visible("#stale")  # the old numbers are greyed before anybody has answered
        page.locator("#compare").click()
        until(lambda: says(page, r"^[1-9]\d* af "))
        page.reload()
        until(lambda: says(page, r"^[1-9]\d* af ") and page.locator(".card").count() == 4)
        assert errors == []
        browser.set_offline(True)
        until(lambda: says(page, "Forbindelsen er væk"))
        browser.set_offline(False)
        until(lambda: says(page, r"^[1-9]\d* af "))
        page.locator("#stop").click()
        until(lambda: says(page, "^Stoppet"))
        page.locator("#language").click()  # what the reader has stopped stays stopped in the other language
        page.wait_for_selector(".card")
        until(lambda: says(page, "^Stopped"))
        assert page.is_disabled("#stop")
        assert {url.split("/")[2] for url in asked if url.startswith("http")} == {address.split("/")[2]}
