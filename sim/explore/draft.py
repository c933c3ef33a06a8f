"""The study of a choice: its YAML text, the same text read as a study, and the clauses that it changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from sim.explore.catalogue import Catalogue
from sim.explore.choice import Choice
from sim.figures.leading import Leading
from sim.files.errors import ScenarioError
from sim.files.set_values import ENDS, SetTo, address_of
from sim.files.source import copy_of, parse
from sim.files.value import Value
from sim.journal.changes import Changed, Changes
from sim.report.brief import FOUR, NUMBERS
from sim.study.load import read_study
from sim.study.study import Study
from sim.study.values import values_of

PILOT = 5
"""Pairs from which the number of pairs is read."""
MOST = 40
"""Pairs at most, whatever the width that is wanted."""
WANTED = tuple(measure for measure, _, _ in NUMBERS[:FOUR])
"""The four numbers that the page leads with: those that the report's first screen prefers."""
CHOSEN = {"en": "Chosen rules", "da": "Valgte regler"}
FROM_BASE = ("start", "warm_up", "measured", "follow_up", "confidence", "effects", "shocks", "staff", "margins")
"""Keys of the study that stay as they are."""
HEAD = "# Made by `jobsim explore`. Run it: jobsim run {file}\n"


@dataclass(frozen=True)
class Draft:
    """The study of a choice.

    Attributes:
        text: the file that `jobsim run` takes. The page runs the same text.
    """

    choice: Choice
    text: str
    study: Study

    @property
    def name(self) -> str:
        return self.study.name

    @property
    def file(self) -> str:
        return f"{self.study.name}.yaml"

    @property
    def changes(self) -> tuple[Changed, ...]:
        """The clauses of rules and practice in which the choice differs from the baseline."""
        before, after = (column.first for column in self.study.columns[:2])
        changes = Changes(before, after)
        return (*changes.rules, *changes.practice)

    def python(self) -> str:
        """Three lines that make the same result from the saved file."""
        baseline, variant = self.study.columns[:2]
        compared = f'result.compare("{variant.name.rpartition("/")[0]}", "{baseline.name.rpartition("/")[0]}").all()'
        return f'import sim\nresult = sim.load("{self.file}").run()\nprint({compared})\n'


class NothingDiffersError(Exception):
    """The choice is the baseline."""


def rules_of(choice: Choice, catalogue: Catalogue) -> str:
    """The name of the chosen rule set: that of a package with just these proposals, else the law and the ids."""
    for preset in catalogue.presets:
        if preset.law == choice.law and set(preset.proposals) == set(choice.proposals):
            return preset.name
    return "+".join([choice.law, *choice.proposals])


def draft_of(choice: Choice, catalogue: Catalogue) -> Draft:
    """The study of a choice.

    Raises:
        NothingDiffersError: the choice has the baseline's rules and practice.
        ScenarioError: proposals contradict each other, a practice does not fit the rules, or a value lies outside its range.
    """
    base = catalogue.study(choice.study)
    tree = _tree(choice, catalogue, base)
    before, after = tree["compare"]
    if (before["rules"], before["practice"]) == (after["rules"], after["practice"]) and not before.get("then"):
        raise NothingDiffersError
    text = _text(tree)
    study = read_study(parse(text, f"{tree['study']}.yaml"), catalogue.root, catalogue.library)
    if choice.values:
        tree["values"] = set_values(choice.values, catalogue.assumptions, study)
        text = _text(tree)
        study = read_study(parse(text, f"{tree['study']}.yaml"), catalogue.root, catalogue.library)
    return Draft(choice, text, study)


def _tree(choice: Choice, catalogue: Catalogue, base: Study) -> dict[str, Any]:
    """The study as a tree, without the values that the choice sets."""
    own, name = copy_of(base.source.tree), f"explored-{choice.digest}"
    place = catalogue.places[choice.place]
    title = {
        "en": choice.title or f"{place.en}: tried on the page",
        "da": choice.title or f"{place.da}: prøvet på siden",
    }
    first = own["compare"][0]
    practice = base.baseline.practice if not base.baseline.own_practice else "baseline"
    baseline = {"rules": first["rules"], "practice": practice} | {
        key: first[key] for key in ("then", "shocks", "label") if key in first
    }
    rules = rules_of(choice, catalogue)
    variant: dict[str, Any] = {"rules": rules, "practice": choice.practice}
    variant |= {} if rules in catalogue.library.packages else {"label": dict(CHOSEN)}
    return {
        "schema": 1, "study": name, "title": title, "places": [choice.place],
        **{key: own[key] for key in FROM_BASE if key in own},
        "replications": PILOT, "seed": base.seed_at(choice.place),
        **({"ranges": list(base.ranges)} if base.ranges else {}),
        "precision": {"measures": list(WANTED), "half_width": choice.width, "max": MOST},
        "compare": [baseline, variant],
    }  # fmt: skip


def _text(tree: Mapping[str, Any]) -> str:
    stream = StringIO()
    yaml = YAML()
    yaml.allow_unicode, yaml.width = True, 140
    yaml.dump(dict(tree), stream)
    return HEAD.format(file=f"{tree['study']}.yaml") + stream.getvalue()


def set_values(values: Sequence[tuple[str, str]], groups: Mapping[str, Leading], study: Study) -> dict[str, str]:
    """FILE:PATH -> end or quantity, for groups of leading assumptions.

    Raises:
        ScenarioError: the study uses no value of a group, or its values are too different for one number.
    """
    known = known_to(study)
    addresses: dict[str, str] = {}
    for group, to in values:
        changes = changes_at(groups[group], to, known[groups[group].only])
        addresses |= {change.address: change.to for change in changes}
    return addresses


def known_to(study: Study) -> dict[str | None, list[Value[Any]]]:
    """The values that a group may move: all of them, and for a group of ``variants`` those that the baseline does not use."""
    known = values_of(study)
    used = {address_of(value) for value in values_of(replace(study, columns=study.columns[:1]))}
    return {None: known, "variants": [value for value in known if address_of(value) not in used]}


def changes_at(group: Leading, to: str, known: Sequence[Value[Any]]) -> list[SetTo]:
    """The changes of a group at an end or at one number for all of its values. Raises as :func:`set_values`."""
    if to in ENDS:
        changes = list(group.at(to, known))
    else:
        changes = [change._replace(to=to) for change in group.at(ENDS[0], known)]
        if number_of(group, known) is None:
            raise ScenarioError(
                f"one number does not fit {group.title.en}: the group has different values",
                found=to, expected="low or high",
            )  # fmt: skip
    if not changes:
        raise ScenarioError(
            f"nothing here uses {group.title.en}", found=to, expected="assumed", do="leave this assumption as it is"
        )
    return changes


def number_of(group: Leading, known: Sequence[Value[Any]]) -> Value[Any] | None:
    """The value of a group that can be set to one number. Its other values must have the same content and range."""
    addresses = {change.address for change in group.at(ENDS[0], known)}
    values = [value for value in known if address_of(value) in addresses]
    same = {(value.text, str(value.low), str(value.high)) for value in values}
    return values[0] if len(same) == 1 and not group.opposite else None


def at_pairs(study: Study, pairs: int) -> Study:
    """The study with a number of pairs, and without its wish: the page makes the pairs itself."""
    return replace(study, replications=pairs, precision=None)
