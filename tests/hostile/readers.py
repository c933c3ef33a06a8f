"""The reading side of each kind of scenario file, up to the point before anything runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from sim.authoring.schemas.kinds import KINDS, kind_of
from sim.calibration.matching.setup import setup
from sim.data.area import read_areas
from sim.data.listing import listed
from sim.data.table_map import read_tables
from sim.elicitation.questions_file import read_questions
from sim.figures.bibliography import read_bibliography
from sim.figures.claims import read_claims, scaled
from sim.figures.collection import load_world
from sim.figures.contradictions import read_tensions
from sim.figures.coverage import counts
from sim.figures.durations import read_curves
from sim.figures.leading import read_leading
from sim.figures.municipal import read_municipal
from sim.figures.prices import hour, rates
from sim.figures.provenance import read_natures
from sim.figures.staff_range import staff_range
from sim.files.parse import shape
from sim.files.source import parse, read
from sim.law.compose.library import Library
from sim.law.reading.outline import rules_list, rules_show
from sim.place.lists import read_lists
from sim.results.baseline import baseline_table
from sim.results.queues import load as load_queues
from sim.results.sensitivity.scenarios import leading_of
from sim.runs.run import Plan
from sim.study.load import is_queue, load, read_study
from sim.study.study import Study
from sim.validation.arithmetic import redone
from sim.validation.paper_file import read_papers
from sim.world.build import build_world

STUDY = """\
schema: 1
study: tried
title: {{en: A tried one, da: En prøvet}}
{places}
start: 2024-01-01
warm_up: 1 month
measured: 2 months
follow_up: 1 month
replications: 2
seed: 1
effects: {effects}
compare:
  - {{rules: {rules}}}
  - {{rules: {variant}, practice: {practice}}}
"""
PLAIN = {
    "places": "places: [aalborg]",
    "effects": "off",
    "rules": "current",
    "variant": "freed-six-cities",
    "practice": "same-contact-by-need",
}


@lru_cache(maxsize=1)
def honest_rules(root: Path) -> Library:
    """The rules of the folder, read before any of its files is changed, for files that no rule is in."""
    return Library.load(root)


def tried(root: Path, library: Library | None = None, **changes: str) -> Study:
    """A small study of the folder. Its rules are the honest ones unless others are given."""
    return read_study(parse(STUDY.format(**PLAIN | changes), "tried.yaml"), root, library or honest_rules(root))


def built(study: Study) -> None:
    """The inputs of the study's runs, and the world of its first run, without a burn-in."""
    Plan.of(study, Path("nowhere"))
    build_world(study.baseline.first, 1)


def _study(root: Path, name: str) -> None:
    if is_queue(read(root / "studies" / f"{name}.yaml", root)):
        load_queues(name, root)
        return
    built(load(name, root, honest_rules(root)))


def _place(root: Path, name: str) -> None:
    if "kind" in read(root / "places" / f"{name}.yaml", root).tree:
        load_queues(name, root)  # a queue's place and its study have one name
        return
    listed(root, name)
    built(tried(root, places=f"places: [{name}]"))


def _people(root: Path, name: str) -> None:
    listed(root, None, name)
    built(tried(root))


def _regime(root: Path, name: str) -> None:
    library = Library.load(root)
    rules_show(library.rule_set(name))
    built(tried(root, library, rules=name, variant="current"))


def _reforms(root: Path, name: str) -> None:
    library = Library.load(root)
    rules_list(library)
    for each in ("freed-six-cities", "freed", "current+004-3c"):
        library.rule_set(each)
    built(tried(root, library))


def _practice(root: Path, name: str) -> None:
    practice = "same-contact-by-need" if name == "baseline" else name
    rules = "freed-six-cities-2026" if name.endswith("2026") else "freed-six-cities"
    study = tried(root, Library.load(root), variant=rules, practice=practice)
    build_world(study.columns[1].first, 1)


def _packages(root: Path, name: str) -> None:
    library = Library.load(root)
    for each in list(library.packages)[:6]:
        library.rule_set(each)
    built(tried(root, library))


def _lists(root: Path, name: str) -> None:
    read_lists(root)
    tried(root, places="places_in: north-jutland")


def _effects(root: Path, name: str) -> None:
    built(tried(root, effects="on"))


def _calibration(root: Path, name: str) -> None:
    setup(name, root)


def _office(root: Path, name: str) -> None:
    built(tried(root))


def _figures(root: Path, name: str) -> None:
    FIGURES[name](root)


def _world(root: Path) -> None:
    setting = tried(root).baseline.first
    table = pd.DataFrame(
        [("all", "all", "all", "all", "stock", "persons", 100.0)],
        columns=["group", "team", "activity", "need", "measure", "unit", "value"],
    )
    baseline_table(table, setting.place, setting.people, root=root)
    staff_range(root, setting.place)
    _compared(root)


def _compared(root: Path) -> None:
    known = frozenset(load_world(root / "figures" / "world.yaml")["id"])
    read_tensions(root, known)
    read_curves(root, known)
    counts(root, set(known))


def _claims(root: Path) -> None:
    claims, study = read_claims(root), tried(root)
    first = study.baseline.first
    for proposal in study.library.proposals.values():
        scaled(claims, proposal.reform.claim, first.place, first.people)


def _papers(root: Path) -> None:
    papers = read_papers(root)
    for number in papers.file.numbers:
        redone(papers, number)


def _leading(root: Path) -> None:
    read_leading(root)
    leading_of(tried(root))


def _rates(root: Path) -> None:
    rates(root)
    hour(root)


def _norms(root: Path) -> None:
    Plan.of(tried(root), Path("nowhere"))


def _areas(root: Path) -> None:
    read_areas(root)


def _tables(root: Path) -> None:
    read_tables(root)
    listed(root, "aalborg")


FIGURES: dict[str, Callable[[Path], Any]] = {
    "areas": _areas, "bibliography": read_bibliography, "claims": _claims, "coverage": _compared, "durations": _compared,
    "leading": _leading, "municipal": read_municipal, "natures": read_natures, "norms": _norms, "papers": _papers,
    "questions": read_questions, "rates": _rates, "surveys": _norms, "tables": _tables, "tensions": _compared, "world": _world,
}  # fmt: skip
FOLDERS: dict[str, Callable[[Path, str], None]] = {
    "studies": _study, "places": _place, "people": _people, "office": _office, "regimes": _regime, "reforms": _reforms,
    "practices": _practice, "effects": _effects, "calibration": _calibration, "figures": _figures,
}  # fmt: skip
TOP: dict[str, Callable[[Path, str], None]] = {"packages": _packages, "lists": _lists}


def read_scenario(root: Path, file: str) -> None:
    """Read a scenario file as the commands that need it do: by its model alone, then with all that it meets in a study.

    Args:
        file: its path below the scenarios folder.
    """
    path = Path(file)
    source = read(root / path, root)
    kind = kind_of(file, source.tree)
    if kind is not None and source.tree.get("extends") is None:  # the others are whole with what they extend
        shape(KINDS[kind].model, source)
    reader = FOLDERS[path.parts[0]] if len(path.parts) > 1 else TOP[path.stem]
    reader(root, path.stem)
