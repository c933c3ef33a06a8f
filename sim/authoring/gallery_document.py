"""The gallery: every kind of chart with how to read it, and the command that draws it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from matplotlib.figure import Figure

from sim.authoring.rulebook.markdown import blocks, code, heading, link, table
from sim.report.charts import CHARTS
from sim.report.charts.attribution import draw_attribution
from sim.report.charts.frontier import draw_frontier
from sim.report.charts.staff_curve import draw_staff_curve
from sim.report.charts.turns import draw_turns
from sim.report.charts.twins import draw_twins
from sim.report.charts.validation import draw_validation
from sim.report.country.map import draw_map
from sim.report.words import phrase

HEAD = """<!-- Generated from sim/report/charts/ and sim/report/text/reading.yaml by `make generated`. Do not edit. -->

# Gallery

Every kind of chart, and how to read it. Each picture is of the finished example in `results/example/`, a small study that is
too short for conclusions. The example lacks some kinds. Their pictures are illustrations with invented numbers, and say so.

Three rules hold for all charts:

- The file beside each picture has its numbers as CSV. `result.chart("waterfall").numbers()` gives them in Python.
- A solid line at a mark is the interval by chance, a dotted one what nobody has measured.
- The colours of rule sets and groups are the same in all charts. Colour-blind readers can distinguish them.
"""
OWN: dict[str, Callable[..., Figure]] = {
    "attribution": draw_attribution,
    "turns": draw_turns,
    "staff-curve": draw_staff_curve,
    "frontier": draw_frontier,
    "validation": draw_validation,
    "map": draw_map,
    "map-change": draw_map,
    "twins": draw_twins,
}
"""Charts that are on no page of a study of one place: name -> the function that draws it."""
RUN = "jobsim run example"
_SAMPLES = "jobsim uncertainty aalborg --samples 200 --claim 'hours_asked < -20000'"
_INDICES = "jobsim sensitivity aalborg --method morris --samples 10"
_SHARES = "jobsim attribute freed-six-cities current --by heading"
COMMANDS: dict[str, str] = {
    "differences-cut": "jobsim run aalborg",
    "proposals": "jobsim run aalborg-proposals",
    "claims": "jobsim run aalborg-proposals",
    "team-places": "jobsim run aalborg-places",
    "tornado": "jobsim sensitivity aalborg --method oat",
    **dict.fromkeys(("uncertainty", "shares", "share-heat", "claim"), _SAMPLES),
    **dict.fromkeys(("indices", "index-heat"), _INDICES),
    **dict.fromkeys(("attribution", "turns"), _SHARES),
    "staff-curve": "jobsim staff aalborg --norm 2020 --breaches 5%",
    "frontier": "jobsim optimise aalborg --measured '1 year' --trials 64",
    "validation": "jobsim validate aalborg-proposals",
    **dict.fromkeys(("map", "map-change"), "jobsim run denmark"),
    "twins": "jobsim rules why aalborg --citizen 3708 --against freed-six-cities --chart twins.png",
}
"""Charts that the example does not have -> a command that draws them."""
_TITLES = {"staff-curve": "staff_curve_title"}


def names() -> Iterator[str]:
    """Every kind of chart, those of the page first."""
    yield from CHARTS
    yield from OWN


def title(name: str) -> str:
    """The title of a kind of chart."""
    return phrase(_TITLES.get(name, f"{name}_title"))


def document() -> str:
    """The text of ``docs/generated/gallery.md``."""
    rows = [[link(title(name), title(name)), code(name)] for name in names()]
    return blocks(HEAD, table(("chart", "name"), rows), *map(_section, names()))


def _section(name: str) -> str:
    """The section of a chart. The site puts the picture in the place of the directive."""
    return blocks(
        heading(2, title(name)), f":::{{chart}} {name}\n:::", f"**How to read it.** {phrase(f'reading_{name}')}",
        f"Name: {code(name)}. Drawn by:", f"```\n{COMMANDS.get(name, RUN)}\n```",
    )  # fmt: skip
