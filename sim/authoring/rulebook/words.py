"""Texts that several chapters share: values with range and grade, origins, entries in full, steps."""

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


def value_text(value: Value[Any], entry: Sourced) -> str:
    """A value with its range. Grade and source are added if they differ from those of the entry."""
    return ranged(value) + ("" if _is_of(value, entry) else f" [{origin(value)}]")


def _is_of(value: Value[Any], entry: Sourced) -> bool:
    return (value.evidence, value.source) == (entry.evidence or "", entry.source or "")


def origin(sourced: Value[Any] | Sourced) -> str:
    """Grade and source, such as ``assumption: A018``."""
    return ": ".join(filter(None, (sourced.evidence, sourced.source)))


def codes(names: Iterable[str]) -> str:
    return ", ".join(map(code, names))


def spelt(node: Any) -> str:
    """The content of a file at a clause, on one line. An entry has its title and its keys."""
    if isinstance(node, dict) and "value" in node:
        span = f" ({node['low']} to {node['high']})" if "low" in node else ""
        graded = ": ".join(str(node[key]) for key in ("evidence", "source") if key in node)
        beside = "".join(f" {key} {spelt(item)}" for key, item in node.items() if key not in VALUE_KEYS)
        return f"{word(node['value'])}{span}{beside}" + (f" [{graded}]" if graded else "")
    if isinstance(node, dict):
        title = f"{node['title']['en']}: " if "title" in node else ""
        parts = [f"{key} {spelt(item)}" for key, item in node.items() if key not in _NOT_SPELT]
        return title + "; ".join(parts)
    if isinstance(node, list) and any(isinstance(item, dict) for item in node):
        return "; ".join(f"({number}) {spelt(item)}" for number, item in enumerate(node))
    return word(node)


def step(entry: Step, regime: Regime) -> str:
    """A step of a procedure as a sentence."""
    sentence = _SENTENCES[entry.operation](entry, regime)
    sentence += f", within {ranged(entry.within)} [{origin(entry.within)}]" if entry.within else ""
    sentence += f", if the {entry.only_if.replace('-', ' has ')}" if entry.only_if else ""
    sentence += f": go to **{entry.to}**" if entry.to else ""
    return f"**{entry.label}**: {sentence}" if entry.label else sentence


def _used(entry: Step, _: Regime) -> str:
    case = f", as a case of the kind {code(entry.case)}" if entry.case else ""
    papers = f"; no certificate for those with {codes(entry.papers)}" if entry.papers else ""
    return f"the steps of {code(entry.use)}{case}{papers}"


def _value(value: Value[Any] | None) -> str:
    return f"{ranged(value)} [{origin(value)}]" if value else ""


_SENTENCES: dict[str, Callable[[Step, Regime], str]] = {
    "work": lambda s, r: f"work: {r.activities[s.work or ''].title.en} ({code(s.work)})",
    "order": lambda s, r: f"order {r.certificates[s.order or ''].title.en} ({code(s.order)})",
    "team": lambda *_: "a place on the team's agenda, and the hearing",
    "use": _used,
    "start": lambda s, _: f"{code(s.start)} begins, this procedure ends",
    "also": lambda s, _: f"{code(s.also)} begins in parallel",
    "appeal": lambda s, _: f"by the share {code(s.share)} of the people file, {code(s.appeal)} begins in parallel",
    "switch": lambda s, _: f"switch to {code(s.switch)}",
    "exit": lambda s, _: f"leaves the system: {code(s.exit)}",
    "wait": lambda s, _: f"wait {_value(s.wait)}",
    "await": lambda s, _: f"wait for the time {code(s.await_)} of the people file",
    "offer": lambda s, _: f"an offer of the kind {code(s.offer)} begins",
    "set": lambda s, _: f"from now on has {codes(s.set_)}",
    "clear": lambda s, _: f"from now on does not have {codes(s.clear)}",
    "begin": lambda s, _: f"duties that start by {code(s.begin)} begin",
    "prolong": lambda s, _: f"the benefit continues on the ground {code(s.prolong)}",
    "mark": lambda s, _: f"on record: {s.mark}",
    "chance": lambda s, _: f"by the chance {code(s.chance)} of the people file",
    "skip_unless": lambda s, _: f"unless {code(s.skip_unless)}",
    "unless_aged": lambda s, _: f"unless {_value(s.unless_aged)} old",
    "unless_lasted": lambda s, _: f"unless the spell has lasted {_value(s.unless_lasted)}",
    "unless_group": lambda s, _: f"unless in {codes(s.unless_group)}",
    "goto": lambda s, _: f"go to **{s.goto}**",
    "prolong_if_waiting": lambda *_: "the benefit continues while another procedure of the citizen waits",
    "renew": lambda s, _: (
        "the term of the group starts again"
        + (f", and ends at most {_value(s.in_all)} after the spell began" if s.in_all else "")
    ),
    "end": lambda *_: "the procedure ends",
}
"""Operation -> text of a step, without deadline, condition and label."""
