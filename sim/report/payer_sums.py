"""What each payer pays more or less in a column: which measures say it, and their rows."""

from __future__ import annotations

import pandas as pd

from sim.measures.payers import PAYERS
from sim.report.levels import one_place, whole
from sim.report.manifest import Manifest

ALL, CITIZENS = "all", "citizens"
"""What a sum of payments holds: everything, or benefits and activation alone."""
CORRECTED = ("municipality", "state")
"""The payers of benefits. Their sums count pensions by person (:mod:`sim.results.pension_pairs`)."""


def sums(*, cut: bool) -> dict[str, str]:
    """Payer, and ``total`` -> the measure of all that it pays in a column that cuts staff, or does not.

    Where staff are kept, only benefits and activation are money. The hours that are freed there are used.
    """
    if not cut:
        return {payer: f"benefits_activation_compared_{payer}" for payer in (*CORRECTED, "total")}
    own = {payer: f"paid_{payer}" for payer in PAYERS if payer not in CORRECTED}
    return {**{payer: f"paid_compared_{payer}" for payer in CORRECTED}, **own, "total": "paid_compared_total"}


def payer_rows(comparisons: pd.DataFrame, manifest: Manifest) -> pd.DataFrame:
    """The difference of every payer's sum in every column: ``column, payer, holds`` and the columns of ``comparisons``.

    ``holds`` is :data:`ALL` where staff are cut, else :data:`CITIZENS`. The payer ``total`` is the sum of all payers.
    """
    table = one_place(comparisons, manifest)
    if table.empty:
        return table.assign(column="", payer="", holds="")
    table = table[whole(table, ["group", "team", "activity", "need"])]
    parts = []
    for column in dict.fromkeys(table["variant"]):
        cut = manifest.column(str(column)).cut
        mine = table[table["variant"] == column].drop_duplicates("measure").set_index("measure")
        for payer, measure in sums(cut=cut).items():
            if measure in mine.index:
                row = mine.loc[[measure]].reset_index()
                parts.append(row.assign(column=column, payer=payer, holds=ALL if cut else CITIZENS))
    return pd.concat(parts, ignore_index=True) if parts else table.iloc[:0].assign(column="", payer="", holds="")
