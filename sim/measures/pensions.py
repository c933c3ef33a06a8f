"""Disability pensions at their award: how many, what they are worth, and which person got one when."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from sim.files.quantity import YEAR_DAYS
from sim.law.clauses.vocabulary import PENSION
from sim.measures.benefit_weeks import WEEK
from sim.measures.benefits import PENSION_BENEFIT, Payments
from sim.measures.tidy import Tidy, count
from sim.measures.view import Floats, Ints, Part, View
from sim.world.log import NO_DAY, RowKind

COURSE = "resource-course"
"""The group whose courses may end in a pension without a need of their own."""


def pensions(view: View, payments: Payments) -> Tidy:
    """Disability pensions awarded in the window, by the group left. No amount grows with the length of the run.

    - ``pension_awards``: per year.
    - ``pension_award_value``: the present value at the award of the mean pension until the pension age, DKK per year.
      Deaths before that age are left out. A log without days of birth has no such row.

    A pension that the same person gets sooner is in both rule sets. So compare persons
    (:mod:`sim.results.pension_pairs`) before these numbers.
    """
    tidy, states = Tidy(), view.states
    left = _awards(view, inside=True)
    number = count((len(states),), view.state(left)) * view.per_year
    tidy.cube("pension_awards", "per year", number, {"group": states.labels})
    value = award_values(view, left, payments)
    if not np.isnan(value).any():
        total = count((len(states),), view.state(left), weights=value) * view.per_year
        tidy.cube("pension_award_value", "DKK per year", total, {"group": states.labels})
    return tidy


@dataclass(frozen=True)
class AwardRecord:
    """Every pension awarded in a log, and the citizens who may still get one when it ends.

    Attributes:
        citizen: the citizens who got a pension.
        day: the day of each award.
        before: DKK per week of the benefit before the award.
        staircase: position of the municipality's shares of that benefit (:attr:`sim.measures.rates.Rates.staircases`).
        weeks: weeks on benefits until the award.
        value: present value of the pension at the award, DKK; 0 if the log has no days of birth.
        open: citizens who are present at the end of the log and have a need for a pension, or are in a resource course.
        left: citizens who had a need for a pension or a resource course, left for something else and have not come back.
        left_day: the day on which they left for the last time.
        last: the last day of the log.
    """

    citizen: list[int]
    day: list[int]
    before: list[float]
    staircase: list[int]
    weeks: list[float]
    value: list[float]
    open: list[int]
    left: list[int]
    left_day: list[int]
    last: int

    def as_data(self) -> dict[str, object]:
        """The record as plain data, as JSON keeps it."""
        return asdict(self)


def award_record(view: View, payments: Payments) -> AwardRecord:
    """The pensions of a log, person by person. A citizen has the same number under all rule sets of a replication."""
    pieces = payments.pieces
    last = _last_pieces(pieces.citizen)
    place = np.full(2 + int(pieces.citizen.max(initial=-1)), -1, dtype=np.int64)  # the last entry is for other citizens
    place[pieces.citizen[last]] = last
    awarded = _known(_awards(view, inside=False), place)
    at = place[awarded["citizen"]]
    value = np.nan_to_num(award_values(view, awarded, payments))
    present = pieces.citizen[last[pieces.end[last] == view.end]]
    exits = _known(view.of(RowKind.EXIT), place)
    ever = np.union1d(_in_course(view, payments), _with_need(view, open_only=False))
    gone = exits.where((exits["destination"] != view.code("destination", PENSION)) & np.isin(exits["citizen"], ever))
    gone = _for_good(gone, present)
    in_course = pieces.citizen[last[view.states.holding(COURSE)[pieces.state[last]]]]
    may_get = np.union1d(in_course, _with_need(view, open_only=True))
    return AwardRecord(
        citizen=awarded["citizen"].tolist(),
        day=awarded.day.tolist(),
        before=np.round(payments.week_dkk[at], 2).tolist(),
        staircase=payments.staircase[at].tolist(),
        weeks=np.round(payments.weeks[at] + (awarded["minute"] - payments.pieces.start[at]) / WEEK, 2).tolist(),
        value=np.round(value).tolist(),
        open=np.intersect1d(present, may_get).tolist(),
        left=gone["citizen"].tolist(),
        left_day=gone.day.tolist(),
        last=view.days - 1,
    )


def award_values(view: View, left: Part, payments: Payments) -> Floats:
    """float64[awards], the present value of each pension at its award, DKK; nan without a day of birth."""
    arrival = view.of(RowKind.ARRIVE)
    born = np.full(1 + max(int(part["citizen"].max(initial=-1)) for part in (arrival, left)), NO_DAY, dtype=np.int64)
    born[arrival["citizen"]] = arrival["born"]
    birthday = born[left["citizen"]]
    rates = payments.rates
    value = rates.value_to_pension_age(
        rates.benefit_week_dkk.get(PENSION_BENEFIT, 0.0), (left.day - birthday) / YEAR_DAYS
    )
    return np.where(birthday == NO_DAY, np.nan, value)


def _awards(view: View, *, inside: bool) -> Part:
    """Exits to disability pension, of the window or of the whole log, from groups of this side."""
    left = view.inside(RowKind.EXIT) if inside else view.of(RowKind.EXIT)
    return left.where(left["destination"] == view.code("destination", PENSION))


def _last_pieces(citizen: Ints) -> Ints:
    """The position of each citizen's last piece; pieces are ordered by citizen and time."""
    return np.flatnonzero(np.append(citizen[1:] != citizen[:-1], np.ones(min(len(citizen), 1), dtype=np.bool_)))


def _known(part: Part, place: Ints) -> Part:
    """The rows of citizens with a piece. ``place`` has the position of each citizen's last piece, and -1 at its end."""
    return part.where(place[np.minimum(part["citizen"], len(place) - 1)] >= 0)


def _for_good(left: Part, present: Ints) -> Part:
    """The last exit of each citizen who is not present when the log ends."""
    last = len(left) - 1 - np.unique(left["citizen"][::-1], return_index=True)[1]
    mask = np.zeros(len(left), dtype=np.bool_)
    mask[last] = True
    return left.where(mask & ~np.isin(left["citizen"], present))


def _in_course(view: View, payments: Payments) -> Ints:
    """Citizens who were in a resource course at any time."""
    pieces = payments.pieces
    citizens: Ints = np.unique(pieces.citizen[view.states.holding(COURSE)[pieces.state]])
    return citizens


def _with_need(view: View, *, open_only: bool) -> Ints:
    """Citizens with a need for a pension at any time, or with one in their last spell. A need belongs to a spell."""
    needs = set(view.log.meta.get("pension_needs", ()))
    codes = [code for code, name in view.log.names.get("need", {}).items() if name in needs]
    rows = view.of(RowKind.NEED)
    rows = rows.where(np.isin(rows["need"], codes))
    if open_only:
        moves = view.of(RowKind.ARRIVE, RowKind.SWITCH)
        spell = np.full(1 + max(int(part["citizen"].max(initial=-1)) for part in (rows, moves)), -1, dtype=np.int64)
        np.maximum.at(spell, moves["citizen"], moves["spell"])
        rows = rows.where(rows["spell"] == spell[rows["citizen"]])
    citizens: Ints = np.unique(rows["citizen"])
    return citizens
