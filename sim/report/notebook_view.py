"""What a notebook shows of a result: the answer of the first screen."""

from __future__ import annotations

from html import escape

import pandas as pd

from sim.files.entry import Lang
from sim.report.brief import brief
from sim.report.headline import headline
from sim.report.manifest import Manifest


def view(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest, lang: Lang = "en") -> str:
    """The answer as HTML: title, sentences, and four numbers with both uncertainties. Empty if there is no such answer."""
    found = brief(headline(measures, comparisons, manifest), manifest, lang)
    if found is None:
        return ""
    lines = "".join(f"<p>{escape(line)}</p>" for line in found.lines)
    rows = "".join(
        f"<tr><th scope='row' style='text-align:left'>{escape(each.name)}</th><td><b>{escape(each.change)}</b></td>"
        f"<td>{escape(each.was)}</td><td>{escape(each.ends)}</td><td>{escape(each.nature)}</td></tr>"
        for each in found.numbers
    )
    return f"<h4>{escape(manifest.title.of(lang))}</h4>{lines}<table>{rows}</table>"
