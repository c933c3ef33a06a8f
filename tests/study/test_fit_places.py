"""Fitting the team's places to a wait: what waits is counted by hand, and the nearest number is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.calibration.fit_places import Places, Tried, places_for, waiting, with_places, write
from sim.files.paths import scenarios_dir
from sim.world.log import RowKind
from tests.aalborg import setting
from tests.measures.tiny import SICK, Book


def of(places: int, queue: float) -> Tried:
    return Tried(places, {"agenda": 3.5, "queue": queue, "notice": 21.0}, ())


def test_a_case_waits_from_the_day_on_which_it_is_ready_to_its_place() -> None:
    """One is ready on day 3 and placed on day 10, one on 5 and 12; one leaves without a place."""
    book = Book(28)
    for citizen, ready, placed in ((0, 3, 10), (1, 5, 12), (2, 5, None)):
        book.arrive(citizen, 0, SICK)
        book.row(RowKind.READY, ready, citizen=citizen, procedure=1, serial=0)
        if placed is not None:
            book.row(RowKind.PLACE, placed, citizen=citizen, procedure=1, serial=0, extra=placed + 7)
    assert waiting(book.log(), [0, 4, 6, 11, 13]) == [0, 1, 2, 1, 0]


def test_the_number_is_interpolated_to_a_tenth_and_stays_within_what_was_tried() -> None:
    """The waits are 25, 28.5 and 44.5 days."""
    found = [of(34, 0.5), of(33, 4), of(32, 20)]
    assert of(33, 4).wait == pytest.approx(28.5)
    assert places_for(found, 28.5) == 33
    assert places_for(found, 36.5) == 32.5  # half way between 28.5 and 44.5 days
    assert places_for(found, 90) == 32
    assert places_for(found, 3) == 34


def test_the_burn_in_has_the_tried_number_too() -> None:
    """Else the queue of the first day would be that of the place's own number."""
    tried = with_places(setting(days=366), 12.3)
    assert tried.formed is not None
    assert float(tried.place.team_places.per_week.value) == float(tried.formed.place.team_places.per_week.value) == 12.3


def test_the_number_is_written_with_its_range(tmp_path: Path) -> None:
    (tmp_path / "places").mkdir()
    file = tmp_path / "places" / "aalborg.yaml"
    before = (scenarios_dir() / "places" / "aalborg.yaml").read_text(encoding="utf-8")
    file.write_text(before, encoding="utf-8")
    write("aalborg", Places(31.5, 30.2, 33.0), tmp_path)
    after = file.read_text(encoding="utf-8")
    changed = [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
    assert len(changed) == 1
    assert "per_week: {value: 31.5, low: 30.2, high: 33, evidence: fitted, source: " in changed[0][1]
    assert "A082" in changed[0][1]
