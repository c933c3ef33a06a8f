"""``docs/generated/rules.md``: every clause and value of the rules is in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.authoring.rulebook.markdown import slug
from sim.files.folder import names_in
from sim.files.parse import values_in
from sim.law.compose.library import Library
from sim.law.reading.text import ranged

FILE = Path(__file__).parents[2] / "docs" / "generated" / "rules.md"


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load()


@pytest.fixture(scope="module")
def page() -> str:
    return FILE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def law(page: str) -> str:
    """The part about the root."""
    return page.partition("\n## R2024: ")[2].partition("\n## Regimes by date")[0]


def block(law: str, clause: str) -> str:
    """What the page says of a clause of two parts: its row of a table, or its procedure."""
    if clause.startswith("procedures."):
        return law.partition(f"#### {clause}: ")[2].partition("\n#### ")[0].partition("\n### ")[0]
    return next((line for line in law.splitlines() if line.startswith(f"| `{clause}` |")), "")


def test_every_value_of_the_root_stands_at_its_clause_with_range_grade_and_source(library: Library, law: str) -> None:
    for value in library.rule_set("R2024").values():
        parts = value.path.split(".")
        said = block(law, value.path) or block(law, ".".join(parts[:2])) or block(law, parts[0])
        assert ranged(value) in said, value.path
        assert f"{value.evidence}: {' '.join(value.source.split())}".replace("|", "\\|") in said, value.path


def test_every_clause_of_the_root_has_its_place_and_law(library: Library, law: str) -> None:
    regime = library.rule_set("R2024").regime
    entries = {
        **{f"duties.{k}": d for k, d in regime.duties.items()}, **{f"groups.{k}": g for k, g in regime.groups.items()},
        **{f"procedures.{k}": p for k, p in regime.procedures.items()}, **{f"offers.{k}": o for k, o in regime.offers.items()},
        **{f"prolongations.{k}": p for k, p in regime.prolongations.items()},
        **{f"activities.{k}": a for k, a in regime.activities.items()},
        **{f"certificates.{k}": c for k, c in regime.certificates.items()},
        **{f"mergers.{k}": m for k, m in regime.mergers.items()},
    }  # fmt: skip
    for clause, entry in entries.items():
        said = block(law, clause)
        assert said, clause
        assert getattr(entry, "title").en in said, clause  # noqa: B009
        assert getattr(entry, "law", "") in said, clause
    for name, procedure in regime.procedures.items():
        steps = re.findall(r"^(\d+)\. ", block(law, f"procedures.{name}"), re.MULTILINE)
        assert steps == [str(number) for number in range(len(procedure.steps))], name


def test_every_change_by_date_and_all_that_is_left_out(library: Library, page: str) -> None:
    by_date = page.partition("\n## Regimes by date")[2].partition("\n## Proposals")[0]
    running = {"move": "move at once", "keep": "keep the old rule", "next-switch": "move at their next switch"}
    for name in names_in(library.root, "regimes"):
        dated = library.rule_set(name).dated
        if not dated:
            continue
        said = by_date.partition(f"\n### {name}: ")[2].partition("\n### ")[0]
        for change in dated[-1].changes:
            row = next(line for line in said.splitlines() if line.startswith(f"| `{change.path}` |"))
            assert f"| {change.law} | {running[change.running]} | {change.confidence} |" in row
            assert " ".join(change.source.split()) in row
        for entry in dated[-1].left_out:
            assert f"| {' '.join(entry.what.split())} | {' '.join(entry.why.split())} | {entry.confidence} |" in said


def test_every_proposal_with_all_its_changes(library: Library, page: str) -> None:
    said = page.partition("\n## Proposals")[2].partition("\n## Practices")[0]
    for name, proposal in library.proposals.items():
        assert f"| `{name}` | {proposal.reform.title.en} | {proposal.reform.kind} |" in said
        rows = [line for line in said.splitlines() if line.startswith(f"| `{name}` | `")]
        paths = [change.path for change in proposal.changes]
        assert [row.split("`")[3] for row in rows][: len(paths)] == paths
        for row, change in zip(rows, proposal.changes, strict=False):
            last_cell = row.rpartition(" | ")[2]
            assert all(regime in last_cell for regime in change.limited_to)
            assert ("| stays |" in row) == (change.operation == "keep")


def about(said: str, name: str) -> str:
    """What the page says about a proposal."""
    return next(
        line
        for line in said.splitlines()
        if line.startswith(f"| `{name}` | ") and not line.startswith(f"| `{name}` | `")
    )


def test_every_claim_and_amount_and_why_a_proposal_is_not_run(library: Library, page: str) -> None:
    said = page.partition("\n## Proposals")[2].partition("\n## Practices")[0]
    for name, proposal in library.proposals.items():
        row, reform = about(said, name), proposal.reform
        if reform.claim is not None:
            number = reform.claim.saves if reform.claim.saves is not None else reform.claim.states
            word = "saves" if reform.claim.saves is not None else "states"
            assert f"{word} {number:,.10g} {reform.claim.unit.en} ({reform.claim.source})" in row
        if reform.budget is not None:
            assert (
                "no amount" if reform.budget.amount is None else f"{reform.budget.amount:g} {reform.budget.unit.en}"
            ) in row
            assert reform.budget.source in row
        if reform.why is not None:
            assert " ".join(reform.why.en.split()) in row
    for part in said.split("\n### ")[1:]:
        tree = library.proposals[re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE)[0]].source.tree
        assert f"Argued against {tree['argued_against']}; changes written for {tree['written_for']}" in part


def test_every_rule_set_with_a_name_and_the_changes_of_its_own(library: Library, page: str) -> None:
    said = page.partition("\n## Rule sets with a name")[2]
    for name, package in library.packages.items():
        row = next(line for line in said.splitlines() if line.startswith(f"| `{name}` |"))
        assert all(reform in row for reform in package.reforms)
        assert all(change.path in row for change in package.changes)
        assert package.law in row


def test_every_value_of_every_practice(library: Library, page: str) -> None:
    said = page.partition("\n## Practices")[2].partition("\n## Rule sets")[0]
    root = library.rule_set("R2024")
    for name in names_in(library.root, "practices"):
        part = said.partition(f"\n### {name}: ")[2].partition("\n### ")[0]
        for value in values_in(library.practice(name, root)):
            if value.where.startswith(f"practices/{name}.yaml"):
                path = value.path if f"| `{value.path}` |" in part else ".".join(value.path.split(".")[:2])
                row = next(line for line in part.splitlines() if line.startswith(f"| `{path}` |"))
                assert ranged(value) in row, value.path


def test_every_link_leads_to_a_heading_and_no_two_headings_have_one_anchor(page: str) -> None:
    anchors = [slug(title) for title in re.findall(r"^#+ (.+)$", page, re.MULTILINE)]
    assert len(anchors) == len(set(anchors))
    links = re.findall(r"\]\(#([^)]+)\)", page)
    assert links
    assert set(links) <= set(anchors)


def test_a_section_of_the_law_leads_to_its_clauses(page: str) -> None:
    """LOB § 9 is about the cases that the team hears; LAB § 31(3) about the four meetings."""
    index = page.partition("\n## By section of the law")[2].partition("\n## ")[0]
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in index.splitlines() if line.startswith("| ")}
    assert "duties.early-contact" in rows["LAB § 31(3), § 9"]
    for clause in (
        "procedures.flexjob",
        "procedures.disability-pension",
        "procedures.category-3",
        "duties.sickness-category-3",
    ):
        assert clause in rows["LOB § 9"]
    assert "duties.flexjob-follow-up" in rows["LAB ch. 20"]


def test_the_page_can_be_read(page: str) -> None:
    """A reader finds a clause: a table of contents comes first, and no line of a table is broken."""
    lines = page.splitlines()
    assert lines[0] == "# The rules"
    assert page.index("](#duties)") < page.index("\n## ")
    columns = 0
    for line in lines:
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        assert columns == 0 or cells in {0, columns}, line
        columns = cells
