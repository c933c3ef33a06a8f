"""One citizen's history, read like a case journal with the law beside it; and which citizens are worth reading.

>>> from sim.study import why
>>> why.history("aalborg", 4711).table()                                # doctest: +SKIP
>>> why.journal("aalborg", rules="freed-six-cities").notable("team")    # doctest: +SKIP
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine import Log
from sim.engine import run as run_engine
from sim.errors import ScenarioError
from sim.study.build import Setting, build_world
from sim.study.journal import history as histories
from sim.study.journal import notable
from sim.study.journal.entry import Entry, Foot, History
from sim.study.journal.notable import Notable, check_sort
from sim.study.run import setting
from sim.study.study import Study, Variant, load

__all__ = ["Entry", "Foot", "History", "Journal", "Notable", "check_sort", "column", "history", "journal"]


@dataclass(frozen=True)
class Journal:
    """The log of one run, to be read citizen by citizen.

    Attributes:
        setting, replication: what determines the run.
        log: of the run. citizens: how many there are in it, numbered from 0.
    """

    setting: Setting
    replication: int
    log: Log
    citizens: int

    @classmethod
    def of(cls, where: Setting, replication: int = 1) -> Journal:
        """Build the world as a run would, and run it once."""
        world = build_world(where, replication)
        log = run_engine(world)
        arrived = int((world.citizens["arrive"] < where.days * 1440).sum())  # later ones have no history
        return cls(where, replication, log, arrived)

    def history(self, citizen: int) -> History:
        """A citizen's history.

        Raises:
            ScenarioError: there is no such citizen.
        """
        if not 0 <= citizen < self.citizens:
            raise ScenarioError(
                "there is no such citizen in this run",
                found=citizen,
                expected=f"a number from 0 to {self.citizens - 1}",
                do="leave out --citizen: then some citizens worth reading are listed",
            )
        return histories.read(self.log, self.setting, citizen, self.replication)

    def notable(self, find: str | None = None) -> list[Notable]:
        """Citizens worth reading: one of each sort, or several of the sort ``find`` (:data:`notable.SORTS`).

        Raises:
            ScenarioError: there is no such sort.
        """
        return notable.notable(self.log, self.setting, find)


def journal(
    study: Study | str, *, rules: str | None = None, practice: str | None = None, replication: int = 1, place: str | None = None
) -> Journal:  # fmt: skip
    """Run one column of a study once.

    Args:
        study: a study, or its name or path.
        rules: any rule set; default: the study's baseline.
        practice: any practice; default: the one that the study gives these rules, else that of its baseline.
        replication: from 1.
        place: default: the study's first.

    Raises:
        ScenarioError: something of that name is not there, or a file does not fit.
    """
    found = load(study) if isinstance(study, str) else study
    if replication < 1:
        raise ScenarioError("replications count from 1", found=replication, expected="1 or more")
    return Journal.of(setting(found, place or found.places[0], column(found, rules, practice)), replication)


def column(study: Study, rules: str | None = None, practice: str | None = None) -> Variant:
    """The column that is read: these rules (the baseline's) with this practice (the one the study gives them)."""
    named = rules or study.baseline.rules
    beside = next((one.practice for one in study.variants if one.rules == named), study.baseline.practice)
    return Variant(named, practice or beside, "keep")


def history(
    study: Study | str,
    citizen: int,
    *,
    rules: str | None = None,
    practice: str | None = None,
    replication: int = 1,
    place: str | None = None,
) -> History:
    """One citizen's history; arguments and errors as :func:`journal` and :meth:`Journal.history`."""
    return journal(study, rules=rules, practice=practice, replication=replication, place=place).history(citizen)
