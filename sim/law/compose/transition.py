"""The transition between two rule sets within a run: the treatment of running cases."""

from __future__ import annotations

from sim.law.clauses.vocabulary import Running
from sim.law.compose.rule_set import RuleSet

_STRENGTH: tuple[Running, ...] = ("move", "next-switch", "keep")
"""From weak to strong. If the changes of one duty differ, the strongest protection of running cases applies to all."""


def running(old: RuleSet, new: RuleSet, section: str) -> dict[str, Running]:
    """The treatment of running cases, by name of the duty or procedure.

    A regime's change applies in both directions. From R2023 to R2024, for example, the rule comes from the file of
    R2023. A proposal's change moves running cases at once, and so does every name that is not in the result.

    Args:
        section: ``duties`` or ``procedures``.
    """
    before: dict[tuple[str, str], Running] = {(a.regime, a.path): a.running for a in old.amendments}
    after: dict[tuple[str, str], Running] = {(a.regime, a.path): a.running for a in new.amendments}
    treatment: dict[str, Running] = {}
    for key in before.keys() ^ after.keys():
        top, _, rest = key[1].partition(".")
        name, word = rest.partition(".")[0], {**before, **after}[key]
        if top == section and _STRENGTH.index(word) > _STRENGTH.index(treatment.get(name, "move")):
            treatment[name] = word
    return treatment


def running_procedures(old: RuleSet, new: RuleSet) -> dict[str, Running]:
    """:func:`running` for procedures. A procedure that uses another also follows the changes of the other."""
    own = running(old, new, "procedures")
    treatment: dict[str, Running] = {}
    for name, procedure in new.regime.procedures.items():
        used = [step.use for step in procedure.steps if step.use]
        words = [own[procedure_name] for procedure_name in (name, *used) if procedure_name in own]
        if words:
            treatment[name] = max(words, key=_STRENGTH.index)
    return treatment
