"""What several chapters say alike: values with their range and grade, origins, entries spelt out, steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sim.authoring.rulebook.markdown import code
from sim.files.entry import Sourced
from sim.files.value import VALUE_KEYS, Value
from sim.law.clauses.procedure import Step
from sim.law.clauses.regime import Regime
from sim.law.reading.text import ranged, word

_NOT_SPELT = frozenset({"title", "short", "law", "evidence", "source", "note"})


def told(value: Value[Any], entry: Sourced) -> str:
    """A value with its range; grade and source only where they are not its entry's."""
    return ranged(value) + ("" if _is_of(value, entry) else f" [{origin(value)}]")


def _is_of(value: Value[Any], entry: Sourced) -> bool:
    return (value.evidence, value.source) == (entry.evidence or "", entry.source or "")


def origin(thing: Value[Any] | Sourced) -> str:
    """Grade and source: ``assumption: A018``."""
    return ": ".join(filter(None, (thing.evidence, thing.source)))


def codes(names: Iterable[str]) -> str:
    return ", ".join(map(code, names))


def spelt(thing: Any) -> str:
    """What a file writes at a clause, in one line; an entry by its title and what it says."""
    if isinstance(thing, dict) and "value" in thing:
        span = f" ({thing['low']} to {thing['high']})" if "low" in thing else ""
        graded = ": ".join(str(thing[key]) for key in ("evidence", "source") if key in thing)
        beside = "".join(f" {key} {spelt(item)}" for key, item in thing.items() if key not in VALUE_KEYS)
        return f"{word(thing['value'])}{span}{beside}" + (f" [{graded}]" if graded else "")
    if isinstance(thing, dict):
        title = f"{thing['title']['en']}: " if "title" in thing else ""
        said = [f"{key} {spelt(item)}" for key, item in thing.items() if key not in _NOT_SPELT]
        return title + "; ".join(said)
    if isinstance(thing, list) and any(isinstance(item, dict) for item in thing):
        return "; ".join(f"({number}) {spelt(item)}" for number, item in enumerate(thing))
    return word(thing)


def step(one: Step, regime: Regime) -> str:
    """A step of a procedure as a sentence."""
    said = _SENTENCES[one.operation](one, regime)
    said += f", within {ranged(one.within)} [{origin(one.within)}]" if one.within else ""
    said += f", if the {one.only_if.replace('-', ' has ')}" if one.only_if else ""
    said += f": go to **{one.to}**" if one.to else ""
    return f"**{one.label}**: {said}" if one.label else said


def _used(one: Step, _: Regime) -> str:
    case = f", as a case of the kind {code(one.case)}" if one.case else ""
    papers = f"; no certificate for those with {codes(one.papers)}" if one.papers else ""
    return f"the steps of {code(one.use)}{case}{papers}"


def _value(value: Value[Any] | None) -> str:
    return f"{ranged(value)} [{origin(value)}]" if value else ""


_SENTENCES: dict[str, Callable[[Step, Regime], str]] = {
    "work": lambda s, r: f"work: {r.activities[s.work or ''].title.en} ({code(s.work)})",
    "order": lambda s, r: f"order {r.certificates[s.order or ''].title.en} ({code(s.order)})",
    "team": lambda *_: "a place on the team's agenda, and the hearing",
    "use": _used,
    "start": lambda s, _: f"{code(s.start)} begins, this one ends",
    "also": lambda s, _: f"{code(s.also)} begins beside this one",
    "switch": lambda s, _: f"switch to {code(s.switch)}",
    "exit": lambda s, _: f"leaves the system: {code(s.exit)}",
    "wait": lambda s, _: f"wait {_value(s.wait)}",
    "await": lambda s, _: f"wait as long as {code(s.await_)} of the people file says",
    "offer": lambda s, _: f"an offer of the kind {code(s.offer)} begins",
    "set": lambda s, _: f"from now on has {codes(s.set_)}",
    "clear": lambda s, _: f"from now on has not {codes(s.clear)}",
    "begin": lambda s, _: f"duties that start by {code(s.begin)} begin",
    "prolong": lambda s, _: f"the benefit runs on by the ground {code(s.prolong)}",
    "mark": lambda s, _: f"on record: {s.mark}",
    "chance": lambda s, _: f"by the chance {code(s.chance)} of the people file",
    "skip_unless": lambda s, _: f"unless {code(s.skip_unless)}",
    "unless_aged": lambda s, _: f"unless {_value(s.unless_aged)} old",
    "unless_group": lambda s, _: f"unless in {codes(s.unless_group)}",
    "goto": lambda s, _: f"go to **{s.goto}**",
    "prolong_if_waiting": lambda *_: "the benefit runs on while another procedure of the citizen waits",
    "renew": lambda *_: "the term of the group begins anew",
    "end": lambda *_: "the procedure ends",
}
"""By operation, without deadline, condition and label."""
