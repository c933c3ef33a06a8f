"""The library of rules: the regimes, proposals, packages and practices of a scenarios folder, by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from sim.files.edit import MISSING, node_at
from sim.files.entry import Entry, Names, Title
from sim.files.errors import ScenarioError, nearest_name
from sim.files.folder import all_names_in, names_in, read_named, unknown_entry, unknown_name
from sim.files.hashes import files_in, key_of, of_files
from sim.files.parse import shape
from sim.files.paths import scenarios_dir
from sim.files.schema import Schema
from sim.files.source import Source, read
from sim.files.tree import Keys
from sim.law.clauses.practice import Practice
from sim.law.clauses.reform import PathChange, ReformFile
from sim.law.clauses.regime import Regime
from sim.law.compose.needed_names import NamesUsed, practice_names_used
from sim.law.compose.practices import PracticeChoice, read_practice
from sim.law.compose.proposal import ChangeMade, Proposal
from sim.law.compose.references import check_practice, check_regime
from sim.law.compose.reforms import compose
from sim.law.compose.regimes import ReadRegime, read_regime
from sim.law.compose.rule_set import RuleSet


class Package(Entry):
    """A named rule set: a regime, proposals applied to it, and its own changes, which are in no paper."""

    title: Title
    regime: str
    reforms: Names = ()
    changes: Annotated[tuple[PathChange, ...], Field(strict=False)] = ()
    law: str = ""  # for its own changes
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Packaged:
    """A package as a source of changes to a rule tree: its own changes, under its name."""

    id: str
    package: Package
    source: Source

    @property
    def keys(self) -> Keys:
        return ("packages", self.id)

    @property
    def law(self) -> str:
        return self.package.law

    @property
    def regimes(self) -> Sequence[str]:
        return ()

    @property
    def changes(self) -> Sequence[PathChange]:
        return self.package.changes

    def in_force(self, index: int) -> None:
        """None: a package's change must have an effect."""


class PackageFile(Entry):
    schema_version: Schema = Field(alias="schema")
    packages: dict[str, Package]


FOLDERS = ("practices", "reforms", "regimes")
MOST_KEPT = 4


