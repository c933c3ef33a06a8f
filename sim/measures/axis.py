"""Labels of the tables' columns: codes of the log -> positions in a count -> names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

NONE = "none"
"""The label of rows that have no code (-1)."""


class Axis:
    """Labels by position: position 0 is :data:`NONE`, and position code + 1 is the name of the code.

    Attributes:
        labels: names by position.
    """

    def __init__(self, names: Mapping[int, str]) -> None:
        self.labels: Sequence[str] = (NONE, *(names.get(code, str(code)) for code in range(1 + max(names, default=-1))))

    def __len__(self) -> int:
        return len(self.labels)

    def index(self, codes: NDArray[np.signedinteger[Any]]) -> NDArray[np.int64]:
        """int64[n], positions; codes below 0 or unknown go to position 0."""
        if len(codes) and codes.min() >= -1 and codes.max() < len(self.labels) - 1:
            places: NDArray[np.int64] = np.add(codes, 1, dtype=np.int64)  # a log's own integers may be too narrow
            return places
        codes = codes.astype(np.int64, copy=False)
        return np.where((codes >= 0) & (codes < len(self.labels) - 1), codes + 1, 0)


class StateAxis:
    """Labels of states by (LAB § 6 number, benefit). Position 0 is :data:`NONE`.

    If a rule set merges groups, two states may have the same number and benefit. They then share the label ``a+b``.

    Attributes:
        labels: names by position.
        group: int64[positions], LAB number, -1 at position 0.
        benefit: int64[positions], benefit code, -1 at position 0.
        of_code: int64[state codes], position of each state code.
        table: int64[groups + 1, benefits + 1], position by LAB number + 1 and benefit code + 1.
    """

    def __init__(
        self,
        states: Mapping[int, tuple[int, int]],
        names: Mapping[int, str],
        later: Sequence[Mapping[int, tuple[int, int]]] = (),
    ) -> None:
        """Label the states of the first law.

        Args:
            states: state code -> (group, benefit). names: state code -> name.
            later: the same as ``states`` under each later law of a run.
        """
        pairs: dict[tuple[int, int], list[int]] = {}
        for code in sorted(states):
            group, benefit = states[code]
            pairs.setdefault((int(group), int(benefit)), []).append(code)
        self.labels: Sequence[str] = (NONE, *("+".join(names[code] for code in codes) for codes in pairs.values()))
        self.group = np.array([-1, *(group for group, _ in pairs)], dtype=np.int64)
        self.benefit = np.array([-1, *(benefit for _, benefit in pairs)], dtype=np.int64)
        self.of_code = np.zeros(1 + max(states, default=0), dtype=np.int64)
        self.table = np.zeros((129, 129), dtype=np.int64)  # (group + 1, benefit + 1), both int8 from -1 up
        for position, ((group, benefit), codes) in enumerate(pairs.items(), start=1):
            self.table[group + 1, benefit + 1] = position
            self.of_code[codes] = position
        for law in later:
            for code, (group, benefit) in law.items():
                if not self.table[group + 1, benefit + 1]:
                    self.table[group + 1, benefit + 1] = self.of_code[code]

    def __len__(self) -> int:
        return len(self.labels)

    def index(self, group: NDArray[np.integer[Any]], benefit: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
        """int64[n], positions."""
        row = group.astype(np.int64, copy=False) + 1  # a log's own integers are too narrow for the product
        places: NDArray[np.int64] = self.table.ravel()[row * self.table.shape[1] + benefit + 1]
        return places

    def of(self, codes: NDArray[np.int64]) -> NDArray[np.int64]:
        """int64[n], positions of state codes; 0 for a number that is not a state code."""
        known = (codes >= 0) & (codes < len(self.of_code))
        return np.where(known, self.of_code[np.where(known, codes, 0)], 0)

    def holding(self, *names: str) -> NDArray[np.bool_]:
        """bool[positions], whether one of these states (alone or in a shared label) has the position."""
        return np.array([not set(names).isdisjoint(label.split("+")) for label in self.labels])
