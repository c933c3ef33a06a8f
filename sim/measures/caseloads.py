"""Caseloads, and the posts that the social workers' norms ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from sim.measures.cases import CaseDays, open_cases
from sim.measures.episodes import Pieces
from sim.measures.norms import ENDS, YEARS, Loads, Norms
from sim.measures.tidy import BY_LOAD, BY_MONTH, Block, Tidy, count
from sim.measures.view import DAY, Floats, Ints, Mask, View

UNIT = "cases per post"
LOADS, MOST_LOAD = 10, 30
"""Bins of a whole norm, and the last bin."""
ROUNDING = 1e-9
"""Shares of a post that add up to exactly one are not above it."""


def caseloads(view: View, cases: CaseDays, norms: Norms) -> Tidy:
    """Open cases per full-time post by team, and the posts that the norms ask for.

    A post is *filled* on a working day on which its caseworker has capacity or cases. Leave and sickness leave it
    filled, a vacancy does not. A norm of citizens per social worker counts filled posts. "all" covers the teams that
    hold mostly cases with a norm, or all teams if no group has a norm.

    - ``caseload_mean``: cases per filled post, both summed over the window's working days.
    - ``caseload_weighted``: the same with need weights.
    - ``caseload_per_present_post``: cases per post of capacity in full days. Leave and sickness raise it.
    - ``caseload_week_p50|p90|p95|mean``: the distribution over caseworker-weeks, per full-time post. A
      caseworker-week is Monday to Sunday with at least one filled day; its value is the mean over its filled days.
    - ``norm_posts_2016_most``, ``norm_posts_2016_fewest``, ``norm_posts_2020_most``, ``norm_posts_2020_fewest``: filled
      posts that the cases with a norm need. They are given by team, by group and in all, at the most or the fewest cases
      per post that the norm allows. Each case counts with the norm of its own group, whichever team holds it. So a case
      of a norm of 40 takes a fortieth of a post.
    - ``norm_staff``: filled posts that hold cases with a norm. In a team with other cases too it is the part that the
      place's own cases per post give.
    - ``norm_gap_2016_most``, ``norm_gap_2016_fewest``, ``norm_gap_2020_most``, ``norm_gap_2020_fewest``: the posts needed
      less ``norm_staff``.
    - ``share_above_norm_2016|2020``: the share of caseworker-weeks whose cases need more than the post, at the most cases
      that the norms allow. It echoes cases per post, which is an input.
    - ``norm_load_weeks_2016|2020``: caseworker-weeks of a team by the same load. Column activity is the upper end of a bin in
      percent of what the norm allows; 100 is the norm, and the last bin has all heavier loads.
    - ``norm_load_month_2016|2020``: the load of a team as a share of what the norm allows, by month (column activity).
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
    cases_held = count((size,), place, weights=(cases.cases[:, days] * filled).sum(axis=1))
    weighted = count((size,), place, weights=(cases.weighted[:, days] * filled).sum(axis=1))
    posts = count((size,), place, weights=filled.sum(axis=1) * cases.post)
    present = count((size,), place, weights=cases.capacity[:, days].sum(axis=1) / full_day)
    ours = ~view.role_teams
    holds = (cases_held > 0) & ours
    loads = NormLoads.of(view, cases, norms)
    part = loads.normed_part
    counted = (part >= 0.5 if part.any() else ours) & holds
    for measure, above, below in (
        ("caseload_mean", cases_held, posts),
        ("caseload_weighted", weighted, posts),
        ("caseload_per_present_post", cases_held, present),
    ):
        tidy.ratio(measure, UNIT, above * holds, below * holds, {"team": teams.labels}, margins=())
        if below[counted].sum() > 0:
            tidy.add(measure, UNIT, above[counted].sum() / below[counted].sum())
    for measure, total in (("staff", posts), ("staff_present", present)):
        tidy.cube(measure, "posts", total * ours / max(len(days), 1), {"team": teams.labels})
    tidy.cube("staff_present", "posts", present * ~ours / max(len(days), 1), {"team": teams.labels}, margins=())
    load, caseworker = _weekly(view, cases.cases, cases, days, filled & ours[place][:, None])
    load, of_team = load[holds[place[caseworker]]], place[caseworker][holds[place[caseworker]]]
    tidy.spread("caseload_week", UNIT, load[counted[of_team]])
    tidy.spread("caseload_week", UNIT, load, {"team": (of_team, teams.labels)}, total=False)
    if part.any():
        loads.add_posts(tidy, posts * holds / max(len(days), 1))
        for year in YEARS:
            load, caseworker = _weekly(view, loads.by_day(year), cases, days, filled & ours[place][:, None])
            of_team = place[caseworker]
            above = count((size,), of_team, weights=(load > 1 + ROUNDING).astype(np.float64)) * (part > 0) * holds
            weeks = count((size,), of_team) * (part > 0) * holds
            tidy.ratio(f"share_above_norm_{year}", "share", above, weeks, {"team": teams.labels})
            shown = ((part > 0) & holds)[of_team]
            _add_loads(tidy, year, load[shown], of_team[shown], teams.labels)
            taken = loads.by_day(year)[:, days] * filled
            _add_months(tidy, year, taken, filled * cases.post[:, None], place, (part > 0) & holds, view, days)
    return tidy


