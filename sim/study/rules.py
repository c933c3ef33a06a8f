"""The rule sets, practices and places that a study names, with errors that point at the study's line."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from sim.files.errors import ScenarioError
from sim.files.folder import names_in, unknown_name
from sim.files.tree import Keys
from sim.law.clauses.practice import Practice
from sim.law.compose.library import Library
from sim.law.compose.rule_set import RuleSet
from sim.study import timeline as line
from sim.study.study import OWN, Study, Variant


@lru_cache(maxsize=4)
def library(root: Path) -> Library:
    """The rules of a scenarios folder, read once per process."""
    return Library.load(root)


def laws(study: Study, variant: Variant, place: str | None = None) -> list[tuple[RuleSet, Practice]]:
    """Rule set and practice of a column, one after another in time.

    Raises:
        ScenarioError: there is none of that name (at the study's line), or it does not fit (at its own).
    """
    found = []
    for _, name, used in line.together(variant.rules, study.practice_at(place or study.places[0], variant)):
        try:
            rules = library(study.root).rule_set(name)
        except ScenarioError as error:
            raise _at_study(error, study, variant, "rules") from error
        try:
            found.append((rules, library(study.root).practice(used, rules)))
        except ScenarioError as error:
            raise _at_study(error, study, variant, "practice", place) from error
    return found


def rule_sets(study: Study, variant: Variant) -> list[RuleSet]:
    """The rule sets of a column, one after another in time. Raises as :func:`laws`."""
    return [rules for rules, _ in laws(study, variant)]


def rule_set(study: Study, variant: Variant) -> RuleSet:
    """The rule set of a column, the last where it changes. Raises as :func:`laws`."""
    return rule_sets(study, variant)[-1]


def practice(study: Study, variant: Variant, place: str | None = None) -> Practice:
    """The practice of a column, the last where it changes (at a place, where it is each place's own). Raises as :func:`laws`."""
    return laws(study, variant, place)[-1][1]


def check_names(study: Study) -> None:
    """Every place, rule set and practice that the study names is there and fits.

    Raises:
        ScenarioError: the first that is not or does not.
    """
    known = names_in(study.root, "places")
    for at, place in enumerate(study.places):
        if place not in known:
            error = unknown_name("there is no such place", place, known)
            raise study.error(
                error.message, ("places", at), found=place, expected=error.expected, nearest=error.nearest
            )
    for variant in study.variants:
        for where in study.places if variant.practice == OWN else (None,):
            practice(study, variant, where)


def _at_study(
    error: ScenarioError, study: Study, variant: Variant, key: str, place: str | None = None
) -> ScenarioError:
    """A name that nobody knows stands in the study; what is wrong in another file stands there."""
    if error.file is not None and not error.message.startswith("there is no such"):
        return error
    at = study.entry_of(variant) or 0
    message = error.message
    if message.endswith("there is no such file"):
        message = f"there is no such {key}"
    keys: Keys = ("compare", at, key)
    if key == "practice" and variant.practice == OWN and place is not None:
        keys = ("practices_by_place", place)
    elif key == "practice" and study.compare[at].sweep is not None and not message.startswith("there is no such"):
        keys = ("compare", at, "sweep", "values" if "cannot be" in message else "path")
    return study.error(message, keys, found=error.found, expected=error.expected, nearest=error.nearest, do=error.do)
