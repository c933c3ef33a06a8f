"""Sources on the page: each code that resolves is a link to its meaning, and each meaning leads to its works."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from sim.files.entry import Title
from sim.files.paths import scenarios_dir
from sim.report import Lang, render_report
from sim.report.citation import bibtex, plain, tex
from sim.report.manifest import Assumption, Manifest, ProposalRecord
from sim.report.source_links import anchors, linked
from sim.report.sources import TERMS, glossary
from sim.report.text import phrases
from sim.results.cited import cited
from tests.report.manifests import manifest

pytestmark = pytest.mark.usefixtures("no_pictures")

if TYPE_CHECKING:
    from tests.report.conftest import Study

ASSUMED = Assumption(
    path="a.b", value="38 %", evidence="fitted", source="S018 and A057-A059; law.md 3.1, 6.4 W-31 <b>", note="no figure; own words 33,000",
)  # fmt: skip
PROPOSED = ProposalRecord(
    id="004-1", title=Title(en="Five groups", da="Fem grupper"), nature="emerges", source="004_b79a7face8df9ddf.txt",
    claim={"saves": 130, "unit": {"en": "million DKK per year", "da": "mio. kr. om året"}, "source": "S005"},
)  # fmt: skip


def with_sources(base: Manifest | None = None) -> Manifest:
    used = {"assumptions": (ASSUMED,), "proposals": (PROPOSED,), "proposals_alone": ()}
    record = cited(scenarios_dir(), (ASSUMED,), (PROPOSED,), [], [])
    return (base or manifest()).model_copy(update={**used, "bibliography": record})


class Links(HTMLParser):
    """The ids of a page, the links within it, and the links that leave it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.inside: list[str] = []
        self.outside: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {key: value or "" for key, value in attrs}
        self.ids += [known["id"]] if "id" in known else []
        if tag == "a" and "href" in known:
            (self.inside if known["href"].startswith("#") else self.outside).append(known["href"])
        elif "src" in known or "href" in known:
            self.loads.append(known.get("src", known.get("href", "")))


@pytest.fixture(scope="module", params=["en", "da"])
def page(request: pytest.FixtureRequest, study: Study) -> str:
    return render_report(study.measures, study.comparisons, with_sources(study.manifest), request.param)


def test_every_link_within_the_page_has_its_place(page: str) -> None:
    links = Links(page)
    assert len(links.ids) == len(set(links.ids))
    assert {link[1:] for link in links.inside} <= set(links.ids)


def test_only_works_are_linked_outside_and_nothing_is_loaded(page: str) -> None:
    links = Links(page)
    works = {work.address for work in with_sources().bibliography.works if work.address}
    assert {link for link in links.outside if not link.startswith("data:")} == works
    assert all(load.startswith("data:") for load in links.loads)


def test_the_codes_of_assumptions_and_proposals_are_links(page: str) -> None:
    for code, place in (
        ("S018", "code-S018"),
        ("A057-A059", "code-A057"),
        ("law.md 3.1", "code-law-md-3-1"),
        ("S005", "code-S005"),
    ):
        assert f'<a href="#{place}">{code}</a>' in page
    assert '<a href="#work-six-cities">004</a>' in page
    assert "W-31</a> &lt;b&gt;" in page


def test_only_what_the_page_cites_is_in_its_bibliography() -> None:
    record = with_sources().bibliography
    behind = {name for each in record.codes for name in each.rests_on}
    written = {"S018", "A057", "A058", "A059", "law.md 3.1", "law.md 6.4", "S005"}
    assert written <= {each.code for each in record.codes} <= written | behind
    keys = {key for each in record.codes for key in each.works}
    assert keys <= {work.key for work in record.works}


def test_a_text_without_known_codes_is_only_escaped() -> None:
    places = anchors(with_sources())
    assert linked("own <words> of X999, 33,000", places) == "own &lt;words&gt; of X999, 33,000"
    assert (
        re.sub(r"<[^>]+>", "", linked(ASSUMED.source, places)) == "S018 and A057-A059; law.md 3.1, 6.4 W-31 &lt;b&gt;"
    )


def test_a_result_without_sources_has_no_section(study: Study) -> None:
    assert study.manifest.bibliography.works == ()
    assert 'id="sources"' not in render_report(study.measures, study.comparisons, study.manifest)


@pytest.mark.parametrize("lang", ["en", "da"])
def test_the_page_says_how_to_cite_it_without_a_date(lang: Lang) -> None:
    text = plain(manifest(), lang)
    assert manifest().run_hash_short() in text
    assert not re.search(r"\b20\d\d-\d\d-\d\d\b", text)


@pytest.mark.parametrize("lang", ["en", "da"])
def test_the_glossary_is_whole_and_in_order(lang: Lang) -> None:
    rows = glossary(lang)
    assert [term.lower() for term, _ in rows] == sorted(term.lower() for term, _ in rows)
    assert len({term for term, _ in rows}) == len(TERMS)
    assert {key for key in phrases() if key.startswith("term_")} == {
        f"term_{name}{end}" for name in TERMS for end in ("", "_text")
    }


def test_bibtex_has_no_letter_that_tex_reads_as_a_command() -> None:
    title = Title(en=r"50 % & more_{x} \end $1 #2 ~^", da="x")
    entry = bibtex(manifest(title=title), "en")
    assert entry.count("{") == entry.count("}")
    assert tex(title.en) in entry
    inside = entry.split("title = {{")[1].split("}},")[0]
    assert not re.search(r"(?<!\\)[%&#$_]", inside)
    assert manifest().run_hash in entry
