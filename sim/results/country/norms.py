"""The posts that the social workers' norms ask for at each place of a list, under each column with all staff.

Cases per post are an input of each place. Nobody has counted them, so a place has those of the fitted place with their range. A
caseload held against a norm therefore repeats an assumption. The posts that a norm asks for are the citizens over the norm.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.measures.norms import ENDS, YEARS, Bands
from sim.report.country.record import NORMS
from sim.results.country.cube import Cube, Floats
from sim.results.country.over_places import means_of
from sim.study.setting import Setting

POSTS = tuple(f"posts_{year}_{end}" for year in YEARS for end in ENDS)
"""The columns of posts that a norm asks for."""


def norms_by_place(cubes: Mapping[str, Cube], settings: Mapping[str, Setting], bands: Bands) -> pd.DataFrame:
    """The table :data:`sim.report.country.record.NORMS`.

    Args:
        cubes: column with all staff, with the baseline -> its pairs; the column's side is read.
        settings: place -> its setting under the baseline.
        bands: group -> year -> (fewest, most) cases per post.
    """
    rows: list[dict[str, Any]] = []
    for column, cube in cubes.items():
        stock = {group: _level(cube, "stock", group) for group in bands}
        asked = {(name, group): _level(cube, f"norm_{name}", group) for name in POSTS for group in bands}
        staff = _level(cube, "norm_staff", "all")
        for at, place in enumerate(cube.places):
            cases = {
                group: value
                for team in settings[place].place.teams.values()
                for group, value in team.cases_per_post.items()
            }
            lines: list[dict[str, Any]] = []
            for group in bands:
                citizens = float(stock[group][at])
                if group not in cases or not citizens > 0:
                    continue
                value = cases[group]
                low, high = (float(value.value if end is None else end) for end in (value.low, value.high))
                lines.append(
                    {
                        "group": group, "citizens": citizens, "cases_per_post": float(value.value), "cases_low": low,
                        "cases_high": high, "evidence": value.evidence, "posts": citizens / float(value.value),
                        **{f"norm_{year}_{end}": bands[group][year][side]
                           for year in YEARS for side, end in enumerate(("low", "high"))},
                        **{name: float(asked[name, group][at]) for name in POSTS},
                    }
                )  # fmt: skip
            whole = {name: sum(line[name] for line in lines) for name in ("citizens", *POSTS)}
            grades = {str(line["evidence"]) for line in lines}
            lines.append({"group": "all", "evidence": ", ".join(sorted(grades)), "posts": float(staff[at]), **whole})
            rows += [{"place": place, "column": column, **line} for line in lines]
    return pd.DataFrame(rows, columns=NORMS)


def _level(cube: Cube, measure: str, group: str) -> Floats:
    """float64[places], the mean over replications under the cube's column; nan where there is none."""
    sides = cube.at(measure, group=group)
    return means_of(sides.after) if sides is not None else means_of(cube.numbers[0, 1] * math.nan)
