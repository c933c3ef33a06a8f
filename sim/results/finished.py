"""A column of a study at one place, from its searches to its finished runs."""

from __future__ import annotations

from dataclasses import dataclass

from sim.results.staffing.answers import Cut
from sim.results.staffing.cut import staff_cut
from sim.results.staffing.reinvest import Reinvested, reinvested
from sim.runs.run import Plan, Run
from sim.runs.scheduler import Task
from sim.runs.store import Stored
from sim.study.column import Column


@dataclass(frozen=True)
class FinishedColumn:
    """A finished column of a study at one place.

    Attributes:
        cut: the staff that the column needs; None if all staff is kept.
        kept: the same column with all staff, if staff is cut.
        again: the use of its freed hours; None if they are not reinvested.
    """

    place: str
    column: Column
    runs: list[Run]
    stored: list[Stored]
    cut: Cut | None
    kept: list[Stored]
    again: Reinvested | None = None


def finished(plan: Plan, place: str, column: Column) -> Task[FinishedColumn]:
    """The task that makes a column at a place. It searches first if staff is cut or hours are reinvested."""
    cut, reinvestment = None, None
    if column.use != "keep":  # a search reads no wait, so its runs end with the window
        short = plan.without_follow_up()
        same = short.study.column(column.name)
        cut = (yield from staff_cut(short, place, same)) if column.use == "cut" else None
        reinvestment = (yield from reinvested(short, place, same)) if column.use.startswith("reinvest") else None
    posts, places, day, setting = None, None, None, column.settings[place]
    numbers = range(1, plan.study.replications + 1)
    kept: list[Stored] = []
    if cut is not None:
        kept = yield [plan.run(place, column.kept, number) for number in numbers]
    if cut is not None and cut.changed:
        posts, places, day = tuple(cut.posts.items()), cut.places, cut.day
    if reinvestment is not None:
        setting = setting.with_more_meetings(reinvestment.meetings)
        posts = tuple(reinvestment.posts.items()) if reinvestment.posts != reinvestment.baseline else posts
        day = reinvestment.day
    runs = [
        plan.run(place, column, number, posts=posts, places=places, bookable=day, setting=setting) for number in numbers
    ]
    stored = yield runs
    return FinishedColumn(place, column, runs, stored, cut, kept, reinvestment)
