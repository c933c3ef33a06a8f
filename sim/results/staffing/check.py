"""Checking a study before it is run: are its files sound, and can its staff do its law at all? See :mod:`sim.results.staffing.demand`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim.study import timeline as line
from sim.results.run_study import check
from sim.results.staffing.demand import Demand, demand
from sim.runs.run import setting
from sim.study.study import Study, Variant


@dataclass(frozen=True)
class Checked:
    """A column at a place: what is asked of its teams; one for each law of a column whose law changes."""

    place: str
    variant: Variant
    citizens: int
    teams: list[Demand]


def checked(study: Study) -> list[Checked]:
    """Build every column's first world, as a run would, and hold what is asked against its staff. Runs nothing.

    Raises:
        ScenarioError: something in a file that the study names does not fit.
    """
    from sim.world.build import build_world

    check(study)
    found = []
    for place in study.places:
        for variant in dict.fromkeys(variant.kept for variant in study.variants):
            where = setting(study, place, variant)
            for since, name, used in line.together(variant.rules, study.practice_at(place, variant)):
                law = next(
                    (law for law in where.later if since and (since - study.start).days == law.day), where.first_law
                )
                world = build_world(replace(where, rule_set=law.rule_set, practice=law.practice, later=()), 1)
                opening = int((world.citizens["arrive"] == 0).sum())
                told = variant._replace(rules=name + (f" from {since.isoformat()}" if since else ""), practice=used)
                found.append(Checked(place, told, opening, demand(world)))
    return found
