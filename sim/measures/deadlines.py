"""Deadlines: the share of duties done by the due day, the lateness of the others, and breaches of legal deadlines."""

from __future__ import annotations

import numpy as np

from sim.measures.pair_rows import last_before_next, next_after
from sim.measures.tidy import Tidy, count
from sim.measures.view import DAY, Ints, Mask, Part, View
from sim.world.log import NO_DAY, RowKind


def deadlines(view: View) -> Tidy:
    """Figures by duty (column activity), by group, and in all.

    - ``held_by_due_share``: the share of instances due in the window whose work was done on or before the due day.
    - ``lateness``: days from the due day to the work (negative: early).
    - ``instances``: per year, the instances that ``held_by_due_share`` counts. ``instances_unheld``: those without work in
      this log.
    - ``breach_share``: the share of legal deadlines with a BREACH. It counts the deadlines (TERM) of the window at
      which the citizen was still in the spell.
    - ``deadlines``: per year, the deadlines that ``breach_share`` counts.
    - ``breaches`` and ``lapsed``: rows per year.

    A deadline belongs to the window in which it falls due. Its verdict is written at the next midnight, so none is cut off.

    If the citizen leaves the spell before the end of the due day, an instance counts only if it was held. An instance's
    work is the last WORK of its citizen, spell and duty before the next instance opens. Desk work may take several rows.
    A duty that only starts a procedure has no work of its own, so it has deadlines but no instances here.
    """
    tidy = Tidy()
    _instances(tidy, view)
    _terms(tidy, view)
    for measure, kind in (("breaches", RowKind.BREACH), ("lapsed", RowKind.LAPSE)):
        part = view.inside(kind)
        axes = {"group": view.states.labels, "activity": view.axis("duty").labels}
        table = count(
            (len(view.states), len(view.axis("duty"))), view.state(part), view.axis("duty").index(part["duty"])
        )
        tidy.cube(measure, "per year", table * view.per_year, axes, (("group",), ("activity",), ()))
    return tidy


def _instances(tidy: Tidy, view: View) -> None:
    """Add the figures of instances: held by the due day, lateness, unheld."""
    work = view.of(RowKind.WORK)
    work = work.where(work.narrow("duty") >= 0)
    opened = view.of(RowKind.OPEN)
    answer = last_before_next(opened, work, ("citizen", "spell", "duty"))
    has_work = np.bincount(view.axis("duty").index(work.narrow("duty")), minlength=len(view.axis("duty"))) > 0
    chosen = _due_in_window(view, opened) & has_work[view.axis("duty").index(opened.narrow("duty"))]
    opened, answer = opened.where(chosen), answer[chosen]
    duties, states = view.axis("duty"), view.states
    done = answer >= 0
    late = np.append(work.narrow("minute"), 0)[answer] // DAY - opened["due"]
    held = done & (late <= 0)
    counted = held | (_leaving(view, opened) >= (opened["due"] + 1) * DAY)
    duty, state = duties.index(opened["duty"]), view.state(opened)
    shape, axes = (len(states), len(duties)), {"group": states.labels, "activity": duties.labels}
    margins = (("group",), ("activity",), ())
    total, in_time, never = (count(shape, state, duty, weights=mask) for mask in (counted, held, counted & ~done))
    tidy.ratio("held_by_due_share", "share", in_time, total, axes, margins=margins)
    tidy.cube("instances", "per year", total * view.per_year, axes, margins)
    tidy.cube("instances_unheld", "per year", never * view.per_year, axes, margins)
    by = {"activity": (duty[done], duties.labels), "group": (state[done], states.labels)}
    tidy.spread("lateness", "days", late[done], by)


def _terms(tidy: Tidy, view: View) -> None:
    """Add the figures of legal deadlines and their breaches."""
    term, broken, counted = verdicts(view)
    duties, states = view.axis("duty"), view.states
    shape, axes = (len(states), len(duties)), {"group": states.labels, "activity": duties.labels}
    duty, state = duties.index(term["duty"]), view.state(term)
    margins = (("group",), ("activity",), ())
    due, breached = (count(shape, state, duty, weights=mask) for mask in (counted, broken))
    tidy.ratio("breach_share", "share", breached, due, axes, margins=margins)
    tidy.cube("deadlines", "per year", due * view.per_year, axes, margins)


def verdicts(view: View) -> tuple[Part, Mask, Mask]:
    """Legal deadlines of the window.

    A deadline on the run's last day is left out, because its breach would be written after the end.

    Returns:
        The TERM rows. bool[n], whether the deadline was broken. bool[n], whether it counts: the citizen was still in the
        spell and not exempt.
    """
    term, breach = view.of(RowKind.TERM), view.of(RowKind.BREACH)
    term = term.where(_due_in_window(view, term) & (term["due"] < view.days - 1))
    broken = next_after(term, breach, ("citizen", "spell", "duty", "due")) >= 0
    exempt = view.of(RowKind.EXEMPT)
    free = next_after(term, exempt.where(exempt["owed"] > 0), ("citizen", "spell", "duty", "due")) >= 0
    return (
        term,
        broken,
        broken | (~free & (_leaving(view, term) > (term["due"] + 1) * DAY)),
    )  # a breach is written at the next midnight


def _due_in_window(view: View, part: Part) -> Mask:
    """bool[n], rows whose due day lies in the window."""
    due = part.narrow("due")
    inside: Mask = (due != NO_DAY) & (due >= view.window.first_day) & (due <= view.window.last_day)
    return inside


def _leaving(view: View, part: Part) -> Ints:
    """int64[n], the minute at which the citizen of each row leaves the spell; a very large number if not in this log."""
    leaving = view.of(RowKind.SWITCH, RowKind.EXIT)
    return np.append(leaving["minute"], np.iinfo(np.int64).max)[next_after(part, leaving, ("citizen",))]
