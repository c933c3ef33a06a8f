"""A cut of the baseline's own rules, with the real engine: it frees nothing, in posts and in money."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.runs.make import make
from tests.study.stub import STUDY, conducted, study

pytestmark = pytest.mark.usefixtures("no_pictures")

FREED = "{rules: freed-six-cities, practice: same-contact-by-need, capacity: [keep, cut]}"


def test_the_baselines_own_rules_free_nothing(tmp_path: Path) -> None:
    text = STUDY.replace(FREED, "{rules: current, capacity: cut}").replace("1 month", "1 week")
    text = text.replace("2 months", "2 weeks").replace("replications: 3", "replications: 1")
    text = text.replace("places: [aalborg]", "places: [hjoerring]")
    result = conducted(study(tmp_path, text), tmp_path / "results", make)
    (cut,) = result.manifest.capacity
    assert len(cut.units) > 5
    assert cut.posts == cut.baseline
    assert cut.places == cut.places_baseline
    assert not cut.bookable
    for answer in (cut.bound, cut.free, cut.fixed, *cut.dkk.values()):
        assert answer.value == pytest.approx(0, abs=1e-9)
    staff = result.comparisons[result.comparisons["measure"].isin(["staff", "hours_total", "meetings"])]
    assert (staff["difference"] == 0).all()
