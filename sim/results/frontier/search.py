"""The search: Optuna proposes positions of the dials, our workers run them, and Optuna gets the results.

*The same search with any number of workers.* Optuna proposes a batch of fixed size. It gets the results of the batch when all its
runs are made, in the order of the trials. So the proposals follow from the seed and the numbers alone. The same call proposes a
stopped search anew, and its finished runs are read from the store.

*Common random numbers.* All trials have the same replications, so chance orders them less. It still flatters the winners: the
best of many trials is the best partly by luck. So the search only names points, and they are run again
(:mod:`sim.results.frontier.confirm`).

The proposals are those of a tree-structured Parzen estimator for several objectives with limits (Ozaki, Tanigaki, Watanabe and
Onishi 2020, GECCO). The first trial is the practice as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.chance.draw import combine, purpose
from sim.files.errors import ScenarioError
from sim.results.frontier.dial import STEP, Dial, Positions
from sim.study.study_file import LARGEST_SEED

Floats = NDArray[np.float64]
BATCH = 8
"""Trials that are asked for together. It depends on nothing, above all not on the number of workers."""


@dataclass(frozen=True)
class Outcome:
    """What came out of a trial.

    Attributes:
        means: mean difference of each objective.
        broken: limit -> by how much it is broken, as a mean; at most 0 where it is kept.
    """

    means: tuple[float, ...]
    broken: dict[str, float]

    @property
    def keeps_limits(self) -> bool:
        return all(amount <= 0 for amount in self.broken.values())


@dataclass(frozen=True)
class Trial:
    """A trial, by its number from 0. Trial 0 is the practice as it is."""

    number: int
    positions: Positions
    outcome: Outcome


Judge = Callable[[int, Sequence[Positions]], Sequence[Outcome]]
"""(number of the first trial of a batch, positions of its trials) -> what came out of each."""


def searched(dials: Sequence[Dial], trials: int, objectives: int, seed: int, judge: Judge) -> list[Trial]:
    """All trials of a search, in order.

    Args:
        trials: their number.
        objectives: the number of objectives. More is better in each.
        seed: of the study; the sampler's own seed follows from it.
        judge: runs a batch.
    """
    study = _optuna_study(objectives, int(combine(seed, purpose("optimise"))) & LARGEST_SEED)
    study.enqueue_trial({dial.name: 0.0 for dial in dials})
    done: list[Trial] = []
    while len(done) < trials:
        asked = [study.ask() for _ in range(min(BATCH, trials - len(done)))]
        batch = [tuple(_position(trial, dial) for dial in dials) for trial in asked]
        outcomes = judge(len(done), batch)
        for trial, positions, outcome in zip(asked, batch, outcomes, strict=True):
            for name, amount in outcome.broken.items():
                trial.set_constraint(name, amount)
            study.tell(trial, list(outcome.means))
            done.append(Trial(len(done), positions, outcome))
    return done


def check_installed() -> None:
    """Check that Optuna is there.

    Raises:
        ScenarioError: it is not.
    """
    if find_spec("optuna") is None:
        raise ScenarioError(
            "the search needs a library that is not installed", found="no optuna", expected="optuna 5 or later",
            do="pip install 'jobsim[optimise]'",
        )  # fmt: skip


def _optuna_study(objectives: int, seed: int) -> Any:
    import optuna  # it is slow to import, and an extra

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    sampler = optuna.samplers.TPESampler(seed=seed, multivariate=True, constant_liar=True, n_startup_trials=2 * BATCH)
    return optuna.create_study(directions=["maximize"] * objectives, sampler=sampler)


def _position(trial: Any, dial: Dial) -> float:
    position = float(trial.suggest_float(dial.name, dial.least, dial.most, step=STEP))
    return round(position, 9) + 0.0  # never -0.0, which would be another text
