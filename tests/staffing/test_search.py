"""The replications of a search for staff."""

from __future__ import annotations

import pytest

import sim
from sim.results.staffing.search import replications_of
from sim.study.study_file import MOST_REPLICATIONS


@pytest.mark.parametrize(("asked", "searched"), [(1, 5), (5, 5), (10, 10), (200, 20)])
def test_a_search_has_as_many_replications_as_its_study_and_shares_none(asked: int, searched: int) -> None:
    found = replications_of(sim.load("example").with_replications(asked))
    assert len(set(found)) == searched
    assert min(found) > MOST_REPLICATIONS
