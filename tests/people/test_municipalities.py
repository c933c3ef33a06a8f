"""Places made from published counts: sums are the nation's, and as many citizens enter each group as leave it."""

from __future__ import annotations

from datetime import date

import pytest

from sim.calibration.municipalities import SIX_CITIES, slug
from sim.calibration.municipality import (
    CLARIFICATION,
    COURSE,
    FLEXJOB,
    REHABILITATION,
    SICK,
    SPLIT,
    UNEMPLOYED,
    balance,
)
from sim.calibration.rates import Rates
from sim.data.area import read_areas
from sim.figures.municipal import read_municipal
from sim.files.paths import scenarios_dir
from sim.place.people.model import Place
from sim.study.read_setting import setting_of
from sim.study.setting import Setting

ROOT = scenarios_dir()
AREAS = read_areas(ROOT).file.municipalities
NAMES = {code: slug(area.name) for code, area in AREAS.items()}


@pytest.fixture(scope="module")
def settings() -> dict[str, Setting]:
    return {
        name: setting_of(name, "current", "baseline", date(2024, 1, 1), 366, 1) for name in (*NAMES.values(), "denmark")
    }


def stocks(setting: Setting) -> dict[str, float]:
    return {group: float(entry.stock.value) for group, entry in setting.place.groups.items()}


def test_every_municipality_has_a_place_of_its_own_name_and_people(settings: dict[str, Setting]) -> None:
    assert len(NAMES) == len(set(NAMES.values())) == 98
    for code, name in NAMES.items():
        place = settings[name].place
        assert place.title.da == AREAS[code].name
        assert place.population.value == AREAS[code].population


def test_counted_stocks_are_the_counts(settings: dict[str, Setting]) -> None:
    for code, counts in read_municipal(ROOT).items():
        found = stocks(settings[NAMES[code]])
        assert found["insured"] == pytest.approx(counts.insured, abs=0.06)
        if counts.job_ready is not None:
            assert found["job-ready"] == pytest.approx(counts.job_ready, abs=0.06)
        cash = sum(
            found[group] for group in ("job-ready", "activity-ready", "education-ready-young", "activity-ready-young")
        )
        assert cash == pytest.approx(counts.cash, abs=1.5)


def test_shares_of_the_municipalities_add_up_to_the_nation(settings: dict[str, Setting]) -> None:
    people = settings["denmark"].people.stocks
    sums = {
        group: sum(stocks(settings[name])[group] for name in NAMES.values())
        for group in settings["denmark"].place.groups
    }
    national = {group: float(stock.value) for group, stock in people.items()}
    assert sums[SICK] + sums[CLARIFICATION] == pytest.approx(national[SICK] + national[CLARIFICATION], rel=0.001)
    for group in (UNEMPLOYED, REHABILITATION):
        assert sums[group] == pytest.approx(national[group], rel=0.01)
    assert sums[FLEXJOB] == pytest.approx(national[FLEXJOB], rel=0.01)  # but for aalborg, which has its own file
    for group, number in stocks(settings["denmark"]).items():
        assert number == pytest.approx(sums[group], rel=0.02), group


def test_sickness_and_job_clarification_are_split_as_other_municipalities_split_them(
    settings: dict[str, Setting],
) -> None:
    """Y012, Y018: 0.13 to 0.38 cases of job clarification per sickness case."""
    for name in NAMES.values():
        found = stocks(settings[name])
        if found[SICK] > 20:
            assert SPLIT[0] - 0.01 <= found[CLARIFICATION] / found[SICK] <= SPLIT[1] + 0.01, name


def test_larger_places_are_the_sums_of_their_municipalities(settings: dict[str, Setting]) -> None:
    six = setting_of("six-cities", "current", "baseline", date(2024, 1, 1), 366, 1)
    members = [settings[slug(name)] for name in SIX_CITIES]
    own = [member for member in members if member.place.place != "aalborg"]
    for group in ("insured", "job-ready"):
        assert stocks(six)[group] == pytest.approx(sum(stocks(member)[group] for member in members), rel=0.001)
    assert len(own) == 5
    assert six.place.population.value == sum(float(member.place.population.value) for member in members)


