"""The burn-in of a place: what it depends on, how it is kept, what a run opens with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sim.files.caches import cache_of
from sim.files.errors import ScenarioError
from sim.files.paths import SCENARIOS_VARIABLE, scenarios_dir
from sim.files.quantity import Count, Duration
from sim.place.office.calendar import add_months
from sim.runs import opening
from sim.runs.fingerprint import setting_parts
from sim.runs.opening import BurnIn, burn, burn_in_of, missing, opening_of, world_of
from sim.study.read_setting import setting_of
from sim.study.setting import Setting
from tests.aalborg import setting
from tests.engine.small import scaled


def short(where: Setting) -> Setting:
    """A tiny place whose burn-in is short: sixty days, with one cross-section."""
    formed = where.formed
    assert formed is not None
    few = formed.people.opening.model_copy(
        update={
            "burn_in": replace(formed.people.opening.burn_in, value=Duration(whole_days=60)),
            "cross_sections": replace(formed.people.opening.cross_sections, value=Count(1)),
        }
    )
    people = formed.people.model_copy(update={"opening": few})
    start = where.start.fromordinal(where.start.toordinal() - 60)
    formed = replace(scaled(formed, 0.01, at_least=2), people=people, start=start, days=61)
    return replace(scaled(where, 0.01, at_least=2), formed=formed)


def burn_in(where: Setting, replication: int = 1) -> BurnIn:
    job = burn_in_of(where, replication)
    assert job is not None
    return job


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of caches for cross-sections; the compiled code stays where it is."""
    folder = tmp_path / "opening"
    folder.mkdir()
    monkeypatch.setattr(opening, "cache_of", lambda _: cache_of("opening")._replace(folder=folder))
    opening._read.cache_clear()
    yield folder
    opening._read.cache_clear()


def test_the_burn_in_ends_on_the_first_day_of_the_study() -> None:
    where = setting(start=date(2025, 3, 1), days=100)
    formed = where.formed
    assert formed is not None
    years = 6 + 4 - 1  # six years, then four cross-sections a year apart
    assert formed.start == add_months(where.start, -12 * years)
    assert burn_in(where).last == (where.start - formed.start).days
    assert formed.days > (where.start - formed.start).days


def test_it_runs_under_the_law_under_which_the_values_were_fitted_whatever_is_compared() -> None:
    where = setting("freed-six-cities", "same-contact-by-need", days=100)
    formed = where.formed
    assert formed is not None
    assert formed.rule_set.name == "current"
    assert formed.practice.practice == "baseline"
    assert formed.formed is None
    assert not formed.shocks
    assert formed.effects is None
    assert burn_in(where).key == burn_in(setting(days=100)).key == burn_in(setting(days=400)).key


def test_another_seed_replication_first_day_or_place_has_another_burn_in() -> None:
    base = setting(days=100)
    others = [setting(days=100, seed=7), setting(days=100, start=date(2024, 2, 1))]
    formed = base.formed
    assert formed is not None
    others.append(replace(base, formed=replace(formed, files=dict(formed.files) | {"people": "another"})))
    assert len({burn_in(one).key for one in (base, *others)} | {burn_in(base, 2).key}) == 5


def test_the_name_of_a_log_has_its_burn_in() -> None:
    base = setting(days=100)
    formed = base.formed
    assert formed is not None
    assert setting_parts(base)["opening"] == setting_parts(formed)
    assert setting_parts(replace(base, formed=None))["opening"] is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("cross_sections: {value: 4, low: 1", "cross_sections: {value: 0, low: 0", "at least one"),
        ("cross_sections: {value: 4, low: 1, high: 8", "cross_sections: {value: 4000, low: 1, high: 8000", "1 to 50"),
        ("burn_in: {value: 6 years, low: 4", "burn_in: {value: 0 days, low: 0", "at least a day"),
        ("  rules: current  ", "  rules: curent   ", "nearest: current"),
        ("  practice: baseline  ", "  practice: basline  ", "nearest: baseline"),
        ("burn_in: {value: 6 years, low: 4 years, high: 12", "burn_in: {value: 40 years, low: 4 years, high: 42", "too early"),
    ],
)  # fmt: skip
def test_a_burn_in_that_cannot_be_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, says: str
) -> None:
    root = Path(shutil.copytree(scenarios_dir(), tmp_path / "scenarios"))
    file = root / "people" / "denmark.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setenv(SCENARIOS_VARIABLE, str(root))
    with pytest.raises(ScenarioError, match=says) as refusal:
        setting_of("aalborg", "current", "baseline", date(2024, 1, 1), 100, 1)
    assert "denmark" in str(refusal.value)


def test_a_cross_section_is_kept_and_read_again(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = short(setting(days=40))
    assert missing(where, 1) is not None
    first = opening_of(where, 1)
    assert len(list(cache.glob("*.npz"))) == 1
    assert missing(where, 1) is None
    assert missing(where, 2) is not None
    monkeypatch.setattr(opening, "burn", None)  # nothing is made again
    again = opening_of(where, 1)
    assert first is not None
    assert again is not None
    assert np.array_equal(first.rows, again.rows)
    world = world_of(where, 1)
    stock = world.citizens["arrive"] == 0
    assert world.citizens["carried"][stock].mean() > 0.9
    assert not world.citizens["carried"][~stock].any()


def test_a_damaged_file_is_made_again(cache: Path) -> None:
    where = short(setting(days=40))
    one = opening_of(where, 1)
    (file,) = cache.glob("*.npz")
    file.write_bytes(file.read_bytes()[:-200])
    opening._read.cache_clear()
    other = opening_of(where, 1)
    assert one is not None
    assert other is not None
    assert np.array_equal(one.rows, other.rows)
    assert one.outlines == other.outlines


def test_replications_and_the_study_itself_have_other_burn_ins() -> None:
    where = short(setting(days=40))
    one, other = burn(burn_in(where, 1)), burn(burn_in(where, 2))
    assert not np.array_equal(one.rows[:50], other.rows[:50])
    assert one.states == other.states


def test_a_setting_without_burn_in_opens_in_equilibrium() -> None:
    world = world_of(replace(short(setting(days=40)), formed=None), 1)
    assert not world.citizens["carried"].any()
    assert not world.cases.size
