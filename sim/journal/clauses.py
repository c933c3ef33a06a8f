"""The clause behind a row of the log. It comes from the rule set and the practice of the run, not from a table here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.files.entry import Lang, Sourced
from sim.journal.words import say, spaced
from sim.law.clauses.practice import Voluntary
from sim.law.reading.in_words import key_words
from sim.law.reading.references import law_words
from sim.world.rows.rules import TALK

if TYPE_CHECKING:
    from sim.study.setting import Setting


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the rules, the practice or the people file that is behind an event.

    Attributes:
        path: dotted path in the regime (``duties.early-contact``), else in the file of the practice or the people.
        law: the rule set's reference; ``practice: <name>`` for an entry of the practice; "" without a reference.
        evidence, source: grade and source of the entry; "" without one.
        title: its title in the language of the journal, or the path.
        reforms: proposals of the rule set that changed something in it.
    """

    path: str
    law: str = ""
    evidence: str = ""
    source: str = ""
    title: str = ""
    reforms: tuple[str, ...] = ()


NOTHING = Clause("")


class Clauses:
    """The clauses of a setting.

    Attributes:
        lang: the language of titles and references.
    """

    def __init__(self, setting: Setting, lang: Lang = "en") -> None:
        self.lang: Lang = lang
        self.rule_set, self.practice, self.people = setting.rule_set, setting.practice, setting.people
        self.regime = setting.rule_set.regime
        self.by_practice = say("by_practice", lang, name=setting.practice.practice)

    # --- of the regime
    def duty(self, name: str) -> Clause:
        """The clause of a duty of the law, of the talk of a switch, or of the practice's entry of this name."""
        if name in self.regime.duties:
            duty = self.regime.duties[name]
            return self._regime(f"duties.{name}", duty, duty.law, duty.title.of(self.lang))
        if name == TALK:
            switching = self.regime.switching
            title = self.activity_title(switching.talk.activity)
            return self._regime("switching.talk", switching, getattr(switching, "law", ""), title)
        return self.of_practice(*self._voluntary[name]) if name in self._voluntary else NOTHING

    def procedure(self, name: str, through: str = "") -> Clause:
        """The clause of a procedure.

        Args:
            through: the used procedure that lists the step, "" for none. With one, the clause names both laws.
        """
        own = self.regime.procedures[name]
        if name == self.regime.switching.procedure and not own.law:  # not law: the paper's costs of a switch
            return self._regime(f"procedures.{name}", self.regime.switching, "", own.title.of(self.lang))
        clauses = [self._regime(f"procedures.{name}", own, own.law, own.title.of(self.lang))]
        if through and through != name:
            used = self.regime.procedures[through]
            elsewhere = tuple(case for case in used.required if case != self.case_of(name))
            clauses.append(
                self._regime(f"procedures.{through}", used, used.law, used.title.of(self.lang), without=elsewhere)
            )
        return together(*clauses)

    def exempting(self, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The traits that exempt from a duty of law or practice, and the traits of which it requires one."""
        if name == TALK:
            return self.regime.switching.talk.exempt, ()
        if name in self.regime.duties:
            return self.regime.duties[name].exempt, self.regime.duties[name].only
        added = self._voluntary[name][1]
        active = {trait for trait, duty in added.exempt_when_active.items() if self.regime.duties[duty].active}
        return (*added.exempt, *active), ()

    def case_of(self, name: str) -> str:
        """The kind of case that a procedure is before the team; "" if it does not go to the team."""
        return next((step.case for step in self.regime.procedures[name].steps if step.use and step.case), "")

    def is_by_judgement(self, name: str) -> bool:
        """Whether the municipality's judgement decides if the team hears this procedure's case."""
        uses = [self.regime.procedures[step.use] for step in self.regime.procedures[name].steps if step.use]
        return any(used.required.get(self.case_of(name)) == "by-judgement" for used in uses)

    def group(self, name: str) -> Clause:
        """A target group with its benefit."""
        group = self.regime.groups[name]
        return self._regime(f"groups.{name}", group, group.law, group.title.of(self.lang))

    def offer(self, name: str) -> Clause:
        """A kind of offer."""
        if name not in self.regime.offers:
            return NOTHING
        kind = self.regime.offers[name]
        return self._regime(f"offers.{name}", kind, kind.law, kind.title.of(self.lang))

    def prolongation(self, number: int) -> Clause:
        """The ground in SDPL § 27(1) with this number, which prolongs sickness benefit; :data:`NOTHING` if unknown."""
        for name, ground in self.regime.prolongations.items():
            if ground.number == number:
                return self._regime(f"prolongations.{name}", ground, ground.law, ground.title.of(self.lang))
        return NOTHING

    def part(self, name: str) -> Clause:
        """A part of the regime without a name: ``hand_over``, ``sanctions``, ``guidance`` or ``interpreter``."""
        entry = getattr(self.regime, name)
        return self._regime(name, entry, getattr(entry, "law", ""), key_words(name, self.lang))

    def riding(self, activity: str) -> Clause | None:
        """The part of the regime behind guidance given within a meeting; None for any other activity."""
        if activity not in self.regime.activities or not self.regime.activities[activity].rides:
            return None
        for name in type(self.regime).model_fields:
            entry = getattr(self.regime, name)
            if isinstance(entry, Sourced) and getattr(entry, "activity", None) == activity:
                return self.part(name)
        return self.activity(activity)

    def activity(self, name: str) -> Clause:
        """The clause of a kind of work that neither a duty nor a running procedure explains."""
        if name not in self.regime.activities:
            return NOTHING
        entry = self.regime.activities[name]
        return self._regime(f"activities.{name}", entry, "", entry.title.of(self.lang))

    def activity_title(self, name: str) -> str:
        return (
            self.regime.activities[name].title.of(self.lang)
            if name in self.regime.activities
            else spaced(name, self.lang)
        )

    # --- of the practice
    def of_practice(self, path: str, entry: Any) -> Clause:
        """The clause of an entry of the practice. If it has no evidence or source, the practice's own apply."""
        grade, source = self.practice.evidence or "", self.practice.source or ""
        title = entry.title.of(self.lang) if hasattr(entry, "title") else spaced(path, self.lang)
        return Clause(path, self.by_practice, entry.evidence or grade, entry.source or source, title)

    @cached_property
    def assignment(self) -> Clause:
        return self.of_practice("assignment", self.practice.assignment)

    @cached_property
    def _voluntary(self) -> dict[str, tuple[str, Voluntary]]:
        """The entries that the practice adds to the law, by name: path and entry."""
        voluntary: dict[str, tuple[str, Voluntary]] = {}
        for field in type(self.practice).model_fields:
            entries = getattr(self.practice, field)
            if isinstance(entries, dict):
                of_field = {name: entry for name, entry in entries.items() if isinstance(entry, Voluntary)}
                voluntary |= {name: (f"{field}.{name}", entry) for name, entry in of_field.items()}
        return voluntary

    # --- of the people
    def need(self, name: str) -> Clause:
        """The rate at which a need arises."""
        need = self.people.needs[name]
        return Clause(f"needs.{name}", say("fate", self.lang), need.per_year.evidence, need.per_year.source, name)

    def detection(self, need: str, how: str) -> Clause:
        """The clause of a need's detection; ``how`` is ``request``, ``meeting`` or ``assessment``."""
        value = getattr(self.people.detection.kinds[self.people.needs[need].seen_as], how)
        return Clause(value.path, say("detection", self.lang), value.evidence, value.source, value.path)

    def life(self, group: str) -> Clause:
        """The people file's entry of exits from a group without a decision."""
        if group not in self.people.exits:
            return Clause("", say("fate", self.lang))
        way = self.people.exits[group]
        return Clause(f"exits.{group}", say("fate", self.lang), way.evidence or "", way.source or "", group)

    def _regime(self, path: str, entry: Sourced, law: str, title: str, *, without: tuple[str, ...] = ()) -> Clause:
        """A clause of the regime. Its ``reforms`` leave out changes to the hearing of the kinds of case ``without``."""
        paths = {f"{path}.required.{case}" for case in without}
        changed = [
            change.reform
            for change in self.rule_set.changes
            if f"{change.path}.".startswith(f"{path}.") and change.path not in paths
        ]
        words = law_words(law, self.lang)
        return Clause(path, words, entry.evidence or "", entry.source or "", title, tuple(dict.fromkeys(changed)))


def together(*clauses: Clause) -> Clause:
    """Join several clauses behind one event. Grade and title come from the first clause."""
    named = [clause for clause in clauses if clause.path]
    if len(named) < 2:
        return named[0] if named else NOTHING
    return Clause(
        ", ".join(clause.path for clause in named),
        _joined(clause.law for clause in named), named[0].evidence, _joined(clause.source for clause in named),
        named[0].title, tuple(dict.fromkeys(reform for clause in named for reform in clause.reforms)),
    )  # fmt: skip


def _joined(parts: Any) -> str:
    return "; ".join(dict.fromkeys(part for part in parts if part))
