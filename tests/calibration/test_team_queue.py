"""The queue for the rehabilitation team alone, against hand-worked cases and a plain loop."""

from __future__ import annotations

import numpy as np
import pytest

from sim.calibration.fit_places import DAYS, SEED, START, Places, wait_of_figure, with_places
from sim.calibration.team_queue import WEEKS, Days, Fitted, fewest_places, of_several, wait_days
from sim.runs.opening import burned
from sim.study.read_setting import setting_of
from sim.study.setting import Setting
from sim.world.codes import Op
from sim.world.opening import CrossSection

AGENDA = np.array([5, 5, 12, 19])
SESSION = np.array([26, 26, 33, 40])


@pytest.fixture(scope="module")
def place() -> Setting:
    return setting_of("samsoe", "current", "baseline", START, DAYS, SEED)


def poisson(per_week: float, runs: int, seed: int) -> list[Days]:
    random = np.random.default_rng(seed)
    return [np.sort(random.integers(0, 7 * WEEKS, random.poisson(per_week * WEEKS))) for _ in range(runs)]


def test_a_case_gets_the_next_agenda_with_a_place() -> None:
    """Two on day 3 get the session of day 26; the third waits for that of day 33, and the one of day 12 for day 40."""
    assert wait_days(np.array([3, 3, 4, 12]), AGENDA, SESSION) == pytest.approx((23 + 23 + 29 + 28) / 4)


def test_the_queue_is_that_of_a_plain_loop() -> None:
    random = np.random.default_rng(1)
    for _ in range(20):
        cases = np.sort(random.integers(0, 400, 120))
        agenda = np.repeat(np.arange(3, 900, 7), random.integers(0, 4, len(range(3, 900, 7))))
        free, waits = list(agenda), []
        for day in cases:
            at = next(number for number, fixed in enumerate(free) if fixed >= day)
            waits.append(free.pop(at) + 21 - day)
        assert wait_days(cases, agenda, agenda + 21) == pytest.approx(np.mean(waits))


def test_a_hundredth_fewer_places_have_a_longer_wait_than_asked_for(place: Setting) -> None:
    """A shorter wait needs more places, and there are always more places than cases."""
    runs = poisson(2.0, 4, seed=2)
    cases = sum(map(len, runs)) / (4 * WEEKS)
    goal, shortest, longest = wait_of_figure()
    found = [fewest_places(place, runs, days) for days in (longest, goal, shortest)]
    assert cases < found[0] < found[1] < found[2]


def test_a_small_place_needs_a_larger_share_of_room_beside_its_cases(place: Setting) -> None:
    """Near its limit the queue of a server has a length that hangs on the room beside the cases, not on their number."""
    goal, _, _ = wait_of_figure()
    share = {}
    for per_week in (0.5, 20.0):
        runs = poisson(per_week, 8, seed=3)
        cases = sum(map(len, runs)) / (8 * WEEKS)
        share[per_week] = fewest_places(place, runs, goal) / cases - 1
    assert share[0.5] > 0.1 > share[20.0] > 0


def test_several_municipalities_have_their_cases_and_the_room_of_one() -> None:
    base = Fitted(Places(29.0, 28.5, 33.0), 28.5)
    members = [base, Fitted(Places(0.6, 0.5, 1.1), 0.4), Fitted(Places(8.1, 7.9, 10.0), 7.9)]
    assert of_several(members, base) == Places(37.3, 36.8, 41.3)
    assert of_several([base], base) == base.places


def waiting(opening: CrossSection) -> float:
    """The cases that are ready and have no place, on a mean day of a cross-section."""
    team = np.zeros((len(opening.procedures) + 1, 1 + max(map(len, opening.outlines.values()))), bool)
    for number, name in enumerate(opening.procedures):
        for step, (op, _) in enumerate(opening.outlines[name]):
            team[number, step] = op == Op.TEAM
    rows = opening.rows
    ready = team[rows["procedure"], rows["step"]] & (rows["procedure"] >= 0)
    return float((ready & (rows["session"] < 0) & (rows["wait"] <= 0)).sum()) / opening.sections


def test_no_place_opens_with_a_queue_that_keeps_itself() -> None:
    """With a queue of half a year cases are heard twice. Ringsted had one with 5.44 places a week and no extra sessions."""
    places = 5.44
    ringsted = with_places(setting_of("ringsted", "current", "baseline", START, DAYS, SEED), places)
    for replication in (1, 2):
        opening = burned(ringsted, replication)
        assert opening is not None
        assert waiting(opening) < places * 365.25 / 2 / 7
