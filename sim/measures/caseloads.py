"""Caseloads, and the posts that the social workers' norms ask for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.measures.cases import CaseDays, open_cases
from sim.measures.episodes import Pieces
from sim.measures.norms import ENDS, YEARS, Loads, Norms
from sim.measures.tidy import Tidy, count
from sim.measures.view import DAY, Floats, Ints, Mask, View

UNIT = "cases per post"
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
    return tidy


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