# --- entries and grants from the moves per citizen


def small(base: Place) -> Rates:
    """Moves by hand: the sick go to courses by grants, the insured fall ill, everybody leaves."""
    sizes = dict.fromkeys(base.groups, 100.0)
    return Rates(
        stocks=sizes, out={"insured": 200.0, SICK: 150.0, COURSE: 40.0, UNEMPLOYED: 50.0, REHABILITATION: 10.0, FLEXJOB: 20.0},
        moved={("insured", SICK): 30.0, (FLEXJOB, UNEMPLOYED): 20.0, (UNEMPLOYED, FLEXJOB): 40.0},
        granted={
            "resource-course": {(SICK, COURSE): 40.0}, "flexjob": {(SICK, UNEMPLOYED): 30.0, (SICK, FLEXJOB): 5.0},
            "rehabilitation": {(SICK, REHABILITATION): 10.0},
        },
        ready={"flexjob": {SICK: 35.0}, "disability-pension": {SICK: 20.0}},
    )  # fmt: skip


def test_a_place_like_the_fitted_one_has_its_grants_and_what_leaves_enters(settings: dict[str, Setting]) -> None:
    base = settings["aalborg"].place
    rates = small(base)
    found = balance(rates, base, rates.stocks, {})
    for name, factor in base.grants.items():
        assert found.grants[name] == pytest.approx(float(factor.value)), name
    # the sick: 150 leave, and 40 + 35 + 10 by grants; 30 come from the insured
    assert found.entries[SICK] == pytest.approx(150 + 85 - 30)
    assert found.entries["insured"] == pytest.approx(200)
    assert found.cases == pytest.approx(55)
    assert found.entries[COURSE] == 0


def test_twice_the_sick_need_half_the_grants_for_the_same_courses(settings: dict[str, Setting]) -> None:
    base = settings["aalborg"].place
    rates = small(base)
    sizes = rates.stocks | {SICK: 200.0}
    found = balance(rates, base, sizes, {})
    for name in ("resource-course", "rehabilitation"):
        assert found.grants[name] == pytest.approx(float(base.grants[name].value) / 2), name
    inflow = 40 * 2 * found.grants["resource-course"] / float(base.grants["resource-course"].value)
    assert inflow == pytest.approx(40)


def test_entries_are_never_fewer_than_come_back_and_the_drift_is_told(settings: dict[str, Setting]) -> None:
    base = settings["aalborg"].place
    rates = small(base)
    rates.returned["insured", "insured"] = 230.0
    found = balance(rates, base, rates.stocks, {"insured": 260.0})
    # 200 leave, and 30 of those who are expected back do not come
    assert found.entries["insured"] == 260
    assert found.drift["insured"] == pytest.approx(260 - (200 + 30))


def test_entries_replace_those_who_are_expected_back_and_do_not_come(settings: dict[str, Setting]) -> None:
    base = settings["aalborg"].place
    rates = small(base)
    rates.returned["insured", "insured"] = 60.0
    sizes = rates.stocks | {"insured": 200.0}
    found = balance(rates, base, sizes, {"insured": 150.0})
    assert found.entries["insured"] == pytest.approx(2 * 200 + 150 - 2 * 60)


def test_the_sick_go_back_to_the_group_in_which_they_fell_ill(settings: dict[str, Setting]) -> None:
    """Twice the sick with the same insured: no more of the insured fell ill, so no more go back."""
    base = settings["aalborg"].place
    rates = small(base)
    rates.moved[SICK, "insured"] = 10.0
    found = balance(rates, base, rates.stocks | {SICK: 200.0})
    assert found.entries["insured"] == pytest.approx(200 - 10)