class Library:
    """The rules in ``root``. Regimes and practices are read at first use."""

    def __init__(
        self, root: Path, packages: dict[str, Package], source: Source, proposals: dict[str, Proposal]
    ) -> None:
        self.root, self.packages, self.proposals = root, packages, proposals
        self._source = source
        self._regimes: dict[str, ReadRegime] = {}
        self._practices: dict[PracticeChoice, tuple[Source, Practice]] = {}
        self._rule_sets: dict[str, RuleSet] = {}
        self._contents = ""

    @classmethod
    def load(cls, root: Path | None = None) -> Library:
        """The library of ``root``, by default of the scenarios that come with the package.

        While the files of the rules stay as they are, all studies of a process share one library. It never changes
        but by what it reads at first use.
        """
        root = root or scenarios_dir()
        contents = _contents(root)
        kept = _KEPT.pop(root, None)
        if kept is None or not kept.holds(contents):
            source = read(root / "packages.yaml", root)
            kept = cls(root, shape(PackageFile, source).packages, source, _proposals(root))
            kept._contents = contents
            kept._hold_against_files()
        _KEPT[root] = kept
        for other in list(_KEPT)[:-MOST_KEPT]:
            _KEPT.pop(other, None)
        return kept

    def holds(self, contents: str) -> bool:
        """Whether everything that was read is of these contents."""
        return bool(contents) and self._contents == contents

    def _hold_against_files(self) -> None:
        """Share the library no longer if a file changed since its start: it may have read some before and some after."""
        if self._contents and self._contents != _contents(self.root):
            self._contents = ""

    def rule_set(self, name: str) -> RuleSet:
        """The rule set of a name: a package or regime, with any proposals after ``+``, as in ``current+004-3c``."""
        if name not in self._rule_sets:
            self._rule_sets[name] = self._compose(name)
        return self._rule_sets[name]

    def regime(self, name: str) -> Regime:
        return self._regime(name).regime

    def practice(self, choice: PracticeChoice | str, rule_set: RuleSet) -> Practice:
        """A practice, by the name of its file or with values set. Every name in it must exist in ``rule_set``."""
        source, practice = self._practice(choice)
        check_practice(practice, rule_set.regime, source)
        return practice

    def practice_source(self, choice: PracticeChoice | str) -> Source:
        """The tree of a practice, with the extended practices and the set values."""
        return self._practice(choice)[0]

    def names_used(self, rule_set: RuleSet, choice: PracticeChoice | str) -> NamesUsed:
        """The traits, chances and destinations that a run of these rules and practice needs, with their places."""
        source, practice = self._practice(choice)
        by_practice = practice_names_used(practice, source)
        return {kind: by_practice[kind] | names for kind, names in rule_set.names_used().items()}

    def _compose(self, name: str) -> RuleSet:
        head, *added = name.split("+")
        known = [*self.packages, *names_in(self.root, "regimes")]
        if head not in known:
            raise unknown_name("there is no such rule set", head, known, self._source, folder=self.root / "regimes")
        package = self.packages.get(head)
        ids = [*(package.reforms if package else ()), *added]
        for index, reform in enumerate(ids):
            self._check_id(reform, index, ids, head, from_package=index < len(ids) - len(added))
        read = self._regime(package.regime if package else head)
        proposals = [self.proposals[reform] for reform in ids]
        for proposal in proposals:
            proposal.check_runs(read.regime.regime)
            proposal.check_touches(read.regime)
        for proposal in proposals[len(proposals) - len(added) :]:
            self._check_not_in_force(proposal, read)
        own = [Packaged(head, package, self._source)] if package and package.changes else []
        source, regime = read.source, read.regime
        changes: tuple[ChangeMade, ...] = ()
        if own or proposals:  # else the regime is the rule set, and it was checked when it was read
            source, changes = compose(source, regime, [*own, *proposals])
            if proposals and not changes:
                raise self._error("none of the reforms changes anything", head, found=", ".join(ids), do="remove it")
            regime = shape(Regime, source)
            check_regime(regime, source)
        parent = "+".join([head, *added[:-1]]) if added else ""
        return RuleSet(
            name, regime, tuple(ids), changes, source, self.rule_set, read.amendments, read.dated, parent,
            added[-1] if added else "",
        )  # fmt: skip

    def _check_not_in_force(self, proposal: Proposal, read: ReadRegime) -> None:
        """Refuse an added proposal that is already the law. Proposals of a package are exempt."""
        if proposal.reform.already_in_force and not compose(read.source, read.regime, [proposal])[1]:
            raise proposal.not_for(read.regime.regime, "it is already the law there")

    def _check_id(self, reform: str, index: int, ids: list[str], head: str, *, from_package: bool) -> None:
        place = self._source.place(("packages", head, "reforms", index)) if from_package else None
        file, line = (place.file, place.line) if place else (None, None)
        if reform not in self.proposals:
            near, expected = nearest_name(reform, self.proposals), ", ".join(self.proposals)
            raise ScenarioError("unknown proposal", file=file, line=line, found=reform, expected=expected, nearest=near)
        if reform in ids[:index]:
            raise ScenarioError("a proposal is named twice", file=file, line=line, found=reform, do="name it once")

    def _error(self, message: str, head: str, *, found: str, do: str) -> ScenarioError:
        return self._source.error(message, ("packages", head), found=found, do=do)

    def _regime(self, name: str, above: tuple[str, ...] = ()) -> ReadRegime:
        """A regime by name. ``above`` is the chain of regimes that extend it."""
        if name not in self._regimes:
            self._regimes[name] = read_regime(self.root, name, above, self._regime)
            self._hold_against_files()
        return self._regimes[name]

    def _practice(self, choice: PracticeChoice | str) -> tuple[Source, Practice]:
        practice_choice = PracticeChoice(choice) if isinstance(choice, str) else choice
        if practice_choice not in self._practices:
            source = read_practice(self.root, practice_choice)
            self._practices[practice_choice] = (source, shape(Practice, source))
            self._hold_against_files()
        return self._practices[practice_choice]


_KEPT: dict[Path, Library] = {}
"""The libraries of the folders used last, for :meth:`Library.load`."""


def _contents(root: Path) -> str:
    """One hash of the files that a library reads; "" if one of them cannot be read."""
    folders = [path for folder in FOLDERS for path in files_in(root / folder)]
    try:
        return key_of(of_files(root, [root / "packages.yaml", *folders]))
    except (OSError, ValueError):  # the reader of the file says what is wrong
        return ""


def _check_regime_is_there(root: Path, source: Source, keys: Keys) -> None:
    regime, known = node_at(source.tree, keys), names_in(root, "regimes")
    if regime is not MISSING and regime not in known:
        raise unknown_entry("there is no such regime", str(regime), known, source, keys, folder=root / "regimes")


def _proposals(root: Path) -> dict[str, Proposal]:
    proposals: dict[str, Proposal] = {}
    for name in all_names_in(root, "reforms"):
        source = read_named(root, "reforms", name)
        file = shape(ReformFile, source)
        for key, reform in file.reforms.items():
            if key in proposals:
                id_keys, first = (
                    ("reforms", key),
                    f"an id that differs from the one at {proposals[key].source.place(('reforms', key))}",
                )
                raise source.error("this proposal's id is already taken", id_keys, found=key, expected=first)
            for word in ("argued_against", "written_for"):
                _check_regime_is_there(root, source, (word,))
                _check_regime_is_there(root, source, ("reforms", key, word))
            argued_against, written_for = (
                reform.argued_against or file.argued_against,
                reform.written_for or file.written_for,
            )
            proposals[key] = Proposal(key, file.paper, reform, source, argued_against, written_for)
    return proposals
