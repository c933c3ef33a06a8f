"""The words of published national sums and their parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sim.files.entry import Lang
from sim.report.text import labels
from sim.report.words import label, phrase


def title_of(row: Mapping[str, Any], lang: Lang) -> str:
    """What a national sum is, with its figure."""
    known = labels()["national"].get(str(row["figure"]))
    return f"{known[lang] if known else row['title']} ({row['figure']})"


def part_of(row: Mapping[str, Any], lang: Lang) -> str:
    """A part of a national sum: in the runs, in no run, or the rest."""
    return phrase(f"country_{row['kind']}", lang, part=_named(str(row["kind"]), str(row["part"]), lang))


def _named(kind: str, part: str, lang: Lang) -> str:
    if kind == "run":
        return label("payment", part, lang)
    figure = re.fullmatch(r".* \((\w+)\)", part)
    known = labels()["outside"].get(figure[1]) if figure else None
    return f"{known[lang]} ({figure[1]})" if figure and known else part
