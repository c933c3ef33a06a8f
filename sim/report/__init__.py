"""Charts, tables and words: what a researcher puts into a report. Nothing is computed here."""

from __future__ import annotations

import sim.report.own_matplotlib  # noqa: F401  # before any other file imports matplotlib

# isort: split
from sim.files.entry import Lang
from sim.report.charts import CHARTS, Chart, DrawnChart, draw_chart, save_chart, save_charts
from sim.report.country.screen import print_country
from sim.report.html import render_report
from sim.report.manifest import Manifest
from sim.report.pages import write_report
from sim.report.screen import comparison_tables, print_comparison

__all__ = [
    "CHARTS",
    "Chart",
    "DrawnChart",
    "Lang",
    "Manifest",
    "comparison_tables",
    "draw_chart",
    "print_comparison",
    "print_country",
    "render_report",
    "save_chart",
    "save_charts",
    "write_report",
]
