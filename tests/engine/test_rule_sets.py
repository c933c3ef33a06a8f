"""Every rule set on a small place: both engines agree, every proposal moves what it touches, every value of the law is read.

What a paper claims is asserted nowhere: a proposal must change the amount of what it touches, in whatever direction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel

from sim.chance.quantiles import Inverse
from sim.engine import run
from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir
from sim.files.quantity import Duration, Number
from sim.files.value import Value
from sim.law.clauses.practice import Practice
from sim.law.clauses.regime import Regime
from sim.law.clauses.vocabulary import SUFFICIENT
from sim.law.compose.rule_set import RuleSet
from sim.place.people.model import Stock
from sim.study.posts import baseline_posts
from sim.study.setting import Setting
from sim.world.build import build_world
from sim.world.log import RowKind
from sim.world.rows import people as people_rows
from sim.world.rows import rules as rule_rows
from sim.world.rows.builders import Tables
from sim.world.rows.people import PeopleRows
from sim.world.rows.steps import procedure_steps
from sim.world.rows.versions import duty_versions, procedure_versions
from sim.world.world import World
from tests.aalborg import START
from tests.aalborg import setting as aalborg
from tests.engine.compare import first_difference
from tests.engine.small import PLENTY, scaled, shrunk
from tests.settings import library

YEAR, SHARE = 366, 0.25
SOME = 3
"""Citizens of a group that a sharper place leaves out of account."""

EARLIEST = date(2022, 1, 1)
"""The first day of which the calendar knows the holidays: a sharper place runs for long."""

Amounts = dict[str, tuple[int, int]]
"""Activity or certificate -> how often, and minutes or DKK in all."""

LIBRARY = library()
REGIMES = sorted(path.stem for path in (scenarios_dir() / "regimes").glob("*.yaml"))
PROCESS = [key for key, proposal in LIBRARY.proposals.items() if proposal.reform.kind == "process"]
ALONE = [f"{LIBRARY.proposals[key].argued_against}+{key}" for key in PROCESS]
UNDER_NAMES = [name for name, package in LIBRARY.packages.items() if package.reforms or package.changes]


def under(rules: str, days: int = YEAR, start: date = START) -> Setting:
    """Aalborg under a rule set, its files read once."""
    rule_set = LIBRARY.rule_set(rules)
    practice = LIBRARY.practice("baseline", rule_set)
    return replace(aalborg().under(rule_set, practice), start=start, days=days)


# --- both engines
@pytest.mark.parametrize("rules", [*REGIMES, *UNDER_NAMES, *ALONE])
def test_the_engines_agree_on_a_year_of_a_small_place(rules: str) -> None:
    """Two hundred citizens, and eighty under a regime with one proposal, since other cases have all its other rules."""
    world = shrunk(under(rules), citizens=80 if rules in ALONE else 200)
    apart = first_difference(run(world, "reference").rows, run(world).rows)
    assert apart is None, f"{rules} (first: reference, other: kernel): {apart}"


# --- what a proposal touches
@dataclass(frozen=True)
class Sharper:
    """A place for what is rare: these groups at full size, a few citizens of the others, for so long."""

    groups: tuple[str, ...]
    years: int
    why: str


RARE = {
    "001-12": Sharper(
        ("flexjob-unemployed", "in-flexjob"), 6,
        "who is under 40 and gets a new flex job has it for good at once, and no status 4½ years later",
    ),
    "002-3c": Sharper(("in-flexjob",), 2, "the review is a year after the grant, and few of them lead to the team"),
    "002-3b": Sharper(
        ("sick", "job-clarification", "flexjob-unemployed", "in-flexjob"), 4,
        "a tenth instead of 3 % of the flex jobs of those with a job; six months on ledighedsydelse and 2½ years in a job come later",
    ),
}  # fmt: skip


@pytest.mark.parametrize("key", PROCESS)
def test_a_proposal_changes_the_amount_of_all_that_it_touches(key: str) -> None:
    """On the regime that it argues against; rules named in ``RARE`` run on a place with enough citizens."""
    proposal = LIBRARY.proposals[key]
    before, after = (
        amounts(name, RARE.get(key)) for name in (proposal.argued_against, f"{proposal.argued_against}+{key}")
    )
    touched = proposal.reform.touches
    still = {name: before[name] for name in touched if before.get(name, (0, 0)) == after[name]}
    assert not still, f"{key} leaves as they were: {still}"


@lru_cache(maxsize=16)
def amounts(rules: str, place: Sharper | None = None) -> Amounts:
    """How much of each activity and certificate a run has: a quarter of Aalborg for a year, or a sharper place.

    The team has places for all, so that hearings are as many as cases.
    """
    log = run(_quarter(rules) if place is None else _sharper(rules, place))
    found: Amounts = {}
    for kind, code, names in (("WORK", "activity", "activity"), ("ORDER", "form", "certificate")):
        rows = log.rows[log.rows["kind"] == RowKind[kind]]
        for number, name in log.names[names].items():
            mine = rows["minutes"][rows[code] == number]
            found[name] = int(mine.size), int(mine.sum())
    return found


def _quarter(rules: str) -> World:
    setting = under(rules)
    posts = {team: max(0.5, round(count * SHARE, 1)) for team, count in baseline_posts(setting).items()}
    return build_world(scaled(setting, SHARE, at_least=SOME), 1, posts=posts, places=PLENTY)


def _sharper(rules: str, place: Sharper) -> World:
    setting = under(rules, place.years * YEAR, EARLIEST)
    posts = baseline_posts(setting)

    def few(stock: Stock) -> Stock:
        return stock.model_copy(
            update={
                "stock": replace(stock.stock, value=Number(SOME)),
                "entries": replace(stock.entries, value=Number(SOME)),
            }
        )

    groups = {name: stock if name in place.groups else few(stock) for name, stock in setting.place.groups.items()}
    return build_world(
        replace(setting, place=setting.place.model_copy(update={"groups": groups})), 1, posts=posts, places=PLENTY
    )


# --- every value is read
class Sketches(Tables):
    """Tables by a few points of their distribution: enough to tell whether one has changed."""

    POINTS = np.array([0.02, 0.2, 0.5, 0.8, 0.98])

    def __init__(self) -> None:
        super().__init__()
        self.sketches: list[tuple[float, ...]] = []

    def add(self, inverse: Inverse) -> int:
        sketch = tuple(float(value) for value in inverse(self.POINTS))
        if sketch not in self.sketches:
            self.sketches.append(sketch)
        return self.sketches.index(sketch)


def booking_ahead(practice: Practice) -> Practice:
    """The practice with bookings up to half a year ahead."""
    window = replace(practice.booking.window, value=Duration(whole_days=182))
    return practice.model_copy(update={"booking": practice.booking.model_copy(update={"window": window})})


def compiled(rule_set: RuleSet) -> str:
    """All that a world takes from the law: rows, settings, posts and what measures read beside the log.

    The practice books far ahead, so that a limit of the law on booking ahead is seen.
    """
    setting = aalborg().under(rule_set)
    regime, people = rule_set.regime, setting.people
    tables = Sketches()
    rules = rule_rows.Rules(rule_set, booking_ahead(setting.practice), people_rows.trait_codes(people), tables)
    destinations = people_rows.destination_codes(people, tuple(rule_set.names_used()["destination"]))
    rows: list[Any] = [*rule_rows.activity_rows(rules), rule_rows.certificate_rows(rules), duty_versions([rules], [])]
    drafts = [procedure_steps(rules, people, destinations)]
    procedures, steps, *_ = procedure_versions(drafts, rules.procedures, [])
    living = PeopleRows(rules, people, destinations)
    living.add_needs(procedures, steps, {})
    rows += [
        procedures,
        steps,
        living.clocks,
        living.needs,
        living.traits,
        rule_rows.rider_rows(rules),
        rule_rows.settings(rules),
    ]
    rows += [rules.spans.months, tables.sketches, baseline_posts(setting), regime.merged_groups]
    return repr(rows)


def moved(value: Value[Any]) -> Value[Any]:
    """The same value one step further: another month or day, a tenth more or (of a share) of the whole."""
    old = value.value
    if isinstance(old, Duration):
        new: Any = (
            Duration(months=old.months + 1)
            if old.months is not None
            else Duration(whole_days=(old.whole_days or 0) + 1)
        )
    elif value.unit == "share":
        new = old - 0.1 if old > 0.5 else old + 0.1
    elif isinstance(old, int):
        new = old + max(1, old // 10)
    else:
        new = 1.5 * old + 0.1
    return replace(value, value=new)


def with_moved(thing: Any, path: str) -> Any:
    """A copy of an entry in which the value at ``path`` is another; entries off the path are shared."""
    if isinstance(thing, Value):
        return moved(thing) if thing.path == path else thing
    if isinstance(thing, BaseModel):
        new = {name: with_moved(getattr(thing, name), path) for name in type(thing).model_fields}
        return thing.model_copy(update=new)
    if isinstance(thing, dict):
        return {key: with_moved(item, path) for key, item in thing.items()}
    return tuple(with_moved(item, path) for item in thing) if isinstance(thing, tuple) else thing


def section_moved(regime: Regime, path: str) -> Regime:
    section = path.split(".", maxsplit=1)[0]
    names = {field.alias or name: name for name, field in type(regime).model_fields.items()}
    return regime.model_copy(update={names[section]: with_moved(getattr(regime, names[section]), path)})


def of_their_own(name: str) -> Iterator[str]:
    """Paths of values that a rule set has and today's rules have not, or have otherwise."""
    today = {value.path: value.value for value in LIBRARY.rule_set("current").values()}
    return (value.path for value in LIBRARY.rule_set(name).values() if today.get(value.path) != value.value)


