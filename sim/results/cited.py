"""The sources that a result cites: the codes in its assumptions, proposals and claims, resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.figures.bibliography import read_bibliography
from sim.figures.source_codes import names_in
from sim.report.manifest import Assumption, ProposalRecord
from sim.report.source_records import BibliographyRecord, CodeRecord, WorkRecord
from sim.report.staff_record import StaffRecord


def cited(
    root: Path,
    assumptions: Iterable[Assumption],
    proposals: Iterable[ProposalRecord],
    alone: Iterable[Mapping[str, Any]],
    staff: Sequence[StaffRecord],
) -> BibliographyRecord:
    """The codes that the page of a result prints, and their works, in the order of their names.

    A code that does not resolve is left out: a user's own files may cite in words of their own.

    Args:
        root: the folder of scenario files.
        alone: rows of the table of proposals.

    Raises:
        ScenarioError: the bibliography is invalid.
    """
    texts = [text for each in assumptions for text in (each.source, each.note)]
    texts += [text for each in proposals for text in (each.id, each.source, str((each.claim or {}).get("source", "")))]
    texts += [str(row.get(key, "")) for row in alone for key in ("proposal", "claim_source", "claim_scaling")]
    texts += [each.source for each in staff]
    return of_texts(root, texts)


def of_texts(root: Path, texts: Iterable[str]) -> BibliographyRecord:
    """The codes of texts, with those that they rest on, and their works."""
    bibliography = read_bibliography(root)
    names = list(dict.fromkeys(name for text in texts for name in names_in(text)))
    references = bibliography.all_behind(names)
    keys = sorted({key for each in references for key in each.works})
    return BibliographyRecord(
        codes=tuple(
            CodeRecord(**each._asdict())
            for each in sorted(references, key=lambda each: each.code)
            if bibliography.has_meaning(each.code)
        ),
        works=tuple(_work(key, bibliography.works[key]) for key in keys),
    )


def _work(key: str, work: Any) -> WorkRecord:
    return WorkRecord(
        key=key, author=work.author, title=work.title, title_from=work.title_from, year=work.year,
        address=work.address or "", no_address=work.no_address or "", codes=work.codes,
    )  # fmt: skip
