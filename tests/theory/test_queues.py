"""Both engines against queueing theory: M/M/1, M/D/1 and M/M/3 as study files.

The tolerance follows from the error of independent replications: with forty of them, a figure lies more than four
standard errors from the truth once in some 4,000 cases (t with 39 degrees of freedom), and nine figures are looked at.
The seed is the main study's; it was not chosen for its figures. Times are rounded to the nearest whole minute, which
shifts a service time of 750 minutes by a thousandth of a minute and the chance of having to wait by some 0.01 %.
"""

from __future__ import annotations

import math
import shutil
from functools import lru_cache
from pathlib import Path

import pytest

from sim.engine import run
from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir
from sim.results.queues import Compared, Figures, QueueStudy, build_queue, compare, expected, load, measured
from sim.world.log import RowKind
from tests.engine.compare import first_difference

NAMES = ("queue-mm1", "queue-md1", "queue-mmc")
MOST_ERRORS = 4


@lru_cache
def study(name: str) -> QueueStudy:
    (found,) = load(name)
    return found


@lru_cache
def figures(name: str) -> tuple[Compared, ...]:
    return tuple(compare(study(name)))


@pytest.mark.parametrize("name", NAMES)
def test_the_kernel_agrees_with_theory(name: str) -> None:
    for figure in figures(name):
        assert abs(figure.z) < MOST_ERRORS, figure
        assert figure.error < 0.03 * figure.theory, f"too few replications to say much: {figure}"


@pytest.mark.parametrize("name", NAMES)
def test_the_reference_writes_the_same_log(name: str) -> None:
    """So its figures are those of the kernel."""
    world = build_queue(study(name), 1)
    reference, kernel = run(world, "reference"), run(world)
    assert first_difference(reference.rows, kernel.rows) is None
    assert measured(study(name), reference) == measured(study(name), kernel)


def test_the_comparison_would_notice_another_queue() -> None:
    """The wait of M/M/1 is twice that of M/D/1: beside each other's theory both lie far off."""
    exponential, fixed = (figures(name)[0] for name in ("queue-mm1", "queue-md1"))
    assert abs(exponential.simulated - fixed.theory) > 10 * exponential.error
    assert abs(fixed.simulated - exponential.theory) > 10 * fixed.error


def test_everybody_who_came_in_the_window_is_served() -> None:
    one = study("queue-mm1")
    log = run(build_queue(one, 1))
    came = {
        int(row["citizen"])
        for row in log.rows[log.rows["kind"] == RowKind.ARRIVE]
        if row["minute"] < one.last_day * 1440
    }
    served = {int(row["citizen"]) for row in log.rows[log.rows["kind"] == RowKind.WORK]}
    assert came <= served


# --- theory by other formulas
def erlang_c(servers: int, offered: float) -> float:
    """The share who wait, by the sum in the textbooks."""
    last = offered**servers / math.factorial(servers) * servers / (servers - offered)
    return last / (sum(offered**k / math.factorial(k) for k in range(servers)) + last)


def test_theory_by_the_textbook() -> None:
    assert expected(study("queue-mm1").queue) == pytest.approx(Figures(0.75 * 750 / 0.25, 0.75, 0.75))
    # Pollaczek-Khinchine: gap 1/lambda, E[S^2] = 750^2
    assert expected(study("queue-md1").queue) == pytest.approx(Figures(750**2 / 1000 / (2 * 0.25), 0.75, 0.75))
    waiting = erlang_c(3, 2.4)
    assert expected(study("queue-mmc").queue) == pytest.approx(Figures(waiting * 2400 / (3 - 2.4), waiting, 0.8))


# --- bad input
@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("studies", "places"):
        (tmp_path / folder).mkdir()
        for file in (scenarios_dir() / folder).glob("queue-*.yaml"):
            shutil.copy(file, tmp_path / folder)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "old", "new", "says", "line"),
    [
        ("places/queue-mm1.yaml", "servers: 1", "server: 1", "unknown key `server`", 8),
        ("places/queue-mm1.yaml", "servers: 1", "servers: 0", "`servers` does not fit", 8),
        ("places/queue-mm1.yaml", "exponential: 750", "exponential: 1000", "the queue grows without end", 8),
        ("places/queue-mm1.yaml", "{exponential: 750 minutes}", "{}", "a service time must be exponential or fixed", 7),
        ("places/queue-mm1.yaml", "mean_gap: 1000 minutes", "mean_gap: 10 days", "the unit is wrong", 6),
        ("places/queue-mm1.yaml", "mean_gap: 1000 minutes", "mean_gap: 0 minutes", "shorter than a minute", 6),
        ("places/queue-md1.yaml", "servers: 1", "servers: 2", "no closed form", 8),
        ("studies/queue-mm1.yaml", "replications: 40", "replications: 1", "`replications` does not fit", 10),
        ("studies/queue-mm1.yaml", "warm_up:", "warmup:", "unknown key `warmup`", 8),
        ("studies/queue-mm1.yaml", "[queue-mm1]", "[queue-mm2]", "there is no such file", None),
    ],
)  # fmt: skip
def test_bad_input_is_refused(root: Path, file: str, old: str, new: str, says: str, line: int | None) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ScenarioError, match=says) as caught:
        load(path.stem, root)
    if line is not None:
        assert (caught.value.file, caught.value.line) == (file, line)
