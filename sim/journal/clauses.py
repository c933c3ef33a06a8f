"""Which clause stands behind a row of the log: found in the rule set and the practice of the run, never in a table here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.files.entry import Sourced
from sim.law.clauses.practice import Voluntary
from sim.world.rows.rules import TALK

if TYPE_CHECKING:
    from sim.study.setting import Setting

FATE = "fate (no law)"
DETECTION = "detection (no law)"


@dataclass(frozen=True, slots=True)
class Clause:
    """What a thing rests on.

    Attributes:
        path: dotted, in the regime (``duties.early-contact``), else in the file of the practice or of the people.
        law: the reference as the rule set has it; ``practice: <name>`` for what the practice adds; "" where none is named.
        evidence, source: grade and source of the entry; "" where it has none.
        title: its English title, or the path.
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
    """The clauses of a setting."""

    def __init__(self, setting: Setting) -> None:
        self.rule_set, self.practice, self.people = setting.rule_set, setting.practice, setting.people
        self.regime = setting.rule_set.regime
        self.by_practice = f"practice: {setting.practice.practice}"

    # --- of the regime
    def duty(self, name: str) -> Clause:
        """A duty of the law, the talk of a switch, or what the practice adds under this name."""
        if name in self.regime.duties:
            duty = self.regime.duties[name]
            return self._regime(f"duties.{name}", duty, duty.law, duty.title.en)
        if name == TALK:
            switching = self.regime.switching
            title = self.activity_title(switching.talk.activity)
            return self._regime("switching.talk", switching, getattr(switching, "law", ""), title)
        return self.of_practice(*self._voluntary[name]) if name in self._voluntary else NOTHING

    def procedure(self, name: str, through: str = "") -> Clause:
        """A procedure; ``through`` is the procedure it uses, where the step stands in that one: both laws are given."""
        own = self.regime.procedures[name]
        if name == self.regime.switching.procedure and not own.law:  # not law: what the paper says a switch costs
            return self._regime(f"procedures.{name}", self.regime.switching, "", own.title.en)
        found = [self._regime(f"procedures.{name}", own, own.law, own.title.en)]
        if through and through != name:
            used = self.regime.procedures[through]
            elsewhere = tuple(case for case in used.required if case != self.case_of(name))
            found.append(self._regime(f"procedures.{through}", used, used.law, used.title.en, without=elsewhere))
        return together(*found)

    def exempting(self, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The traits that exempt from a duty (of law or practice), and those of which it asks for one."""
        if name == TALK:
            return self.regime.switching.talk.exempt, ()
        if name in self.regime.duties:
            return self.regime.duties[name].exempt, self.regime.duties[name].only
        added = self._voluntary[name][1]
        active = {trait for trait, duty in added.exempt_when_active.items() if self.regime.duties[duty].active}
        return (*added.exempt, *active), ()

    def case_of(self, name: str) -> str:
        """As which kind of case a procedure comes before the team; "" when it never does."""
        return next((step.case for step in self.regime.procedures[name].steps if step.use and step.case), "")

    def is_by_judgement(self, name: str) -> bool:
        """Whether the rule set leaves it to judgement that the team hears this procedure's case."""
        used = [self.regime.procedures[step.use] for step in self.regime.procedures[name].steps if step.use]
        return any(one.required.get(self.case_of(name)) == "by-judgement" for one in used)

    def group(self, name: str) -> Clause:
        """A target group with its benefit."""
        group = self.regime.groups[name]
        return self._regime(f"groups.{name}", group, group.law, group.title.en)

    def offer(self, name: str) -> Clause:
        """A kind of offer."""
        if name not in self.regime.offers:
            return NOTHING
        kind = self.regime.offers[name]
        return self._regime(f"offers.{name}", kind, kind.law, kind.title.en)

    def prolongation(self, number: int) -> Clause:
        """The ground of SDPL § 27(1) of this number on which sickness benefit runs on; nothing for none."""
        grounds = self.regime.prolongations.items()
        found = [(name, ground) for name, ground in grounds if ground.number == number]
        return (
            self._regime(f"prolongations.{found[0][0]}", found[0][1], found[0][1].law, found[0][1].title.en)
            if found
            else NOTHING
        )

    def part(self, name: str) -> Clause:
        """A part of the regime that is there once: ``hand_over``, ``sanctions``, ``guidance``, ``interpreter``."""
        entry = getattr(self.regime, name)
        return self._regime(name, entry, getattr(entry, "law", ""), name.replace("_", " "))

    def riding(self, activity: str) -> Clause | None:
        """The part of the regime that lets an activity ride on a meeting (guidance), if it is one of these."""
        if activity not in self.regime.activities or not self.regime.activities[activity].rides:
            return None
        for name in type(self.regime).model_fields:
            entry = getattr(self.regime, name)
            if isinstance(entry, Sourced) and getattr(entry, "activity", None) == activity:
                return self.part(name)
        return self.activity(activity)

    def activity(self, name: str) -> Clause:
        """A kind of work that no duty and no running procedure explains."""
        if name not in self.regime.activities:
            return NOTHING
        entry = self.regime.activities[name]
        return self._regime(f"activities.{name}", entry, "", entry.title.en)

    def activity_title(self, name: str) -> str:
        return self.regime.activities[name].title.en if name in self.regime.activities else spaced(name)

    # --- of the practice
    def of_practice(self, path: str, entry: Any) -> Clause:
        """An entry of the practice; what it leaves out of evidence and source is the practice's own."""
        grade, source = self.practice.evidence or "", self.practice.source or ""
        title = entry.title.en if hasattr(entry, "title") else spaced(path)
        return Clause(path, self.by_practice, entry.evidence or grade, entry.source or source, title)

    @cached_property
    def assignment(self) -> Clause:
        return self.of_practice("assignment", self.practice.assignment)

    @cached_property
    def _voluntary(self) -> dict[str, tuple[str, Voluntary]]:
        """What the practice adds to the law, by name: where it stands, and its entry."""
        found: dict[str, tuple[str, Voluntary]] = {}
        for field in type(self.practice).model_fields:
            entries = getattr(self.practice, field)
            if isinstance(entries, dict):
                of_field = {name: entry for name, entry in entries.items() if isinstance(entry, Voluntary)}
                found |= {name: (f"{field}.{name}", entry) for name, entry in of_field.items()}
        return found

    # --- of the people
    def need(self, name: str) -> Clause:
        """The rate at which a need arises."""
        need = self.people.needs[name]
        return Clause(f"needs.{name}", FATE, need.per_year.evidence, need.per_year.source, name)

    def detection(self, need: str, how: str) -> Clause:
        """How a need of this kind comes to be known: ``request``, or seen at a ``meeting`` or an ``assessment``."""
        value = getattr(self.people.detection.kinds[self.people.needs[need].seen_as], how)
        return Clause(value.path, DETECTION, value.evidence, value.source, value.path)

    def life(self, group: str) -> Clause:
        """Life as the people file has it: leaving a group without a decision."""
        if group not in self.people.exits:
            return Clause("", FATE)
        way = self.people.exits[group]
        return Clause(f"exits.{group}", FATE, way.evidence or "", way.source or "", group)

    def _regime(self, path: str, entry: Sourced, law: str, title: str, *, without: tuple[str, ...] = ()) -> Clause:
        """A clause of the regime. Changes to the hearing of the cases ``without`` are not counted as changes of it."""
        paths = {f"{path}.required.{case}" for case in without}
        changed = [
            change.reform
            for change in self.rule_set.changes
            if f"{change.path}.".startswith(f"{path}.") and change.path not in paths
        ]
        return Clause(path, law, entry.evidence or "", entry.source or "", title, tuple(dict.fromkeys(changed)))


def together(*clauses: Clause) -> Clause:
    """Several clauses behind one thing; grade and title are the first one's."""
    found = [clause for clause in clauses if clause.path]
    if len(found) < 2:
        return found[0] if found else NOTHING
    return Clause(
        ", ".join(clause.path for clause in found),
        _joined(clause.law for clause in found), found[0].evidence, _joined(clause.source for clause in found),
        found[0].title, tuple(dict.fromkeys(reform for clause in found for reform in clause.reforms)),
    )  # fmt: skip


def spaced(name: str) -> str:
    """A name of a file as words."""
    return name.replace("-", " ").replace("_", " ")


def _joined(parts: Any) -> str:
    return "; ".join(dict.fromkeys(part for part in parts if part))
