"""The short titles of a regime's duties, activities and offers, for charts and tables."""

from __future__ import annotations

from collections.abc import Mapping

from sim.files.entry import Title, Titled
from sim.law.clauses.regime import Regime


def short_titles(regime: Regime) -> dict[str, dict[str, Title]]:
    """Kind (``duty``, ``activity``, ``offer``) -> name -> title."""
    kinds: dict[str, Mapping[str, Titled]] = {
        "duty": regime.duties,
        "activity": regime.activities,
        "offer": regime.offers,
    }
    return {kind: {name: entry.short_title for name, entry in entries.items()} for kind, entries in kinds.items()}