@pytest.mark.parametrize("name", ["current", *UNDER_NAMES, *REGIMES])
def test_every_value_of_the_law_is_read(name: str) -> None:
    """A value that could be anything is no rule. Of other rule sets only what is theirs is looked at."""
    rule_set = LIBRARY.rule_set(name)
    before = compiled(rule_set)
    paths = [value.path for value in rule_set.values()] if name == "current" else list(of_their_own(name))
    unread = [p for p in paths if compiled(replace(rule_set, regime=section_moved(rule_set.regime, p))) == before]
    assert not unread, f"nothing depends on {', '.join(unread)}"


def test_some_rules_ask_for_every_chance_wait_and_trait_of_the_people() -> None:
    """What proposals brought into the people file is used by one of them, as what the law brought is by the law."""
    people = aalborg().people
    practices = sorted(path.stem for path in (scenarios_dir() / "practices").glob("*.yaml"))
    every = [LIBRARY.rule_set(name) for name in (*REGIMES, *UNDER_NAMES, *ALONE)]
    asked: dict[str, set[str]] = {"trait": set(), "chance": set(), "wait": set()}
    for rule_set in every:
        for practice in practices:
            for kind, names in LIBRARY.names_used(rule_set, practice).items():
                asked.setdefault(kind, set()).update(names)
    traits = people.traits.values()
    asked["trait"] |= {name for trait in traits for name in (*trait.only, *trait.unless)} | {SUFFICIENT}
    there = {
        "chance": {*people.chances},
        "wait": {*people.waits},
        "trait": {t.same_as or n for n, t in people.traits.items()},
    }
    unused = {name for kind, names in there.items() for name in names - asked[kind]}
    assert not unused


