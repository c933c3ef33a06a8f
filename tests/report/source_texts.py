"""The texts on sources that the shipped scenario files can put on a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.figures.staff_range import COUNTRY, STAFF
from sim.files.paths import scenarios_dir
from sim.files.source import read
from sim.files.value import NEED_A_RANGE
from sim.law.compose.library import Library
from sim.report.source_records import BibliographyRecord
from sim.results.cited import of_texts
from sim.results.proposal_words import not_run

FOLDERS = ("regimes", "reforms", "practices", "people", "places", "office", "effects")
"""Folders whose values a page lists with their sources."""


def of_values() -> set[str]:
    """The source and note of every value that has a grade below a statistic, of its own or of an entry above it."""
    root = scenarios_dir()
    files = [root / "packages.yaml", *(file for name in FOLDERS for file in (root / name).glob("*.yaml"))]
    return {text for file in files for text in _texts(read(file, root).tree, "")}


def of_claims() -> set[str]:
    """Where a paper's claims and budget lines stand."""
    return {str(row["claim_source"]) for row in not_run_alone()}


def not_run_alone() -> tuple[dict[str, Any], ...]:
    """The row of each proposal in the table of those that were not run."""
    return tuple(not_run(proposal) for proposal in Library.load().proposals.values())


def bibliography() -> BibliographyRecord:
    """All that a page can cite: the codes of values, proposals and claims, of claims at a place, and of all staff of a place."""
    proposals = Library.load().proposals.values()
    papers = [text for proposal in proposals for text in (proposal.id, proposal.paper)]
    root = scenarios_dir()
    claims = read(root / "figures" / "claims.yaml", root).tree
    own = [text for place in claims["places"].values() for text in (place["share"]["figure"], *place["own"].values())]
    rows = read(root / "figures" / "world.yaml", root).tree["rows"]
    compared = [row["id"] for row in rows if row.get("compare", {}).get("measure") == STAFF]
    staff = [COUNTRY, *(row["id"] for row in rows if row["id"] in compared and row["compare"].get("scale") == "place")]
    return of_texts(root, sorted({*of_values(), *of_claims(), *papers, *own, *staff}))


def of_bibliography(record: BibliographyRecord) -> set[str]:
    """What a page prints of codes and works; titles that were read on the work itself are apart (:func:`titles`)."""
    texts = {text for each in record.codes for text in (each.says, each.place, each.why)}
    texts |= {work.no_address for work in record.works}
    return texts | {work.title for work in record.works if work.title_from == "subject"}


def _texts(tree: Any, grade: str) -> Iterator[str]:
    if isinstance(tree, dict):
        grade = str(tree.get("evidence", grade))
        if grade in NEED_A_RANGE:
            keys = ("source", "note") if "value" in tree else ("source",)
            yield from (tree[key] for key in keys if isinstance(tree.get(key), str))
        for each in tree.values():
            yield from _texts(each, grade)
    elif isinstance(tree, list):
        for each in tree:
            yield from _texts(each, grade)
