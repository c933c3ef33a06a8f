"""What a study says of itself: the manifest that every chart and page carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypedDict

Lang = Literal["en", "da"]


class Title(TypedDict):
    """The same words in both languages."""

    en: str
    da: str


class Assumption(TypedDict, total=False):
    """One value that rests on less than a statistic; ``path`` is its place in the scenario files."""

    path: str
    value: str | float
    low: str | float
    high: str | float
    evidence: str  # study seed expert fitted assumption unknown
    source: str
    note: str


class Proposal(TypedDict, total=False):
    """One reform of the rule set; ``nature`` is emerges, scales or echoes, ``of`` names the input scaled or echoed."""

    id: str
    title: Title | str
    nature: str | Mapping[str, str]  # the word, or {is, of}
    of: str
    claim: Mapping[str, Any] | str  # {saves, unit, source} or words
    source: str
    break_even: str  # printed beside an echo when the study has it


class Manifest(TypedDict, total=False):
    """What the report needs to know besides the tables; every key may be absent."""

    study: str
    title: Title | str
    place: str  # which place's rows to report when the tables hold several
    seed: int
    replications: int
    start: str  # ISO date
    warm_up: str  # "1 year"
    measured: str  # "2 years"
    run_hash: str
    versions: Mapping[str, str]
    assumptions: list[Assumption]
    proposals: list[Proposal]
    proposals_alone: list[Mapping[str, Any]]  # rows of sim.results.proposals: each proposal by itself
    labels: Mapping[str, Mapping[str, Title]]  # kind (activity, team, duty …) -> name -> words; they go before words.py
    capacity: list[Mapping[str, Any]]  # what each search for posts found
    reinvested: list[Mapping[str, Any]]  # where freed hours went, by column
    shocks: Mapping[str, list[str]]  # column -> its shocks, in words
    practices_by_place: Mapping[str, str]  # what the practice `own` is at each place
    prices: Mapping[str, float]  # dkk_per_hour, hours_per_post
    effects: (
        Mapping[str, Any] | None
    )  # {file, strength, title, rests_on}: on behaviour; None or absent: none are assumed
    norms: Mapping[str, Mapping[str, tuple[float, float]]]  # team -> year -> lowest and highest cases per post


def title_of(manifest: Manifest, lang: Lang) -> str:
    """The study's title in ``lang``, or its name."""
    title = manifest.get("title")
    if isinstance(title, str):
        return title
    if title:
        return str(title.get(lang) or title.get("en") or "")
    return manifest.get("study", "")


def run_hash(manifest: Manifest, length: int = 12) -> str:
    """The first ``length`` signs of the run's hash; ``no hash`` when the manifest has none."""
    return manifest.get("run_hash", "")[:length] or "no hash"
