"""The machine's own chromium, driven by playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

CHROMIUM = "chromium"
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
GRAVE = ("serious", "critical")


@contextmanager
def opened(profile: Path) -> Iterator[BrowserContext]:
    """A browser with an empty profile. Without chromium the test is skipped, but fails in CI."""
    path = shutil.which(CHROMIUM)
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{CHROMIUM} is not installed")
        pytest.skip(f"{CHROMIUM} is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        context = play.chromium.launch_persistent_context(
            str(profile), executable_path=path, args=ARGUMENTS, viewport={"width": 1280, "height": 900},
            accept_downloads=True,
        )  # fmt: skip
        context.set_default_timeout(60_000)
        yield context
        context.close()


def faults(page: Page) -> list[str]:
    """The serious and critical faults that axe finds on a page."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found if each["impact"] in GRAVE]
