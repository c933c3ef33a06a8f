"""Procedures: ordered steps that a duty, a need or a term's end sets going."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from sim.files.entry import Entry, Names, NoneWord, Sourced, Title
from sim.files.errors import nearest_name
from sim.files.value import DurationValue, problem
from sim.law.clauses.vocabulary import CertificateNeed, Changed, Mark, Start, TeamHearing

# operation -> the keys that may stand beside it (`label` may always)
OPERATIONS: dict[str, tuple[str, ...]] = {
    "work": ("within", "if"),
    "order": ("if",),
    "team": (),
    "use": ("case", "papers"),
    "start": (),
    "also": (),
    "switch": (),
    "exit": (),
    "wait": (),
    "await": (),
    "offer": (),
    "set": (),
    "clear": (),
    "begin": (),
    "prolong": (),
    "mark": (),
    "chance": ("to",),
    "skip_unless": ("to",),
    "unless_aged": ("to",),
    "unless_group": ("to",),
    "goto": (),
    "prolong_if_waiting": (),
    "renew": (),
    "end": (),
}
_NEED_TO = ("chance", "skip_unless", "unless_aged", "unless_group")
_FIELDS = {"await": "await_", "set": "set_"}


class Step(Entry):
    """One operation; ``operation`` names it and ``target`` says on what."""

    label: str | None = None
    work: str | None = None  # an activity
    within: DurationValue | None = None
    only_if: Changed | None = Field(default=None, alias="if")
    order: str | None = None  # a certificate
    team: str | None = None  # a place on the team's agenda, and the hearing
    use: str | None = None  # the steps of another procedure stand here
    case: str | None = None  # which kind of case the used procedure treats
    papers: Names = ()  # traits that make the certificate unnecessary
    start: str | None = None  # another procedure begins, this one ends
    also: str | None = None  # another procedure begins beside this one
    switch: str | None = None  # a group, or `cash-benefit`
    exit: str | None = None  # a destination
    wait: DurationValue | None = None
    await_: str | None = Field(default=None, alias="await")  # a wait of the people file, by its distribution
    offer: str | None = None  # an offer of this kind begins
    set_: Names = Field(default=(), alias="set")  # traits that the citizen has from now on
    clear: Names = ()  # traits that the citizen has no longer
    begin: Start | None = None  # duties that start so begin
    prolong: str | None = None  # the benefit runs on for a ground of the law
    mark: Mark | None = None  # a row in the log
    chance: str | None = None  # a keyed draw; `to` when it comes true
    skip_unless: str | None = None  # a condition or a trait: `to` when it does not hold
    unless_aged: DurationValue | None = None  # `to` when the citizen is younger
    unless_group: Names = ()  # `to` when the citizen is in none of these groups
    to: str | None = None
    goto: str | None = None
    prolong_if_waiting: bool = False  # the benefit runs on while another procedure of the citizen waits
    renew: bool = False  # the term of the group begins anew: a repeat course
    end: bool = False

    @property
    def operation(self) -> str:
        return next(name for name in OPERATIONS if self._given(name))

    @property
    def target(self) -> object:
        return getattr(self, _FIELDS.get(self.operation, self.operation))

    def _given(self, name: str) -> bool:
        return getattr(self, _FIELDS.get(name, name)) not in (None, False, ())

    @model_validator(mode="after")
    def _is_one_operation(self) -> Step:
        given = [name for name in OPERATIONS if self._given(name)]
        if len(given) != 1:
            raise problem(
                "a step is exactly one operation", found=", ".join(given) or "none", expected=", ".join(OPERATIONS)
            )
        beside = ("label", *OPERATIONS[given[0]])
        for name in self.model_fields_set - {_FIELDS.get(given[0], given[0])}:
            key = type(self).model_fields[name].alias or name
            if key not in beside:
                raise problem(f"`{key}` does not go with `{given[0]}`", key=(key,), expected=", ".join(beside))
        if given[0] in _NEED_TO and self.to is None:
            raise problem(f"`{given[0]}` needs a label to go to", expected="to")
        return self


class CertificateRule(Entry):
    required: CertificateNeed
    valid_for: DurationValue | None = None  # an older certificate is outdated


class Procedure(Sourced):
    title: Title
    law: str = ""
    active: bool = True  # an inactive one ends as soon as it begins: no new cases
    required: dict[str, TeamHearing] = Field(default={})  # by case: must the team hear it
    certificate: CertificateRule | None = None
    team_due: Annotated[DurationValue | None, NoneWord] = None  # the team's deadline from the procedure's start
    steps: Annotated[tuple[Step, ...], Field(strict=False, min_length=1)]

    @model_validator(mode="after")
    def _labels_resolve(self) -> Procedure:
        labels = [step.label for step in self.steps if step.label]
        for index, step in enumerate(self.steps):
            if step.label and labels.count(step.label) > 1:
                raise problem(
                    "this label stands twice",
                    key=("steps", index, "label"),
                    found=step.label,
                    expected="one step of this name",
                )
            for key, name in (("to", step.to), ("goto", step.goto)):
                if name is not None and name not in labels:
                    raise problem(
                        "unknown label",
                        key=("steps", index, key),
                        found=name,
                        expected=", ".join(labels) or "a label in this procedure",
                        nearest=nearest_name(name, labels),
                    )
        return self
