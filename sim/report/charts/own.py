"""Charts of analyses with a table of their own: no chart of the page, and drawn from that table alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
from matplotlib.figure import Figure

from sim.files.entry import Lang
from sim.report.charts.chart import DrawnChart
from sim.report.manifest import Manifest
from sim.report.words import check_language


def drawn(
    name: str,
    numbers: pd.DataFrame,
    draw: Callable[[pd.DataFrame, Manifest, Lang], Figure],
    manifest: Manifest,
    lang: Lang,
) -> DrawnChart:
    """A chart of tidy numbers.

    Raises:
        ScenarioError: the language is neither en nor da.
    """
    check_language(lang)
    again = partial(draw, numbers, manifest, lang)
    return DrawnChart(name, numbers, again(), draw=again)
