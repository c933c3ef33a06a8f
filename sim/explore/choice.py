"""A choice of rules, practice, place and assumptions, and its form in an address."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from sim.explore.amounts import in_file_notation
from sim.explore.catalogue import BASELINE_PRACTICE, WIDTHS, Catalogue
from sim.files.errors import ScenarioError, nearest_name
from sim.study.study import Study

ASSUMED = "a."
"""What the key of an assumption begins with in an address."""
KEYS = ("study", "place", "law", "proposals", "practice", "width", "title")
OTHER_KEYS = ("lang", "page", "citizen")
"""Keys of an address that are no part of the choice."""
LONGEST_TITLE = 120
LONGEST_ADDRESS = 4_000
ASSUMED_VALUE = "assumed"


@dataclass(frozen=True)
class Choice:
    """What a reader has chosen. The address has all of it, so a copied address opens the same.

    Attributes:
        study: the name of the study that gives the baseline, the dates and the seed.
        law: the rule set to which the proposals are added.
        proposals: ids in the order of the catalogue.
        values: (group of leading assumptions, ``low``, ``high`` or a quantity), in the order of the catalogue.
        width: the half-width that is wanted, as a share of the baseline.
        title: a title of the reader's own; "" for none.
    """

    study: str
    place: str
    law: str
    proposals: tuple[str, ...] = ()
    practice: str = BASELINE_PRACTICE
    values: tuple[tuple[str, str], ...] = ()
    width: str = "1 %"
    title: str = ""

    def query(self) -> str:
        """The part of an address after ``?``."""
        pairs = [("study", self.study), ("place", self.place), ("law", self.law)]
        pairs += [("proposals", ",".join(self.proposals))] if self.proposals else []
        pairs += [("practice", self.practice), ("width", self.width)]
        pairs += [(f"{ASSUMED}{group}", to) for group, to in self.values]
        pairs += [("title", self.title)] if self.title else []
        return urlencode(pairs)

    @property
    def digest(self) -> str:
        """A short name of what is run: the choice without its title."""
        return hashlib.sha256(replace(self, title="").query().encode()).hexdigest()[:8]


STAFF = "save the study, write `capacity: [keep, cut]` below its last `rules:`, and run it with `jobsim run`"
"""What to do about staff, of which the page keeps all: a cut takes a search of many runs."""


def first_choice(catalogue: Catalogue, name: str | None = None) -> Choice:
    """The choice with which the page opens: the first variant of a study with all staff, else its baseline."""
    study = catalogue.base if name is None else catalogue.study(name)
    chosen = next((column for column in study.columns[1:] if column.use == "keep"), study.baseline)
    practice = chosen.practice if chosen.practice in catalogue.practices else BASELINE_PRACTICE
    law, proposals = _split(chosen.rules, catalogue, study)
    return Choice(study.name, study.places[0], law, proposals, practice)


def _split(rules: str, catalogue: Catalogue, study: Study) -> tuple[str, tuple[str, ...]]:
    """The law and the proposals of a rule set, where the page offers them; else the baseline's rules alone."""
    for preset in catalogue.presets:
        if preset.name == rules:
            return preset.law, preset.proposals
    head, *added = rules.split("+")
    if head in catalogue.laws and all(name in catalogue.proposals for name in added):
        return head, tuple(added)
    own = study.baseline.rules
    return own if own in catalogue.laws else next(iter(catalogue.laws)), ()


def read_choice(pairs: Iterable[tuple[str, str]], catalogue: Catalogue) -> Choice:
    """The choice of an address.

    Raises:
        ScenarioError: a key or a name in it is unknown, or stands twice. The message says which.
    """
    given = _given(pairs)
    choice = first_choice(catalogue, given.get("study"))
    if not given:
        return choice
    if "law" in given:  # an address that names a law says everything about rules
        law = _known("law", given["law"], catalogue.laws)
        choice = replace(choice, law=law, proposals=(), practice=BASELINE_PRACTICE)
    changes: dict[str, Any] = {}
    if "proposals" in given:
        named = [name for name in given["proposals"].split(",") if name]
        for at, name in enumerate(named):
            _known("proposals", name, catalogue.proposals)
            if name in named[:at]:
                raise _odd("a proposal is named twice", "proposals", name, "each proposal once")
            if catalogue.proposals[name].why:
                raise _odd("this proposal changes no rule, so no run can tell it", "proposals", name,
                           "a proposal of process", do=catalogue.proposals[name].why)  # fmt: skip
        changes["proposals"] = tuple(name for name in catalogue.proposals if name in named)
    for key, known in (("place", catalogue.places), ("practice", catalogue.practices), ("width", WIDTHS)):
        if key in given:
            changes[key] = _known(key, given[key], known)
    changes["values"] = _values(given, catalogue)
    title = " ".join(given.get("title", "").split())
    if len(title) > LONGEST_TITLE or not title.isprintable():
        raise _odd("this is no title", "title", title[:40], f"at most {LONGEST_TITLE} letters in one line")
    return replace(choice, title=title, **changes)


def _given(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The keys of an address that belong to the choice."""
    given: dict[str, str] = {}
    size = 0
    for key, value in pairs:
        size += len(key) + len(value)
        if size > LONGEST_ADDRESS:
            raise ScenarioError("the address is too long", expected=f"at most {LONGEST_ADDRESS:,} letters")
        if key in OTHER_KEYS:
            continue
        if key not in KEYS and not key.startswith(ASSUMED):
            expected = ", ".join([*KEYS, f"{ASSUMED}GROUP"])
            raise ScenarioError(
                "the address has an unknown key", found=key, expected=expected, nearest=nearest_name(key, KEYS),
                do=STAFF if key == "capacity" else "open the page anew and choose again",
            )  # fmt: skip
        if key in given:
            raise _odd("the address has a key twice", key, value, "each key once")
        given[key] = value
    return given


def _values(given: dict[str, str], catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """The assumptions that are not as the files have them, in the order of the catalogue."""
    wanted = {
        key.removeprefix(ASSUMED): in_file_notation(value.strip())
        for key, value in given.items()
        if key.startswith(ASSUMED)
    }
    for group, value in wanted.items():
        _known(f"{ASSUMED}{group}", group, catalogue.assumptions)
        if not value or len(value) > 40:
            raise _odd("this is no value", f"{ASSUMED}{group}", value[:40], "low, high, or a quantity such as 85 %")
    return tuple(
        (group, wanted[group]) for group in catalogue.assumptions if group in wanted and wanted[group] != ASSUMED_VALUE
    )


def _known(key: str, name: str, known: Collection[str]) -> str:
    if name in known:
        return name
    shown = ", ".join(list(known)[:12]) + (" …" if len(known) > 12 else "")
    raise _odd("the address names something that does not exist", key, name, shown, nearest_name(name, known))


def _odd(
    message: str, key: str, found: str, expected: str, nearest: str | None = None, do: str | None = None
) -> ScenarioError:
    return ScenarioError(message, found=f"{key}={found}", expected=expected, nearest=nearest, do=do)
