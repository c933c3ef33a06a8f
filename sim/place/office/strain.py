"""Absence and turnover of a team whose planned caseload differs from its place's own, if a study assumes such effects.

The planned caseload of a team is its stock over its posts. It changes only with the posts: through a cut, a ceiling on
caseloads, or hours reinvested in caseloads. So with the place's own posts nothing changes. Draws stay keyed by post and day:
with more cases a caseworker is ill on the same days and on further ones, and leaves no later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sim.files.quantity import Share
from sim.files.value import Value, at_value
from sim.place.office.model import MONTHS, Office
from sim.place.people.effects import PER_CASES, PLANNED_CASES, Effects, OnStaff


def under_strain(
    office: Office, effects: Effects | None, usual: Mapping[str, float], posts: Mapping[str, float]
) -> dict[str, Office]:
    """The office of each team whose absence or turnover differs from the office's own.

    Args:
        usual: the place's own posts by team.
        posts: the posts of the run by team.

    Raises:
        ScenarioError: a team would be ill on too many days.
    """
    if effects is None:
        return {}
    file, changed = effects.file, {}
    for team, own in usual.items():
        if posts.get(team, own) == own or not posts[team] > 0:
            continue
        absence = _factor(file.staff_absence, effects.of_caseload("staff_absence"), own / posts[team])
        turnover = _factor(file.staff_turnover, effects.of_caseload("staff_turnover"), own / posts[team])
        if (absence, turnover) != (1.0, 1.0):
            changed[team] = office.model_copy(
                update={"sickness": _times(office.sickness, absence), "turnover": _times(office.turnover, turnover)}
            )
            _check(changed[team], team)
    return changed


def _factor(effect: OnStaff | None, strength: float, ratio: float) -> float:
    """The factor on a rate when the planned caseload is ``ratio`` times the place's own."""
    if effect is None:
        return 1.0
    most = effect.at_most.value / PER_CASES
    tens = PLANNED_CASES * (ratio - 1) / PER_CASES
    return 1 + strength * max(-most, min(tens, most))


def _times(value: Value[Any], factor: float) -> Value[Any]:
    return replace(value, value=Share(value.value * factor))


def _check(office: Office, team: str) -> None:
    """Absences of this length must be able to make up the month's level, as for the office itself."""
    level = max(12 * office.sickness_by_month[month].value for month in MONTHS) * office.sickness.value
    if level >= 1 or level > office.sickness_length.value.days * (1 - level):
        raise at_value(
            office.sickness, f"with the assumed effect of caseload, team `{team}` would be ill too often",
            found=f"{100 * level:.0f} % of the working days of a month", expected="absences that can begin and end",
            do="lower `staff_absence.strength`, or run the study without effects",
        )  # fmt: skip
