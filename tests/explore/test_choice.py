"""The address is the study: what is chosen comes back, and nonsense gets a clear message."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.explore.catalogue import WIDTHS, Catalogue
from sim.explore.choice import Choice, first_choice, read_choice
from sim.explore.draft import NothingDiffersError, draft_of, rules_of
from sim.explore.page.words import error_lines
from sim.files.errors import ScenarioError
from sim.study.load import load
from sim.study.set_values import with_values
from tests.explore.asked import choice

TITLES = st.text(st.characters(exclude_categories=("C", "Z")), max_size=40)


@given(data=st.data())
def test_an_address_opens_the_same_choice(catalogue: Catalogue, data: st.DataObject) -> None:
    runnable = [name for name, offered in catalogue.proposals.items() if not offered.why]
    picked = data.draw(st.sets(st.sampled_from(runnable), max_size=8))
    groups = data.draw(st.sets(st.sampled_from(list(catalogue.assumptions)), max_size=4))
    chosen = Choice(
        study="tiny",
        place=data.draw(st.sampled_from(list(catalogue.places))),
        law=data.draw(st.sampled_from(list(catalogue.laws))),
        proposals=tuple(name for name in catalogue.proposals if name in picked),
        practice=data.draw(st.sampled_from(list(catalogue.practices))),
        values=tuple(
            (group, data.draw(st.sampled_from(["low", "high", "85 %"])))
            for group in catalogue.assumptions
            if group in groups
        ),
        width=data.draw(st.sampled_from(WIDTHS)),
        title=data.draw(TITLES),
    )
    assert read_choice(parse_qsl(chosen.query()), catalogue) == chosen


def test_the_page_opens_with_the_first_variant_of_the_study(catalogue: Catalogue) -> None:
    first = first_choice(catalogue)
    assert rules_of(first, catalogue) == "freed-six-cities"
    assert first.practice == "same-contact-by-need"
    assert read_choice([], catalogue) == first


@pytest.mark.parametrize(
    ("query", "found", "nearest"),
    [
        ("law=curent", "law=curent", "current"),
        ("law=current&proposals=004-2x", "proposals=004-2x", "004-2c"),
        ("place=laesø", "place=laesø", "laesoe"),
        ("practice=../../etc/passwd", "practice=../../etc/passwd", None),
        ("study=../tiny", "../tiny", None),
        ("proposal=004-1", "proposal", "proposals"),
        ("law=current&law=current", "law=current", None),
        ("width=3 %", "width=3 %", "2 %"),
        ("a.contakt=low", "a.contakt=contakt", "contact"),
        ("law=current&proposals=004-1,004-1", "proposals=004-1", None),
        ("law=current&proposals=004-10", "proposals=004-10", None),
    ],
)
def test_nonsense_in_an_address_is_named(catalogue: Catalogue, query: str, found: str, nearest: str | None) -> None:
    with pytest.raises(ScenarioError) as error:
        read_choice(parse_qsl(query), catalogue)
    assert error.value.found == found
    assert nearest is None or error.value.nearest == nearest


def test_a_very_long_address_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(ScenarioError, match="too long"):
        read_choice([("title", "x" * 5_000)], catalogue)


def test_proposals_that_contradict_each_other_say_with_what(catalogue: Catalogue) -> None:
    with pytest.raises(ScenarioError, match=r"000-6 and 004-2a contradict each other at `duties.first-week.active`"):
        draft_of(choice(catalogue, "000-6", "004-2a"), catalogue)


def test_the_baseline_is_no_choice(catalogue: Catalogue) -> None:
    with pytest.raises(NothingDiffersError):
        draft_of(choice(catalogue), catalogue)


def test_the_saved_study_is_the_one_that_the_page_runs(
    catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The file loads, and its columns have the same rules, practice and values."""
    chosen = choice(catalogue, "004-1", values=(("bookable", "85 %"), ("turnover", "high")), title='<b>"x"</b>: æ')
    draft = draft_of(chosen, catalogue)
    file = tmp_path_factory.mktemp("saved") / draft.file
    file.write_text(draft.text, encoding="utf-8")
    saved = load(file)
    assert [column.name for column in saved.columns] == [column.name for column in draft.study.columns]
    assert [column.settings for column in saved.columns] == [column.settings for column in draft.study.columns]
    assert saved.title.en == '<b>"x"</b>: æ'
    plain = draft_of(choice(catalogue, "004-1"), catalogue).study
    by_hand = with_values(plain, {"booking.bookable_share": "85 %", "turnover": "high"})
    for own, other in zip(saved.columns, by_hand.columns, strict=True):
        assert own.settings["laesoe"].values() == other.settings["laesoe"].values()


def test_a_value_outside_its_range_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(ScenarioError, match="lies outside its range"):
        draft_of(choice(catalogue, "004-1", values=(("bookable", "99 %"),)), catalogue)


def test_one_number_does_not_fit_different_values(catalogue: Catalogue) -> None:
    with pytest.raises(ScenarioError, match="one number does not fit"):
        draft_of(choice(catalogue, "004-1", values=(("no-shows", "10 %"),)), catalogue)


def test_a_package_is_known_by_its_proposals(catalogue: Catalogue) -> None:
    """All ten proposals of the six cities are their package, whose finished runs then serve."""
    package = catalogue.library.packages["freed-six-cities"].reforms
    assert rules_of(choice(catalogue, *package), catalogue) == "freed-six-cities"
    assert rules_of(choice(catalogue, *package[1:]), catalogue) == "+".join(["current", *package[1:]])


def test_every_changed_clause_is_listed_with_the_proposal_behind_it(catalogue: Catalogue) -> None:
    draft = draft_of(choice(catalogue, "004-2b", "004-4b"), catalogue)
    asked = {
        (change.get("set"), proposal)
        for proposal in ("004-2b", "004-4b")
        for change in (each.model_dump(by_alias=True) for each in catalogue.library.proposals[proposal].reform.changes)
        if change.get("set")
    }
    assert {(change.clause, *change.by) for change in draft.changes} == asked
    assert all(change.law for change in draft.changes)


def test_an_address_with_a_staff_cut_says_how_a_study_gets_one(catalogue: Catalogue) -> None:
    with pytest.raises(ScenarioError) as error:
        read_choice([("capacity", "cut")], catalogue)
    assert "`capacity: [keep, cut]`" in str(error.value)
    told = " ".join(text.text for _, text in error_lines(error.value, "da"))
    assert "gem undersøgelsen" in told
