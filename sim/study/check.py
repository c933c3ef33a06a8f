"""Checking a study before it is run: are its files sound, and can its staff do its law at all? See :mod:`sim.study.demand`."""

from __future__ import annotations

from dataclasses import dataclass

from sim.study.conduct import check
from sim.study.demand import Demand, demand
from sim.study.run import setting
from sim.study.study import Study, Variant


@dataclass(frozen=True)
class Checked:
    """A column at a place: what is asked of its teams."""

    place: str
    variant: Variant
    citizens: int
    teams: list[Demand]


def checked(study: Study) -> list[Checked]:
    """Build every column's first world, as a run would, and hold what is asked against its staff. Runs nothing.

    Raises:
        ScenarioError: something in a file that the study names does not fit.
    """
    from sim.study.build import build_world

    check(study)
    found = []
    for place in study.places:
        for variant in dict.fromkeys(variant.kept for variant in study.variants):
            world = build_world(setting(study, place, variant), 1)
            opening = int((world.citizens["arrive"] == 0).sum())
            found.append(Checked(place, variant, opening, demand(world)))
    return found
