"""The fit of the practice by need: the method on numbers that are known, and the shipped values against a run."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.calibration.effort import IN_PERSON, MEETING, OFFER, Target, effort
from sim.calibration.fit_contact import AIMS, ALL, APART, MEDIUM, PRACTICE, PRESENT, WINDOW, Fit, main, write
from sim.calibration.practice_text import rewritten
from sim.calibration.secant import Round, Unknown, fitted, misses
from sim.engine import run
from sim.files.paths import scenarios_dir
from sim.study.read_setting import setting_of
from sim.world.build import build_world
from tests.settings import library
from tests.study.places import THIRTY, Place

YEAR = 365.25


# --- the method
def world_of_known_values(values: Mapping[str, float]) -> dict[str, float]:
    """Meetings in proportion to their rate beside others that are given; one sort of offer that leavers never reach.

    Half of 1,000 meetings a year come from the law. Offers are made to those still there after some days.
    """
    often = 500 + 500 * math.exp(-values["interval"])
    return {
        "meetings": often,
        "in person": often * (0.3 + 0.6 * values["share"]),
        "offers": 2_000 * math.exp(-140 * math.exp(values["day"]) / 300),
    }


UNKNOWNS = [
    Unknown("interval", "meetings", 0.0, -1.0, -2.0, 2.0, 0.5),
    Unknown("day", "offers", 0.0, -0.7, -2.0, 2.0, 0.5),
    Unknown("share", "in person", 0.1, 0.6, 0.0, 1.0, 0.2),
]


@pytest.mark.parametrize(
    "known", [{"interval": 0.4, "day": -0.3, "share": 0.5}, {"interval": -0.9, "day": 0.4, "share": 0.02}]
)
def test_known_values_are_found_again(known: dict[str, float]) -> None:
    goals = world_of_known_values(known)
    best = fitted(world_of_known_values, goals, UNKNOWNS, rounds=30, tolerance=1e-6)
    assert best.chosen == pytest.approx(known, abs=1e-4)
    assert best.reached == pytest.approx(goals)


def test_a_goal_out_of_reach_ends_at_the_bound_and_the_others_are_met() -> None:
    goals = world_of_known_values({"interval": 0.2, "day": 0.1, "share": 1.0}) | {"in person": 5_000.0}
    best = fitted(world_of_known_values, goals, UNKNOWNS, rounds=30, tolerance=1e-6)
    assert best.chosen["share"] == 1.0
    missed = misses(best, goals, UNKNOWNS)
    assert missed["share"] < -0.5
    assert max(abs(missed["interval"]), abs(missed["day"])) < 1e-3


def test_the_best_round_is_kept_and_every_round_is_reported() -> None:
    """A target that answers by chance does not carry the values away."""
    noise = np.random.default_rng(1)
    goals, told = {"meetings": 1_000.0}, []

    def simulate(values: Mapping[str, float]) -> dict[str, float]:
        return {"meetings": 1_000 * math.exp(-values["interval"]) * (1 + 0.01 * float(noise.standard_normal()))}

    def report(number: int, tried: Round) -> None:
        told.append((number, abs(tried.reached["meetings"] / 1_000 - 1)))

    best = fitted(simulate, goals, [UNKNOWNS[0]._replace(start=1.0)], rounds=12, tolerance=0.0, report=report)
    assert [number for number, _ in told] == list(range(1, 13))
    assert abs(best.reached["meetings"] / 1_000 - 1) == min(miss for _, miss in told)
    assert abs(best.chosen["interval"]) < 0.05


# --- the count
def test_effort_counts_each_meeting_of_a_run_once() -> None:
    """Thirty citizens meet once in thirty days, so one a day, in person."""
    place = Place(THIRTY)
    place.duty(60, **place.every(30))
    log = run(place.world())
    held = effort(log, (100, 199))
    assert set(held["what"]) == {MEETING}
    assert len(Target(MEETING).rows(held)) == len(held) == 100
    assert len(Target(MEETING, kinds=[IN_PERSON]).rows(held)) == 100
    assert held.groupby("citizen").size().between(3, 4).all()
    assert Target(OFFER).rows(held).empty
    assert Target(MEETING, groups=["nobody"]).rows(held).empty


# --- the files
@pytest.fixture(scope="module", params=list(AIMS))
def any_fit(request: pytest.FixtureRequest) -> Fit:
    return Fit.of(request.param)


@pytest.fixture(scope="module")
def fit() -> Fit:
    return Fit.of()


def test_a_practice_that_is_not_fitted_is_refused() -> None:
    with pytest.raises(SystemExit, match="digital-first is not fitted: expected one of same-contact-by-need"):
        main("digital-first")


def test_the_values_of_the_file_are_the_start_of_the_fit(any_fit: Fit) -> None:
    """Every value that the fit sets exists, and values that do not move leave the practice as it is."""
    start = {each.name: each.start for each in any_fit.unknowns}
    again = any_fit.with_values(any_fit.texts(start)).practice
    for name, contact in any_fit.practice.contact.items():
        for need in ("light", "medium", "heavy"):
            assert getattr(again.contact[name].first, need).value.days == getattr(contact.first, need).value.days
            if contact.every is not None and again.contact[name].every is not None:
                every = getattr(again.contact[name].every, need)
                assert every.value.days == getattr(contact.every, need).value.days
    for need in ("light", "medium", "heavy"):
        found = getattr(again.insists_in_person, need).value
        assert found == pytest.approx(getattr(any_fit.practice.insists_in_person, need).value, abs=5e-4)


def test_every_group_with_contact_of_the_practice_is_fitted_but_flex_jobs(any_fit: Fit) -> None:
    of_groups = [group for target in any_fit.targets.values() if target.what == MEETING for group in target.groups]
    assert len(of_groups) == len(set(of_groups))
    assert set(of_groups) == {
        group for name, contact in any_fit.practice.contact.items() if name != "on-request" for group in contact.groups
    } - {APART}
    kinds = {kind for target in any_fit.targets.values() if target.what == OFFER for kind in target.kinds}
    assert kinds == set(any_fit.setting.rule_set.regime.offers) - {"work-duty"}  # the law's own, under both rule sets


def test_meetings_in_all_stay_equal_if_flex_jobs_lose_some(fit: Fit) -> None:
    """The groups' goals and the meetings in flex jobs add up to today's meetings."""
    groups = [name for name, target in fit.targets.items() if target.what == MEETING and target.groups]
    now = {name: 100.0 + 7 * number for number, name in enumerate(fit.targets)}
    now |= {"apart": 50.0, ALL: sum(now[name] for name in groups) + 50.0}
    goals = fit.goals(now, {"apart": 20.0})
    assert sum(goals[name] for name in groups) + 20.0 == pytest.approx(goals[ALL]) == pytest.approx(now[ALL])


FILE = """\
offers:
  later-offer:                # of every kind
    first: {value: 100 days, low: 50 days, high: 200 days, source: x}
    every:
      light: {value: 80 days, low: 40 days, high: 120 days}   # why
