"""From the onset of a need to its detection."""

from __future__ import annotations

import numpy as np

from sim.measures.pair_rows import next_after
from sim.measures.tidy import Tidy, count
from sim.measures.view import Mask, Part, View
from sim.measures.wait import Wait
from sim.world.log import RowKind


def detection(view: View) -> Tidy:
    """Needs that arise in the window, and the number of undetected needs.

    - ``detection_delay``: onset → detection by need (column activity), group and need level, with the ends of a wait
      (:func:`sim.measures.waits.waits`). ``…_left`` are needs that were not detected before their spell ended. A need
      belongs to a spell.
    - ``needs_undetected``: mean number of citizens with an undetected need, by group. It includes needs from before
      the log.

    All other figures leave out needs from before the log, because their delay is unknown.
    """
    tidy, needs = Tidy(), view.axis("need")
    onset, detected = view.inside(RowKind.NEED), view.whole.of(RowKind.DETECT)
    onset = onset.where(onset["before_the_log"] == 0)
    answer = next_after(onset, detected, ("citizen", "spell", "need"))
    Wait("detection_delay", view, onset, detected, answer, (needs.index(onset["need"]), needs.labels)).report(tidy)
    _undetected(tidy, view)
    return tidy


def _undetected(tidy: Tidy, view: View) -> None:
    """Add the number of undetected needs. A need is undetected from its onset to its detection or the spell's end.

    A citizen has at most one need in a spell.
    """
    need, size = view.of(RowKind.NEED), (len(view.states),)
    seen = next_after(need, view.of(RowKind.DETECT), ("citizen", "spell", "need"))
    left = next_after(need, view.of(RowKind.SWITCH, RowKind.EXIT), ("citizen",))
    end = np.full(len(need), view.end)
    for rows, answer in ((view.of(RowKind.DETECT), seen), (view.of(RowKind.SWITCH, RowKind.EXIT), left)):
        end = np.minimum(end, np.append(rows["minute"], view.end)[answer])
    end = np.where(_under_way(view, need), need["minute"], end)
    days = view.overlap(need["minute"], end)
    number = count(size, view.state(need), weights=days) / view.window.days
    tidy.cube("needs_undetected", "citizens", number, {"group": view.states.labels})


def _under_way(view: View, need: Part) -> Mask:
    """bool[n], needs from before the log whose procedure was already running.

    Such a procedure starts at once, and no duty began it.
    """
    start = view.of(RowKind.START)
    start = start.where(start["duty"] < 0)
    answer = next_after(need, start, ("citizen", "spell"))
    at_once = np.append(start["minute"], -1)[answer] == need["minute"]
    mask: Mask = at_once & (need["before_the_log"] == 1)
    return mask
