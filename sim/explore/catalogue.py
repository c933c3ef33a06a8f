"""What the page lets a reader choose: laws, proposals by paper, practices, places and leading assumptions, with titles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.figures.leading import Leading, has_leading, read_leading
from sim.files.entry import Title
from sim.files.errors import ScenarioError
from sim.files.folder import names_in, read_named
from sim.law.compose.library import Library
from sim.law.reading.outline import rules_list
from sim.place.lists import read_lists
from sim.study.load import load
from sim.study.study import Study

MUNICIPALITIES = "municipalities"
BASELINE_PRACTICE = "baseline"
WIDTHS = ("2 %", "1 %", "0.5 %", "0.2 %")
"""Half-widths that a reader may ask for, as shares of the baseline."""


@dataclass(frozen=True)
class Offered:
    """A proposal as the page shows it.

    Attributes:
        why: why it cannot be run; "" if it can.
    """

    id: str
    title: Title
    law: str
    why: str


@dataclass(frozen=True)
class Paper:
    """The proposals of one paper, in its order."""

    file: str
    title: Title
    proposals: tuple[Offered, ...]


@dataclass(frozen=True)
class Preset:
    """A package of proposals: a law and the proposals that are ticked together."""

    name: str
    title: Title
    law: str
    proposals: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """Everything that may be chosen, from one scenarios folder.

    Attributes:
        base: the study that the page begins with. It gives the baseline, the dates and the seed.
        library: the rules, read once. A file that changes later is read at the next start.
    """

    base: Study
    library: Library
    _studies: dict[str, Study] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, study: str | Path, root: Path | None = None) -> Catalogue:
        """The catalogue for a study, by name or path.

        Raises:
            ScenarioError: the study does not exist, is invalid, or is one of queues.
        """
        base = load(study, root)
        return cls(base, base.library, {base.name: base})

    @property
    def root(self) -> Path:
        return self.base.root

    def study(self, name: str) -> Study:
        """The study that an address names.

        Raises:
            ScenarioError: it does not exist, or is invalid.
        """
        if name not in self._studies:
            if "/" in name or "\\" in name or name.endswith(".yaml"):
                raise ScenarioError(
                    "an address names a study by its name, not by a path", found=name, expected="the name of a study",
                    do="start `jobsim explore PATH` for a study of your own",
                )  # fmt: skip
            self._studies[name] = load(name, self.root, self.library)
        return self._studies[name]

    @cached_property
    def laws(self) -> Mapping[str, Title]:
        """Rule sets to which proposals can be added: packages that are a law, those with changes of their own, and the baseline's."""
        packages = {
            name: package.title
            for name, package in self.library.packages.items()
            if not package.reforms or package.changes
        }
        own = self.base.baseline.rules
        if own not in packages and not self.base.compare[0].then and own in names_in(self.root, "regimes"):
            packages[own] = self.library.regime(own).title
        return packages

    @cached_property
    def presets(self) -> tuple[Preset, ...]:
        """Packages without changes of their own whose law can be chosen."""
        by_regime: dict[str, str] = {}
        for name in self.laws:
            if name in self.library.packages and self._is_plain(name):
                by_regime.setdefault(self.library.packages[name].regime, name)
        return tuple(
            Preset(name, package.title, by_regime[package.regime], package.reforms)
            for name, package in self.library.packages.items()
            if package.reforms and not package.changes and package.regime in by_regime
        )

    def _is_plain(self, name: str) -> bool:
        package = self.library.packages[name]
        return not package.reforms and not package.changes

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        """Every proposal, by paper."""
        by_paper: dict[str, list[Offered]] = {}
        for row in rules_list(self.library)["proposals"]:
            title = Title(**row["title"])
            offered = Offered(row["id"], title, row["law"] or "", "" if row["runnable"] else row["why"]["en"])
            by_paper.setdefault(self.library.proposals[row["id"]].source.file, []).append(offered)
        return tuple(
            Paper(file, _title(self.library.proposals[rows[0].id].source.tree, file), tuple(rows))
            for file, rows in by_paper.items()
        )

    @cached_property
    def proposals(self) -> Mapping[str, Offered]:
        return {offered.id: offered for paper in self.papers for offered in paper.proposals}

    @cached_property
    def practices(self) -> Mapping[str, Title]:
        return {name: self._named("practices", name) for name in names_in(self.root, "practices")}

    @cached_property
    def places(self) -> Mapping[str, Title]:
        """The places of the study first, then all municipalities."""
        listed = read_lists(self.root).get(MUNICIPALITIES)
        names = dict.fromkeys([*self.base.places, *(listed.places if listed else ())])
        return {name: self._named("places", name) for name in names}

    @cached_property
    def assumptions(self) -> Mapping[str, Leading]:
        """The groups of leading assumptions."""
        return read_leading(self.root).groups if has_leading(self.root) else {}

    def _named(self, folder: str, name: str) -> Title:
        """The title in a file. A place that extends another states its own."""
        return _title(read_named(self.root, folder, name).tree, name)


def _title(tree: Mapping[str, Any], name: str) -> Title:
    title = tree.get("title")
    return Title(**title) if isinstance(title, dict) else Title(en=name, da=name)
