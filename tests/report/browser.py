"""Debian's chromium, and what a reader of a page sees in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
SWITCHES = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
WIDTHS = {"phone": (390, 844), "laptop": (1280, 800), "a4": (794, 1123)}
WIDER = """() => [...document.querySelectorAll("body *")]
    .filter(node => !node.parentElement.closest(".frame") && !node.closest("dialog:not([open]), .unseen, .skip, caption"))
    .filter(node => node.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map(node => `${node.tagName} ${node.id} ${node.textContent.trim().slice(0, 60)}`)"""


@contextmanager
def chromium(folder: Path) -> Iterator[BrowserContext]:
    """A browser with an empty profile. Without chromium the test is skipped, but in CI it fails."""
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI"):
            pytest.fail("chromium is not installed: apt-get install chromium")
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder, executable_path=CHROMIUM, args=list(SWITCHES), headless=True, accept_downloads=True
        )
        yield context
        context.close()


@dataclass
class Seen:
    """An open page, what it has told the console, and what it has asked for beside itself."""

    page: Page
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


def opened(context: BrowserContext, file: Path, width: int, height: int) -> Seen:
    """A page from disk in a window of a size."""
    page = context.new_page()
    seen, address = Seen(page), file.as_uri()
    page.on("console", lambda message: seen.messages.append(message.text))
    page.on("pageerror", lambda error: seen.messages.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith(("data:", address)) else seen.requests.append(request.url),
    )
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address)
    return seen
