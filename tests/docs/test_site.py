"""The documentation as a site: built without a warning, whole, and of nothing that lies elsewhere."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from playwright.sync_api import BrowserContext
from typer.main import get_command

import sim
from sim.authoring import commands_document, gallery_document
from sim.authoring.rulebook.markdown import slug
from sim.authoring.schemas import KINDS
from sim.cli import app
from sim.report.words import phrase
from tests.report.browser import WIDTHS, chromium, opened

pytestmark = pytest.mark.first
ROOT = Path(__file__).resolve().parents[2]
FOREIGN = ("http:", "https:", "//", "ftp:")
LOADED = re.compile(
    r"<(?:script|img|iframe|source|embed|video|audio)\b[^>]*?\bsrc=\"([^\"]*)\""
    r"|<link\b(?=[^>]*rel=\"(?:stylesheet|preload|prefetch|icon|shortcut icon|modulepreload)\")[^>]*?href=\"([^\"]*)\""
    r"|<object\b[^>]*?data=\"([^\"]*)\""
)
"""What a page loads by itself."""
OF_CSS = re.compile(r"url\(\s*['\"]?(?!data:)([^)'\"]+)|@import\s+['\"]([^'\"]+)")
LINKS = re.compile(r"<(?:a|area)\b[^>]*?\bhref=\"([^\"]*)\"")
ANCHORS = re.compile(r"\b(?:id|name)=\"([^\"]+)\"")
PARTS = ("tutorial", "how-to", "reference", "explanation", "generated/gallery", "glossary", "dansk")


def build(source: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """Build the site as ``make docs`` does."""
    call = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-n", "-q", "-c", str(source / "docs")]
    folders = ["-d", str(out.with_name("doctrees")), str(source), str(out)]
    return subprocess.run(
        [*call, *folders], cwd=source, env=dict(os.environ), capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "html"
    done = build(ROOT, out)
    assert (done.returncode, done.stderr) == (0, "")
    return out


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, str]:
    """Text of every page by its file."""
    return {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html") if "_downloads" not in path.parts}


def missing(page: Path, text: str, anchors: dict[Path, set[str]]) -> Iterator[str]:
    """The links of a page to files or anchors that are not there."""
    for link in LINKS.findall(text):
        address = html.unescape(link)
        if address.startswith((*FOREIGN, "mailto:", "data:")) or address in {"", "#"}:
            continue
        path, anchor = urldefrag(address)
        target = (page.parent / unquote(path.partition("?")[0])).resolve() if path else page
        if not target.is_file() or (anchor and target in anchors and unquote(anchor) not in anchors[target]):
            yield address


def test_every_link_of_every_page_leads_somewhere(pages: dict[Path, str]) -> None:
    anchors = {path.resolve(): {html.unescape(name) for name in ANCHORS.findall(text)} for path, text in pages.items()}
    broken = {
        path.name: found for path, text in pages.items() if (found := list(missing(path.resolve(), text, anchors)))
    }
    assert len(pages) > 50
    assert broken == {}


def test_a_link_that_leads_nowhere_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text('<p id="there">')
    links = '<a href="#there"><a href="#gone"><a href="b.html"><a href="a.html#there"><a href="https://example.org">'
    assert list(missing(page, links, {page: {"there"}})) == ["#gone", "b.html"]


def test_no_page_loads_anything_from_elsewhere(site: Path, pages: dict[Path, str]) -> None:
    loaded = {"".join(found) for text in pages.values() for found in LOADED.findall(text)}
    styles = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.css")}
    loaded |= {"".join(found) for text in styles.values() for found in OF_CSS.findall(text)}
    assert len(loaded) > 10
    assert {address for address in loaded if address.startswith(FOREIGN)} == set()
    assert {address for address in loaded if re.search("mathjax|require", address)} == set()


def test_the_first_page_leads_to_all_parts(site: Path, pages: dict[Path, str]) -> None:
    entrance = pages[site / "index.html"]
    assert 'url=docs/index.html"' in entrance
    first = pages[site / "docs" / "index.html"]
    assert {part for part in PARTS if f'href="{part}.html"' not in first} == set()


def test_every_command_and_every_option_is_on_its_page(site: Path, pages: dict[Path, str]) -> None:
    text = pages[site / "docs" / "generated" / "commands.html"]
    known = list(commands_document.commands(get_command(app), "jobsim"))
    assert len(known) > 25
    assert {name for name, _ in known if f'id="{name.replace(" ", "-")}"' not in text} == set()
    options = {option for _, command in known for each in command.params for option in each.opts if option[0] == "-"}
    assert {option for option in options if option not in text} == set()


def test_every_schema_has_a_page_and_a_file(site: Path, pages: dict[Path, str]) -> None:
    folder = site / "docs" / "generated" / "schemas"
    assert {kind for kind in KINDS if folder / f"{kind}.html" not in pages} == set()
    assert {kind for kind in KINDS if not list((site / "_downloads").rglob(f"{kind}.json"))} == set()


def test_every_public_name_is_on_the_page_of_python(site: Path, pages: dict[Path, str]) -> None:
    text = pages[site / "docs" / "api.html"]
    assert {name for name in sim.__all__ if f'id="sim.{name}"' not in text} == set()


def test_every_chart_has_a_picture_and_words(site: Path, pages: dict[Path, str]) -> None:
    text = pages[site / "docs" / "generated" / "gallery.html"]
    for name in gallery_document.names():
        picture = site / "_images" / "charts" / f"{name}.svg"
        assert picture.read_bytes().startswith(b"<?xml"), name
        assert f'src="../../_images/charts/{name}.svg"' in text, name
        assert f'id="{slug(gallery_document.title(name))}"' in text, name
        assert len(phrase(f"reading_{name}", "da").split()) > 8, name


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    with chromium(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.mark.parametrize("width", ["phone", "laptop"])
@pytest.mark.parametrize("name", ["index", "tutorial", "statistics", "generated/gallery", "generated/schemas/regime"])
def test_a_page_opens_from_disk_and_is_no_wider_than_the_screen(
    site: Path, context: BrowserContext, name: str, width: str
) -> None:
    seen = opened(context, site / "docs" / f"{name}.html", *WIDTHS[width])
    wide = seen.page.evaluate("document.documentElement.scrollWidth")
    seen.page.close()
    assert [
        message for message in seen.messages if not message.startswith("[PST]")
    ] == []  # the theme tells what it does
    assert [request for request in seen.requests if not request.startswith("file:")] == []
    assert wide <= WIDTHS[width][0]


def test_the_search_works_from_disk(site: Path, context: BrowserContext) -> None:
    seen = opened(context, site / "search.html", *WIDTHS["laptop"])
    seen.page.goto((site / "search.html").as_uri() + "?q=rehabilitation")
    found = seen.page.locator("#search-results li a[href^='docs/model.html']").first
    found.wait_for(timeout=20_000)
    assert [request for request in seen.requests if not request.startswith("file:")] == []
    seen.page.close()
