"""A rule that rows of a log may keep or break, and what a log shows of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

SHOWN = 3
"""Rows named as examples of a broken rule."""


@dataclass(frozen=True)
class Finding:
    """How often a log keeps a rule.

    Attributes:
        sort: ``order`` or ``deadline``. An order can only be broken by an error of the program; a deadline by the jobcenter.
        rule: the rule in words. subject: the duty or procedure, "" for all. law: the clause behind it, "" for none.
        cases: how often the rule applied. broken: how often it was broken.
        rows: positions in the log of the first broken ones.
    """

    sort: str
    rule: str
    subject: str
    law: str
    cases: int
    broken: int
    rows: tuple[int, ...] = ()

    @property
    def share(self) -> float:
        """The share of cases that kept the rule; 1 without cases."""
        return 1.0 - self.broken / self.cases if self.cases else 1.0

    def as_data(self) -> dict[str, Any]:
        """Plain data, with the share."""
        return asdict(self) | {"rows": list(self.rows), "share": self.share}


def finding(
    sort: str, rule: str, broken: NDArray[np.bool_], positions: NDArray[np.int64], subject: str = "", law: str = ""
) -> Finding:
    """Count a rule.

    Args:
        broken: bool[n], by case whether it was broken. positions: int64[n], its row in the log.
    """
    return Finding(
        sort, rule, subject, law, len(broken), int(broken.sum()), tuple(int(row) for row in positions[broken][:SHOWN])
    )  # fmt: skip
