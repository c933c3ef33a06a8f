"""The posts that can go over all places of a list.

A place's own bound adds the teams with hours to spare. By chance a small team has some in two or three replications, even if the
rules free none, and a negative number of posts is none. Summed over a hundred places this chance becomes a number. So the sum is
given in a second form too: *net* of the teams that lack hours, where chance cancels.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from sim.report.country.record import POSTS
from sim.report.cut_records import BoundRecord, CutRecord, EstimateRecord
from sim.results.country.cube import Cube, Floats
from sim.results.country.estimate import combined
from sim.results.staffing.fluid import freed_posts
from sim.results.staffing.records import tables
from sim.results.staffing.service import service
from sim.results.staffing.units import served_unknown, units_of
from sim.runs.store import Stored

NET = "posts_freed_net"
"""The name of :func:`net_posts` among the pairs."""


def net_posts(before: Sequence[Stored], kept: Sequence[Stored]) -> Floats:
    """float64[replications], posts whose hours the rules free at a place, less those of teams that lack hours.

    Args:
        before, kept: the runs of the baseline, and of a column with all staff, of the same replications.
    """
    staff, apart = kept[0].about["posts"], served_unknown(kept[0].measures)
    units = units_of(kept[0].about["pools"], {team: posts for team, posts in staff.items() if team not in apart})
    posts = {unit: float(sum(staff[team] for team in teams)) for unit, teams in units.items()}
    old, new = (service(tables(runs), units, ()) for runs in (before, kept))
    return np.asarray(freed_posts(old, new, posts).sum(axis=1))


def posts_over_places(
    cubes: Mapping[str, Cube],
    bounds: Sequence[BoundRecord],
    cuts: Sequence[CutRecord],
    dkk_per_post: float,
    confidence: float,
) -> pd.DataFrame:
    """The table :data:`sim.report.country.record.POSTS`.

    Args:
        cubes: column with all staff -> its pairs.
        bounds: of every place and column with all staff.
        cuts: of every place and column with staff cut.
        dkk_per_post: DKK of a post and year.
        confidence: confidence level.
    """
    rows = []
    for column in dict.fromkeys(bound.column for bound in bounds):
        own = [bound for bound in bounds if bound.column == column]
        net = cubes[column].at(NET)
        if net is not None:
            whole = combined(net.after, np.ones(len(net.after)), confidence)
            ends = {name: getattr(whole, of) * dkk_per_post
                    for name, of in (("dkk", "value"), ("dkk_low", "low"), ("dkk_high", "high"))}  # fmt: skip
            rows.append(_row(column, "net", own, whole.value, whole.low, whole.high) | ends)
        rows.append(_added(column, "bound", own, [bound.total for bound in own], [bound.dkk for bound in own]))
    for column in dict.fromkeys(cut.column for cut in cuts):
        found = [cut for cut in cuts if cut.column == column]
        rows += [
            _added(column, "free", found, [cut.free for cut in found], [cut.dkk["free"] for cut in found]),
            _added(column, "fixed", found, [cut.fixed for cut in found], [cut.dkk["fixed"] for cut in found]),
            _row(column, "safe", found, sum(cut.free.safe for cut in found)),
        ]
    return pd.DataFrame(rows, columns=POSTS)


def _added(
    column: str,
    answer: str,
    own: Sequence[BoundRecord | CutRecord],
    posts: Sequence[EstimateRecord],
    dkk: Sequence[EstimateRecord],
) -> dict[str, object]:
    """A sum of the places' own estimates. It has no interval, because an estimate that ends at 0 has no even error."""
    return _row(column, answer, own, sum(each.value for each in posts)) | {"dkk": sum(each.value for each in dkk)}


def _row(
    column: str,
    answer: str,
    own: Sequence[BoundRecord | CutRecord],
    posts: float,
    low: float = math.nan,
    high: float = math.nan,
) -> dict[str, object]:
    staff = sum(each.total["baseline"] if isinstance(each, CutRecord) else each.posts for each in own)
    return {
        "column": column, "answer": answer, "places": len(own), "staff": staff, "posts": posts, "low": low, "high": high,
        "share": posts / staff if staff else math.nan,
    }  # fmt: skip
