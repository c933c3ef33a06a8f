"""The titles of a regime's entries, for charts and tables."""

from __future__ import annotations

from collections.abc import Mapping

from sim.files.entry import Title, Titled
from sim.law.clauses.certificate import Certificate
from sim.law.clauses.procedure import Procedure
from sim.law.clauses.regime import Group, Merger, Regime


def short_titles(regime: Regime) -> dict[str, dict[str, Title]]:
    """Kind (``duty``, ``activity``, ``offer``) -> name -> title."""
    kinds: dict[str, Mapping[str, Titled]] = {
        "duty": regime.duties,
        "activity": regime.activities,
        "offer": regime.offers,
    }
    return {kind: {name: entry.short_title for name, entry in entries.items()} for kind, entries in kinds.items()}


def all_titles(regime: Regime) -> dict[str, dict[str, Title]]:
    """The same, and the titles of groups, procedures, certificates and mergers of groups."""
    entries: dict[str, Mapping[str, Group | Procedure | Certificate | Merger]] = {
        "group": regime.groups,
        "procedure": regime.procedures,
        "certificate": regime.certificates,
        "merger": regime.mergers,
    }
    return short_titles(regime) | {
        kind: {name: entry.title for name, entry in named.items()} for kind, named in entries.items()
    }
