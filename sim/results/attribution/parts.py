"""The parts of a rule set: its proposals, alone or in bundles, and the practice that comes with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sim.files.entry import Title
from sim.files.errors import ScenarioError
from sim.law.compose.library import Library
from sim.results.attribution.game import MOST_EXACT, Set

By = Literal["auto", "proposal", "heading", "paper"]
PRACTICE = "practice"
_LETTER = re.compile(r"[a-z]$")


@dataclass(frozen=True)
class Part:
    """A part of the change from one rule set and practice to another.

    Attributes:
        name: an id, what several ids share (``004-2``, ``004``), or ``practice``.
        proposals: the ids that it adds.
    """

    name: str
    proposals: tuple[str, ...]


@dataclass(frozen=True)
class Parts:
    """The parts between two rule sets with their practices.

    Attributes:
        base: name of the rule set without the parts.
        practices: practice without and with the part :data:`PRACTICE`. They are equal if it is no part.
        order: the ids in the order of the rule set.
    """

    base: str
    practices: tuple[str, str]
    order: tuple[str, ...]
    parts: tuple[Part, ...]

    def column(self, chosen: Set) -> tuple[str, str]:
        """The name of the rule set and the practice with these parts only."""
        names = {proposal for number in chosen for proposal in self.parts[number].proposals}
        changed = any(self.parts[number].name == PRACTICE for number in chosen)
        rules = "+".join([self.base, *(proposal for proposal in self.order if proposal in names)])
        return rules, self.practices[1] if changed else self.practices[0]


def parts_of(library: Library, rules: str, base: str, practices: tuple[str, str], by: By = "auto") -> Parts:
    """The parts between two rule sets.

    Args:
        practices: the practice under ``base`` and the practice under ``rules``.
        by: how proposals are bundled; ``auto`` takes the finest way that leaves at most seven parts.

    Raises:
        ScenarioError: a name is unknown, the rule sets rest on different regimes, or nothing lies between them.
    """
    full, first = library.rule_set(rules), library.rule_set(base)
    if full.regime.regime != first.regime.regime:
        raise ScenarioError(
            "the two rule sets rest on different regimes, so their difference is not a sum of proposals",
            found=f"{rules} on {full.regime.regime}, {base} on {first.regime.regime}",
            expected="two rule sets on one regime", do=f"compare {rules} with {full.regime.regime}",
        )  # fmt: skip
    package = library.packages.get(rules.split("+", maxsplit=1)[0])
    if package is not None and package.changes and rules.split("+", maxsplit=1)[0] != base.split("+", maxsplit=1)[0]:
        raise ScenarioError(
            "the rule set has changes of its own, which are in no proposal", found=rules,
            expected="a rule set of proposals", do="write the changes as a proposal in reforms/",
        )  # fmt: skip
    missing = [proposal for proposal in first.reforms if proposal not in full.reforms]
    if missing:
        raise ScenarioError(
            "the base has proposals that the rule set lacks", found=", ".join(missing), expected=f"proposals of {rules}",
            do="take a base without them",
        )  # fmt: skip
    new = tuple(proposal for proposal in full.reforms if proposal not in first.reforms)
    own = [Part(PRACTICE, ())] if practices[0] != practices[1] else []
    ways: dict[By, list[Part]] = {
        "proposal": [Part(proposal, (proposal,)) for proposal in new],
        "heading": _bundled(new, [_LETTER.sub("", proposal) for proposal in new]),
        "paper": _bundled(new, [proposal.partition("-")[0] for proposal in new]),
    }
    if by == "auto":
        by = next((way for way, parts in ways.items() if len(parts) + len(own) <= MOST_EXACT), "paper")
    parts = (*ways[by], *own)
    if len(parts) < 2:
        raise ScenarioError(
            "there is nothing to share out: fewer than two parts lie between the rule sets",
            found=", ".join(part.name for part in parts) or "none", expected="two proposals or more",
            do="name another base, bundle less (--by proposal), or use jobsim run",
        )  # fmt: skip
    return Parts(base, practices, new, parts)


def _bundled(proposals: Sequence[str], names: Sequence[str]) -> list[Part]:
    bundles: dict[str, tuple[str, ...]] = {}
    for proposal, name in zip(proposals, names, strict=True):
        bundles[name] = (*bundles.get(name, ()), proposal)
    return [Part(name if len(ids) > 1 else ids[0], ids) for name, ids in bundles.items()]


def titles_of(parts: Parts, library: Library) -> dict[str, Title]:
    """The title of each part, for charts: its name with the title of its first proposal."""
    titles = {}
    for part in parts.parts:
        if not part.proposals:
            own = library.practice_source(parts.practices[1]).tree["title"]
            titles[part.name] = Title(en=f"practice: {own['en']}", da=f"praksis: {own['da']}")
            continue
        first, more = library.proposals[part.proposals[0]].reform.title, len(part.proposals) - 1
        english, danish = (f" and {more} more", f" og {more} til") if more else ("", "")
        titles[part.name] = Title(en=f"{part.name}: {first.en}{english}", da=f"{part.name}: {first.da}{danish}")
    return titles