# --- ceilings and a fixed caseworker
def test_a_ceiling_makes_posts_and_takes_none() -> None:
    """Cases over the fewer of what a place gives a caseworker and what the law allows (002-11; S095-S098)."""
    today, ceiling = under("current"), under("current+002-11")
    most = ceiling.rule_set.regime.caseloads.at_most
    assert most is not None
    before, after = baseline_posts(today), baseline_posts(ceiling)
    for name, team in today.place.teams.items():
        share = team.caseload_share.value if team.caseload_share else 1.0
        cases = {group: today.place.groups[group].stock.value * share for group in team.groups}
        allowed = {g: n.value if g not in most else min(n.value, most[g].value) for g, n in team.cases_per_post.items()}
        assert after[name] == pytest.approx(sum(cases[g] / allowed[g] for g in cases), abs=0.051)
        assert (after[name] > before[name]) == any(allowed[g] < n.value for g, n in team.cases_per_post.items())


def test_the_law_or_the_place_may_fix_the_caseworker() -> None:
    worlds = [shrunk(under(rules, 30)) for rules in ("current", "current+002-4")]
    assert [world.settings["fixed_caseworker"] for world in worlds] == [0, 1]


def test_more_traits_than_bits_are_refused() -> None:
    people = aalborg().people
    one = next(iter(people.traits.values()))
    many = people.model_copy(update={"traits": {f"trait-{number}": one for number in range(64)}})
    with pytest.raises(ScenarioError, match="too many traits") as caught:
        people_rows.trait_codes(many)
    assert (caught.value.found, caught.value.expected) == ("64", "at most 63")
