"""The survey of contacts in the manifest."""

from __future__ import annotations

from collections.abc import Mapping

from sim.files.entry import Title
from sim.report.record import Record


class SurveyRecord(Record):
    """What recipients answered about the number of their contacts in the time of the study's window.

    Attributes:
        id: its row in the collection of figures.
        respondents: number of answers.
        groups: the groups that are counted in the run.
        shares: band of contacts -> share of the respondents, in order.
        began: who began the contact -> share.
    """

    id: str
    title: Title
    respondents: int
    groups: tuple[str, ...]
    shares: Mapping[str, float]
    began: Mapping[str, float] = {}
    source: str = ""
