"""Citizens who come back, as rows."""

from __future__ import annotations

from typing import Any

from sim.chance.draw import chance, purpose
from sim.place.people.model import People
from sim.world.rows.lengths import inverse_of
from sim.world.rows.rules import Rules

NOWHERE = -1


def return_rows(rules: Rules, people: People, destinations: dict[str, int]) -> list[dict[str, Any]]:
    """One row for each past (a group left for a destination) and each group returned to.

    Rows with the same past follow each other. An entry without a chance has no rows, so it changes no log.

    Args:
        destinations: codes of the destinations by name.
    """
    works = people.new_right.at if people.new_right else ()
    rows: list[dict[str, Any]] = []
    for name, entry in people.returns.items():
        if not entry.share.value:
            continue
        table = rules.tables.add(inverse_of(entry.after))
        for destination in entry.left_for:
            below = 0.0
            for group, share in entry.to.items():
                below += entry.share.value * share.value
                older = entry.too_old.get(group)
                rows.append(
                    {
                        "state": rules.states[entry.group], "destination": destinations[destination],
                        "target": rules.states[group], "older": NOWHERE if older is None else rules.states[older],
                        "below": chance(min(below, 1.0)), "table": table, "works": int(destination in works),
                        "key": purpose(f"return:{name}"),
                    }
                )  # fmt: skip
    return rows
