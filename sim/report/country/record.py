"""The tables of a study of a list of places. `results` fills them; page and screen print them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

_SPREAD = [f"{side}_{part}" for side in ("baseline", "after", "difference") for part in ("p10", "p50", "p90")]
OVER_PLACES = [
    "variant", "statistic", "measure", "activity", "unit", "weighted_by", "places", "covered", "baseline", "after", "difference",
    "low", "high", "df", "per_1000_baseline", "per_1000_after", "per_1000_difference", *_SPREAD, "nature",
]  # fmt: skip
"""Sums and weighted means. ``covered`` is the share of the weights at places that have the number. The percentiles are over
places: of sums per 1,000 citizens, of means themselves."""
MONEY = ["variant", "use", "payer", "kind", "unit", "baseline", "difference", "low", "high", "df"]
"""DKK a year by payer and kind. Only the difference of benefits is without the length of the run; their baseline is not given."""
HELD = ["figure", "title", "part", "unit", "dkk", "kind"]
"""A published national sum (kind ``stated``), the runs' own parts (``run``), what is in no run (``outside``), and the rest."""
POSTS = ["column", "answer", "places", "staff", "posts", "low", "high", "share", "dkk", "dkk_low", "dkk_high"]
"""Posts of caseworkers that can go. ``answer``: ``net`` of teams that lack hours, ``bound`` (teams with hours to spare), and of
columns with staff cut ``free``, ``fixed`` and ``safe`` (docs/model.md, section 14). ``net`` is priced by posts alone."""
NORMS = [
    "place", "column", "group", "citizens", "cases_per_post", "cases_low", "cases_high", "evidence", "norm_2016_low",
    "norm_2016_high", "norm_2020_low", "norm_2020_high", "posts", "posts_2016_most", "posts_2016_fewest", "posts_2020_most",
    "posts_2020_fewest",
]  # fmt: skip
"""A row per place, column with all staff, and group with a norm; group ``all`` is their sum. ``cases_per_post`` is an input."""
SPREAD = [
    "column", "measure", "group", "unit", "places", "citizens", "mean", "p10", "p50", "p90", "ratio", "sd", "sd_chance",
    "sd_between",
]  # fmt: skip
"""The spread of service over places under a column. ``sd_between`` is without chance; nan if one replication cannot tell."""


@dataclass(frozen=True)
class CountryTables:
    """The tables by name, as ``tables/<name>.csv`` has them."""

    over_places: pd.DataFrame
    money_by_payer: pd.DataFrame
    posts_over_places: pd.DataFrame
    national_sums: pd.DataFrame
    norms_by_place: pd.DataFrame
    spread_over_places: pd.DataFrame

    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Name of the file -> table."""
        return dict(vars(self))
