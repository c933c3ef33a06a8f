"""One look for every chart: fonts, sizes, and colours that colour-blind readers can tell apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sim.report.column_record import ShockRecord
from sim.report.manifest import Manifest

DPI = 300
SMALL = 7.2
"""Points of the smallest letters of a chart. A page of A4 shows them at 97 percent or more, so as 7 points at least."""
INK, GREY, FAINT, RULE = "#1f2429", "#5b6770", "#8a949c", "#d5dade"

RC: dict[Any, Any] = {
    "font.size": 7.5,
    "axes.titlesize": 8,
    "axes.labelsize": 7.5,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": 7.5,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": GREY,
    "ytick.color": INK,
    "axes.edgecolor": RULE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "x",
    "grid.color": "#e8ebed",
    "grid.linewidth": 0.6,
    "ytick.major.size": 0,
    "xtick.major.size": 2.5,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "hatch.linewidth": 0.8,
    "pdf.fonttype": 42,
    "svg.fonttype": "none",
    "svg.hashsalt": "jobcenter",
    "text.parse_math": False,
    "axes.formatter.use_mathtext": False,
    "figure.dpi": 100,
    "savefig.dpi": DPI,
    "axes.unicode_minus": True,
}

GROUP_COLOURS: dict[str, str] = {
    "insured": "#332288",
    "job-ready": "#6699cc",
    "activity-ready": "#88ccee",
    "education-ready-young": "#44aa99",
    "activity-ready-young": "#117733",
    "sick": "#999933",
    "job-clarification": "#ddcc77",
    "resource-course": "#cc6677",
    "flexjob-unemployed": "#aa4466",
    "in-flexjob": "#882255",
    "rehabilitation": "#aa4499",
    "young": "#117733",
    "sickness": "#999933",
    "clarification": "#ddcc77",
    "resource": "#cc6677",
    "flexjob": "#aa4466",
    "flexjob-follow-up": "#882255",
    "flex-jobbers": "#aa4466",
    "other": "#661100",
}
"""A group and the team that serves it have the same colour everywhere (Paul Tol's muted scheme)."""

BASELINE_COLOUR = "#4d565e"
VARIANT_COLOURS = ("#0072b2", "#c87a00", "#009e73", "#b9638f", "#3a93c9", "#d55e00")
"""Okabe and Ito's hues, one per pair of rule set and practice, each with a contrast of 3 at least against white."""

TEXT_COLOURS = ("#005a92", "#855800", "#00664a", "#96386c", "#1d6690", "#9c4100")
"""The same hues, dark enough for small print on white (contrast of 4.5 at least)."""

MARKERS = ("o", "D", "^", "v", "P", "X")
HATCHES = {"keep": "", "cut": "//////", "reinvest": "....."}


@dataclass(frozen=True)
class Look:
    """How one column of the study is drawn: kept staff filled, cut staff hatched, reinvested hours dotted."""

    colour: str
    text: str
    marker: str
    hollow: bool
    hatch: str


def group_colour(name: str) -> str:
    """The colour of a group or team; grey without one of its own."""
    return GROUP_COLOURS.get(name, FAINT)


def looks(columns: Sequence[str], baseline: str, manifest: Manifest) -> dict[str, Look]:
    """The look of each column, by its printed name.

    Columns with the same rules, practice and shocks share a colour. The use of freed hours decides the filling. The
    baseline is grey.
    """
    styles: dict[str, Look] = {}
    contents: list[tuple[str, str, tuple[ShockRecord, ...]]] = []
    for name in columns:
        if name == baseline:
            styles[name] = Look(BASELINE_COLOUR, BASELINE_COLOUR, "s", hollow=False, hatch="")
            continue
        column = manifest.column(name)
        content = (column.rules, column.practice, column.shocks)
        if content not in contents:
            contents.append(content)
        place = contents.index(content) % len(MARKERS)
        hatch = HATCHES[column.kind]
        styles[name] = Look(
            VARIANT_COLOURS[place], TEXT_COLOURS[place], MARKERS[place], hollow=bool(hatch), hatch=hatch
        )
    return styles


@contextmanager
def styled() -> Iterator[None]:
    """The settings of a chart, while it is drawn or saved: matplotlib's defaults and :data:`RC`.

    The user's matplotlibrc, style and settings have no part in it. Afterwards they hold again.
    """
    from sim.report.own_matplotlib import mpl  # slow to import, and words that name a colour need no chart
    from sim.report.slim_font import families

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(RC)
        mpl.rcParams["font.family"] = list(families())
        yield
