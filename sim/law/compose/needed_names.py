"""Names in the law that the people file must define: traits, chances, destinations, waits and prolongations."""

from __future__ import annotations

from sim.files.source import Place, Source
from sim.files.tree import Keys
from sim.law.clauses.practice import Practice
from sim.law.clauses.regime import Regime
from sim.law.clauses.vocabulary import CONDITIONS

NamesUsed = dict[str, dict[str, Place]]


def names_used(regime: Regime, source: Source) -> NamesUsed:
    """The names that a regime uses, with changes applied.

    The form is ``{"trait" | "chance" | "destination" | "wait" | "prolongation": {name: first place}}``.
    """
    used: NamesUsed = {"trait": {}, "chance": {}, "destination": {}, "wait": {}, "prolongation": {}}

    def note(kind: str, name: str, keys: Keys) -> None:
        used[kind].setdefault(name, source.place(keys))

    for key, duty in regime.duties.items():
        for field, traits in (("only", duty.only), ("exempt", duty.exempt)):
            for index, trait in enumerate(traits):
                note("trait", trait, ("duties", key, field, index))
    for index, trait in enumerate(regime.adult_if):
        note("trait", trait, ("adult_if", index))
    for name in ("needs_help", "exempt"):
        note("trait", getattr(regime.self_booking, name), ("self_booking", name))
    note("trait", regime.hand_over.at_once, ("hand_over", "at_once"))
    note("trait", regime.interpreter.needs, ("interpreter", "needs"))
    for index, trait in enumerate(regime.switching.talk.exempt):
        note("trait", trait, ("switching", "talk", "exempt", index))
    for section in ("guidance", "repatriation"):
        for index, trait in enumerate(getattr(regime, section).only):
            note("trait", trait, (section, "only", index))
    for key, procedure in regime.procedures.items():
        for index, step in enumerate(procedure.steps):
            at: Keys = ("procedures", key, "steps", index)
            for nth, paper in enumerate(step.papers):
                note("trait", paper, (*at, "papers", nth))
            for field, names in (("set", step.set_), ("clear", step.clear)):
                for nth, trait in enumerate(names):
                    note("trait", trait, (*at, field, nth))
            if step.skip_unless is not None and step.skip_unless not in CONDITIONS:
                note("trait", step.skip_unless, (*at, "skip_unless"))
            if step.await_ is not None:
                note("wait", step.await_, (*at, "await"))
            if step.prolong is not None:
                note("prolongation", step.prolong, (*at, "prolong"))
            if step.chance is not None:
                note("chance", step.chance, (*at, "chance"))
            if step.share is not None:
                note("chance", step.share, (*at, "share"))
            if step.exit is not None:
                note("destination", step.exit, (*at, "exit"))
    return used


def practice_names_used(practice: Practice, source: Source) -> NamesUsed:
    """The names that a practice uses, in the same form. A practice uses traits only."""
    traits: dict[str, Place] = {}
    for section, entries in (("contact", practice.contact), ("offers", practice.offers)):
        for key, entry in entries.items():
            at: Keys = (section, key)
            for field, names in (("only", entry.only), ("exempt", entry.exempt)):
                for index, trait in enumerate(names):
                    traits.setdefault(trait, source.place((*at, field, index)))
            for trait in entry.exempt_when_active:
                traits.setdefault(trait, source.place((*at, "exempt_when_active", trait)))
    return {"trait": traits, "chance": {}, "destination": {}, "wait": {}, "prolongation": {}}
