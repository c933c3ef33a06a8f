"""Fitting the team's places to a wait: what waits is counted by hand, and the nearest number is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.calibration.fit_places import Tried, nearest, waiting, write
from sim.files.paths import scenarios_dir
from sim.world.log import RowKind
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


def test_the_nearest_wait_wins_and_of_equals_the_larger_number() -> None:
    assert of(33, 4).wait == pytest.approx(28.5)
    assert nearest([of(34, 0.5), of(33, 4), of(32, 20)], 42).places == 32
    assert nearest([of(32, 20.5), of(33, 14.5)], 42).places == 33


@pytest.mark.parametrize(("places", "range_"), [(30, "low: 22, high: 42"), (50, "low: 22, high: 50")])
def test_the_number_is_written_and_its_range_holds_it(tmp_path: Path, places: int, range_: str) -> None:
    (tmp_path / "places").mkdir()
    file = tmp_path / "places" / "aalborg.yaml"
    before = (scenarios_dir() / "places" / "aalborg.yaml").read_text(encoding="utf-8")
    file.write_text(before, encoding="utf-8")
    write("aalborg", places, tmp_path)
    after = file.read_text(encoding="utf-8")
    changed = [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
    assert len(changed) == 1
    assert f"per_week: {{value: {places}, {range_}, evidence: fitted, source: " in changed[0][1]
    assert "A082" in changed[0][1]
