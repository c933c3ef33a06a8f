"""How many comparisons a study makes, and what an interval among so many means."""

from __future__ import annotations

import pandas as pd

from sim.files.entry import Lang
from sim.report.manifest import Manifest
from sim.report.words import number, phrase


def comparisons_text(comparisons: pd.DataFrame, headlines: pd.DataFrame, manifest: Manifest, lang: Lang) -> str:
    """The number of differences with an interval, and how many of them would lie off zero by chance. Empty without any.

    Differences that are the same in every pair have an interval of no width, and are not counted.
    """
    if comparisons.empty:
        return ""
    estimated = int((comparisons["high"] > comparisons["low"]).sum())
    if not estimated:
        return ""
    miss = 1 - manifest.confidence
    text = phrase(
        "comparisons_text", lang, count=number(estimated, lang, 0), chance=number(miss * estimated, lang, 0),
        miss=number(100 * miss, lang, 0 if miss >= 0.01 else 1),
        headlines=number(int((headlines["high"] > headlines["low"]).sum()), lang, 0),
    )  # fmt: skip
    return f"{text} {phrase('no_lattice', lang)}"
