"""Words that a user hands in: names, paths of rules, claims, parts of a study, values, addresses of the explorer's page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from sim.data.bring import Wish, bring
from sim.explore.catalogue import Catalogue
from sim.explore.choice import read_choice
from sim.explore.draft import NothingDiffersError, draft_of
from sim.export.events import kinds_named
from sim.export.write import format_of
from sim.figures.bibliography import Bibliography, read_bibliography
from sim.files.errors import ScenarioError
from sim.files.paths import results_dir, scenarios_dir
from sim.law.compose.library import Library
from sim.law.reading.clause import rules_clause
from sim.results import stored as kept_files
from sim.results.runnable import load_runnable
from sim.results.shard import Shard
from sim.study.load import load
from sim.study.resolve import column_of
from sim.study.sampling import calibration_of, claim
from sim.study.set_values import with_values
from sim.study.study import Study


@lru_cache(maxsize=1)
def library() -> Library:
    return Library.load()


@lru_cache(maxsize=1)
def example() -> Study:
    return load("example", library=library())


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    return Catalogue.of("example")


@lru_cache(maxsize=1)
def bibliography() -> Bibliography:
    return read_bibliography(scenarios_dir())


def _address(text: str) -> None:
    with suppress(NothingDiffersError):
        draft_of(read_choice(parse_qsl(text, keep_blank_values=True), catalogue()), catalogue())


def _value(text: str) -> None:
    address, _, to = text.rpartition("=")
    with_values(example(), {address: to})


ADDRESS = "study=example&place=aalborg&law=current&proposals=004-3c&practice=baseline&width=1+%25&a.tracking=low&title=Mine&lang=da"
WORDS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "study": ("studies/example.yaml", load_runnable),
    "rule set": ("current+004-3c", lambda text: library().rule_set(text)),
    "column": ("freed-six-cities", lambda text: column_of(example(), text, "baseline")),
    "clause": ("duties.early-contact.meetings.within", lambda text: rules_clause(library().rule_set("current"), text)),
    "claim": ("hours_asked/all/heavy < -20_000.5", claim),
    "calibration": ("calibration aalborg", calibration_of),
    "part": ("3/20", Shard.read),
    "value": ("places/aalborg.yaml:team_places.per_week=30", _value),
    "source": ("law.md 3.1", lambda text: bibliography().resolve(text)),
    "kinds of event": ("START,EXIT", lambda text: kinds_named(text.split(","))),
    "format": ("events.xes.gz", lambda text: format_of(Path(text))),
    "results": ("~/results", lambda text: kept_files.stored("small", results_dir(text))),
    "stored study": ("../small", lambda text: kept_files.stored(text, "/nowhere")),
    "data file": ("AUK01.csv", lambda text: bring([Path(text)], Wish())),
    "new place": ("lolland", lambda text: bring([], Wish(new=text, area=text))),
    "address": (ADDRESS, _address),
}
"""Kind of word -> an honest one, and what reads it."""


def read_word(kind: str, text: str) -> None:
    WORDS[kind][1](text)


def warm() -> None:
    """Read every honest word once."""
    for kind, (text, _) in WORDS.items():
        with suppress(ScenarioError):
            read_word(kind, text)
