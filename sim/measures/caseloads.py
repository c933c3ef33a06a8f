"""Caseloads against the social workers' norms; posts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.measures.cases import CaseDays
from sim.measures.tidy import Tidy, count
from sim.measures.view import Floats, Ints, Mask, View

Norms = Mapping[str, Mapping[str, tuple[float, float]]]
"""team -> {"2016": (low, high), "2020": (low, high)}, citizens per full-time caseworker."""
YEARS = ("2016", "2020")
UNIT = "cases per post"


def caseloads(view: View, cases: CaseDays, norms: Norms) -> pd.DataFrame:
    """Open cases per full-time post by team. "all" covers the teams with a norm, or all teams if none has a norm.

    A post is *filled* on a working day on which its caseworker has capacity or cases. Leave and sickness leave it
    filled, a vacancy does not. A norm of citizens per social worker counts filled posts.

    - ``caseload_mean``: cases per filled post, both summed over the window's working days.
    - ``caseload_weighted``: the same with need weights.
    - ``caseload_per_present_post``: cases per post of capacity in full days. Leave and sickness raise it.
    - ``caseload_week_p50|p90|p95|mean``: the distribution over caseworker-weeks, per full-time post. A
      caseworker-week is Monday to Sunday with at least one filled day; its value is the mean over its filled days.
    - ``share_above_norm_2016|2020``: the share of caseworker-weeks above the norm's upper limit.
    - ``staff``: filled posts, mean over working days.
    - ``staff_present``: capacity in full days, mean over working days.

    A team without cases in the window has posts but no caseload. Staff of other roles than caseworker have no cases.
    They appear only in ``staff_present``, under the role's name, and are not part of "all".
    """
    tidy, teams = Tidy(), view.axis("team")
    size = len(teams)
    place = teams.index(view.team_of_caseworker)
    days = _working_days(view)
    filled = cases.filled[:, days]
    full_day = cases.full_day_minutes
    open_cases = count((size,), place, weights=(cases.cases[:, days] * filled).sum(axis=1))
    weighted = count((size,), place, weights=(cases.weighted[:, days] * filled).sum(axis=1))
    posts = count((size,), place, weights=filled.sum(axis=1) * cases.post)
    present = count((size,), place, weights=cases.capacity[:, days].sum(axis=1) / full_day)
    ours = ~view.role_teams
    holds = (open_cases > 0) & ours
    counted = np.array([not norms or label in norms for label in teams.labels]) & holds
    for measure, above, below in (
        ("caseload_mean", open_cases, posts),
        ("caseload_weighted", weighted, posts),
        ("caseload_per_present_post", open_cases, present),
    ):
        tidy.ratio(measure, UNIT, above * holds, below * holds, {"team": teams.labels}, margins=())
        if below[counted].sum() > 0:
            tidy.add(measure, UNIT, above[counted].sum() / below[counted].sum())
    for measure, total in (("staff", posts), ("staff_present", present)):
        tidy.cube(measure, "posts", total * ours / max(len(days), 1), {"team": teams.labels})
    tidy.cube("staff_present", "posts", present * ~ours / max(len(days), 1), {"team": teams.labels}, margins=())
    load, caseworker = _weekly(view, cases, days, filled & ours[place][:, None])
    load, of_team = load[holds[place[caseworker]]], place[caseworker][holds[place[caseworker]]]
    tidy.spread("caseload_week", UNIT, load[counted[of_team]])
    tidy.spread("caseload_week", UNIT, load, {"team": (of_team, teams.labels)}, total=False)
    for year in YEARS:
        high = np.array([norms.get(label, {}).get(year, (0.0, np.inf))[1] for label in teams.labels])
        has = np.array([year in norms.get(label, {}) for label in teams.labels])
        above_norm = count((size,), of_team, weights=(load > high[of_team]).astype(np.float64)) * has
        weeks = count((size,), of_team) * has
        tidy.ratio(f"share_above_norm_{year}", "share", above_norm, weeks, {"team": teams.labels})
    return tidy.frame()


def _working_days(view: View) -> Ints:
    """int64[n], working days of the window."""
    days = np.flatnonzero(view.workday)
    return days[(days >= view.window.first_day) & (days <= view.window.last_day)]


def _weekly(view: View, cases: CaseDays, days: Ints, filled: Mask) -> tuple[Floats, Ints]:
    """Cases per full-time post of every caseworker-week, and the caseworkers of these weeks."""
    if not len(days) or not len(filled):
        return np.zeros(0), np.zeros(0, dtype=np.int64)
    week = view.week[days] - view.week[days[0]]
    first = np.flatnonzero(np.concatenate([[True], week[1:] != week[:-1]]))
    total = np.add.reduceat(cases.cases[:, days] * filled, first, axis=1)
    number = np.add.reduceat(filled.astype(np.float64), first, axis=1)
    caseworker, filled_week = np.nonzero(number)
    load = total[caseworker, filled_week] / number[caseworker, filled_week]
    return load / cases.post[caseworker], caseworker
