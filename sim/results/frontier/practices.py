"""The practices of a search: a column's practice with its dials at given positions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sim.files.errors import ScenarioError
from sim.law.compose.practices import PracticeChoice
from sim.results.frontier.dial import Dial, Positions, sets_of
from sim.study.column import Column, ColumnName
from sim.study.resolve import Resolver
from sim.study.study import Study
from sim.study.timeline import Part


@dataclass
class Practices:
    """The practices that a search can run.

    Attributes:
        study: of the search.
        column: the searched column, with the practice as it is.
        dials: what moves.
    """

    study: Study
    column: Column
    dials: tuple[Dial, ...]
    _resolver: Resolver = field(init=False)

    def __post_init__(self) -> None:
        self._resolver = Resolver(self.study)

    def check_ends(self) -> None:
        """Check that all values can be at their low ends, and at their high ends.

        Raises:
            ScenarioError: they do not fit each other, or the law.
        """
        self.at(tuple(dial.least for dial in self.dials), "the practice with all values at the low ends")
        self.at(tuple(dial.most for dial in self.dials), "the practice with all values at the high ends")

    def at(self, positions: Positions, name: str) -> Column:
        """The column whose practice has the dials at their positions, with a printed name of its own.

        Raises:
            ScenarioError: the values do not fit each other, or the law.
        """
        setting, names = self.column.first, self.column.names
        rules = tuple(Part(part.since, part.what.name) for part in setting.rules_over_time)
        choice = choice_of(self.column)._replace(values=sets_of(self.dials, positions))
        try:
            made = self._resolver.column(
                self.column.entry, rules, (Part(None, choice),), "keep", self.column.team_places
            )
        except ScenarioError as error:
            raise ScenarioError(
                f"{name} makes no sense: {error.message}", file=error.file, line=error.line, found=error.found,
                expected=error.expected, do="narrow the bounds of the values",
            ) from error  # fmt: skip
        return replace(made, names=ColumnName(names.rules, f"{names.practice}, {name}", names.capacity))


def choice_of(column: Column) -> PracticeChoice:
    """The practice of a column.

    Raises:
        ScenarioError: it changes during the run, or the study sets values of it.
    """
    practices = column.first.practice_over_time
    if len(practices) > 1:
        raise ScenarioError(
            "a search moves one practice, which holds for the whole run", found=column.practice, expected="one practice",
            do="choose another --column, or a study without `then`",
        )  # fmt: skip
    if practices[0].what.values:
        raise ScenarioError(
            "a search begins with a practice file, and this column has values of its own set", found=column.practice,
            expected="a column with a practice as its file has it", do="choose another --column, or write the practice as a file",
        )  # fmt: skip
    return practices[0].what
