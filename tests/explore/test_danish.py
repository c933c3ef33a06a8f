"""The Danish page of `jobsim explore` is Danish throughout. What is code is marked as code, and is left out by that mark."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.explore.amounts import UNITS, in_file_notation
from sim.explore.catalogue import Catalogue
from sim.explore.choice import first_choice, read_choice
from sim.explore.draft import draft_of, known_to, number_of
from sim.explore.page import render
from sim.files.errors import ScenarioError
from sim.files.localised import quantity
from tests.explore.asked import choice
from tests.report.danish import Seen, english_in


def english(page: str) -> dict[str, list[str]]:
    """Text -> its English words, of what a reader sees of a page, its fields' contents included."""
    texts = [*Seen(page).texts, *re.findall(r'<input type="text"[^>]* value="([^"]*)"', page)]
    return {text: found for text in texts if (found := english_in(text))}


def numbers(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Every group of assumptions that takes one number, at the number that it has."""
    known = known_to(catalogue.base)
    found = {name: number_of(group, known[group.only]) for name, group in catalogue.assumptions.items()}
    return tuple((name, value.text) for name, value in found.items() if value is not None)


def test_the_danish_page_has_no_english(catalogue: Catalogue) -> None:
    set_to = numbers(catalogue)
    assert {text.split()[-1] for _, text in set_to} >= {"minutes", "hours", "days", "weeks"}
    for chosen in (first_choice(catalogue), replace(first_choice(catalogue), values=set_to)):
        page = render.page(catalogue, chosen, "da", odd=ScenarioError("remove it"))
        assert len(Seen(page).texts) > 300
        assert english(page) == {}


def test_the_english_page_is_found_english(catalogue: Catalogue) -> None:
    page = render.page(catalogue, first_choice(catalogue), "en").replace('lang="en"', "")
    assert len(english(page)) > 100


def test_the_clauses_have_no_english(catalogue: Catalogue) -> None:
    chosen = replace(first_choice(catalogue), values=(("tracking", "20 minutes"), ("bookable", "high")))
    shown = render.clauses(catalogue, draft_of(chosen, catalogue), "da")
    assert "20 minutter" in shown
    assert english(shown) == {}


def test_a_refusal_gives_range_and_value_in_danish(catalogue: Catalogue) -> None:
    with pytest.raises(ScenarioError) as error:
        draft_of(choice(catalogue, "004-1", values=(("team-notice", "90 days"),)), catalogue)
    told = render.refusal(error.value, "da")
    assert "en værdi fra 5 dage til 42 dage" in told
    assert english(told) == {}


def test_a_danish_number_in_the_address_is_the_same_choice(catalogue: Catalogue) -> None:
    own = read_choice(parse_qsl("law=current&a.team-notice=30 dage&a.bookable=72,5 %"), catalogue)
    other = read_choice(parse_qsl("law=current&a.team-notice=30 days&a.bookable=72.5 %"), catalogue)
    assert own == other
    assert dict(own.values) == {"team-notice": "30 days", "bookable": "72.5 %"}


@given(st.integers(0, 99_999), st.integers(0, 99), st.sampled_from([*UNITS, "%", "DKK"]))
def test_what_the_page_shows_in_danish_can_be_typed(whole: int, part: int, unit: str) -> None:
    number = f"{whole}.{part:02}" if part else str(whole)
    text = f"{number} {unit}" if unit in ("%", "DKK") or number == "1" else f"{number} {unit}s"
    read = in_file_notation(quantity(text, "da"))
    assert read.replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "text", ["low", "high", "21 days", "1315 hours", "0.35", "85 %", "1,315 hours", "tre uger", ""]
)
def test_what_is_no_danish_quantity_stays(text: str) -> None:
    assert in_file_notation(text) == text
