"""From one rule set to the next within a run: what the changes between them say of the cases that run."""

from __future__ import annotations

from sim.law.clauses.vocabulary import Running
from sim.law.compose.rule_set import RuleSet

_STRENGTH: tuple[Running, ...] = ("move", "next-switch", "keep")
"""When the changes of one duty differ, the one that leaves running cases alone for longest holds for all of them."""


def running(old: RuleSet, new: RuleSet, section: str) -> dict[str, Running]:
    """By name of what stands in ``section`` (``duties`` or ``procedures``): what becomes of cases that run.

    A regime's change holds in both directions: from R2023 to R2024 it is what R2023's file says of the way back. A proposal's change
    moves them at once. What is not named here moves at once too.
    """
    before: dict[tuple[str, str], Running] = {(one.regime, one.path): one.running for one in old.amendments}
    after: dict[tuple[str, str], Running] = {(one.regime, one.path): one.running for one in new.amendments}
    found: dict[str, Running] = {}
    for key in before.keys() ^ after.keys():
        top, _, rest = key[1].partition(".")
        name, word = rest.partition(".")[0], {**before, **after}[key]
        if top == section and _STRENGTH.index(word) > _STRENGTH.index(found.get(name, "move")):
            found[name] = word
    return found


def running_procedures(old: RuleSet, new: RuleSet) -> dict[str, Running]:
    """The same for procedures: one that uses another follows the changes of that too."""
    own = running(old, new, "procedures")
    found: dict[str, Running] = {}
    for name, procedure in new.regime.procedures.items():
        used = [step.use for step in procedure.steps if step.use]
        words = [own[one] for one in (name, *used) if one in own]
        if words:
            found[name] = max(words, key=_STRENGTH.index)
    return found
