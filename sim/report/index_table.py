"""The indices of sensitivity as a tidy table."""

from __future__ import annotations

import pandas as pd

from sim.report.index_record import IndexRecord, IndicesRecord

NUMBERS = ("value", "low", "high")


def index_table(record: IndicesRecord) -> pd.DataFrame:
    """A row per place, headline, factor and index: ``value`` with its interval, in ``unit``, from so many ``samples``.

    - Morris: ``mu_star, mu, sigma`` in the unit of the headline per whole range of the factor; ``sd`` of chance in its unit.
    - Sobol: ``first, total``; Shapley: ``shapley``. They are shares of the variance of one pair.
    """
    columns = list(IndexRecord.model_fields)
    table = pd.DataFrame([[getattr(row, name) for name in columns] for row in record.rows], columns=columns)
    return table.astype(dict.fromkeys(NUMBERS, float)).assign(method=record.method, column=record.column)
