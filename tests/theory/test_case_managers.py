"""Both engines against the chain of a case manager, and several case managers between two bounds.

The queue is that of Campello, Ingolfsson and Shumsky (Management Science 63, 2017): a manager has at most so many cases, a
case needs service again and again, and new cases wait outside. The chain is solved here once more, by another way than in
the program: as one sparse system of equations, cut off where next to nothing is left.
"""

from __future__ import annotations

import math
import shutil
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import lil_matrix
from scipy.sparse.linalg import spsolve

from sim.engine import run
from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir
from sim.results.case_managers import Chain
from sim.results.queues import Compared, QueueStudy, build_queue, compare, load, measured
from sim.world.log import RowKind
from tests.engine.compare import first_difference

NAME = "queue-case-manager"
MOST_ERRORS = 4
SEVERAL = 3
CUT = 160
"""Cases in the system beyond which next to none is left at the loads of these tests."""


@lru_cache
def study(servers: int = 1) -> QueueStudy:
    """The study of the file; with several servers, as many arrivals for each."""
    (found,) = load(NAME)
    arrivals = found.queue.arrivals
    more = arrivals.model_copy(update={"mean_gap": arrivals.mean_gap // servers})
    number = found.replications if servers == 1 else 100
    return replace(
        found, replications=number, queue=found.queue.model_copy(update={"servers": servers, "arrivals": more})
    )


def short(servers: int = 1) -> QueueStudy:
    return replace(study(servers), first_day=365, last_day=20 * 365)


@lru_cache
def figures(servers: int) -> dict[str, Compared]:
    return {figure.name: figure for figure in compare(study(servers))}


def solved(chain: Chain, cut: int = CUT) -> tuple[float, float, float]:
    """Mean cases outside, the share of cases that wait there, and the mean number of cases that need service."""
    places = chain.servers * chain.most
    number: dict[tuple[int, int], int] = {}
    for n in range(cut + 1):
        for i in range(min(n, places) + 1):
            number[n, i] = len(number)
    rates = lil_matrix((len(number), len(number)))

    def flow(here: tuple[int, int], there: tuple[int, int], rate: float) -> None:
        if there in number and rate > 0:
            rates[number[there], number[here]] += rate
            rates[number[here], number[here]] -= rate

    for n, i in number:
        served = min(i, chain.servers) * chain.service
        flow((n, i), (n + 1, i + (n < places)), chain.arrivals)
        flow((n, i), (n, i + 1), (min(n, places) - i) * chain.back)
        flow((n, i), (n, i - 1), served * (1 - chain.finished))
        flow((n, i), (n - 1, i if n > places else i - 1), served * chain.finished)
    rates[0, :] = 1.0
    first = np.zeros(len(number))
    first[0] = 1.0
    share = dict(zip(number, spsolve(rates.tocsc(), first), strict=True))
    assert sum(p for (n, _), p in share.items() if n == cut) < 1e-9, "the chain is cut off too early"
    return (
        sum(p * max(n - places, 0) for (n, _), p in share.items()),
        sum(p for (n, _), p in share.items() if n >= places),
        sum(p * i for (_, i), p in share.items()),
    )


# --- the chain by other ways
@pytest.mark.parametrize(("servers", "most"), [(1, 5), (1, 3), (3, 2), (2, 4)])
def test_the_chain_is_solved_alike_in_two_ways(servers: int, most: int) -> None:
    chain = Chain(0.45 * servers * 0.02, 0.08, 0.25, 0.025, most, servers)
    outside = chain.outside()
    assert (outside.cases, outside.share, outside.served) == pytest.approx(solved(chain), rel=1e-6)
    assert outside.wait * chain.arrivals == pytest.approx(outside.cases), "Little's law"


def test_one_case_at_a_time_is_a_queue_of_pollaczek_and_khinchine() -> None:
    """The manager is then a server, and the whole case is the service: a random number of services and times away between them."""
    service, away, finished, arrivals = 20.0, 80.0, 0.25, 1 / 600
    mean = service / finished + away * (1 / finished - 1)
    variance = (
        service**2 / finished + away**2 * (1 / finished - 1) + (service + away) ** 2 * (1 - finished) / finished**2
    )
    outside = Chain(arrivals, 1 / service, finished, 1 / away, 1).outside()
    assert outside.wait == pytest.approx(arrivals * (variance + mean**2) / 2 / (1 - arrivals * mean))
    assert outside.share == pytest.approx(arrivals * mean)


def test_without_any_time_away_it_is_the_queue_of_one_server() -> None:
    """Every service is the last one. Then cases with a manager wait for nothing but the service: M/M/1 with room for five inside."""
    outside = Chain(0.7, 1.0, 1.0, 1.0, 5).outside()
    assert outside.share == pytest.approx(0.7**5)
    assert outside.cases == pytest.approx(0.7**6 / 0.3)


def test_with_room_for_every_case_it_is_a_network_of_jackson() -> None:
    """The cases at the manager are then those of M/M/1 at the same load, whatever the time away."""
    chain = Chain(1 / 80, 0.2, 0.25, 0.2, 40)
    outside = chain.outside()
    assert outside.share < 1e-6
    assert outside.served == pytest.approx(chain.load / (1 - chain.load), rel=1e-4)


def test_the_limit_of_the_load_is_that_of_a_closed_system() -> None:
    """Just below it the queue outside is long. Its share of busy time is that of a machine and five parts (finite source)."""
    chain = Chain(1.0, 1.0, 0.25, 0.25, 5)
    parts = [math.perm(5, k) * (0.25 / 0.75) ** k for k in range(6)]
    assert chain.most_load == pytest.approx(1 - parts[0] / sum(parts))
    close = replace(chain, arrivals=0.999 * 0.25 * chain.most_load)
    assert close.outside().cases > 100


# --- one manager: both engines at the chain
def test_the_kernel_agrees_with_the_chain() -> None:
    queue = study().queue
    outside, share, _ = solved(queue.chain)
    theory = {"wait": outside * queue.arrivals.mean_gap, "waiting_share": share, "utilisation": 10 * 4 / 64}
    for name, figure in figures(1).items():
        assert figure.theory == pytest.approx(theory[name], rel=1e-6)
        assert abs(figure.z) < MOST_ERRORS, figure
        assert figure.error < 0.04 * figure.theory, f"too few replications to say much: {figure}"


def test_the_comparison_would_notice_another_limit() -> None:
    """With room for one case more or less, theory lies far off."""
    chain, wait = study().queue.chain, figures(1)["wait"]
    for most in (4, 6):
        assert abs(replace(chain, most=most).outside().wait * 1440 - wait.simulated) > 10 * wait.error


@pytest.mark.parametrize("servers", [1, SEVERAL])
def test_the_reference_writes_the_same_log(servers: int) -> None:
    """So its figures are those of the kernel."""
    world = build_queue(short(servers), 1)
    reference, kernel = run(world, "reference"), run(world)
    assert first_difference(reference.rows, kernel.rows) is None
    assert measured(short(servers), reference) == measured(short(servers), kernel)


# --- several managers
def test_several_managers_lie_between_the_bounds() -> None:
    """Shared cases wait less. Cases that are assigned at random, each manager with a queue of its own, wait more."""
    chain, found = study(SEVERAL).queue.chain, figures(SEVERAL)
    least, most = chain.outside(), chain.alone().outside()
    for figure, low, high in (
        (found["wait"], least.wait * 1440, most.wait * 1440),
        (found["waiting_share"], least.share, most.share),
    ):
        assert low - MOST_ERRORS * figure.error < figure.simulated < high + MOST_ERRORS * figure.error
        assert high - low > 4 * MOST_ERRORS * figure.error, "the bounds are too close to say much"
    work = found["utilisation"]
    assert abs(work.simulated - chain.load) < MOST_ERRORS * work.error, "each case needs the same work, whoever has it"


def test_no_manager_has_more_cases_than_the_limit() -> None:
    """Counted from the log. A case that waits outside is taken the minute in which another leaves."""
    one = short(SEVERAL)
    log = run(build_queue(one, 1)).rows
    most = one.queue.caseload.most if one.queue.caseload else 0
    manager: dict[int, int] = {}
    outside: list[int] = []
    held = [0] * SEVERAL
    left_at = -1
    for row in log[np.isin(log["kind"], [RowKind.START, RowKind.BOOK, RowKind.EXIT])]:
        citizen, minute = int(row["citizen"]), int(row["minute"])
        if row["kind"] == RowKind.START:
            outside.append(citizen)
        elif row["kind"] == RowKind.BOOK:
            if citizen not in manager:
                assert outside.pop(0) == citizen, "first come, first served"
                manager[citizen] = int(row["extra"])
                held[manager[citizen]] += 1
                assert not outside or minute == left_at
            assert manager[citizen] == row["extra"], "a case keeps its manager"
        else:
            held[manager.pop(citizen)] -= 1
            left_at = minute
        assert max(held) <= most
    assert max(held) > 0


# --- bad input
@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("most: 5", "most: 0", "`caseload.most` does not fit"),
        ("most: 5", "most: 51", "`caseload.most` does not fit"),
        ("most: 5", "most: 2", "the queue outside grows without end"),
        ("most: 5", "more: 5", "unknown key `more`"),
        ("finished: 25 %", "finished: 0 %", "no case would ever be finished"),
        ("finished: 25 %", "finished: 0.25", "the unit is missing"),
        ("finished: 25 %", "finished: 10 %", "the queue outside grows without end"),
        ("away: 40 days", "away: 0 days", "the time away is too short"),
        ("servers: 1", "servers: 2", "theory has only bounds for several case managers"),
        ("exponential: 240", "fixed: 240", "needs an exponential service"),
    ],
)  # fmt: skip
def test_bad_input_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    for folder in ("studies", "places"):
        (tmp_path / folder).mkdir()
        shutil.copy(scenarios_dir() / folder / f"{NAME}.yaml", tmp_path / folder)
    path = tmp_path / "places" / f"{NAME}.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ScenarioError, match=says):
        load(NAME, tmp_path)
