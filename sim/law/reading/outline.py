"""Outlines of proposals and rule sets, as plain data for tables and JSON."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from pydantic import BaseModel

from sim.files.entry import Entry
from sim.files.value import Value
from sim.law.clauses.duty import Duty
from sim.law.clauses.procedure import Procedure, Step
from sim.law.clauses.regime import Regime
from sim.law.compose.library import Library
from sim.law.compose.proposal import Proposal
from sim.law.compose.rule_set import RuleSet


def rules_list(library: Library) -> dict[str, Any]:
    """All proposals by paper, with their changes and claims. ``verdict`` is empty; only a study can fill it."""
    return {"proposals": [_proposal(library.proposals[key]) for key in sorted(library.proposals, key=_in_parts)]}


def rules_show(rule_set: RuleSet) -> dict[str, Any]:
    """The rule set as a table of contents: each clause with its terms, law, evidence and dated changes."""
    regime, dated = rule_set.regime, rule_set.dated[-1] if rule_set.dated else None
    terms = {value.path: value for value in rule_set.values()}
    return {
        "name": rule_set.name,
        "regime": regime.regime,
        "title": regime.title.model_dump(),
        "in_force": regime.in_force.isoformat(),
        "expected": bool(dated and dated.expected),
        "confidence": dated.confidence if dated else None,
        "date_confidence": dated.date_confidence if dated else None,
        "note": dated.note if dated else None,
        "caution": dated.caution.model_dump() if dated and dated.caution else None,
        "chain": [each.regime for each in rule_set.dated],
        "reforms": list(rule_set.reforms),
        "amendments": [
            asdict(amendment) | {"evidence": terms[amendment.path].evidence if amendment.path in terms else None}
            for amendment in rule_set.amendments
        ],
        "left_out": [
            {"regime": each.regime} | entry.model_dump() for each in rule_set.dated for entry in each.left_out
        ],
        "groups": [
            {"clause": f"groups.{key}", "title": group.title.model_dump(), "law": group.law, "lab": group.lab}
            | {"benefit": group.benefit, "evidence": group.evidence, "source": group.source}
            | {"moved": moved_by(rule_set, f"groups.{key}")}
            for key, group in regime.groups.items()
        ],
        "merged_groups": regime.merged_groups,
        "duties": [
            _duty(f"duties.{key}", duty) | {"moved": moved_by(rule_set, f"duties.{key}")}
            for key, duty in regime.duties.items()
        ],
        "procedures": [
            _procedure(f"procedures.{key}", procedure) | {"moved": moved_by(rule_set, f"procedures.{key}")}
            for key, procedure in regime.procedures.items()
        ],
        "others": [
            _other(clause, entry, terms) | {"moved": moved_by(rule_set, clause)} for clause, entry in _others(regime)
        ],
        "values": [_value(value) for value in terms.values()],
    }


def moved_by(rule_set: RuleSet, clause: str) -> list[dict[str, str]]:
    """The dated changes at or below ``clause``: regime, path, law, source and confidence of each."""
    return [
        {"regime": a.regime, "path": a.path, "law": a.law, "source": a.source, "confidence": a.confidence}
        for a in rule_set.amendments
        if f"{a.path}.".startswith(f"{clause}.")
    ]


def _in_parts(key: str) -> list[tuple[int, str]]:
    """A sort key that orders ids as people do: 004-10 after 004-9b."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.findall(r"[0-9]+|[^0-9]+", key)]


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
        "budget": _plain(reform.budget),
        "verdict": None,
        "enacted": reform.happened,
        "already_in_force": reform.already_in_force,
        "argued_against": proposal.argued_against,
        "why": _plain(reform.why),
        "runnable": reform.kind == "process",
        "note": reform.note,
    }


def _plain(entry: BaseModel | None) -> dict[str, Any] | None:
    return None if entry is None else entry.model_dump(by_alias=True, exclude_unset=True)


def _duty(clause: str, duty: Duty) -> dict[str, Any]:
    terms: list[tuple[str, Value[Any] | None]] = [
        ("due", duty.due), ("every", duty.every), ("counted_within", duty.counted_within), ("begins_before", duty.begins_before),
        ("deadline", duty.deadline),
    ]  # fmt: skip
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
        "active": procedure.active,
        "required": dict(procedure.required),
        "certificate": procedure.certificate.required if procedure.certificate else None,
        "valid_for": procedure.certificate.valid_for.text
        if procedure.certificate and procedure.certificate.valid_for
        else None,
        "team_due": procedure.team_due.text if procedure.team_due else None,
        "steps": [_step(step) for step in procedure.steps],
        "evidence": procedure.evidence,
        "source": procedure.source,
    }


def _step(step: Step) -> str:
    words = [step.operation, _target(step.target)]
    words += [f"of {step.case}"] if step.case else []
    words += [f"unless {', '.join(step.papers)}"] if step.papers else []
    words += [f"within {step.within.text}"] if step.within else []
    words += [f"if {step.only_if}"] if step.only_if else []
    words += [f"→ {step.to}"] if step.to else []
    return f"{f'{step.label}: ' if step.label else ''}{' '.join(filter(None, words))}"


def _target(target: object) -> str:
    """The target of a step in file notation."""
    if target is True:
        return ""
    if isinstance(target, Value):
        return target.text
    return ", ".join(target) if isinstance(target, tuple) else str(target)


def _others(regime: Regime) -> list[tuple[str, Entry]]:
    """The other clauses, besides groups, duties and procedures."""
    several: list[tuple[str, dict[str, Any]]] = [
        ("mergers", regime.mergers), ("certificates", regime.certificates), ("offers", regime.offers),
        ("prolongations", regime.prolongations), ("term_limits", regime.term_limits),
    ]  # fmt: skip
    single = (
        "hand_over",
        "interpreter",
        "guidance",
        "repatriation",
        "switching",
        "self_booking",
        "sanctions",
        "tracking",
        "caseloads",
    )
    named = [(f"{section}.{key}", entry) for section, entries in several for key, entry in entries.items()]
    return [*named, *((name, getattr(regime, name)) for name in single)]


def _other(clause: str, entry: Entry, values: dict[str, Value[Any]]) -> dict[str, Any]:
    title = getattr(entry, "title", None)
    below = {path.removeprefix(f"{clause}."): v.text for path, v in values.items() if path.startswith(f"{clause}.")}
    words = {name: getattr(entry, name) for name in ("active", "counts", "at_once") if hasattr(entry, name)}
    words |= {name: list(getattr(entry, name)) for name in ("groups",) if isinstance(getattr(entry, name, None), tuple)}
    return {
        "clause": clause,
        "title": title.model_dump() if title else None,
        "law": getattr(entry, "law", None),
        "terms": below | words,
        "evidence": getattr(entry, "evidence", None),
        "source": getattr(entry, "source", None),
    }


def _value(value: Value[Any]) -> dict[str, Any]:
    bounds = {name: None if bound is None else str(bound) for name, bound in (("low", value.low), ("high", value.high))}
    origin = {"evidence": value.evidence, "source": value.source, "where": value.where}
    return {"clause": value.path, "value": value.text, "unit": value.unit} | bounds | origin
