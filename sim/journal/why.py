"""One citizen's history as a case journal with the law beside it, and a list of citizens worth reading.

>>> from sim.journal import why
>>> journal = why.history("aalborg", 4711).table()
>>> to_read = why.journal("aalborg", rules="freed-six-cities").notable("team")
>>> side_by_side = why.twins("aalborg", 4711, "freed-six-cities").table()
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sim.engine import Log
from sim.engine import run as run_engine
from sim.files.entry import Lang
from sim.files.errors import ScenarioError, nearest_name
from sim.journal import differing, notable
from sim.journal import history as histories
from sim.journal.align import side_by_side
from sim.journal.changes import Changed, Changes
from sim.journal.comparable import Comparable
from sim.journal.differing import Differing
from sim.journal.entry import Entry, Foot, History
from sim.journal.notable import Notable, check_sort
from sim.journal.twin import Pair, Twins
from sim.runs.opening import world_of
from sim.study.column import Column
from sim.study.load import load
from sim.study.resolve import column_of
from sim.study.setting import Setting
from sim.study.study import Study

__all__ = [
    "Changed", "Differing", "Entry", "Foot", "History", "Journal", "Notable", "Pair", "TwinJournals", "Twins", "check_sort", "column",
    "history", "journal", "journals", "pair_of_columns", "twins",
]  # fmt: skip


@dataclass(frozen=True)
class Journal:
    """The log of one run, read citizen by citizen.

    Attributes:
        setting, replication: the setting and the replication that determine the run.
        log: the log of the run. citizens: the number of citizens in the run; they are numbered from 0.
    """

    setting: Setting
    replication: int
    log: Log
    citizens: int

    @classmethod
    def of(cls, setting: Setting, replication: int = 1) -> Journal:
        """Build the world of a setting as a study does, and run it once."""
        world = world_of(setting, replication)
        log = run_engine(world)
        arrived = int((world.citizens["arrive"] < setting.days * 1440).sum())  # later arrivals have no history
        return cls(setting, replication, log, arrived)

    def history(self, citizen: int, lang: Lang = "en") -> History:
        """A citizen's history in English or Danish.

        Raises:
            ScenarioError: there is no such citizen.
        """
        if not 0 <= citizen < self.citizens:
            raise ScenarioError(
                "this run has no such citizen",
                found=citizen,
                expected=f"a number from 0 to {self.citizens - 1}",
                do="leave out --citizen to list some citizens worth reading",
            )
        return histories.read(self.log, self.setting, citizen, self.replication, lang)

    def notable(self, find: str | None = None, lang: Lang = "en") -> list[Notable]:
        """Citizens worth reading: one of each sort, or several of the sort ``find`` (:data:`sim.journal.notable.SORTS`).

        Raises:
            ScenarioError: there is no such sort.
        """
        return notable.notable(self.log, self.setting, find, lang)


@dataclass(frozen=True)
class TwinJournals:
    """The logs of two runs of the same people, read side by side.

    Attributes:
        one, other: the same place and replication under two rule sets or practices.
    """

    one: Journal
    other: Journal

    def twins(self, citizen: int, lang: Lang = "en") -> Twins:
        """A citizen's two histories in English or Danish.

        Raises:
            ScenarioError: there is no such citizen.
        """
        left, right = (journal.history(citizen, lang) for journal in (self.one, self.other))
        return side_by_side(left, right, self._both, self.changes)

    @cached_property
    def differing(self) -> Differing:
        """The differences between the histories by citizen, and the number of equal histories."""
        return differing.differing(self._both, self.changes.named)

    @cached_property
    def changes(self) -> Changes:
        """The clauses in which the two settings differ."""
        return Changes(self.one.setting, self.other.setting)

    @cached_property
    def _both(self) -> Comparable:
        return Comparable(self.one.log, self.other.log)


def journal(
    study: Study | str, *, rules: str | None = None, practice: str | None = None, replication: int = 1, place: str | None = None
) -> Journal:  # fmt: skip
    """Run one column of a study once.

    Args:
        study: a study, or its name or path.
        rules: any rule set; default: the study's baseline.
        practice: any practice; default: the practice that the study gives these rules, else its baseline's practice.
        replication: from 1.
        place: default: the study's first place.

    Raises:
        ScenarioError: a name is unknown, or a file has an error.
    """
    loaded = load(study) if isinstance(study, str) else study
    if replication < 1:
        raise ScenarioError("replications are numbered from 1", found=replication, expected="1 or more")
    return Journal.of(_setting(loaded, column(loaded, rules, practice), place), replication)


def column(study: Study, rules: str | None = None, practice: str | None = None) -> Column:
    """The column of these rules and this practice.

    The default is the baseline's rules with the practice that the study gives them.
    """
    return column_of(study, rules or study.baseline.rules, practice)


def _setting(study: Study, column: Column, place: str | None) -> Setting:
    """The setting of a column at one of the study's places, by default the first."""
    named = place or study.places[0]
    if named not in column.settings:
        raise study.error(
            "the study has no such place", ("places",), found=named, expected=", ".join(study.places),
            nearest=nearest_name(named, study.places),
        )  # fmt: skip
    return column.settings[named]


def history(
    study: Study | str,
    citizen: int,
    *,
    rules: str | None = None,
    practice: str | None = None,
    replication: int = 1,
    place: str | None = None,
    lang: Lang = "en",
) -> History:
    """One citizen's history. Arguments and errors as in :func:`journal` and :meth:`Journal.history`."""
    return journal(study, rules=rules, practice=practice, replication=replication, place=place).history(citizen, lang)


def pair_of_columns(
    study: Study,
    against: str,
    *,
    rules: str | None = None,
    practice: str | None = None,
    against_practice: str | None = None,
) -> tuple[Column, Column]:
    """The two columns that :func:`journals` runs. Arguments and errors as there."""
    first = column(study, rules, practice)
    is_in_study = any(each.rules == against for each in study.columns)
    return first, column(study, against, against_practice or (None if is_in_study else first.practice))


def journals(
    study: Study | str,
    against: str,
    *,
    rules: str | None = None,
    practice: str | None = None,
    against_practice: str | None = None,
    replication: int = 1,
    place: str | None = None,
) -> TwinJournals:
    """Run two columns of a study once each, with the same people.

    Args:
        against: the other rule set; it may be the same rule set with another practice.
        against_practice: default: the practice that the study gives these rules, else the first column's practice.
        study, rules, practice, replication, place: the first column, as in :func:`journal`.

    Raises:
        ScenarioError: a name is unknown, or a file has an error.
    """
    loaded = load(study) if isinstance(study, str) else study
    if replication < 1:
        raise ScenarioError("replications are numbered from 1", found=replication, expected="1 or more")
    columns = pair_of_columns(loaded, against, rules=rules, practice=practice, against_practice=against_practice)
    settings = [_setting(loaded, each, place) for each in columns]
    left, right = (Journal.of(setting, replication) for setting in settings)
    return TwinJournals(left, right)


def twins(
    study: Study | str,
    citizen: int,
    against: str,
    *,
    rules: str | None = None,
    practice: str | None = None,
    against_practice: str | None = None,
    replication: int = 1,
    place: str | None = None,
    lang: Lang = "en",
) -> Twins:
    """One citizen under two rule sets, side by side.

    Arguments and errors as in :func:`journals` and :meth:`Journal.history`.
    """
    both = journals(
        study, against, rules=rules, practice=practice, against_practice=against_practice, replication=replication, place=place
    )  # fmt: skip
    return both.twins(citizen, lang)
