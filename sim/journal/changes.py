"""The clauses in which two settings differ, and which of them are behind an entry of a history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from sim.files.value import Value
from sim.journal.law_by_day import laws_of
from sim.law.clauses.practice import Practice
from sim.law.compose.rule_set import RuleSet
from sim.law.reading.chapters import PARTS
from sim.law.reading.diff import reforms_behind, rules_diff
from sim.world.rows.rules import TALK

if TYPE_CHECKING:
    from sim.study.setting import Setting

_NOT_RULES = frozenset({"schema_version", "practice", "title", "short", "extends", "evidence", "source", "note"})
_ENTRIES = ("contact", "offers")
"""Sections of a practice whose entries are behind entries of a history. The other sections affect every booking."""
BY_PRACTICE = "practice"
_OF_SWITCHES = ["merged_groups", "mergers", "adult_from", "adult_if"]
_MERGING = ("merged_groups", "mergers", "switching")


@dataclass(frozen=True, slots=True)
class Changed:
    """A clause in which two settings differ.

    Attributes:
        clause: dotted path in the regime, or in the practice (then ``by`` is ``practice``).
        law: the reference; "" for a practice.
        old, new: the value in the first and in the other setting, None if it has none.
        by: proposals and dated regimes that only one of the two settings has.
    """

    clause: str
    law: str
    old: Any
    new: Any
    by: tuple[str, ...]

    def touches(self, path: str) -> bool:
        """Whether the clause is equal to a path, above it or below it."""
        return f"{path}.".startswith(f"{self.clause}.") or f"{self.clause}.".startswith(f"{path}.")

    def as_data(self) -> dict[str, Any]:
        return asdict(self) | {"by": list(self.by)}


class Changes:
    """Every clause in which the rules and the practice of two settings differ at the end of the run."""

    def __init__(self, left: Setting, right: Setting) -> None:
        self._clauses = (laws_of(left)[-1][2], laws_of(right)[-1][2])
        self.rules = _of_rules(left.laws[-1].rule_set, right.laws[-1].rule_set)
        self.practice = _of_practices(left.laws[-1].practice, right.laws[-1].practice)
        self._found: dict[tuple[int, tuple[str, ...], bool], tuple[Changed, ...]] = {}

    @cached_property
    def general(self) -> tuple[Changed, ...]:
        """Changes of the practice that are behind no single entry: they may move any booking."""
        return tuple(change for change in self.practice if change.clause.split(".")[0] not in _ENTRIES)

    def behind(self, side: int, paths: Iterable[str], *, of_switch: bool = False) -> tuple[Changed, ...]:
        """The changed clauses behind an entry of one side (0 or 1). Changes of its own clause come first.

        Args:
            paths: clauses in the regime or the practice.
            of_switch: the entry is a switch or a result of one. Merged groups avoid switches.
        """
        asked = (side, tuple(paths), of_switch)
        if asked not in self._found:  # thousands of entries rest on the same few clauses
            self._found[asked] = self._behind(*asked)
        return self._found[asked]

    def _behind(self, side: int, paths: tuple[str, ...], of_switch: bool) -> tuple[Changed, ...]:
        wide = self._with_used(side, list(paths))
        procedure = next((path.removeprefix("procedures.") for path in wide if path.startswith("procedures.")), None)
        if of_switch:
            wide += _OF_SWITCHES
        changes = [change for path in wide for change in (*self.rules, *self.practice) if change.touches(path)]
        return tuple({change.clause: change for change in changes if self._concerns(side, change, procedure)}.values())

    @cached_property
    def named(self) -> dict[str, frozenset[str]]:
        """The names of duties, procedures and activities that a change concerns.

        A change of a used procedure also concerns the procedures that use it.
        """
        changed: dict[str, set[str]] = {"duty": set(), "procedure": set(), "activity": set()}
        for change in (*self.rules, *self.practice):
            section, _, rest = change.clause.partition(".")
            name = rest.split(".")[0]
            if section in {"duties", *_ENTRIES}:
                changed["duty"].add(name)
            elif section in _MERGING:
                changed["duty"].add(TALK)
            elif section == "activities":
                changed["activity"].add(name)
            elif section == "procedures":
                changed["procedure"] |= {name} | {
                    own
                    for side, clauses in enumerate(self._clauses)
                    for own in clauses.regime.procedures
                    if f"procedures.{name}" in self._with_used(side, [f"procedures.{own}"])
                    and self._concerns(side, change, own)
                }
        return {section: frozenset(names) for section, names in changed.items()}

    def of_activity(self, side: int, name: str) -> list[str]:
        """The clauses of a kind of work: its own clause, and the parts of the regime that name it."""
        asking = [part for part, words in self._words_of_parts[side].items() if name in words]
        return [f"activities.{name}", *asking]

    @cached_property
    def _words_of_parts(self) -> tuple[dict[str, set[str]], ...]:
        """The texts in each part of the regime, by side."""
        return tuple({part: _words(getattr(clauses.regime, part)) for part in PARTS} for clauses in self._clauses)

    def _with_used(self, side: int, paths: list[str]) -> list[str]:
        """The paths, the procedures that they use, and the limits of the terms that begin these procedures."""
        procedures, terms = self._clauses[side].regime.procedures, self._clauses[side].people.terms
        wide = list(paths)
        for path in wide:
            section, _, name = path.partition(".")
            if section == "procedures" and name in procedures:
                used = [f"procedures.{step.use}" for step in procedures[name].steps if step.use]
                used += [f"term_limits.{limit}" for limit, term in terms.items() if term.procedure == name]
                wide += [use for use in used if use not in wide]
        return wide

    def _concerns(self, side: int, change: Changed, procedure: str | None) -> bool:
        """False for a change of a hearing that is about another kind of case than the procedure's."""
        _, separator, case = change.clause.partition(".required.")
        if not separator or procedure is None or procedure not in self._clauses[side].regime.procedures:
            return True
        own = self._clauses[side].case_of(procedure)
        return not own or own == case


