"""The glossary: sorted, with an index of every entry, and with the groups and benefits of the law."""

from __future__ import annotations

from pathlib import Path

from sim.law.compose.library import Library

TEXT = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text(encoding="utf-8")
ALPHABET = {"æ": "{", "ø": "|", "å": "}"}
"""Stand-ins that come after z, in the order of the Danish alphabet."""


def rows(part: str) -> list[list[str]]:
    """The cells of the table in a part of the page, without its heading."""
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


TERMS, INDEX = (rows(part) for part in TEXT.split("## English index"))


def place(term: str) -> str:
    return "".join(ALPHABET.get(letter, letter) for letter in term.lower())


def test_every_entry_has_a_term_and_a_meaning() -> None:
    assert TERMS
    for row in TERMS:
        danish, english, meaning, _law = row
        assert all((danish, english, meaning)), row


def test_terms_are_unique_and_in_the_order_of_the_danish_alphabet() -> None:
    terms = [place(row[0]) for row in TERMS]
    assert terms == sorted(set(terms))


def test_the_index_leads_to_every_entry() -> None:
    """Entries that only refer to another one are not in it."""
    expected = {(row[1], row[0]) for row in TERMS if not row[1].startswith("see ")}
    assert {(english, danish) for english, danish in INDEX} == expected
    assert [row[0].lower() for row in INDEX] == sorted(row[0].lower() for row in INDEX)


def test_benefits_of_the_groups_have_an_entry() -> None:
    """Those of known volume; job clarification and resource courses share one benefit."""
    groups = Library.load().rule_set("R2024").regime.groups.values()
    benefits = {group.benefit.split("-")[0] for group in groups if group.evidence != "unknown"}
    assert benefits <= {row[0] for row in TERMS}
