"""Queueing studies: a counter that is always open, to compare the engines with theory.

A place of kind ``queue`` has customers who arrive at random, a service time and a number of servers. Both engines run it as a
procedure with one piece of work in a pool, then an exit. The theory: Pollaczek-Khinchine for one server, Erlang C for several.
With a limit on cases the servers are case managers (:mod:`sim.results.case_managers`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.chance import quantiles as q
from sim.chance.draw import chance, combine, draw_times, entities, purpose
from sim.engine import Engine, Log, run
from sim.files.errors import ScenarioError
from sim.files.folder import read_named
from sim.files.parse import shape
from sim.files.paths import scenarios_dir
from sim.place.people.fate import ARRIVAL_UNITS
from sim.results.queue_file import LEAST_RUNS, Queue, QueueFile
from sim.study.load import check_study_name, study_source
from sim.study.study_file import MOST_REPLICATIONS, would_need
from sim.world.codes import DAY, DutyKind, How, Op, Overload, Role
from sim.world.log import ROW, RowKind
from sim.world.tables import CITIZEN
from sim.world.world import SETTINGS, World

STREAM = "inflow:queue"
MOST_CUSTOMERS = 5_000_000
"""The largest number of customers of a run."""
ROWS_OF_CUSTOMER = 4
"""Rows of the log for each customer: they come, start, are served, and leave. Each further service adds two."""


@dataclass(frozen=True)
class QueueStudy:
    """A queue, and the length and number of its runs.

    Attributes:
        first_day: first day whose arrivals are counted.
        last_day: the day after the last one whose arrivals are counted.
        days: length of a run. The run continues after the window for as long as the warm-up, so that all counted customers leave.
    """

    name: str
    queue: Queue
    first_day: int
    last_day: int
    replications: int
    seed: int

    @property
    def days(self) -> int:
        return self.last_day + self.first_day


class Figures(NamedTuple):
    """The figures of a queue, measured or by theory.

    Attributes:
        wait: mean minutes in the queue before service begins. With case managers: before one of them takes the case.
        waiting_share: share of customers who wait so.
        utilisation: share of the servers' time spent serving.
    """

    wait: float
    waiting_share: float
    utilisation: float


class Compared(NamedTuple):
    """A figure by simulation (mean over replications with its standard error) and by theory.

    ``z`` is the difference of the two, in standard errors.
    """

    name: str
    simulated: float
    error: float
    theory: float
    z: float


def load(name_or_path: str | Path, root: Path | None = None, replications: int | None = None) -> list[QueueStudy]:
    """The queues of a study file, one for each of its places. ``replications`` replaces the number in the file.

    Raises:
        ScenarioError: the study or a place does not exist, or a file is invalid (with its line).
    """
    root = root or scenarios_dir()
    source = study_source(name_or_path, root)
    file = shape(QueueFile, source)
    check_study_name(file.study, source)
    if replications is not None and not LEAST_RUNS <= replications <= MOST_REPLICATIONS:
        raise ScenarioError(
            "the number of replications is out of range: a standard error needs two",
            found=would_need(replications) if replications > MOST_REPLICATIONS else replications,
            expected=f"{LEAST_RUNS} to {MOST_REPLICATIONS:,}",
        )  # fmt: skip
    first, length = file.warm_up.days, file.measured.days
    if length < 1:
        raise source.error("the window is too short", ("measured",), found=str(file.measured), expected="1 day or more")
    studies = [
        QueueStudy(
            file.study, shape(Queue, read_named(root, "places", place)), first, first + length,
            replications or file.replications, file.seed,
        )
        for place in file.places
    ]  # fmt: skip
    for study in studies:
        customers = study.days * DAY / study.queue.arrivals.mean_gap
        if customers > MOST_CUSTOMERS:
            need = customers * (CITIZEN.itemsize + ROWS_OF_CUSTOMER * ROW.itemsize) / 1e9
            raise source.error(
                f"a run of {study.queue.place} would have too many customers", ("measured",),
                found=f"{customers:,.0f} customers over {study.days:,} days: some {need:,.0f} GB",
                expected=f"at most {MOST_CUSTOMERS:,}", do="shorten the study, or make the gap between arrivals longer",
            )  # fmt: skip
    return studies


def build_queue(study: QueueStudy, replication: int) -> World:
    """The world of one run: one group without clocks, one duty that starts the procedure, and a pool that is always open."""
    key = combine(combine(study.seed, 0), replication)
    service, days = study.queue.service, study.days
    inverses = [q.constant(service.fixed) if service.fixed else q.exponential(service.mean)]
    steps: list[dict[str, Any]] = [{"op": Op.WORK, "key": purpose("service")}]
    caseload = study.queue.caseload
    if caseload is not None:
        # the case goes on at the midnight after its service, and is away for whole days: on average half a day more than they are
        inverses.append(q.delayed(-0.5, q.exponential(caseload.away.days)))
        steps += [
            {"op": Op.CHANCE, "a": chance(caseload.finished), "c": 4, "key": purpose("finished")},
            {"op": Op.WAIT, "a": 1, "key": purpose("away")},
            {"op": Op.GOTO, "c": 0},
        ]
    state = {
        "lab": 1,
        "weight": 1000,
        "caseworker": 1,
        "exit_count": 1,
        "need_medium": chance(1),
        "need_heavy": chance(1),
    }
    duty = {
        "states": 1, "starts": How.ARRIVAL, "kind": DutyKind.PROCEDURE, "count": 1, "from_instance": 1, "term_span": -1,
        "deadline_span": -1, "deadline": -1, "activity": -1, "credits": 0,
    }  # fmt: skip
    settings = {
        "run": key, "attempts": 1, "pool_count": study.queue.servers,
        "pool_most": 0 if caseload is None else caseload.most, "bookable": 1000, "overload_0": Overload.LATE,
        "overload_1": Overload.LATE, "overload_2": Overload.LATE, "sanction_procedure": -1, "switch_procedure": -1, "min_piece": 1,
    } | {name: purpose(name) for name in SETTINGS if name.startswith("key_")}  # fmt: skip
    return World.empty(
        days,
        days + 1,
        {name: int(value) for name, value in settings.items()},
        tables=np.array([q.table_of(inverse) for inverse in inverses], np.int32),
        states=[state],
        exits=[{"destination": 0, "below": chance(1)}],
        activities=[{"role": Role.POOL, "pool": -1, "table_0": 0}],
        duties=[duty],
        steps=[*steps, {"op": Op.EXIT}],
        procedures=[{"cause": 3}],
        posts=[{"fraction": 1000, "share": 1000}],
        citizens=_customers(study, key),
        names={"kind": {int(kind): kind.name for kind in RowKind}},
        meta={"days": days},
    )


def _customers(study: QueueStudy, key: int) -> NDArray[np.void]:
    """Poisson arrivals at whole minutes. Gaps are summed as integers, so that the sums do not depend on the machine."""
    gap, end = study.queue.arrivals.mean_gap, study.days * DAY
    most = int(end / gap + 10 * math.sqrt(end / gap) + 50)
    bits = draw_times(key, purpose(STREAM), purpose("arrival gap"), most).astype(np.float64)
    gaps = np.rint(-np.log1p(-(bits + 0.5) / 2**32) * gap * ARRIVAL_UNITS).astype(np.int64)
    minute = np.cumsum(gaps) // ARRIVAL_UNITS
    minute = minute[minute < end]
    customers = np.zeros(minute.size, CITIZEN)
    customers["entity"], customers["arrive"] = entities(STREAM, minute.size), minute
    customers["came_from"] = customers["opening_need"] = -1
    return customers


def measured(study: QueueStudy, log: Log) -> Figures:
    """The figures of one run, over all customers who arrived in the window."""
    rows = log.rows
    customers = int(rows["citizen"].max()) + 1
    came, begins = np.full(customers, -1, np.int64), np.full(customers, -1, np.int64)
    starts = rows[rows["kind"] == RowKind.START]
    came[starts["citizen"]] = starts["minute"]
    work = rows[rows["kind"] == RowKind.WORK]
    began = work["minute"].astype(np.int64) - work["minutes"]
    if study.queue.caseload is None:
        begins[work["citizen"]] = began
    else:  # a case waits outside until its first work is booked with a manager
        booked = rows[rows["kind"] == RowKind.BOOK][::-1]
        begins[booked["citizen"]] = booked["minute"]
    window = study.first_day * DAY, study.last_day * DAY
    counted = (came >= window[0]) & (came < window[1]) & (begins >= 0)
    waits = (begins - came)[counted]
    inside = np.minimum(work["minute"], window[1]) - np.maximum(began, window[0])
    busy = inside[inside > 0].sum() / (window[1] - window[0]) / study.queue.servers
    return Figures(float(waits.mean()), float((waits > 0).mean()), float(busy))


def expected(queue: Queue) -> Figures:
    """The figures by theory: Erlang's C formula. A fixed service time halves the wait (Pollaczek and Khinchine).

    Case managers: the wait outside, by their chain. With several managers it is the lower bound.
    """
    if queue.caseload is not None:
        outside = queue.chain.outside()
        return Figures(outside.wait * DAY, outside.share, queue.load)
    load, servers = queue.load, queue.servers
    offered = load * servers
    blocked = 1.0  # Erlang's B by its recursion
    for n in range(1, servers + 1):
        blocked = offered * blocked / (n + offered * blocked)
    waiting = blocked / (1 - load * (1 - blocked))
    wait = waiting * queue.service.mean / (servers * (1 - load))
    return Figures(wait / 2 if queue.service.fixed else wait, waiting, load)


def compare(study: QueueStudy, engine: Engine = "kernel") -> list[Compared]:
    """Simulation and theory: the mean of independent replications, its standard error, and the exact figure."""
    runs = np.array([measured(study, run(build_queue(study, r), engine)) for r in range(1, study.replications + 1)])
    means, errors = runs.mean(axis=0), runs.std(axis=0, ddof=1) / math.sqrt(study.replications)
    theory: tuple[Any, ...] = expected(study.queue)
    return [
        Compared(name, float(mean), float(error), float(true), float((mean - true) / error))
        for name, mean, error, true in zip(Figures._fields, means, errors, theory, strict=True)
    ]
