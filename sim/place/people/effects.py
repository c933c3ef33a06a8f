"""The effects file: what contact, caseload, continuity and waiting are assumed to do to exits. Nothing reads it unless a study asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from sim.files.entry import Entry, Names, Sourced, Title
from sim.files.errors import nearest_name
from sim.files.source import Source
from sim.files.value import CountValue, DurationValue, NumberValue, ShareValue, Value
from sim.place.people.model import People

FOLDER = "effects"
Strength = Literal["value", "low", "high"]


class Effect(Sourced):
    """How much an effect changes the rate of an exit: one strength, and others for groups of which a figure speaks."""

    strength: ShareValue
    by_group: dict[str, ShareValue] = Field(default={})


class Fading(Effect):
    """An effect that counts for some days.

    ``usual``: by group, the share of exits under the baseline that fall into such days; the rate is divided by the mean over them.
    """

    lasts: DurationValue
    usual: dict[str, ShareValue]


class Caseload(Effect):
    """The strength is per ten weighted cases; ``usual``: by group, the weighted cases at which the rate is unchanged."""

    at_most: CountValue
    usual: dict[str, NumberValue]


class Waiting(Effect):
    """An effect that counts while a case waits; ``usual`` as of :class:`Fading`."""

    usual: dict[str, ShareValue]


class EffectsFile(Entry):
    """``effects/*.yaml``. ``exits`` and ``moves`` name clocks of the people file that the effects move; no other clock is."""

    schema_version: Literal[1] = Field(alias="schema")
    effects: str
    title: Title
    rests_on: Title
    exits: Names
    moves: Names = ()
    contact: Fading
    caseload: Caseload
    continuity: Fading
    waiting: Waiting

    @property
    def kinds(self) -> dict[str, Effect]:
        """The four effects by name."""
        return {
            "contact": self.contact, "caseload": self.caseload, "continuity": self.continuity, "waiting": self.waiting,
        }  # fmt: skip


@dataclass(frozen=True)
class Effects:
    """An effects file and which end of its ranges counts: strengths at their value, or all at their low or high end."""

    file: EffectsFile
    strength: Strength = "value"

    def of(self, kind: str, group: str) -> float:
        """The strength of an effect in a group, as a share."""
        effect = self.file.kinds[kind]
        return float(self._end(effect.by_group.get(group, effect.strength)))

    def _end(self, value: Value[Any]) -> Any:
        end = {"value": value.value, "low": value.low, "high": value.high}[self.strength]
        return value.value if end is None else end

    def groups(self, people: People) -> tuple[str, ...]:
        """The groups of which a clock is moved."""
        return tuple(dict.fromkeys([*self.file.exits, *(people.moves[name].origin for name in self.file.moves)]))


def check_effects(file: EffectsFile, source: Source, people: People) -> None:
    """Every name is one of the people file, and every group moved says what is usual.

    Raises:
        ScenarioError: the first that is not.
    """

    def known(
        names: Mapping[str, Any] | Names, among: Mapping[str, Any] | tuple[str, ...], keys: tuple[str, ...], what: str
    ) -> None:
        for at, name in enumerate(names):
            if name not in among:
                where = (*keys, name if isinstance(names, Mapping) else at)
                raise source.error(
                    f"this is no {what}", where, found=name, expected=", ".join(among), nearest=nearest_name(name, among),
                )  # fmt: skip

    known(file.exits, people.exits, ("exits",), f"group with an exit in people/{people.people}.yaml")
    known(file.moves, people.moves, ("moves",), f"move of people/{people.people}.yaml")
    groups = Effects(file).groups(people)
    for kind, effect in file.kinds.items():
        known(effect.by_group, groups, (kind, "by_group"), "group that the effects move")
        if effect.strength.value > 1 or (
            kind != "contact" and max(effect.strength.high or 0, effect.strength.value) >= 1
        ):
            raise source.error(
                f"`{kind}` would stop all exits",
                (kind, "strength"),
                found=effect.strength.text,
                expected="less than 100 %",
            )
    for kind, usual in (
        ("contact", file.contact.usual), ("caseload", file.caseload.usual), ("continuity", file.continuity.usual),
        ("waiting", file.waiting.usual),
    ):  # fmt: skip
        known(usual, groups, (kind, "usual"), "group that the effects move")
        missing = [group for group in groups if group not in usual]
        if missing:
            raise source.error(
                f"`{kind}.usual` leaves a group out", (kind, "usual"), found=", ".join(usual), expected=", ".join(groups),
                do=f"add {missing[0]}",
            )  # fmt: skip
