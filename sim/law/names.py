"""Names that the law uses and the people room gives a meaning to: traits, chances and destinations."""

from __future__ import annotations

from sim.law.practice import Practice
from sim.law.regime import Regime
from sim.law.source import Place, Source
from sim.law.yaml_tree import Keys

NamesUsed = dict[str, dict[str, Place]]


def names_used(regime: Regime, source: Source) -> NamesUsed:
    """``{"trait" | "chance" | "destination": {name: first place}}`` of a regime, changes applied."""
    used: NamesUsed = {"trait": {}, "chance": {}, "destination": {}}

    def note(kind: str, name: str, keys: Keys) -> None:
        used[kind].setdefault(name, source.place(keys))

    for key, duty in regime.duties.items():
        for field, traits in (("only", duty.only), ("exempt", duty.exempt)):
            for index, trait in enumerate(traits):
                note("trait", trait, ("duties", key, field, index))
    note("trait", regime.self_booking.needs_help, ("self_booking", "needs_help"))
    for key, procedure in regime.procedures.items():
        for index, step in enumerate(procedure.steps):
            at: Keys = ("procedures", key, "steps", index)
            for nth, paper in enumerate(step.papers):
                note("trait", paper, (*at, "papers", nth))
            if step.chance is not None:
                note("chance", step.chance, (*at, "chance"))
            if step.exit is not None:
                note("destination", step.exit, (*at, "exit"))
    return used


def practice_names_used(practice: Practice, source: Source) -> NamesUsed:
    """The same for a practice, which names traits only."""
    traits: dict[str, Place] = {}
    for section, entries in (("contact", practice.contact), ("offers", practice.offers)):
        for key, entry in entries.items():
            at: Keys = (section, key)
            for index, trait in enumerate(entry.exempt):
                traits.setdefault(trait, source.place((*at, "exempt", index)))
            for trait in entry.exempt_when_active:
                traits.setdefault(trait, source.place((*at, "exempt_when_active", trait)))
    return {"trait": traits, "chance": {}, "destination": {}}
