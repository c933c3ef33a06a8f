"""The order of steps within a procedure: what must come before what. It is read from the rows, not from the engine."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.conformance.rule import Finding, finding
from sim.world.log import Log, RowKind
from sim.world.log.named_rows import columns_of

KINDS = (
    RowKind.START,
    RowKind.ORDER,
    RowKind.DELIVER,
    RowKind.READY,
    RowKind.PLACE,
    RowKind.FREE,
    RowKind.HEARING,
    RowKind.DECIDE,
)
CASE = ["citizen", "serial"]
ORDER = "order"


def order(log: Log, notice: int) -> Iterator[Finding]:
    """The findings on the order of steps.

    A case that was under way when the log began has no START row. Its first delivery may belong to an
    order before the log, and a hearing within the notice of the first day to a place given before it.

    Args:
        notice: days between a place on the agenda and the hearing, at the first day of the run.
    """
    rows = table(log)
    begun = rows["case_started"]

    step = begun & (rows["kind"] != "START")
    yield _finding(rows, step, _count(rows, "START") == 0, "a step of a procedure comes after its start")
    waiting = _count(rows, "ORDER") - _count(rows, "DELIVER")
    delivered = (rows["kind"] == "DELIVER") & begun
    yield _finding(rows, delivered, waiting < 0, "a certificate is delivered after it was ordered")
    ready = (rows["kind"] == "READY") & begun
    yield _finding(rows, ready, waiting > 0, "no case goes to the team while a certificate is outstanding")
    open_ready = _count(rows, "READY") - _count(rows, "PLACE") + _count(rows, "FREE")
    placed = rows["kind"] == "PLACE"
    yield _finding(rows, placed & begun, open_ready < 0, "a place on the agenda is given to a case that is ready")
    early = placed & (rows["session"] - rows["day"] < notice) & (rows["day"] > 0)
    yield _finding(rows, placed & (rows["day"] > 0), early, "between place and hearing lies the notice")
    heard = rows["kind"] == "HEARING"
    session = rows["session"].where(placed).groupby([rows["citizen"], rows["serial"]]).ffill()
    known = heard & session.notna()
    yield _finding(rows, known, session != rows["day"], "a hearing is on the day of the session of its place")
    unheard = _count(rows, "READY") - _count(rows, "HEARING")
    decided = (rows["kind"] == "DECIDE") & begun
    yield _finding(rows, decided, unheard > 0, "no decision is made while the team has the case")


def table(log: Log) -> pd.DataFrame:
    """The rows of procedures, in the order of the log.

    Columns: ``position`` in the log, ``citizen, serial``, ``kind``, ``day``, ``session`` (day, -1 for none),
    ``case_started`` (whether the case began within the log).
    """
    taken = np.isin(log.rows["kind"], [int(kind) for kind in KINDS]) & (log.rows["serial"] >= 0)
    position = np.flatnonzero(taken)
    rows = log.rows[position]
    session = np.full(rows.size, -1, np.int64)
    placed = rows["kind"] == int(RowKind.PLACE)
    session[placed] = rows[placed][columns_of(RowKind.PLACE)["session_day"]]
    found = pd.DataFrame(
        {
            "position": position.astype(np.int64), "citizen": rows["citizen"].astype(np.int64),
            "serial": rows["serial"].astype(np.int64), "kind": [RowKind(int(kind)).name for kind in rows["kind"]],
            "day": (rows["minute"] // 1440).astype(np.int64), "session": session,
        }
    )  # fmt: skip
    found["case_started"] = (found["kind"] == "START").groupby([found["citizen"], found["serial"]]).transform("any")
    return found


def _count(rows: pd.DataFrame, kind: str) -> pd.Series:
    """How many rows of a kind the case has had, this one included."""
    return (rows["kind"] == kind).groupby([rows["citizen"], rows["serial"]]).cumsum()


def _finding(rows: pd.DataFrame, concerned: pd.Series, broken: pd.Series, rule: str) -> Finding:
    mask: NDArray[np.bool_] = concerned.to_numpy(bool)
    return finding(ORDER, rule, broken.to_numpy(bool)[mask], rows["position"].to_numpy(np.int64)[mask])
