"""Charts, tables and words: what a researcher puts into a report. Nothing is computed here.

The public names are imported when they are used, because matplotlib is slow to import and most commands draw nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.files.entry import Lang
    from sim.report.charts import CHARTS, Chart, DrawnChart, draw_chart, save_chart, save_charts
    from sim.report.country.screen import print_country
    from sim.report.html import render_report
    from sim.report.manifest import Manifest
    from sim.report.pages import write_report
    from sim.report.screen import comparison_tables, print_comparison

_FILES = {
    "sim.files.entry": ("Lang",),
    "sim.report.charts": ("CHARTS", "Chart", "DrawnChart", "draw_chart", "save_chart", "save_charts"),
    "sim.report.country.screen": ("print_country",),
    "sim.report.html": ("render_report",),
    "sim.report.manifest": ("Manifest",),
    "sim.report.pages": ("write_report",),
    "sim.report.screen": ("comparison_tables", "print_comparison"),
}
_FILE_OF = {name: file for file, names in _FILES.items() for name in names}

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


def __getattr__(name: str) -> Any:
    if name not in _FILE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_FILE_OF[name]), name)
