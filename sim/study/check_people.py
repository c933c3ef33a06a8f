"""Checks of a people file against the rules of a run, before a world is built from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from sim.files.errors import nearest_name
from sim.files.folder import read_named
from sim.files.tree import Keys
from sim.place.people.model import People
from sim.study.setting import Setting

JOB_TRAIT = "has-job"
"""The trait of citizens with a job to return to, which the engines read."""
REPEATED = "repeat-clarification"
"""The chance that a course of job clarification is repeated, by which the opening stock is drawn."""


class _Named(NamedTuple):
    """A name at a place of the people file, and what must have it.

    Attributes:
        lacks: what the file or the rules lack if the name is not known.
    """

    keys: Keys
    name: str
    lacks: str
    known: Iterable[str]


def check_people(setting: Setting, root: Path) -> None:
    """Check that the sections of a people file know the groups and procedures of the rules, and each other.

    Raises:
        ScenarioError: the first name that is not known, at its line.
    """
    _check_ends(setting, root)
    for named in _named(setting):
        known = list(named.known)
        if named.name not in known:
            source = read_named(root, "people", setting.people.people)
            raise source.error(
                named.lacks.format(name=named.name), named.keys, found=named.name, expected=", ".join(known),
                nearest=nearest_name(named.name, known), do="correct the name, or add the entry",
            )  # fmt: skip


def _check_ends(setting: Setting, root: Path) -> None:
    """Check that a stay in a group has one term and one age at which it ends, at most."""
    first: dict[tuple[str, bool], str] = {}
    for name, term in setting.people.terms.items():
        for group in term.of:
            other = first.setdefault((group, term.at_age is None), name)
            if other != name or term.of.count(group) > 1:
                source = read_named(root, "people", setting.people.people)
                raise source.error(
                    f"`{group}` has two {'terms' if term.at_age is None else 'ages'} that end a stay in it", ("terms", name),
                    found=f"{other}, {name}", expected="one", do="remove one, or leave the group out",
                )  # fmt: skip


def _named(setting: Setting) -> Iterator[_Named]:
    people, groups = setting.people, setting.rule_set.regime.groups
    procedures = dict.fromkeys(name for law in setting.laws for name in law.rule_set.regime.procedures)
    whole: dict[str, Iterable[str]] = {
        "exits": people.exits, "needs_by_group": people.needs_by_group, "no_shows": people.no_shows,
    }  # fmt: skip
    for group in groups:
        for section, entries in whole.items():
            yield _Named((section,), group, f"`{section}` has no entry for the group `{{name}}`", entries)
        yield _Named(("ages", "groups"), group, "`ages` has no entry for the group `{name}`", people.ages.groups)
    for at, group in _counted(people):
        yield _Named(at, group, "a yearly number needs the group's stock, and `stocks` has no `{name}`", people.stocks)
    for at, group in _groups(people):
        yield _Named(at, group, "the rules have no group `{name}`", groups)
    for name, term in people.terms.items():
        yield _Named(("terms", name, "procedure"), term.procedure, "the rules have no procedure `{name}`", procedures)
    for name, need in people.needs.items():
        yield _Named(("needs", name, "procedure"), need.procedure, "the rules have no procedure `{name}`", procedures)
        kinds = people.detection.kinds
        yield _Named(("needs", name, "seen_as"), need.seen_as, "`detection.kinds` has no kind `{name}`", kinds)
    known = [trait.same_as or name for name, trait in people.traits.items()]
    for name, trait in people.traits.items():
        for key, others in (("only", trait.only), ("unless", trait.unless)):
            for number, other in enumerate(others):
                yield _Named(("traits", name, key, number), other, "there is no trait `{name}`", known)
    yield _Named(("traits",), JOB_TRAIT, "the trait `{name}` is missing", known)
    yield _Named(("chances",), REPEATED, "the chance `{name}` is missing", people.chances)


def _groups(people: People) -> Iterator[tuple[Keys, str]]:
    """The groups that the file names, each with its place."""
    for group in people.exits:
        yield ("exits", group), group
    for name, move in people.moves.items():
        yield ("moves", name, "from"), move.origin
        yield ("moves", name, "to"), move.to
    for name, term in people.terms.items():
        for number, group in enumerate(term.of):
            yield ("terms", name, "groups", number) if term.groups else ("terms", name, "group"), group
    for name, need in people.needs.items():
        yield ("needs", name, "group"), need.group
    for name, trait in people.traits.items():
        for number, group in enumerate(trait.groups):
            yield ("traits", name, "groups", number), group


def _counted(people: People) -> Iterator[tuple[Keys, str]]:
    """The groups whose yearly numbers are turned into rates, each with the place of the number."""
    for group, way in people.exits.items():
        if way.after is None or any(name in people.stocks for name in way.to):
            yield ("exits", group), group
    for name, move in people.moves.items():
        if move.after is None:
            yield ("moves", name, "from"), move.origin
    for name, term in people.terms.items():
        if term.per_year is not None:
            yield ("terms", name, "group"), term.group
    for name, need in people.needs.items():
        yield ("needs", name, "group"), need.group
    for name, entry in people.returns.items():
        yield ("returns", name, "group"), entry.group
