"""Procedures as rows of steps.

Labels become step numbers, used procedures are written in place, and conditions of law and practice become jumps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sim.chance import quantiles as q
from sim.chance.draw import chance, purpose
from sim.files.errors import ScenarioError, nearest_name
from sim.files.quantity import Duration
from sim.law.clauses.procedure import Procedure, Step
from sim.law.clauses.vocabulary import CASH_BENEFIT, MEMBER_HEARINGS, SUFFICIENT
from sim.place.people.model import People
from sim.world.codes import TEAM_PARTS, Op
from sim.world.log import RowKind
from sim.world.rows.lengths import inverse_of, prolonged
from sim.world.rows.rules import STARTS, Rules

CHANGED = {"benefit-changed": 1, "group-changed": 2}
MARKS = {"decision": RowKind.DECIDE, "effort": RowKind.EFFORT, "sanction": RowKind.SANCTION}
HEARING = "team-hearing"
MEMBERS, COORDINATOR = MEMBER_HEARINGS


@dataclass
class _Draft:
    """The steps of one procedure before labels become numbers."""

    name: str
    steps: list[dict[str, Any]] = field(default_factory=list)
    labels: dict[str, int] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)
    uses: list[str] = field(default_factory=list)
    using: str = ""

    def add(self, op: Op, *, to: str = "", draws: str = "", **columns: Any) -> None:
        """Append a step; ``draws`` names its draws, so that the same work has the same draws under all rule sets."""
        self.seen[draws] += 1
        key = purpose(f"{self.name}:{draws}:{self.seen[draws]}") if draws else 0
        self.steps.append({"op": op, "key": key, "to": to} | columns)
        self.uses.append(self.using)

    def skip_to(self, label: str) -> None:
        self.labels[label] = len(self.steps)


class Drafted(NamedTuple):
    """A procedure whose step numbers start at its own first step.

    Attributes:
        due: days until the team must have heard the case, or -1.
        uses: by step the name of the used procedure that lists it, "" for the procedure's own steps.
    """

    steps: list[dict[str, Any]]
    due: int
    uses: tuple[str, ...]


def procedure_steps(rules: Rules, people: People, destinations: Mapping[str, int]) -> dict[str, Drafted]:
    """The procedures by name.

    Raises:
        ScenarioError: the people file has no value for a chance.
    """
    drafted: dict[str, Drafted] = {}
    for name, procedure in rules.rule_set.regime.procedures.items():
        draft = _Draft(name)
        _Writer(rules, people, destinations, draft).write(procedure)
        due = procedure.team_due.value.days if procedure.team_due else -1
        targets = [step.pop("to") for step in draft.steps]
        steps = [step | {"c": draft.labels[to] if to else 0} for step, to in zip(draft.steps, targets, strict=True)]
        drafted[name] = Drafted(steps, due, tuple(draft.uses))
    return drafted


@dataclass
class _Writer:
    rules: Rules
    people: People
    destinations: Mapping[str, int]
    draft: _Draft
    prefix: str = ""
    case: str = ""
    papers: tuple[str, ...] = ()
    hearing: Procedure | None = None

    def write(self, procedure: Procedure) -> None:
        if procedure.active and not procedure.required:  # a procedure that others use never begins by itself
            self.steps(procedure)
        self.draft.add(Op.END)

    def steps(self, procedure: Procedure) -> None:
        for step in procedure.steps:
            if step.label:
                self.draft.skip_to(self.prefix + step.label)
            getattr(self, f"_{step.operation}")(step)

    # --- work and waiting
    def _work(self, step: Step) -> None:
        after = f"after {len(self.draft.steps)}"
        if step.only_if:
            self.draft.add(Op.UNLESS_CHANGED, a=CHANGED[step.only_if], to=after)
        assert step.work is not None
        within = step.within.value.days if step.within else 14
        self.draft.add(Op.WORK, draws=step.work, a=self.rules.activities[step.work], b=within)
        self.draft.skip_to(after)

    def _order(self, step: Step) -> None:
        assert step.order is not None
        self.draft.add(Op.ORDER, draws=step.order, a=self.rules.certificates[step.order])

    def _wait(self, step: Step) -> None:
        assert step.wait is not None
        self.draft.add(Op.WAIT, draws="wait", a=self.rules.tables.add(q.constant(step.wait.value.days)))

    def _await(self, step: Step) -> None:
        name = step.await_ or ""
        table = self.rules.tables.add(inverse_of(self.people.waits[name]))
        self.draft.add(Op.WAIT, draws=f"await {name}", a=table)

    def _team(self, _: Step) -> None:
        activities = self.rules.activities
        parts = activities[MEMBERS] + (1 + activities.get(COORDINATOR, -1) << TEAM_PARTS)
        self.draft.add(Op.TEAM, draws=HEARING, a=activities[HEARING], b=parts)

    def _use(self, step: Step) -> None:
        used = self.rules.rule_set.regime.procedures[step.use or ""]
        inner = _Writer(
            self.rules, self.people, self.destinations, self.draft, f"{self.prefix}{len(self.draft.steps)}/",
            step.case or "", step.papers, used,
        )  # fmt: skip
        outer, self.draft.using = self.draft.using, step.use or ""
        inner.steps(used)
        self.draft.using = outer

    # --- results
    def _switch(self, step: Step) -> None:
        if step.switch == CASH_BENEFIT:
            young, check = f"young {len(self.draft.steps)}", f"age {len(self.draft.steps)}"
            adult = f"adult {len(self.draft.steps)}"
            if self.rules.rule_set.regime.adult_if:
                qualified = self.rules.trait_bits(self.rules.rule_set.regime.adult_if, self.draft.name)
                self.draft.add(Op.UNLESS_TRAIT, a=qualified, to=check)
                self.draft.add(Op.GOTO, to=adult)
            self.draft.skip_to(check)
            self.draft.add(Op.UNLESS_AGED, **self._span(self.rules.rule_set.regime.adult_from.value), to=young)
            self.draft.skip_to(adult)
            self.draft.add(Op.SWITCH, a=self.rules.states["activity-ready"])
            self.draft.skip_to(young)
            self.draft.add(Op.SWITCH, a=self.rules.states["activity-ready-young"])
        else:
            self.draft.add(Op.SWITCH, a=self.rules.states[step.switch or ""])

    def _exit(self, step: Step) -> None:
        self.draft.add(Op.EXIT, a=self.destinations[step.exit or ""])

    def _start(self, step: Step) -> None:
        assert step.start is not None
        self.draft.add(Op.START, a=self.rules.procedures[step.start], b=int(step.start in self.people.holds))
        self.draft.add(Op.END)

    def _also(self, step: Step) -> None:
        self.draft.add(Op.START, a=self.rules.procedures[step.also or ""])

    def _set(self, step: Step) -> None:
        self.draft.add(Op.SET, a=self.rules.trait_bits(step.set_, self.draft.name))

    def _clear(self, step: Step) -> None:
        self.draft.add(Op.SET, b=self.rules.trait_bits(step.clear, self.draft.name))

    def _begin(self, step: Step) -> None:
        self.draft.add(Op.DUTIES, a=STARTS[step.begin or ""])

    def _offer(self, step: Step) -> None:
        kind = step.offer or ""
        lasts = self.rules.tables.add(q.constant(self.rules.rule_set.regime.offers[kind].lasts.value.days))
        code = self.rules.offers[kind]
        counts = self.rules.rule_set.regime.offers[kind].counts
        self.draft.add(Op.OFFER, draws=f"offer {kind}", a=code if counts else -1 - code, b=lasts)

    def _prolong(self, step: Step) -> None:
        ground = step.prolong or ""
        table = self.rules.tables.add(prolonged(self.rules, self.people, ground))
        number = self.rules.rule_set.regime.prolongations[ground].number
        self.draft.add(Op.RENEW, draws=f"prolong {ground}", a=table, b=number)

    def _mark(self, step: Step) -> None:
        assert step.mark is not None
        self.draft.add(Op.MARK, a=int(MARKS[step.mark]))

    def _prolong_if_waiting(self, _: Step) -> None:
        self.draft.add(Op.PROLONG)

    def _renew(self, step: Step) -> None:
        limit = -1 if step.in_all is None else self.rules.spans.add(step.in_all.value.months)
        self.draft.add(Op.RENEW, a=-1 if limit < 0 else -2 - limit)

    def _end(self, _: Step) -> None:
        self.draft.add(Op.END)

    # --- jumps
    def _goto(self, step: Step) -> None:
        self.draft.add(Op.GOTO, to=self.prefix + (step.goto or ""))

    def _chance(self, step: Step) -> None:
        self._jump(self._share(step.chance or ""), step.chance or "", step.to or "")

    def _skip_unless(self, step: Step) -> None:
        to = self.prefix + (step.to or "")
        if step.skip_unless == "team-heard":
            assert self.hearing is not None
            if self.hearing.required[self.case] == "by-judgement":
                share = self.rules.practice.team_share[self.case].value
                self._jump(1 - share, "team-heard", step.to or "")
        elif step.skip_unless == "certificate-needed":
            assert self.hearing is not None
            assert self.hearing.certificate is not None
            spared = self.papers
            if self.hearing.certificate.required == "if-health-file-insufficient":
                spared = (*spared, SUFFICIENT)
            if spared:
                needed = f"needed {len(self.draft.steps)}"
                self.draft.add(Op.UNLESS_TRAIT, a=self.rules.trait_bits(spared, self.draft.name), to=needed)
                self.draft.add(Op.GOTO, to=to)
                self.draft.skip_to(needed)
        elif step.skip_unless == "first-time":
            self.draft.add(Op.UNLESS_FIRST, to=to)
        elif step.skip_unless == "papers-outdated":
            assert self.hearing is not None
            assert self.hearing.certificate is not None
            valid = self.hearing.certificate.valid_for
            if valid is None:
                self.draft.add(Op.GOTO, to=to)
            else:
                self.draft.add(Op.UNLESS_OUTDATED, a=valid.value.days, to=to)
        else:
            self.draft.add(Op.UNLESS_TRAIT, a=self.rules.trait_bits((step.skip_unless or "",), self.draft.name), to=to)

    def _unless_aged(self, step: Step) -> None:
        assert step.unless_aged is not None
        self.draft.add(Op.UNLESS_AGED, **self._span(step.unless_aged.value), to=self.prefix + (step.to or ""))

    def _unless_lasted(self, step: Step) -> None:
        assert step.unless_lasted is not None
        self.draft.add(Op.UNLESS_LASTED, **self._span(step.unless_lasted.value), to=self.prefix + (step.to or ""))

    def _span(self, length: Duration) -> dict[str, Any]:
        """The columns of a length of time: days in a, and in b 1 + the row of calendar months (0: days)."""
        return {"a": length.days, "b": 1 + self.rules.spans.add(length.months)}

    def _unless_group(self, step: Step) -> None:
        self.draft.add(Op.UNLESS_STATE, a=self.rules.state_bits(step.unless_group), to=self.prefix + (step.to or ""))

    def _jump(self, share: float, draws: str, label: str) -> None:
        self.draft.add(Op.CHANCE, draws=draws, a=chance(share), to=self.prefix + label)

    def _share(self, name: str) -> float:
        chances = self.people.chances
        if name not in chances:
            raise ScenarioError(
                f"the chance `{name}` of procedure `{self.draft.name}` has no value", found=name,
                expected=", ".join(chances), nearest=nearest_name(name, chances),
                do="add it to `chances:` of the people file",
            )  # fmt: skip
        return float(chances[name].value)


def stages(steps: list[dict[str, int]], entry: int) -> tuple[int, int, int]:
    """The three steps at which a case of the opening stock may be: the first, before the certificate, before the team."""
    first = {Op.ORDER: entry, Op.TEAM: entry}
    number = entry
    while steps[number]["op"] not in (Op.SWITCH, Op.EXIT, Op.END):
        op = Op(steps[number]["op"])
        if op in first and first[op] == entry:
            first[op] = number
        number += 1
    return entry, first[Op.ORDER], first[Op.TEAM]
