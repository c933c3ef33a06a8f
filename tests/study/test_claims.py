"""Claims at a place: the papers' own scalings are the arithmetic that is held against ours."""

from __future__ import annotations

import math

import pytest

from sim.figures.claims import Scaled, read_claims, scaled
from sim.files.paths import scenarios_dir
from sim.law.compose.library import Library
from sim.place.people.model import People, Place
from sim.results.proposal_claims import held_against
from sim.results.proposal_sums import Interval
from tests.settings import study_of

ROOT = scenarios_dir()
FILE = read_claims(ROOT)
FIGURES = {row.id: row for row in FILE.rows}


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(ROOT)


@pytest.fixture(scope="module")
def aalborg() -> tuple[Place, People]:
    where = study_of("aalborg").baseline.settings["aalborg"]
    return where.place, where.people


def at_aalborg(library: Library, aalborg: tuple[Place, People], proposal: str) -> Scaled:
    return scaled(FILE, library.proposals[proposal].reform.claim, *aalborg)


def test_the_papers_own_figures_for_aalborg_stand(library: Library, aalborg: tuple[Place, People]) -> None:
    assert at_aalborg(library, aalborg, "004-3a").value == 1.8  # S059
    assert at_aalborg(library, aalborg, "004-3b").value == 3.0  # S063
    assert "S059" in at_aalborg(library, aalborg, "004-3a").words.da


def test_the_share_makes_three_million_of_eighty_as_the_paper_does() -> None:
    """S063 over S064 is 3.75 % (S065), which is A103; the other scaling is 2.5 % of job clarification (S061): 72, printed as 70."""
    share = FILE.places["aalborg"].share
    assert share.figure == "A103"
    assert FIGURES["S064"].value == 80
    assert 80 * share.value.value == pytest.approx(3.0)
    own = FIGURES["S059"].value
    assert own is not None
    assert round(own / 0.025, -1) == FIGURES["S060"].value


def test_the_share_is_that_of_the_populations(aalborg: tuple[Place, People]) -> None:
    place, people = aalborg
    assert place.population.value / people.population.value == pytest.approx(0.0375, abs=0.0001)
    share = FILE.places["aalborg"].share.value
    assert share.low is not None
    assert share.high is not None
    assert share.low < share.value < share.high


@pytest.mark.parametrize(
    ("proposal", "country"), [("004-1", 130), ("004-2a", 190), ("004-8", 30), ("001-2", 80000), ("003-3", 340000)]
)
def test_amounts_of_a_year_are_scaled(
    library: Library, aalborg: tuple[Place, People], proposal: str, country: float
) -> None:
    found = at_aalborg(library, aalborg, proposal)
    assert found.value == pytest.approx(country * 0.0375)
    assert all("A103" in words for words in (found.words.en, found.words.da))
    assert "3,75 %" in found.words.da


@pytest.mark.parametrize("proposal", ["001-6a", "001-7", "002-7", "002-11", "000-12"])
def test_ages_terms_rates_and_trials_elsewhere_are_not(
    library: Library, aalborg: tuple[Place, People], proposal: str
) -> None:
    found = at_aalborg(library, aalborg, proposal)
    assert math.isnan(found.value)
    assert found.words.en.startswith("not scaled")


def test_fees_of_courses_are_no_sum_that_a_run_can_be_held_against(
    library: Library, aalborg: tuple[Place, People]
) -> None:
    found = at_aalborg(library, aalborg, "004-7")
    assert found.value == pytest.approx(70 * 0.0375)
    money = Interval(2.6, 2.5, 2.7)
    assert math.isnan(held_against(found, money)["ratio"])
    assert held_against(at_aalborg(library, aalborg, "004-4a"), money)["ratio"] == pytest.approx(2.6 / 0.375)


def test_another_place_has_its_share_of_the_population(library: Library, aalborg: tuple[Place, People]) -> None:
    place, people = aalborg
    elsewhere = place.model_copy(update={"place": "elsewhere"})
    found = scaled(FILE, library.proposals["004-3b"].reform.claim, elsewhere, people)
    assert found.value == pytest.approx(80 * place.population.value / people.population.value)
    assert scaled(FILE, None, place, people).words.en == ""


def test_what_a_claim_points_at_is_there() -> None:
    for one in FILE.places.values():
        for country, own in one.own.items():
            assert FIGURES[country].geography == "Denmark"
            assert FIGURES[own].unit == FIGURES[country].unit
