"""The comparisons with the interval by assumptions of every headline."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.report.assumed import BEYOND, ENDS, ONE_AT_A_TIME, TOGETHER, with_assumptions
from sim.report.headline import headline
from sim.report.manifest import Manifest

KEYS = ["place", "variant", "measure", "activity", "need"]
WHOLE = {"group": "all", "team": "all"}


def comparisons_with_assumptions(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The comparisons with :data:`sim.report.assumed.ENDS` in the rows of headlines; empty elsewhere and where not tested.

    A row is a headline's if it has the headline's keys and its difference. ``hours_total`` over every role has the keys of the
    caseworkers' hours, and is another number.
    """
    bare = comparisons.drop(columns=[name for name in ENDS if name in comparisons])
    parts = []
    for place in manifest.places if manifest.ranges or manifest.uncertainty is not None else ():
        at_place = manifest.at(place)
        rows = with_assumptions(headline(measures, bare, at_place), at_place)
        parts.append(rows[rows[list(ENDS)].notna().any(axis=1)].assign(place=place))
    known = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*KEYS, "difference", *ENDS])
    known = known.rename(columns={"column": "variant", "difference": "headline"})[[*KEYS, "headline", *ENDS]]
    numbers = dict.fromkeys(("headline", *ONE_AT_A_TIME, *TOGETHER), float)
    known = known.astype({**numbers, BEYOND: "boolean"}).assign(**WHOLE)
    keys = [*KEYS, *WHOLE]
    both = bare[[*keys, "difference"]].merge(known, how="left", on=keys).set_axis(bare.index)
    same = np.isclose(both["difference"].to_numpy(float), both["headline"].to_numpy(float), rtol=1e-9, atol=1e-12)
    return bare.join(both[list(ENDS)].where(pd.Series(same, index=bare.index)))
