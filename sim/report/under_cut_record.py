"""The manifest's record of what gives way under a cut of staff across the board (:mod:`sim.results.under_cut`)."""

from __future__ import annotations

from sim.report.record import Record


class UnderCutRecord(Record):
    """A column with a shock to staff against the baseline: means over replications, for a team or ``all``.

    Attributes:
        posts: planned posts over the window; ``_before`` is the baseline's.
        running: minutes of running casework per citizen and week.
        meetings: meetings per citizen and year.
        broken: share of deadlines broken, of the duties that both columns have, by the baseline's number of each.
        first_meeting: share met within four weeks; of the whole place only. None of a single team.
        running_share: running casework as a share of the team's hours.
        full: teams that have no running casework left. Their queues grow as long as the run lasts.
        never: share of waits that the end of the log cuts off; of the whole place only.
    """

    place: str
    column: str
    team: str
    posts_before: float | None
    posts: float | None
    running_before: float | None
    running: float | None
    meetings_before: float | None
    meetings: float | None
    broken_before: float | None
    broken: float | None
    first_meeting_before: float | None = None
    first_meeting: float | None = None
    running_share: float | None
    full: tuple[str, ...] = ()
    never: float | None = None
