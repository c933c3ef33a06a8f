"""The queue for case managers with a limit on cases (Campello, Ingolfsson and Shumsky, Management Science 63, 2017).

A case arrives (Poisson) and goes to a manager who has fewer than ``most`` cases, else it waits outside. It needs service
(exponential). Then it is finished by chance, or it is away for some time (exponential) and needs service of the same
manager again. The manager keeps it meanwhile.

For one manager this is a Markov chain: cases in the system, and cases that need service now. From ``most`` cases on, the
chain of the latter is the same at each number of cases, so its solution is geometric in matrices (Neuts 1981).

For several managers the chain solves the system in which every manager may serve every case, up to ``servers * most`` cases.
No manager is idle there while a case needs service, so its wait outside is a lower bound. An upper bound is one manager
alone with an equal share of the arrivals, as if each case were assigned at random.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
CLOSE = 1e-16
"""What is left of the chain of paths at which the geometric solution is found. The loop doubles their length each time."""


class Outside(NamedTuple):
    """The queue outside.

    Attributes:
        cases: mean number of cases outside.
        wait: mean wait before a manager takes the case, in the unit of the rates' time.
        share: share of cases that wait outside.
        served: mean number of cases that need service or are in service.
    """

    cases: float
    wait: float
    share: float
    served: float


@dataclass(frozen=True)
class Chain:
    """The rates of a system of case managers, per unit of time.

    Attributes:
        arrivals: of new cases.
        service: of a busy manager.
        finished: chance that a service is the last one of its case.
        back: at which a case that is away needs service again.
        most: cases of a manager at the same time.
        servers: managers. With several, each may serve every case.
    """

    arrivals: float
    service: float
    finished: float
    back: float
    most: int
    servers: int = 1

    @property
    def load(self) -> float:
        """The share of a manager's time that the cases need."""
        return self.arrivals / (self.servers * self.finished * self.service)

    @property
    def most_load(self) -> float:
        """The share of a manager's time in service if cases always wait outside: a closed system of ``most`` cases (a finite source)."""
        if self.finished == 1:  # a case is never away
            return 1.0
        cases = self.servers * self.most
        weight = np.ones(cases + 1)  # of so many cases that need service
        for i in range(cases):
            weight[i + 1] = (
                weight[i] * (cases - i) * self.back / (self._busy(i + 1) * self.service * (1 - self.finished))
            )
        busy = np.minimum(np.arange(cases + 1), self.servers)
        return float(weight @ busy / weight.sum() / self.servers)

    def alone(self) -> Chain:
        """One manager with an equal share of the arrivals: the upper bound."""
        return replace(self, arrivals=self.arrivals / self.servers, servers=1)

    def outside(self) -> Outside:
        """The stationary queue outside.

        Raises:
            ValueError: the load is not below :attr:`most_load`, so the queue grows without end.
        """
        if self.load >= self.most_load:
            raise ValueError(f"a load of {self.load:.3f} is not below {self.most_load:.3f}")
        cases = self.servers * self.most
        up = self.arrivals * np.eye(cases + 1)
        down = np.diag([self._busy(i) * self.service * self.finished for i in range(cases + 1)])
        within = self._within(cases)
        within -= np.diag(within.sum(axis=1) + up.sum(axis=1) + down.sum(axis=1))
        ratio = _ratio(up, within, down)
        rest = np.asarray(np.linalg.inv(np.eye(cases + 1) - ratio), np.float64)
        level = self._boundary(cases, within + ratio @ down, rest)
        full = level[-1] @ rest
        waiting = float((level[-1] @ ratio @ rest @ rest).sum())
        served = sum(float(each @ np.arange(each.size)) for each in level[:-1]) + float(full @ np.arange(cases + 1))
        return Outside(waiting, waiting / self.arrivals, float(full.sum()), served)

    def _busy(self, need: int) -> int:
        return min(need, self.servers)

    def _within(self, cases: int) -> Matrix:
        """Rates between numbers of cases that need service, while ``cases`` cases have a manager and none comes or goes."""
        rates = np.zeros((cases + 1, cases + 1))
        for i in range(cases + 1):
            if i:
                rates[i, i - 1] = self._busy(i) * self.service * (1 - self.finished)
            if i < cases:
                rates[i, i + 1] = (cases - i) * self.back
        return rates

    def _boundary(self, cases: int, last: Matrix, rest: Matrix) -> list[Matrix]:
        """The probabilities of 0 to ``cases`` cases in the system: float64[cases in the system + 1] each."""
        first = np.cumsum([0, *range(1, cases + 2)])
        balance = np.zeros((first[-1], first[-1]))
        for n in range(cases + 1):
            here = slice(first[n], first[n + 1])
            if n == cases:
                balance[here, here] = last
            else:
                rates = self._within(n)
                leaves = self.arrivals + np.array([self._busy(i) * self.service * self.finished for i in range(n + 1)])
                balance[here, here] = rates - np.diag(rates.sum(axis=1) + leaves)
                balance[here, slice(first[n + 1] + 1, first[n + 2])] = self.arrivals * np.eye(n + 1)
            if n:
                for i in range(1, n + 1):
                    balance[first[n] + i, first[n - 1] + i - 1] = self._busy(i) * self.service * self.finished
        total = np.ones(first[-1])
        total[first[cases] :] = rest.sum(axis=1)
        system = balance.T.copy()
        system[0] = total  # one balance follows from the others
        solution = np.linalg.solve(system, np.eye(first[-1])[0])
        return [solution[first[n] : first[n + 1]] for n in range(cases + 1)]


def _ratio(up: Matrix, within: Matrix, down: Matrix) -> Matrix:
    """The matrix of the geometric solution: level n + 1 is level n times it (logarithmic reduction, Latouche and Ramaswami 1993)."""
    one = np.eye(len(up))
    rise, fall = np.linalg.solve(-within, up), np.linalg.solve(-within, down)
    first, path = fall, rise  # the first state below, from any state; paths that have not fallen yet
    while np.abs(path).max() > CLOSE:
        both = one - rise @ fall - fall @ rise
        rise, fall = np.linalg.solve(both, rise @ rise), np.linalg.solve(both, fall @ fall)
        first, path = first + path @ fall, path @ rise
    return np.asarray(up @ np.linalg.inv(-within - up @ first), np.float64)
