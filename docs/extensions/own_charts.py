"""The pictures of the gallery and the numbers of the tutorial: both are those of the finished example in ``results/example``.

``{chart} NAME`` is a chart of the example, or else an illustration with invented numbers. ``{example-headlines}`` is a table of the
example's headlines, with their words. So neither can differ from the example.
"""

from __future__ import annotations

import base64
import html
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

EXAMPLE = Path(__file__).resolve().parents[2] / "results" / "example"
FOLDER = "_images/charts"
"""The folder of pictures in the site."""
PICTURE = re.compile(
    r'<figure id="chart-(?P<name>[\w-]+)">.*?<img src="data:image/svg\+xml;base64,(?P<picture>[\w+/=]+)" alt="(?P<words>[^"]*)"',
    re.DOTALL,
)
OF_EXAMPLE = "From the finished example, which is too short for conclusions."
INVENTED = "An illustration: its numbers are invented."
HEADLINES = 8


def setup(app: Any) -> dict[str, bool]:
    """Sphinx calls this."""
    app.add_directive("chart", Chart)
    app.add_directive("example-headlines", Headlines)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


@lru_cache(maxsize=1)
def of_example() -> dict[str, tuple[bytes, str]]:
    """Name -> picture as svg and its words, of each chart on the page of the example."""
    page = (EXAMPLE / "report.html").read_text(encoding="utf-8")
    return {
        found["name"]: (base64.b64decode(found["picture"]), html.unescape(found["words"]))
        for found in PICTURE.finditer(page)
    }


def picture_of(name: str) -> tuple[bytes, str, str]:
    """(svg, words for readers who do not see it, where it is from) of a chart."""
    if name in of_example():
        return (*of_example()[name], OF_EXAMPLE)
    from sim.report.short_picture import shorter
    from tests.docs.illustrations import ILLUSTRATIONS, stamped

    chart = ILLUSTRATIONS[name]()
    stamped(chart.figure)
    return shorter(chart.picture("svg")), f"{INVENTED} {chart.alternative}", INVENTED


class Chart(SphinxDirective):
    """A chart as a figure that opens in full size."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        picture, words, origin = picture_of(name)
        file = Path(self.env.app.outdir) / FOLDER / f"{name}.svg"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(picture)
        self.env.note_dependency(EXAMPLE / "report.html")
        address = "../" * self.env.docname.count("/") + f"{FOLDER}/{name}.svg"
        text = (
            f'<figure class="own-chart"><a href="{address}"><img src="{address}" alt="{html.escape(words, quote=True)}" '
            f'loading="lazy"></a><figcaption>{origin}</figcaption></figure>'
        )
        return [nodes.raw("", text, format="html")]


class Headlines(SphinxDirective):
    """The first headlines of the example: the baseline, the change, its interval by chance, the nature."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(EXAMPLE / "charts" / "differences.csv")
        return self.parse_text_to_nodes(headlines())


def headlines() -> str:
    """The table as markdown."""
    from sim.report.words import difference_parts, label, quantity

    table = pd.read_csv(EXAMPLE / "charts" / "differences.csv").head(HEADLINES)
    lines = ["| headline | baseline | change | interval by chance | nature |", "| --- | --- | --- | --- | --- |"]
    for row in table.to_dict("records"):
        name = label("activity", row["activity"]) if row["measure"] == "hours" else label("measure", row["measure"])
        change, interval = difference_parts(row["difference"], row["low"], row["high"], row["unit"])
        cells = (name, quantity(row["baseline_mean"], row["unit"]), change, interval, label("nature", row["nature"]))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
