"""The differences of two rule sets, clause by clause, as plain data for tables and JSON."""

from __future__ import annotations

from typing import Any

from sim.files.edit import MISSING, law_at, node_at
from sim.files.tree import Keys
from sim.files.value import VALUE_KEYS
from sim.law.clauses.dated_regime import Amendment
from sim.law.compose.change import same
from sim.law.compose.rule_set import RuleSet

_NOT_RULES = ("schema", "regime", "in_force", "title", "short", "law", "evidence", "source", "note")


def rules_diff(old_rules: RuleSet, new_rules: RuleSet) -> dict[str, Any]:
    """Every clause in which ``new_rules`` differs from ``old_rules``, in the order of the law.

    - Titles, sources and ranges are not rules and are ignored.
    - An entry that only one rule set has is one clause. So is a step of a procedure with several differences.
    - ``confidence``, ``source`` and ``regime`` come from the dated changes of the clause. They are None for a
      change by a proposal.
    - ``evidence`` is the grade of the new value.
    """
    before, after = _clauses(old_rules), _clauses(new_rules)
    differ = []
    for keys in _in_order(before, after):
        old, new = (
            clauses[keys] if keys in clauses else rule_set.default(keys)
            for rule_set, clauses in ((old_rules, before), (new_rules, after))
        )
        if old is MISSING or new is MISSING or not same(old, new):
            differ.append(keys)
    whole, grades = _whole(differ, old_rules, new_rules), {value.path: value.evidence for value in new_rules.values()}
    return {"changes": [_difference(keys, old_rules, new_rules, grades) for keys in whole]}


def reforms_behind(clause: str, old_rules: RuleSet, new_rules: RuleSet) -> list[str]:
    """The proposals of only one rule set that changed a path at, around or below a clause."""
    changes = [
        *(change for change in old_rules.changes if change.reform not in new_rules.reforms),
        *(change for change in new_rules.changes if change.reform not in old_rules.reforms),
    ]
    return list(dict.fromkeys(change.reform for change in changes if _meet(change.path, clause)))


def _meet(first: str, second: str) -> bool:
    return f"{first}.".startswith(f"{second}.") or f"{second}.".startswith(f"{first}.")


def _whole(differ: list[Keys], old_rules: RuleSet, new_rules: RuleSet) -> list[Keys]:
    """The different clauses. Clauses of one entry or one step are merged."""
    trees = (old_rules.source.tree, new_rules.source.tree)

    def entry(keys: Keys) -> Keys:
        for length in range(1, len(keys)):
            nodes = [node_at(tree, keys[:length]) for tree in trees]
            if (nodes[0] is MISSING) != (nodes[1] is MISSING) and any(_is_entry(node) for node in nodes):
                return keys[:length]
        return keys

    whole = [entry(keys) for keys in differ]
    steps = [next((keys[: n + 1] for n, key in enumerate(keys) if isinstance(key, int)), keys) for keys in whole]
    return list(dict.fromkeys(step if steps.count(step) > 1 else keys for keys, step in zip(whole, steps, strict=True)))


def _is_entry(node: Any) -> bool:
    return isinstance(node, dict) and "value" not in node


def _difference(keys: Keys, old_rules: RuleSet, new_rules: RuleSet, grades: dict[str, str]) -> dict[str, Any]:
    path = ".".join(map(str, keys))
    moved = [*_only_in(old_rules, new_rules, path), *_only_in(new_rules, old_rules, path)]
    changes = {change.path: change.law for rule_set in (old_rules, new_rules) for change in rule_set.changes}
    of_the_change = [changes.get(path), *(amendment.law for amendment in moved[-1:])]
    of_the_clause = [law_at(rule_set.source.tree, keys) for rule_set in (old_rules, new_rules)]
    laws = [*of_the_change, *of_the_clause] if moved else [*of_the_clause, *of_the_change]
    return {
        "clause": path,
        "law": next(filter(None, laws), None),
        "old": _word(_content(keys, old_rules)),
        "new": _word(_content(keys, new_rules)),
        "evidence": grades.get(path),
    } | {name: _joined(moved, name) for name in ("confidence", "source", "regime")}


def _only_in(rule_set: RuleSet, not_in: RuleSet, path: str) -> list[Amendment]:
    """The dated changes of only one rule set at, around or below ``path``."""
    return [a for a in rule_set.amendments if a not in not_in.amendments and _meet(a.path, path)]


def _joined(moved: list[Amendment], name: str) -> str | None:
    return "; ".join(dict.fromkeys(getattr(amendment, name) for amendment in moved)) or None


def _content(keys: Keys, rule_set: RuleSet) -> Any:
    node = node_at(rule_set.source.tree, keys)
    if node is MISSING:
        return rule_set.default(keys)
    return node["value"] if isinstance(node, dict) and "value" in node else node


def _in_order(before: dict[Keys, Any], after: dict[Keys, Any]) -> list[Keys]:
    """All paths in the order of the first tree. A path of the second tree only follows its neighbours."""
    last = {keys[:length]: index for index, keys in enumerate(before) for length in range(len(keys) + 1)}

    def position(keys: Keys) -> int:
        while keys not in last:
            keys = keys[:-1]
        return last[keys]

    return sorted(dict.fromkeys([*before, *after]), key=position)


def _clauses(rule_set: RuleSet) -> dict[Keys, Any]:
    """The rules of the tree by path: scalars, lists of words, and values without ranges."""
    rules: dict[Keys, Any] = {}

    def walk(node: Any, keys: Keys) -> None:
        if isinstance(node, dict) and "value" in node:
            rules[keys] = node["value"]
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
            rules[keys] = node

    walk(rule_set.source.tree, ())
    return rules


def _word(thing: Any) -> Any:
    return None if thing is MISSING else "none" if thing is None else thing
