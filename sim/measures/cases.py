"""Cases and minutes per caseworker and day, and each case's share of the running casework."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.measures.episodes import Pieces
from sim.measures.view import Floats, Ints, Mask, View
from sim.world.log import RowKind


@dataclass(frozen=True)
class CaseDays:
    """Cases, capacity and running casework of every caseworker on every day of the run.

    Attributes:
        pieces: histories of the citizens.
        under: the pieces under a caseworker that are open on a day plan.
        cases: float64[caseworkers, days], open cases at the day plan.
        weighted: float64[caseworkers, days], the same with the practice's need weights (medium = 1).
        capacity: float64[caseworkers, days], effective minutes.
        running: float64[caseworkers, days], minutes of running casework.
        need_weight: float64[3], weight of a case by need level.
        full_day_minutes: effective minutes of a full-time caseworker on a day without absence.
        post: float64[caseworkers], size of the post (1 = full time): its fullest day over the minutes of a full day.
        filled: bool[caseworkers, days], working days on which the post is filled: it has capacity or cases. Leave and
            sickness leave a post filled. A vacancy does not, because the leaver's cases go to other caseworkers.
    """

    pieces: Pieces
    under: Pieces
    cases: Floats
    weighted: Floats
    capacity: Floats
    running: Floats
    need_weight: Floats
    full_day_minutes: float
    post: Floats
    filled: Mask

    @staticmethod
    def of(view: View, pieces: Pieces) -> CaseDays:
        """Count the cases of the pieces under a caseworker, and read CAPACITY and RUNNING rows."""
        size, days = len(view.team_of_caseworker), view.days
        under = _under(pieces, size)
        weight = view.need_weight[under.need]
        cases = open_cases(under, np.ones(len(weight)), size, days)
        capacity = _by_day(view, RowKind.CAPACITY, size)
        full_day = float(view.log.meta["full_day_minutes"]) if size else 1.0
        fullest = capacity.max(axis=1, initial=0.0)
        sizes = view.log.meta.get("post_size")
        return CaseDays(
            pieces=pieces,
            under=under,
            cases=cases,
            weighted=open_cases(under, weight, size, days),
            capacity=capacity,
            running=_by_day(view, RowKind.RUNNING, size),
            need_weight=view.need_weight,
            full_day_minutes=full_day,
            post=fullest / full_day if sizes is None else np.asarray(sizes, np.float64),
            filled=((capacity > 0) | (cases > 0)) & view.workday[None, :] & (fullest > 0)[:, None],
        )

    def among(self, states: Mask, own: Mask) -> CaseDays:
        """The part of some citizens: their cases, and their share of each day's running casework by need weights.

        Args:
            states: bool[positions of states], the states in which citizens are these citizens.
            own: bool[caseworkers], the caseworkers whose posts, capacity and minutes without any case belong to the part.
        """
        size, days = self.cases.shape
        pieces, under = (every.where(states[every.state]) for every in (self.pieces, self.under))
        weighted = open_cases(under, self.need_weight[under.need], size, days)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(self.weighted > 0, weighted / self.weighted, own[:, None])
        return replace(
            self,
            pieces=pieces,
            under=under,
            cases=open_cases(under, np.ones(len(under.need)), size, days),
            weighted=weighted,
            capacity=self.capacity * own[:, None],
            running=self.running * share,
            filled=self.filled & own[:, None],
        )

    def shares(self, view: View) -> Floats:
        """float64[pieces], the running minutes of the window that each piece gets.

        The open cases of a caseworker share a day's minutes by need weight: a case of weight w gets w times the
        minutes per unit of weight. Summed over a piece's days, this is w times the difference of one cumulative sum per
        caseworker. No piece gets the minutes of a day without any case.
        """
        window, days = view.window, self.cases.shape[1]
        with np.errstate(divide="ignore", invalid="ignore"):
            per_weight = np.where(self.weighted > 0, self.running / self.weighted, 0.0)
        per_weight[:, : window.first_day] = 0.0
        per_weight[:, window.last_day + 1 :] = 0.0
        total = np.zeros((len(per_weight), days + 1))
        np.cumsum(per_weight, axis=1, out=total[:, 1:])
        pieces, flat = self.pieces, total.ravel()
        if not flat.size:
            return np.zeros(len(pieces.citizen))
        held = (pieces.caseworker >= 0) & (pieces.caseworker < len(per_weight))
        base = np.where(held, pieces.caseworker, 0) * (days + 1)
        gained = flat[base + pieces.end_day] - flat[base + pieces.start_day]
        return np.where(held, view.need_weight[pieces.need] * gained, 0.0)


def _under(pieces: Pieces, size: int) -> Pieces:
    """The pieces under one of the caseworkers that are open on a day plan."""
    return pieces.where((pieces.caseworker >= 0) & (pieces.caseworker < size) & (pieces.end_day > pieces.start_day))


def open_cases(pieces: Pieces, weight: Floats, size: int, days: int) -> Floats:
    """float64[size, days], weight of the pieces open on each day."""
    from sim.measures.walks.levels import levels

    return levels(pieces.caseworker, pieces.start_day, pieces.end_day, weight, size, days)


def _by_day(view: View, kind: RowKind, size: int) -> Floats:
    """float64[size, days], minutes in the rows of a kind, by caseworker and day."""
    part = view.of(kind)
    caseworker: Ints = part["caseworker"]
    known = (caseworker >= 0) & (caseworker < size) & (part.day < view.days)
    flat = (caseworker * view.days + part.day)[known]
    minutes = np.bincount(flat, weights=part["minutes"][known], minlength=size * view.days)
    return minutes.reshape(size, view.days).astype(np.float64)
