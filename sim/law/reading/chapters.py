"""The chapters of a regime, in an order that makes a clause easy to find."""

from __future__ import annotations

from typing import NamedTuple

from sim.files.entry import Entry
from sim.law.clauses.regime import Regime
from sim.law.clauses.vocabulary import Demand

DEMANDS: dict[Demand, str] = {
    "meetings": "Meetings",
    "meetings-simple": "Meetings in simple cases",
    "akasse": "The a-kasse's meetings",
    "offers": "Offers",
    "assessments": "Assessments",
    "availability": "Availability and guidance",
    "team": "The rehabilitation team",
    "ledighedsydelse": "Ledighedsydelse",
    "flexjob": "Flex jobs",
    "unknown-volume": "Groups of unknown volume",
}
"""Subject of a duty -> title of its chapter, in the order of the chapters."""
SECTIONS = {
    "groups": "Target groups",
    "mergers": "Merged groups",
    "procedures": "Procedures",
    "offers": "Kinds of offer",
    "certificates": "Medical certificates",
    "prolongations": "Grounds for prolonged sickness benefit",
    "term_limits": "Longest times of terms",
    "activities": "Kinds of work",
}
"""Sections of a regime with named entries."""
PARTS = {
    "hand_over": "From a-kasse to jobcenter", "interpreter": "Interpreters", "guidance": "Guidance on rights and duties",
    "repatriation": "Guidance on repatriation", "switching": "Switch of group", "self_booking": "Booking by the citizen",
    "sanctions": "Sanctions", "tracking": "Following deadlines", "caseloads": "Caseworkers and caseloads",
}  # fmt: skip
"""Parts of a regime that occur once."""


class Chapter(NamedTuple):
    """A chapter. ``section`` is the first part of its clauses (``duties``); ``entries`` are typed entries by full clause."""

    section: str
    title: str
    entries: dict[str, Entry]


def duties_by_demand(regime: Regime) -> list[Chapter]:
    """The duties in chapters, each duty once."""
    chapters = []
    for demand, title in DEMANDS.items():
        entries: dict[str, Entry] = {f"duties.{k}": duty for k, duty in regime.duties.items() if duty.demand == demand}
        if entries:
            chapters.append(Chapter("duties", title, entries))
    return chapters


def section_of(regime: Regime, section: str) -> Chapter:
    """A section of the regime: its entries by full clause."""
    return Chapter(section, SECTIONS[section], {f"{section}.{k}": e for k, e in getattr(regime, section).items()})


def parts_of(regime: Regime) -> Chapter:
    """The parts of a regime that occur once."""
    return Chapter("", "Single parts", {name: getattr(regime, name) for name in PARTS})
