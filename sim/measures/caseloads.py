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
    """Open cases per full-time post, by team; "all" is over the teams that have a norm (over all when none has).

    A team that has no case on any day of the window (company consultants) has no caseload; its posts are staff like others.

    A post is *filled* on a working day on which its caseworker has capacity or cases (leave and sickness included, a
    vacancy not): that is what a norm of citizens per social worker counts. ``caseload_mean``: cases over filled posts,
    both summed over the window's working days; ``caseload_weighted``: the same with need weights;
    ``caseload_per_present_post``: cases over capacity in full days, so that leave and sickness push it up;
    ``caseload_week_p50|p90|p95|mean``: distribution over caseworker-weeks (Monday to Sunday, at least one filled day;
    mean over its filled days, per full-time post); ``share_above_norm_2016|2020``: caseworker-weeks above the norm's
    high end; ``staff``: filled posts, ``staff_present``: capacity in full days, means over working days. Staff of another
    role than caseworker has no cases: it stands under the role's name in ``staff_present`` only, and is no part of "all".
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
    """Cases per full-time post of every caseworker-week, and its caseworker."""
    if not len(days) or not len(filled):
        return np.zeros(0), np.zeros(0, dtype=np.int64)
    week = view.week[days] - view.week[days[0]]
    first = np.flatnonzero(np.concatenate([[True], week[1:] != week[:-1]]))
    total = np.add.reduceat(cases.cases[:, days] * filled, first, axis=1)
    number = np.add.reduceat(filled.astype(np.float64), first, axis=1)
    caseworker, at = np.nonzero(number)
    return total[caseworker, at] / number[caseworker, at] / cases.post[caseworker], caseworker