insists_in_person:
  light: {value: 10 %, low: 5 %, high: 90 %}
changes:
  - {set: contact.sick-later.form, to: choice}
  - set: contact.sick-later.first
    to:
      light: {value: 20 days, low: 10 days, high: 30 days}
  - set: contact.new
    to:
      every:
        light: {value: 40 days, low: 10 days, high: 60 days}
"""


def test_numbers_are_written_where_they_stand_with_their_ranges() -> None:
    values = {
        "offers.later-offer.first": 110.4, "offers.later-offer.every.light": 40.0, "insists_in_person.light": 20.0,
        "contact.sick.first.light": 30.0, "contact.new.every.light": 20.0,
    }  # fmt: skip
    assert rewritten(FILE, {"contact.new.every.heavy": 1.0}) == FILE
    text = rewritten(FILE, values)
    for old, new in (
        ("{value: 100 days, low: 50 days, high: 200 days, source: x}", "{value: 110 days, low: 55 days, high: 221 days, source: x}"),
        ("{value: 80 days, low: 40 days, high: 120 days}   # why", "{value: 40 days, low: 20 days, high: 60 days}   # why"),
        ("{value: 10 %, low: 5 %, high: 90 %}", "{value: 20 %, low: 10 %, high: 100 %}"),
        ("{value: 20 days, low: 10 days, high: 30 days}", "{value: 30 days, low: 15 days, high: 45 days}"),
        ("{value: 40 days, low: 10 days, high: 60 days}", "{value: 20 days, low: 5 days, high: 30 days}"),
    ):  # fmt: skip
        text = text.replace(new, old, 1)
    assert text == FILE


def test_the_files_are_written_together(fit: Fit, tmp_path: Path) -> None:
    folder = tmp_path / "practices"
    folder.mkdir()
    for name in (PRACTICE, *AIMS[PRACTICE].repeated_in):
        shipped = scenarios_dir() / "practices" / f"{name}.yaml"
        (folder / shipped.name).write_bytes(shipped.read_bytes())
    before = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}
    start = {each.name: each.start for each in fit.unknowns}
    write(PRACTICE, fit.numbers(start), tmp_path)
    assert before == {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}
    write(PRACTICE, fit.numbers(start | {"meetings: sick": math.log(2)}), tmp_path)
    changed = {file.name for file in folder.iterdir() if file.read_text(encoding="utf-8") != before[file.name]}
    assert changed == {f"{name}.yaml" for name in (PRACTICE, *AIMS[PRACTICE].repeated_in)} - {
        "early-contact-by-need.yaml"
    }


# --- the shipped values
def test_the_shipped_practice_holds_what_it_was_fitted_to(any_fit: Fit) -> None:
    """Each target is within 1 % and the sampling error of one replication, with other draws than those of the fit.

    A target is a sum over citizens. Citizens are the same in both runs, so the error is that of a sum of their
    differences. With four standard errors, one false alarm is expected in a thousand tests of fifteen targets.
    """
    fit, seed, table = any_fit, 20240101, {}
    practice = fit.practice.practice
    freed_rules, law, _ = AIMS[practice]
    for key, rules, chosen in (("now", law, "baseline"), ("freed", freed_rules, practice)):
        setting = setting_of("aalborg", rules, chosen, fit.setting.start, fit.setting.days, seed, library())
        table[key] = effort(run(build_world(setting, 1)), WINDOW)
    now, freed = (fit.of_table(table[key], 1) for key in ("now", "freed"))
    goals = fit.goals(now, freed)
    years = (WINDOW[1] - WINDOW[0] + 1) / YEAR
    for name, target in fit.targets.items():
        by_citizen = pd.concat([target.rows(table[key]).groupby("citizen").size() for key in ("freed", "now")], axis=1)
        difference = by_citizen.fillna(0).diff(axis=1).iloc[:, 1]
        error = math.sqrt(float((difference**2).sum())) / years
        assert abs(freed[name] - goals[name]) <= 0.01 * goals[name] + 4 * error, name
    assert {ALL, PRESENT} <= fit.targets.keys()
    assert fit.practice.insists_in_person.medium.path == MEDIUM
