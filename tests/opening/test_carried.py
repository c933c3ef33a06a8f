"""Citizens carried over from a long run are in the new run what they were in the old one."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine import run as run_engine
from sim.engine.kernel import Run
from sim.engine.kernel.present import by_citizen
from sim.world.build import build_world
from sim.world.codes import DAY, Op
from sim.world.log import RowKind
from sim.world.opening import CrossSection, same_step
from sim.world.world import World
from tests.aalborg import setting
from tests.engine.compare import first_difference
from tests.opening.places import BEFORE, PLACES, InOrder, before, counts_of, section_of, smaller, with_stocks

FIRST_DAYS = 200


@pytest.fixture(scope="module")
def section() -> CrossSection:
    world, run = before(BEFORE + 366)
    return section_of(world, run, BEFORE, InOrder)


def opened(section: CrossSection, rules: str = "current", practice: str = "baseline", days: int = FIRST_DAYS) -> World:
    where, posts = smaller(setting(rules, practice, days=days))
    return build_world(with_stocks(where, counts_of(section)), 1, posts=posts, places=PLACES, opening=section)


@pytest.fixture(scope="module")
def world(section: CrossSection) -> World:
    return opened(section)


def test_every_citizen_is_in_the_new_run_where_the_old_one_left_him(section: CrossSection, world: World) -> None:
    """After the first midnight the new run knows the same first days, needs, terms and earlier periods as the old one."""
    old_world, old_run = before(BEFORE + 366)
    present = section.rows[section.rows["returns"] == 0]
    rows = present[np.argsort(present["state"], kind="stable")]
    old_people, old_past = by_citizen(old_world, old_run.state)
    here = np.flatnonzero((old_world.citizens["arrive"] < BEFORE * DAY) & (old_people["gone"] == 0))
    here = here[np.argsort(old_people["state"][here], kind="stable")]
    people, past = by_citizen(world, Run(world).to(1).state)
    new, old = people[: rows.size], old_people[here]
    stays = (new["spell"] == 0) & (new["gone"] == 0)
    assert stays.mean() > 0.97
    for name in ("spell_day", "benefit_day", "since", "course_day"):
        assert np.array_equal(new[name][stays], old[name][stays] - BEFORE), name
    for name in ("state", "came_from", "accumulated", "terms", "blocked", "need_level", "periods"):
        sick = new["state"] == old["state"] if name != "came_from" else old_world.states["sick"][old["state"]] == 1
        assert np.array_equal(new[name][stays & sick], old[name][stays & sick]), name
    planned = stays & (old["term_day"] > BEFORE)
    assert planned.sum() > 100
    moved = np.abs(new["term_day"] - (old["term_day"] - BEFORE))
    by_age = (
        old_world.clocks["aged"][old["term_row"]] > 0
    )  # both worlds begin on one date, so leap days fall differently
    assert moved[planned & ~by_age].max() == 0
    assert moved[planned & by_age].max() == 1
    arisen = stays & (old["need_state"] > 0)
    assert arisen.sum() > 50
    seen_later = arisen & (old["need_state"] == 2) & (new["need_state"] == 3)  # asked or was seen on day 0
    assert np.array_equal(new["need_state"][arisen & ~seen_later], old["need_state"][arisen & ~seen_later])
    assert seen_later.sum() < 0.1 * arisen.sum()
    for number in range(3):
        has = stays & (old["periods"] > number)
        ours, theirs = past[: rows.size][has, number], old_past[here][has, number]
        assert np.array_equal(ours["family"], theirs["family"])
        for name in ("first", "last"):
            assert np.array_equal(ours[name], theirs[name] - BEFORE)
    ages = (world.citizens["born"][: rows.size], old_world.citizens["born"][here] - BEFORE)
    assert np.array_equal(*ages)


def test_who_is_outside_comes_back_on_the_same_day_with_the_same_past(section: CrossSection, world: World) -> None:
    """The days until the return, the state returned to, the earlier periods, used dagpenge and the age."""
    outside = section.rows[section.rows["returns"] > 0]
    assert outside.size > 50
    mine = np.flatnonzero(world.citizens["outside"])
    assert mine.size == outside.size
    fates = world.citizens[mine]
    for ours, theirs in (
        ("state", "state"),
        ("accumulated", "accumulated"),
        ("worked", "worked"),
        ("need_bits", "need_bits"),
    ):
        assert np.array_equal(np.sort(fates[ours]), np.sort(outside[theirs])), ours
    assert np.array_equal(np.sort(fates["arrive"] // DAY), np.sort(outside["returns"]))
    assert np.array_equal(np.sort(-fates["born"]), np.sort(outside["age"]))
    known = {int(c): (world.periods["citizen"] == c).sum() for c in mine}
    assert sorted(known.values()) == sorted((outside["past_state"] >= 0).sum(axis=1))
    people, _ = by_citizen(world, Run(world).to(FIRST_DAYS).state)
    back = people[mine[world.citizens["arrive"][mine] < FIRST_DAYS * DAY]]
    assert (back["spell"] >= 1).all()


def test_no_case_that_decides_is_lost_and_none_is_begun_twice(section: CrossSection, world: World) -> None:
    rows = section.rows
    carried = int((rows["procedure"] >= 0).sum())
    assert world.cases.size == carried
    assert carried > 50
    starts = Run(world).to(1).rows
    starts = starts[starts["kind"] == RowKind.START]
    for procedure in np.unique(world.cases["procedure"]):
        begun = int((starts["procedure"] == procedure).sum())
        assert begun >= int((world.cases["procedure"] == procedure).sum())


def test_cases_with_a_place_are_heard_in_the_sessions_to_come(section: CrossSection, world: World) -> None:
    """The agendas of the first three weeks were fixed before the run: places are used from the first session on."""
    placed = int((section.rows["session"] >= 0).sum())
    assert placed > 0
    log = run_engine(world)
    notice = 21
    heard = log.rows[(log.rows["kind"] == RowKind.HEARING) & (log.rows["minute"] < notice * DAY)]
    assert 0 < heard.size <= placed
    by_day = np.bincount(heard["minute"] // DAY)
    assert (by_day <= world.places[: by_day.size]).all()


def test_a_duty_that_was_due_before_is_not_owed_again(section: CrossSection, world: World) -> None:
    rows = Run(world).to(1).rows
    opened_rows = rows[rows["kind"] == RowKind.OPEN]
    assert opened_rows.size
    assert (opened_rows["due"] > 0).all()


@pytest.mark.parametrize(
    ("rules", "practice"),
    [
        ("current", "baseline"),
        ("freed-six-cities", "same-contact-by-need"),
        ("R2027", "baseline"),
        ("R2015", "baseline"),
    ],
)
def test_both_engines_open_alike(section: CrossSection, rules: str, practice: str) -> None:
    """Also under a law whose procedures have other steps."""
    world = opened(section, rules, practice, days=70)
    assert world.cases.size
    ours, theirs = run_engine(world, "kernel").rows, run_engine(world, "reference").rows
    assert first_difference(ours, theirs) is None


def test_all_rule_sets_open_with_the_same_citizens(section: CrossSection) -> None:
    pool = CrossSection(section.rows, section.states, section.needs, section.procedures, section.outlines)
    where = [smaller(setting(rules, practice, days=50)) for rules, practice in PAIR]
    one, other = (build_world(place, 1, posts=posts, places=PLACES, opening=pool).citizens for place, posts in where)
    names = ["entity", "arrive", "state", "elapsed", "present", "benefit", "born", "need_bits", "need_state", "term"]
    assert np.array_equal(one[names], other[names])


PAIR = (("current", "baseline"), ("freed-six-cities", "same-contact-by-need"))


def test_a_citizen_of_a_stream_is_the_same_whatever_the_size_of_the_stock(section: CrossSection) -> None:
    pool = CrossSection(section.rows, section.states, section.needs, section.procedures, section.outlines)
    few, many = pool.drawn(5, "sick", 20), pool.drawn(5, "sick", 200)
    assert np.array_equal(few, many[:20])
    assert not np.array_equal(few, pool.drawn(6, "sick", 20))
    assert not np.array_equal(many[:20]["elapsed"], pool.drawn(5, "insured", 20)["elapsed"])


def test_the_drawn_stock_has_the_mean_of_the_cross_section(section: CrossSection) -> None:
    """20,000 draws: the mean of every number within four standard errors."""
    pool = CrossSection(section.rows, section.states, section.needs, section.procedures, section.outlines)
    for group in ("insured", "activity-ready", "sick", "in-flexjob"):
        rows, drawn = pool.of(group), pool.drawn(1, group, 20_000)
        for name in ("elapsed", "benefit", "age", "need_state", "term"):
            error = rows[name].std() / np.sqrt(20_000)
            assert abs(drawn[name].mean() - rows[name].mean()) <= 4 * error + 1e-9, (group, name)


def test_a_group_that_the_cross_section_lacks_opens_in_equilibrium(section: CrossSection) -> None:
    without = section.rows[section.rows["state"] != section.states.index("insured")]
    pool = CrossSection(without, section.states, section.needs, section.procedures, section.outlines)
    place, posts = smaller(setting(days=50))
    world = build_world(place, 1, posts=posts, places=PLACES, opening=pool)
    insured = list(world.names["state"].values()).index("insured")
    stock = world.citizens[(world.citizens["arrive"] == 0) & (world.citizens["state"] == insured)]
    assert stock.size == round(place.place.groups["insured"].stock.value)
    assert not stock["carried"].any()
    assert stock["elapsed"].min() > 0


# --- another law has other steps
def op(*ops: Op) -> tuple[tuple[int, int], ...]:
    return tuple((int(o), n) for n, o in enumerate(ops))


@pytest.mark.parametrize(
    ("step", "new", "expected"),
    [
        (1, op(Op.WORK, Op.ORDER, Op.TEAM, Op.WORK, Op.SWITCH), 1),  # the same steps
        (0, op(Op.WORK, Op.TEAM, Op.SWITCH), 0),  # nothing is done yet
        (2, op(Op.WORK, Op.WORK, Op.ORDER, Op.TEAM, Op.SWITCH), 3),  # waits for the team
        (2, op(Op.WORK, Op.ORDER, Op.WORK, Op.SWITCH), 2),  # no team any more: after the certificate
        (3, op(Op.WORK, Op.TEAM, Op.WORK, Op.SWITCH), 2),  # has been heard
        (3, op(Op.WORK, Op.SWITCH), 0),  # neither team nor certificate
    ],
)
def test_a_case_goes_on_after_what_it_has_passed(step: int, new: tuple[tuple[int, int], ...], expected: int) -> None:
    assert same_step(step, op(Op.WORK, Op.ORDER, Op.TEAM, Op.WORK, Op.SWITCH), new) == expected
