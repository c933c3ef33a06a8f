"""What rule sets contain and how two differ, as plain data for tables and JSON."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from sim.law.draft import MISSING, law_at
from sim.law.duty import Duty
from sim.law.packages import Library
from sim.law.procedure import Procedure, Step
from sim.law.proposal import Proposal
from sim.law.rule_set import RuleSet
from sim.law.value import VALUE_KEYS, Value
from sim.law.wanted import same
from sim.law.yaml_tree import Keys

_NOT_RULES = ("schema", "regime", "title", "law", "evidence", "source", "note")


def rules_list(library: Library) -> dict[str, Any]:
    """All proposals with what they change and claim. ``verdict`` is a study's to give and is empty here."""
    return {"proposals": [_proposal(proposal) for proposal in library.proposals.values()]}


def rules_show(rule_set: RuleSet) -> dict[str, Any]:
    """The rule set as a table of contents: each clause with its terms, law reference and evidence."""
    regime = rule_set.regime
    return {
        "name": rule_set.name,
        "regime": regime.regime,
        "title": regime.title.model_dump(),
        "in_force": regime.in_force.isoformat(),
        "reforms": list(rule_set.reforms),
        "groups": [
            {"clause": f"groups.{key}", "title": group.title.model_dump(), "law": group.law, "lab": group.lab}
            | {"benefit": group.benefit, "evidence": group.evidence, "source": group.source}
            for key, group in regime.groups.items()
        ],
        "merged_groups": regime.merged_groups,
        "duties": [_duty(f"duties.{key}", duty) for key, duty in regime.duties.items()],
        "procedures": [_procedure(f"procedures.{key}", procedure) for key, procedure in regime.procedures.items()],
        "values": [_value(value) for value in rule_set.values()],
    }


def rules_diff(one: RuleSet, other: RuleSet) -> dict[str, Any]:
    """Every clause in which ``other`` differs from ``one``, in the order of the law.

    Titles, sources and ranges are no rules: a range says how well a value is known.
    """
    before, after = _clauses(one), _clauses(other)
    by_proposal = {change.path: change.law for rule_set in (one, other) for change in rule_set.changes}
    changes = []
    for keys in _in_order(before, after):
        old, new = (found.get(keys, rule_set.default(keys)) for rule_set, found in ((one, before), (other, after)))
        if old is MISSING or new is MISSING or not same(old, new):
            path = ".".join(map(str, keys))
            law = next(filter(None, (law_at(rs.source.tree, keys) for rs in (one, other))), by_proposal.get(path))
            changes.append({"clause": path, "law": law, "old": _word(old), "new": _word(new)})
    return {"changes": changes}


def _in_order(before: dict[Keys, Any], after: dict[Keys, Any]) -> list[Keys]:
    """All paths in the order of the first tree; a path that only the second has follows its neighbours."""
    last = {keys[:length]: index for index, keys in enumerate(before) for length in range(len(keys) + 1)}

    def position(keys: Keys) -> int:
        while keys not in last:
            keys = keys[:-1]
        return last[keys]

    return sorted(dict.fromkeys([*before, *after]), key=position)


def _proposal(proposal: Proposal) -> dict[str, Any]:
    reform = proposal.reform
    return {
        "id": proposal.id,
        "paper": proposal.paper,
        "place": reform.paper_place,
        "kind": reform.kind,
        "title": reform.title.model_dump(),
        "law": reform.law,
        "changes": [_plain(change) for change in reform.changes],
        "touches": list(reform.touches),
        "claim": _plain(reform.claim),
        "nature": _plain(reform.nature),
        "verdict": None,
        "enacted": reform.happened,
        "note": reform.note,
    }


def _plain(entry: BaseModel | None) -> dict[str, Any] | None:
    return None if entry is None else entry.model_dump(by_alias=True, exclude_unset=True)


def _duty(clause: str, duty: Duty) -> dict[str, Any]:
    terms: list[tuple[str, Value[Any] | None]] = [("due", duty.due), ("every", duty.every), ("deadline", duty.deadline)]
    if duty.meetings is not None:
        terms = [("meetings", duty.meetings.count), ("within", duty.meetings.within), ("deadline", duty.deadline)]
    return {
        "clause": clause,
        "title": duty.title.model_dump(),
        "law": duty.law,
        "active": duty.active,
        "groups": list(duty.groups),
        "clock": duty.clock,
        "terms": {name: value.text for name, value in terms if value is not None},
        "asks_for": duty.activity or duty.procedure,
        "form": duty.form,
        "only": list(duty.only),
        "exempt": list(duty.exempt),
        "evidence": duty.evidence,
        "source": duty.source,
    }


def _procedure(clause: str, procedure: Procedure) -> dict[str, Any]:
    return {
        "clause": clause,
        "title": procedure.title.model_dump(),
        "law": procedure.law,
        "required": dict(procedure.required),
        "certificate": procedure.certificate.required if procedure.certificate else None,
        "team_due": procedure.team_due.text if procedure.team_due else None,
        "steps": [_step(step) for step in procedure.steps],
        "evidence": procedure.evidence,
        "source": procedure.source,
    }


def _step(step: Step) -> str:
    target = step.target
    words = [step.operation, "" if target is True else target.text if isinstance(target, Value) else str(target)]
    words += [f"within {step.within.text}"] if step.within else []
    words += [f"if {step.only_if}"] if step.only_if else []
    words += [f"→ {step.to}"] if step.to else []
    return f"{f'{step.label}: ' if step.label else ''}{' '.join(filter(None, words))}"


def _value(value: Value[Any]) -> dict[str, Any]:
    bounds = {name: None if bound is None else str(bound) for name, bound in (("low", value.low), ("high", value.high))}
    origin = {"evidence": value.evidence, "source": value.source, "where": value.where}
    return {"clause": value.path, "value": value.text, "unit": value.unit} | bounds | origin


def _clauses(rule_set: RuleSet) -> dict[Keys, Any]:
    """Every rule of the tree by path: scalars, lists of words, and values without their ranges."""
    found: dict[Keys, Any] = {}

    def walk(node: Any, keys: Keys) -> None:
        if isinstance(node, dict) and "value" in node:
            found[keys] = node["value"]
            for key, item in node.items():
                if key not in VALUE_KEYS:
                    walk(item, (*keys, key))
        elif isinstance(node, dict):
            for key, item in node.items():
                if key not in _NOT_RULES:
                    walk(item, (*keys, key))
        elif isinstance(node, list) and any(isinstance(item, dict) for item in node):
            for index, item in enumerate(node):
                walk(item, (*keys, index))
        else:
            found[keys] = node

    walk(rule_set.source.tree, ())
    return found


def _word(thing: Any) -> Any:
    return None if thing is MISSING else "none" if thing is None else thing