def _add_loads(tidy: Tidy, year: str, load: Floats, team: Ints, labels: Sequence[str]) -> None:
    """Add caseworker-weeks by team and load."""
    place = np.minimum(np.ceil(load * LOADS - ROUNDING), MOST_LOAD).astype(np.int64)
    number = count((len(labels), MOST_LOAD + 1), team, place)
    own, at = np.nonzero(number)
    words = {
        "team": np.asarray(labels, dtype=object)[own],
        "activity": np.array([str(100 * p // LOADS) for p in at], object),
    }
    unit = {"measure": f"norm_load_weeks_{year}", "unit": BY_LOAD}
    tidy.blocks.append(Block({**words, **unit}, number[own, at]))


def _add_months(
    tidy: Tidy, year: str, taken: Floats, posts: Floats, team: Ints, shown: Mask, view: View, days: Ints
) -> None:
    """Add the load of each team by calendar month.

    Args:
        taken, posts: float64[caseworkers, days], posts that cases take by the norm, and posts there are.
        team: int64[caseworkers]. shown: bool[teams]. days: int64[days], day numbers.
    """
    if not len(days):
        return
    start = date.fromisoformat(str(view.log.meta["start"]))
    names = [(start + timedelta(days=int(day))).isoformat()[:7] for day in days]
    months = list(dict.fromkeys(names))
    month = np.array([months.index(name) for name in names], dtype=np.int64)
    labels = view.axis("team").labels
    sums = []
    for table in (taken, posts):
        by_team = np.zeros((len(labels), len(days)))
        np.add.at(by_team, team, table)
        sums.append(np.stack([by_team[:, month == at].sum(axis=1) for at in range(len(months))], axis=1))
    above, below = (table * shown[:, None] for table in sums)
    axes = {"team": labels, "activity": months}
    tidy.ratio(f"norm_load_month_{year}", BY_MONTH, above, below, axes, margins=())


@dataclass(frozen=True)
class NormLoads:
    """What the cases of caseworkers take of a post, by the norms and by the place's own cases per post.

    Attributes:
        under: the pieces under a caseworker.
        loads: what each of them takes.
        team: int64[pieces], position of the team that holds the case.
        cases: float64[pieces], cases in the window: days over the days of the window.
        size: caseworkers and days of the run.
    """

    view: View
    under: Pieces
    loads: Loads
    team: Ints
    cases: Floats
    size: tuple[int, int]

    @staticmethod
    def of(view: View, cases: CaseDays, norms: Norms) -> NormLoads:
        under = cases.under
        number = view.overlap(under.start_day * DAY, under.end_day * DAY) / view.window.days
        return NormLoads(
            view, under, Loads.of(view, under, norms), view.axis("team").index(under.team), number, cases.cases.shape
        )

    @cached_property
    def normed_part(self) -> Floats:
        """float64[teams], the part of a team's posts that holds cases with a norm, by the place's cases per post."""
        usual, normed = self.loads.usual(), self.loads.normed()
        usual = np.where(normed & (usual == 0), 1.0, usual)
        teams = (len(self.view.axis("team")),)
        every, part = (count(teams, self.team, weights=self.cases * load) for load in (usual, usual * normed))
        return np.divide(part, every, out=np.zeros(teams), where=every > 0)

    def add_posts(self, tidy: Tidy, posts: Floats) -> None:
        """Add the posts that the norms ask for, those there are, and the gap.

        Args:
            posts: float64[teams], filled posts.
        """
        teams, states = self.view.axis("team").labels, self.view.states
        staff = posts * self.normed_part
        tidy.cube("norm_staff", "posts", staff, {"team": teams})
        for year in YEARS:
            for end in ENDS:
                weights = self.cases * self.loads.of_norm(year, end)
                needed = count((len(teams),), self.team, weights=weights)
                name = f"{year}_{end}"
                tidy.cube(f"norm_posts_{name}", "posts", needed, {"team": teams})
                by_group = count((len(states),), self.under.state, weights=weights)
                tidy.cube(f"norm_posts_{name}", "posts", by_group, {"group": states.labels}, margins=())
                tidy.cube(f"norm_gap_{name}", "posts", needed - staff, {"team": teams})

    def by_day(self, year: str) -> Floats:
        """float64[caseworkers, days], posts that a caseworker's open cases take, at the most cases that the norms allow."""
        taken = np.where(self.loads.normed(), self.loads.of_norm(year, "most"), self.loads.usual())
        return open_cases(self.under, taken, *self.size)


def _working_days(view: View) -> Ints:
    """int64[n], working days of the window."""
    days = np.flatnonzero(view.workday)
    return days[(days >= view.window.first_day) & (days <= view.window.last_day)]


def _weekly(view: View, by_day: Floats, cases: CaseDays, days: Ints, filled: Mask) -> tuple[Floats, Ints]:
    """The mean of ``by_day`` (float64[caseworkers, days]) per full-time post, and the caseworker, by caseworker-week."""
    if not len(days) or not len(filled):
        return np.zeros(0), np.zeros(0, dtype=np.int64)
    week = view.week[days] - view.week[days[0]]
    first = np.flatnonzero(np.concatenate([[True], week[1:] != week[:-1]]))
    total = np.add.reduceat(by_day[:, days] * filled, first, axis=1)
    number = np.add.reduceat(filled.astype(np.float64), first, axis=1)
    caseworker, filled_week = np.nonzero(number)
    load = total[caseworker, filled_week] / number[caseworker, filled_week]
    return load / cases.post[caseworker], caseworker