def _of_rules(left: RuleSet, right: RuleSet) -> tuple[Changed, ...]:
    changes = []
    for row in rules_diff(left, right)["changes"]:
        by = reforms_behind(row["clause"], left, right) + (row["regime"].split("; ") if row["regime"] else [])
        changes.append(Changed(row["clause"], row["law"] or "", row["old"], row["new"], tuple(dict.fromkeys(by))))
    return tuple(changes)


def _words(entry: Any) -> set[str]:
    """The texts in a part of the regime, among them the names of activities."""
    words: set[str] = set()
    for key in type(entry).model_fields:
        value = getattr(entry, key)
        words |= _words(value) if isinstance(value, BaseModel) else {value} if isinstance(value, str) else set()
    return words


def _of_practices(left: Practice, right: Practice) -> tuple[Changed, ...]:
    """The differences of two practices: one per entry of contact and offers, one per value of the other sections."""
    before, after = (
        {
            path: thing
            for name in type(practice).model_fields
            if name not in _NOT_RULES
            for path, thing in _parts(name, getattr(practice, name))
        }
        for practice in (left, right)
    )
    return tuple(
        Changed(path, "", _shown(before.get(path)), _shown(after.get(path)), (BY_PRACTICE,))
        for path in dict.fromkeys([*before, *after])
        if before.get(path) != after.get(path)
    )


def _parts(name: str, thing: Any) -> Iterable[tuple[str, Any]]:
    if name in _ENTRIES:
        return [(f"{name}.{key}", _plain(entry)) for key, entry in thing.items()]
    if isinstance(thing, BaseModel):
        return [
            (f"{name}.{key}", _plain(getattr(thing, key))) for key in type(thing).model_fields if key not in _NOT_RULES
        ]
    if isinstance(thing, dict):
        return [(f"{name}.{key}", _plain(entry)) for key, entry in thing.items()]
    return [(name, _plain(thing))]


def _plain(thing: Any) -> Any:
    """The content of an entry, without grades and places in files."""
    if isinstance(thing, Value):
        return thing.text
    if isinstance(thing, BaseModel):
        return {key: _plain(getattr(thing, key)) for key in type(thing).model_fields if key not in _NOT_RULES}
    if isinstance(thing, dict):
        return {key: _plain(item) for key, item in thing.items()}
    return list(thing) if isinstance(thing, tuple) else thing


def _shown(plain: Any) -> Any:
    """A value for the table of changes. A whole entry is too long for it, so a short text replaces the entry."""
    return "an entry of the practice" if isinstance(plain, dict) else plain
