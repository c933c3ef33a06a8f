"""One clause of a rule set in full: its keys with value, range, grade and source, and its changes."""

from __future__ import annotations

from typing import Any

from sim.files.edit import MISSING, law_at, node_at
from sim.files.errors import ScenarioError, nearest_name
from sim.files.tree import Keys
from sim.files.value import VALUE_KEYS, Value
from sim.law.compose.rule_set import RuleSet
from sim.law.reading.outline import moved_by

_HEAD = ("title", "law", "evidence", "source", "note")
_NO_ROWS = (*_HEAD, "short")


def rules_clause(rule_set: RuleSet, path: str) -> dict[str, Any]:
    """The clause at ``path``, such as ``duties.early-contact`` or ``procedures.flexjob.steps``.

    The result has these keys, besides the head of the clause:

    - ``rows``: ``{key, value, low, high, evidence, source}`` of every entry below the clause, in file order. The last
      four are None for words.
    - ``moved``: changes by dated regimes at or below the clause.
    - ``reforms``: changes by proposals.

    Raises:
        ScenarioError: the clause does not exist.
    """
    keys: Keys = tuple(int(part) if part.isdigit() else part for part in path.split("."))
    node = node_at(rule_set.source.tree, keys)
    if node is MISSING:
        known = clauses(rule_set)
        expected = "a clause, such as duties.early-contact; `jobsim rules show` lists them"
        raise ScenarioError(
            "there is no such clause in the rule set", found=path, expected=expected, nearest=nearest_name(path, known),
        )  # fmt: skip
    head = node if isinstance(node, dict) and "value" not in node else {}
    values = {value.path: value for value in rule_set.values()}
    return {
        "clause": path,
        **{name: head.get(name) for name in _HEAD},
        "law": head.get("law") or law_at(rule_set.source.tree, keys),
        "where": str(rule_set.source.place(keys)),
        "rows": [
            _row(path, below, leaf, values)
            for below, leaf in _leaves(node, ())
            if not below or below[0] not in _NO_ROWS
        ],
        "moved": moved_by(rule_set, path),
        "reforms": [
            {"reform": c.reform, "path": c.path, "old": c.old, "new": c.new}
            for c in rule_set.changes
            if f"{c.path}.".startswith(f"{path}.") or f"{path}.".startswith(f"{c.path}.")
        ],
    }


def clauses(rule_set: RuleSet) -> list[str]:
    """The clauses with a name: sections, their entries, and every value."""
    tree = rule_set.source.tree
    entries = [f"{section}.{key}" for section, node in tree.items() if isinstance(node, dict) for key in node]
    return [*tree, *entries, *(value.path for value in rule_set.values())]


def _leaves(node: Any, below: Keys) -> list[tuple[Keys, Any]]:
    """The leaves below a node with their keys: scalars, lists of words, values, and whole steps of a procedure."""
    if isinstance(node, dict) and "value" in node:
        inner = [(key, item) for key, item in node.items() if key not in VALUE_KEYS]
        return [(below, node), *(leaf for key, item in inner for leaf in _leaves(item, (*below, key)))]
    if isinstance(node, dict) and node and not (below and isinstance(below[-1], int)):
        return [leaf for key, item in node.items() for leaf in _leaves(item, (*below, key))]
    if isinstance(node, list) and any(isinstance(item, dict) for item in node):
        return [leaf for number, item in enumerate(node) for leaf in _leaves(item, (*below, number))]
    return [(below, node)]


def _row(path: str, below: Keys, leaf: Any, values: dict[str, Value[Any]]) -> dict[str, Any]:
    own = ".".join(map(str, below))
    full = f"{path}.{own}" if own else path
    value = values.get(full)
    bounds = dict.fromkeys(("low", "high", "evidence", "source"))
    if value is None:
        return {"key": own, "value": leaf} | bounds
    low, high = (None if bound is None else str(bound) for bound in (value.low, value.high))
    return {
        "key": own,
        "value": value.text,
        "low": low,
        "high": high,
        "evidence": value.evidence,
        "source": value.source,
    }
