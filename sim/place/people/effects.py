"""The effects file: the assumed effects of contact, caseload, continuity and waiting on exits, and of caseload on work and staff.

It is read only for studies that use it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from sim.files.entry import Entry, Names, Sentences, Sourced, Title
from sim.files.errors import nearest_name
from sim.files.schema import Schema
from sim.files.source import Source
from sim.files.value import CountValue, DurationValue, NumberValue, ShareValue, Value
from sim.place.people.model import People

FOLDER = "effects"
PLANNED_CASES = 50
"""Weighted cases per full post of a team with the posts that its place plans. It is the unit of weighted cases."""
PER_CASES = 10
"""The strength of an effect of caseload is per so many weighted cases."""
Strength = Literal["value", "low", "high"]


class Effect(Sourced):
    """The strength of an effect on the rate of exits. Groups with a figure of their own have their own strength."""

    strength: ShareValue
    by_group: dict[str, ShareValue] = Field(default={})


class Fading(Effect):
    """An effect that lasts for some days.

    ``usual``: by group, the share of baseline exits on such days. The rate is divided by the resulting mean effect.
    """

    lasts: DurationValue
    usual: dict[str, ShareValue]


class Caseload(Effect):
    """An effect per ten weighted cases. ``usual``: by group, the weighted cases at which the rate is unchanged."""

    at_most: CountValue
    usual: dict[str, NumberValue]


class Waiting(Effect):
    """An effect that lasts while a case waits. ``usual`` is as in :class:`Fading`."""

    usual: dict[str, ShareValue]


class TaskMinutes(Sourced):
    """An effect of the caseworker's weighted cases on the minutes of a booked task: shorter above the usual number.

    ``at_most`` is how many cases either way count. With the strength it decides the shortest and the longest task.
    """

    strength: ShareValue
    at_most: CountValue
    usual: NumberValue  # weighted cases at which the minutes are those of the rules


class OnStaff(Sourced):
    """An effect of a team's planned caseload on its staff: more absence or turnover above the place's own caseload."""

    strength: ShareValue
    at_most: CountValue


class EffectsFile(Entry):
    """``effects/*.yaml``. ``exits`` and ``moves`` name the clocks of the people file that the effects change."""

    schema_version: Schema = Field(alias="schema")
    effects: str
    title: Title
    rests_on: Sentences
    exits: Names
    moves: Names = ()
    contact: Fading
    caseload: Caseload
    continuity: Fading
    waiting: Waiting
    task_minutes: TaskMinutes | None = None
    staff_absence: OnStaff | None = None
    staff_turnover: OnStaff | None = None

    @property
    def of_caseload(self) -> dict[str, TaskMinutes | OnStaff]:
        """The effects of caseload on work and staff that the file has, by name."""
        known: dict[str, TaskMinutes | OnStaff | None] = {
            "task_minutes": self.task_minutes, "staff_absence": self.staff_absence, "staff_turnover": self.staff_turnover,
        }  # fmt: skip
        return {name: effect for name, effect in known.items() if effect is not None}

    @property
    def kinds(self) -> dict[str, Effect]:
        """The four effects on exits by name."""
        return {
            "contact": self.contact, "caseload": self.caseload, "continuity": self.continuity, "waiting": self.waiting,
        }  # fmt: skip


@dataclass(frozen=True)
class Effects:
    """An effects file with the point of its ranges in use: all strengths at their value, their low or their high end."""

    file: EffectsFile
    strength: Strength = "value"

    def of(self, kind: str, group: str) -> float:
        """The strength of an effect in a group, as a share."""
        effect = self.file.kinds[kind]
        return float(self._end(effect.by_group.get(group, effect.strength)))

    def of_caseload(self, name: str) -> float:
        """The strength of an effect of caseload on work or staff, as a share; 0 if the file lacks it."""
        effect = self.file.of_caseload.get(name)
        return 0.0 if effect is None else float(self._end(effect.strength))

    def _end(self, value: Value[Any]) -> Any:
        end = {"value": value.value, "low": value.low, "high": value.high}[self.strength]
        return value.value if end is None else end

    def groups(self, people: People) -> tuple[str, ...]:
        """The groups with a clock that the effects change."""
        return tuple(dict.fromkeys([*self.file.exits, *(people.moves[name].origin for name in self.file.moves)]))


def check_effects(file: EffectsFile, source: Source, people: People) -> None:
    """Check that the people file has every name, and that every affected group has its usual level.

    Raises:
        ScenarioError: the first name or group that fails.
    """

    def known(
        names: Mapping[str, Any] | Names, among: Mapping[str, Any] | tuple[str, ...], keys: tuple[str, ...], what: str
    ) -> None:
        for index, name in enumerate(names):
            if name not in among:
                keys_of_name = (*keys, name if isinstance(names, Mapping) else index)
                raise source.error(
                    f"this is not a {what}", keys_of_name, found=name, expected=", ".join(among), nearest=nearest_name(name, among),
                )  # fmt: skip

    known(file.exits, people.exits, ("exits",), f"group with an exit in people/{people.people}.yaml")
    known(file.moves, people.moves, ("moves",), f"move of people/{people.people}.yaml")
    groups = Effects(file).groups(people)
    for kind, effect in file.kinds.items():
        known(effect.by_group, groups, (kind, "by_group"), "group that the effects change")
        if effect.strength.value > 1 or (
            kind != "contact" and max(effect.strength.high or 0, effect.strength.value) >= 1
        ):
            raise source.error(
                f"`{kind}` would stop all exits",
                (kind, "strength"),
                found=effect.strength.text,
                expected="less than 100 %",
            )
    for name, of_caseload in file.of_caseload.items():
        strongest = max(of_caseload.strength.high or 0, of_caseload.strength.value)
        if strongest * of_caseload.at_most.value / PER_CASES >= 1:
            raise source.error(
                f"`{name}` is too strong: with so many cases more, nothing would be left or absence would double",
                (name, "strength"), found=f"{100 * strongest:g} % per ten cases, {of_caseload.at_most.text} cases at most",
                expected=f"less than {100 * PER_CASES / max(of_caseload.at_most.value, 1):g} % with these cases",
                do="lower the strength or `at_most`",
            )  # fmt: skip
    for kind, usual in (
        ("contact", file.contact.usual), ("caseload", file.caseload.usual), ("continuity", file.continuity.usual),
        ("waiting", file.waiting.usual),
    ):  # fmt: skip
        known(usual, groups, (kind, "usual"), "group that the effects change")
        missing = [group for group in groups if group not in usual]
        if missing:
            raise source.error(
                f"`{kind}.usual` leaves a group out", (kind, "usual"), found=", ".join(usual), expected=", ".join(groups),
                do=f"add {missing[0]}",
            )  # fmt: skip
