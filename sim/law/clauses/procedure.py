"""Procedures: ordered steps, started by a duty, a need or the end of a term."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from sim.files.entry import Entry, Names, NoneWord, Sourced, Title
from sim.files.errors import nearest_name
from sim.files.value import DurationValue, problem
from sim.law.clauses.vocabulary import CertificateNeed, Changed, Mark, Start, TeamHearing

# operation -> other keys that it allows, besides `label`
OPERATIONS: dict[str, tuple[str, ...]] = {
    "work": ("within", "if"),
    "order": ("if",),
    "team": (),
    "use": ("case", "papers"),
    "start": (),
    "also": (),
    "appeal": ("share",),
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
    "unless_lasted": ("to",),
    "unless_group": ("to",),
    "goto": (),
    "prolong_if_waiting": (),
    "renew": ("in_all",),
    "end": (),
}
_NEED_TO = ("chance", "skip_unless", "unless_aged", "unless_lasted", "unless_group")
_OUTLIVING = ("work", "wait", "await", "chance", "unless_group", "goto", "mark", "end")
"""The operations of a procedure that outlives a spell. The citizen may have left."""
_FIELDS = {"await": "await_", "set": "set_"}


class Step(Entry):
    """One operation: ``operation`` is its name and ``target`` its object."""

    label: str | None = None
    work: str | None = None  # an activity
    within: DurationValue | None = None
    only_if: Changed | None = Field(default=None, alias="if")
    order: str | None = None  # a certificate
    team: str | None = None  # a place on the team's agenda, then the hearing
    use: str | None = None  # run the steps of another procedure here
    case: str | None = None  # the kind of case for the used procedure
    papers: Names = ()  # traits that make the certificate unnecessary
    start: str | None = None  # another procedure starts and this one ends
    also: str | None = None  # another procedure starts and this one continues
    appeal: str | None = None  # a share of citizens appeal: this procedure starts, and the present one continues
    share: str | None = None  # a chance of the people file: the share who appeal
    switch: str | None = None  # a group, or `cash-benefit`
    exit: str | None = None  # a destination
    wait: DurationValue | None = None
    await_: str | None = Field(default=None, alias="await")  # a wait of the people file, by its distribution
    offer: str | None = None  # an offer of this kind starts
    set_: Names = Field(default=(), alias="set")  # traits that the citizen gains
    clear: Names = ()  # traits that the citizen loses
    begin: Start | None = None  # duties with this start begin
    prolong: str | None = None  # the benefit is prolonged on a ground of the law
    mark: Mark | None = None  # a row in the log
    chance: str | None = None  # a random draw: go to `to` on success
    skip_unless: str | None = None  # a condition or a trait: go to `to` unless it holds
    unless_aged: DurationValue | None = None  # go to `to` if the citizen is younger
    unless_lasted: DurationValue | None = None  # go to `to` if the spell began more recently
    unless_group: Names = ()  # go to `to` if the citizen is in none of these groups
    to: str | None = None
    goto: str | None = None
    prolong_if_waiting: bool = False  # the benefit is prolonged while another procedure of the citizen waits
    renew: bool = False  # the term of the group restarts: a repeat course
    in_all: DurationValue | None = None  # the renewed term ends at most so long after the spell began
    end: bool = False

    @property
    def operation(self) -> str:
        return next(name for name in OPERATIONS if self._given(name))

    @property
    def target(self) -> object:
        return getattr(self, _FIELDS.get(self.operation, self.operation))

    def _given(self, name: str) -> bool:
        found = getattr(self, _FIELDS.get(name, name))
        return found is not None and found is not False and found != ()

    @model_validator(mode="after")
    def _is_one_operation(self) -> Step:
        operations = [name for name in OPERATIONS if self._given(name)]
        if len(operations) != 1:
            raise problem(
                "a step needs exactly one operation",
                found=", ".join(operations) or "none",
                expected=", ".join(OPERATIONS),
            )
        allowed_keys = ("label", *OPERATIONS[operations[0]])
        for name in self.model_fields_set - {_FIELDS.get(operations[0], operations[0])}:
            key = type(self).model_fields[name].alias or name
            if key not in allowed_keys:
                raise problem(
                    f"`{key}` does not go with `{operations[0]}`", key=(key,), expected=", ".join(allowed_keys)
                )
        if self.in_all is not None and self.in_all.value.months is None:
            raise problem(
                "this limit is not in months or years", key=("in_all",), found=self.in_all.text, expected="`5 years`"
            )
        if self.appeal is not None and self.share is None:
            raise problem("`appeal` needs the share of citizens who appeal", expected="share")
        if operations[0] in _NEED_TO and self.to is None:
            raise problem(f"`{operations[0]}` needs a label to go to", expected="to")
        return self


class CertificateRule(Entry):
    required: CertificateNeed
    valid_for: DurationValue | None = None  # an older certificate counts as outdated


class Procedure(Sourced):
    title: Title
    law: str = ""
    active: bool = True  # an inactive procedure ends at its start, so it has no new cases
    outlives: bool = False  # a switch or an exit of the citizen does not stop it
    required: dict[str, TeamHearing] = Field(default={})  # by case: whether the team must hear it
    certificate: CertificateRule | None = None
    team_due: Annotated[DurationValue | None, NoneWord] = None  # deadline of the team, from the start
    steps: Annotated[tuple[Step, ...], Field(strict=False, min_length=1)]

    @model_validator(mode="after")
    def _outlives_by_its_own_work(self) -> Procedure:
        for index, step in enumerate(self.steps if self.outlives else ()):
            if step.operation not in _OUTLIVING:
                raise problem(
                    "a procedure that outlives the spell changes nothing for the citizen",
                    key=("steps", index, step.operation),
                    found=step.operation,
                    expected=", ".join(_OUTLIVING),
                )
        return self

    @model_validator(mode="after")
    def _labels_resolve(self) -> Procedure:
        labels = [step.label for step in self.steps if step.label]
        for index, step in enumerate(self.steps):
            if step.label and labels.count(step.label) > 1:
                raise problem(
                    "this label appears twice",
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
