"""The queue for the rehabilitation team alone: how many places a week give a wait, for cases that become ready on known days.

The cases are those of runs in which the team has more than enough places. In a run with few places, certificates grow old
while their cases wait, and the team hears such cases twice. Then a queue that a few busy months began keeps itself, until the
municipality holds extra sessions (``team_places.extra``). So a fit to runs with a queue would fit to accidents. The queue is
computed over all runs in a row: what one run leaves behind waits in the next one. Cases are served in the order in which they
become ready, and without extra sessions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.calibration.fit_places import DAYS, SEED, START, WARM_UP, Places, wait_of_figure, with_places
from sim.engine import run
from sim.runs.opening import burned
from sim.study.posts import baseline_places
from sim.study.read_setting import setting_of
from sim.study.setting import Setting
from sim.world.build import build_world, sessions
from sim.world.log import RowKind

OWN_CASES = "fitted to a wait of six weeks (A082) at the cases of the place's own runs"
OF_MEMBERS = (
    "the cases of its municipalities, and the room beside them that aalborg needs for a wait of six weeks (A082)"
)
REPLICATIONS = 4
WEEKS = (DAYS - WARM_UP) // 7
"""Whole weeks of a run after its warm-up. The cases of the opening stock all become ready on its first day."""
AMPLE = 2.0
"""Places beside the present number with which no case waits long."""
HUNDREDTHS = 100
MOST = 3.0
"""Places, as a multiple of the cases, that are tried at most."""

Days = NDArray[np.int64]


def ready_days(setting: Setting, replications: int = REPLICATIONS) -> list[Days]:
    """The days after the warm-up on which cases become ready, in order, in runs of a place whose team has ample places."""
    ample = with_places(setting, AMPLE * baseline_places(setting) + 1)
    logs = (run(build_world(ample, number, opening=burned(ample, number))) for number in range(1, replications + 1))
    days = [np.sort(log.of(RowKind.READY)["minute"] // 1440).astype(np.int64) - WARM_UP for log in logs]
    return [each[(each >= 0) & (each < 7 * WEEKS)] for each in days]


def wait_days(cases: Days, agenda: Days, session: Days) -> float:
    """Mean days from ready to heard.

    Args:
        cases: the days on which cases become ready, in order.
        agenda: of every place, in order, the day on which its agenda is fixed.
        session: of every place the day of its session. A case after the last place is heard then.
    """
    order = np.arange(len(cases))
    place = np.maximum.accumulate(np.searchsorted(agenda, cases) - order) + order
    ends = np.append(session, session[-1:])[np.minimum(place, len(session))]
    return float((ends - cases).mean()) if len(cases) else 0.0


def fewest_places(setting: Setting, runs: Sequence[Days], days: float) -> float:
    """The fewest places a week, to a hundredth, with a mean wait of at most so many days.

    Where the notice alone is longer, it is the fewest with which nearly every case gets the next agenda.
    """
    length = 7 * WEEKS
    cases = np.concatenate([each + number * length for number, each in enumerate(runs)])
    per_week = len(cases) / (len(runs) * WEEKS)
    calendar = setting.calendar(length)

    def wait(hundredths: int) -> float:
        held, places = sessions(setting, calendar, length, hundredths / HUNDREDTHS)
        fixed = np.flatnonzero(held >= 0)
        count = places[held[fixed]]
        agenda, session = (np.repeat(part, count).astype(np.int64) for part in (fixed, held[fixed]))
        starts = length * np.arange(len(runs) + 1)
        return wait_days(cases, *((part + starts[:, None]).ravel() for part in (agenda, session)))

    few, enough = 0, round(HUNDREDTHS * MOST * max(per_week, 0.1))
    days = max(days, wait(enough) + 1)
    while enough - few > 1:
        middle = (few + enough) // 2
        few, enough = (few, middle) if middle and wait(middle) <= days else (middle, enough)
    return enough / HUNDREDTHS


class Fitted(NamedTuple):
    """Places a week with the wait of A082 and with the ends of its range, and the cases a week that become ready."""

    places: Places
    cases: float


def fitted(place: str) -> Fitted:
    """Fit the places of a place to the cases of its own runs."""
    setting = setting_of(place, "current", "baseline", START, DAYS, SEED)
    runs = ready_days(setting)
    goal, shortest, longest = wait_of_figure()
    places = Places(*(fewest_places(setting, runs, days) for days in (goal, longest, shortest)))
    return Fitted(places, sum(map(len, runs)) / (len(runs) * WEEKS))


def of_several(members: Sequence[Fitted], base: Fitted) -> Places:
    """The places of an office for several municipalities: their cases, and as much room beside them as one of them has.

    Near its limit a queue has a length that hangs on the places beside the cases, and not on the number of cases.
    """
    cases = sum(member.cases for member in members)
    return Places(*(round(cases + places - base.cases, 1) for places in base.places))
