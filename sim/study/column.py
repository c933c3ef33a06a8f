"""A column of a study: rules and practice over time, the use of freed hours, and shocks, all as objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from sim.law.compose.rule_set import RuleSet
from sim.study.setting import Setting
from sim.study.shocks import Shocks

Use = Literal["keep", "cut", "reinvest-meetings", "reinvest-caseloads"]
"""The use of freed hours."""
OWN = "own"
"""The word for each place's own practice, which ``practices_by_place`` names."""


class ColumnName(NamedTuple):
    """The printed name of a column in three parts, as in the tables. No code parses it.

    ``rules`` and ``practice`` are the names of timelines; ``capacity`` is the use of freed hours, with the column's own
    places of the rehabilitation team and shocks in brackets.
    """

    rules: str
    practice: str
    capacity: str

    @property
    def name(self) -> str:
        return "/".join(self)


@dataclass(frozen=True)
class Column:
    """A column of a study. Two columns are equal when their names are.

    Attributes:
        names: the printed name.
        use: the use of freed hours.
        entry: the number of the column's entry in ``compare``.
        own_shocks: the shocks of the entry. The settings also contain the study's shocks.
        own_practice: whether each place has its own practice.
        team_places: weekly places of the rehabilitation team that the entry sets, None for the place's own number.
        settings: the setting of the column's runs, by place.
    """

    names: ColumnName
    use: Use = field(compare=False)
    entry: int = field(compare=False)
    own_shocks: Shocks = field(compare=False, repr=False)
    own_practice: bool = field(compare=False, repr=False)
    settings: Mapping[str, Setting] = field(compare=False, repr=False)
    team_places: int | None = field(default=None, compare=False, repr=False)

    @property
    def name(self) -> str:
        return self.names.name

    @property
    def rules(self) -> str:
        """The printed name of the rules over time."""
        return self.names.rules

    @property
    def practice(self) -> str:
        """The printed name of the practice over time."""
        return self.names.practice

    @property
    def capacity(self) -> str:
        """The printed use of freed hours, with the column's own places and shocks."""
        return self.names.capacity

    @property
    def first(self) -> Setting:
        """The setting at the first place. Rules are the same at every place."""
        return next(iter(self.settings.values()))

    @property
    def rule_sets(self) -> list[RuleSet]:
        """The rule sets in order of time."""
        return [part.what for part in self.first.rules_over_time]

    @property
    def kept(self) -> Column:
        """The same rules, practice, places and shocks with all staff."""
        return self.using("keep")

    def using(self, use: Use) -> Column:
        """The same rules, practice, places and shocks with another use of freed hours."""
        names = self.names._replace(capacity=capacity_name(use, self.own_shocks, self.team_places))
        return replace(self, names=names, use=use)


def capacity_name(use: Use, own_shocks: Shocks, team_places: int | None = None) -> str:
    """The printed use of freed hours, with the places and the shocks of the column's entry in brackets."""
    places = [] if team_places is None else [f"{team_places} places"]
    details = [*places, *(shock.name for shock in own_shocks)]
    return f"{use}({', '.join(details)})" if details else use
