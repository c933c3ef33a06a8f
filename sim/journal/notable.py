"""Citizens whose history is worth reading: one of each sort, with as many kinds of rows as possible."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.files.errors import ScenarioError, nearest_name
from sim.journal.case_state import Case, states_of
from sim.journal.clauses import Clauses
from sim.journal.history import rows_of
from sim.journal.words import day_text, say, spaced
from sim.measures.waits import PENSION
from sim.world.log import Log, RowKind

if TYPE_CHECKING:
    from sim.files.entry import Lang
    from sim.study.setting import Setting

SORTS = (
    "switch", "team", "sanction", "prolonged", "offer", "exempt", "clarification", "flexjob", "pension", "return",
)  # fmt: skip
"""The sorts of citizens that a user can search for. The texts have the meaning of each."""
CLARIFICATION, FLEXJOB, YOUNG = (7,), (9,), (4, 5)
"""LAB § 6 numbers."""
LISTED = 10

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Notable:
    """A citizen worth reading.

    Attributes:
        citizen: number in the run. why: the sort. kinds: number of kinds of rows. summary: the history in one line.
    """

    citizen: int
    why: str
    kinds: int
    summary: str

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def notable(log: Log, setting: Setting, find: str | None = None, lang: Lang = "en") -> list[Notable]:
    """One citizen of each sort, or up to :data:`LISTED` citizens of the sort ``find``.

    Citizens with the most kinds of rows come first.

    Raises:
        ScenarioError: there is no such sort.
    """
    check_sort(find)
    kinds = _kinds(log)
    sorts = {name: _best(citizens, kinds) for name, citizens in _of_sorts(log, setting).items()}
    if find is not None:
        return [_line(log, setting, int(c), find, kinds, lang) for c in sorts[find][:LISTED]]
    chosen: dict[int, str] = {}
    for name, citizens in sorts.items():
        citizen = next((int(c) for c in citizens if int(c) not in chosen), None)
        if citizen is not None:
            chosen[citizen] = name
    return [_line(log, setting, citizen, sort, kinds, lang) for citizen, sort in chosen.items()]


def check_sort(find: str | None) -> None:
    """Check that ``find`` is None or a sort of citizens.

    Raises:
        ScenarioError: there is no such sort.
    """
    if find is not None and find not in SORTS:
        raise ScenarioError(
            "there is no such sort of citizens", found=find, expected=", ".join(SORTS), nearest=nearest_name(find, SORTS)
        )  # fmt: skip


def _kinds(log: Log) -> Numbers:
    """int64[citizens], how many kinds of rows each citizen has."""
    rows = log.rows[log.rows["citizen"] >= 0]
    pairs = np.unique(rows["citizen"].astype(np.int64) * 256 + rows["kind"])
    return np.bincount(pairs // 256)


def _best(citizens: Numbers, kinds: Numbers) -> Numbers:
    """Citizens without repetition; citizens with the most kinds of rows come first."""
    distinct = np.unique(citizens)
    return distinct[np.argsort(-kinds[distinct], kind="stable")]


def _of_sorts(log: Log, setting: Setting) -> dict[str, Numbers]:
    """The citizens of each sort."""
    switches, entered, exits = (
        log.table(RowKind.SWITCH),
        log.of(RowKind.ARRIVE, RowKind.SWITCH),
        log.table(RowKind.EXIT),
    )
    starts, lab = log.of(RowKind.START), {code: int(pair[0]) for code, pair in log.meta["state"].items()}
    pension = [code for code, name in log.names["destination"].items() if name == PENSION]
    groups = setting.rule_set.regime.groups
    ends = {
        term.procedure
        for term in setting.people.terms.values()
        if term.at_age is None and term.group in groups and groups[term.group].clock == "absence"
    }
    revaluations = [code for code, name in log.names["procedure"].items() if name in ends]
    were_young = [code for code, number in lab.items() if number in YOUNG]

    def citizens_of(rows: NDArray[np.void]) -> Numbers:
        return rows["citizen"].astype(np.int64)

    return {
        "kinds": np.arange(len(_kinds(log))),
        "team": citizens_of(log.of(RowKind.HEARING)),
        "revaluation": citizens_of(starts[np.isin(starts["procedure"], revaluations)]),
        "sanction": citizens_of(log.of(RowKind.SANCTION)),
        "young": citizens_of(switches[np.isin(switches["old_state"], were_young)]),
        "prolonged": citizens_of(log.of(RowKind.PROLONG)),
        "offer": citizens_of(log.of(RowKind.OFFER)),
        "exempt": citizens_of(log.of(RowKind.EXEMPT)),
        "clarification": citizens_of(entered[np.isin(entered["group"], CLARIFICATION)]),
        "flexjob": citizens_of(entered[np.isin(entered["group"], FLEXJOB)]),
        "pension": citizens_of(exits[np.isin(exits["destination"], pension)]),
        "switch": citizens_of(switches),
        "return": citizens_of(entered[(entered["kind"] == RowKind.ARRIVE) & (entered["spell"] > 0)]),
    }


def _line(log: Log, setting: Setting, citizen: int, sort: str, kinds: Numbers, lang: Lang) -> Notable:
    """The citizen's history in one line: groups with the day of entry, the exit, and numbers of events."""
    rows = rows_of(log, citizen)
    # only names are needed, so the first law's clauses do
    case = Case(log, setting, Clauses(setting, lang), states_of(log, rows))
    groups = setting.rule_set.regime.groups
    states = iter(name if lang == "en" or name not in groups else groups[name].title.of(lang) for name in case.states)
    way = [
        f"{day_text(case.date(row.day), lang)} "
        + (spaced(case.name("destination", row.value("destination")), lang) if row.kind == "EXIT" else next(states))
        for row in rows
        if row.kind in {"ARRIVE", "SWITCH", "EXIT"}
    ]
    meetings = set(log.meta["meeting_activities"])
    held = sum(row.kind == "WORK" and case.name("activity", row.activity) in meetings for row in rows)
    counts = [("meetings", held)] + [
        (key, sum(row.kind == kind for row in rows))
        for kind, key in (("HEARING", "hearings"), ("SANCTION", "sanctions"), ("BREACH", "breaches"))
    ]
    numbers = ", ".join(say(f"counted_{key}", lang, number=count) for key, count in counts if count)
    return Notable(
        citizen, say(f"sort_{sort}", lang), int(kinds[citizen]), " → ".join(way) + (f"; {numbers}" if numbers else "")
    )
