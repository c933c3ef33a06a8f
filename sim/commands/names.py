"""Names that a shell completes: studies, places, rule sets, practices, charts. They are read as text, so that no key press waits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from sim.files.errors import ScenarioError
from sim.files.folder import names_in
from sim.files.paths import scenarios_dir

Named = list[tuple[str, str]]
"""Names with a title each, which zsh and fish show."""
HEAD = 6_000
"""Letters at the beginning of a file in which its title stands."""
_TITLE = re.compile(r"^\s*title: *\{ *en: *(?:\"([^\"]*)\"|'([^']*)'|([^,}]*))", re.MULTILINE)
_TITLE_BELOW = re.compile(r"^\s*title: *\n\s+en: *\"?([^\"\n]*)", re.MULTILINE)
_ENTRY = re.compile(r"^  ([\w-]+):\s*$", re.MULTILINE)
_CHART = re.compile(r"Chart\(\s*\"([\w-]+)\"")
PLUS = "+"


def studies(incomplete: str) -> Named:
    """The studies of the scenarios folder. A path is completed by the shell itself."""
    return _of_folder("studies", incomplete)


def places(incomplete: str) -> Named:
    """The places of the scenarios folder."""
    return _of_folder("places", incomplete)


def practices(incomplete: str) -> Named:
    """The practices of the scenarios folder."""
    return _of_folder("practices", incomplete)


def papers(incomplete: str) -> Named:
    """The papers that have proposals."""
    return _of_folder("reforms", incomplete)


def rule_sets(incomplete: str) -> Named:
    """Packages and regimes; after a plus, proposals."""
    before, plus, begun = incomplete.rpartition(PLUS)
    if plus:
        taken = before.split(PLUS)
        return [(f"{before}{PLUS}{name}", title) for name, title in _kept(_proposals, begun) if name not in taken]
    return [*_kept(_packages, incomplete), *_of_folder("regimes", incomplete)]


def kinds(incomplete: str) -> Named:
    """The kinds of scenario file."""
    from sim.authoring.schemas import KINDS

    return [(name, kind.title) for name, kind in KINDS.items() if name.startswith(incomplete)]


def charts(incomplete: str) -> list[str]:
    """The charts of a result. Their names are read from the sources, because a drawing library takes a second to start."""
    folder = Path(__file__).parents[1] / "report" / "charts"
    names = {name for file in sorted(folder.glob("*.py")) for name in _CHART.findall(file.read_text(encoding="utf-8"))}
    return sorted(name for name in names if name.startswith(incomplete))


def _of_folder(folder: str, incomplete: str) -> Named:
    return _kept(
        lambda root: ((name, _title(root / folder / f"{name}.yaml")) for name in names_in(root, folder)), incomplete
    )


def _kept(read: Callable[[Path], Iterable[tuple[str, str]]], incomplete: str) -> Named:
    """The names that begin so. Nothing is completed where nothing can be read: an error on each key press helps nobody."""
    with suppress(ScenarioError, OSError, UnicodeError):
        return [(name, title) for name, title in read(scenarios_dir()) if name.startswith(incomplete)]
    return []


def _packages(root: Path) -> Iterator[tuple[str, str]]:
    yield from _entries(root / "packages.yaml")


def _proposals(root: Path) -> Iterator[tuple[str, str]]:
    for name in names_in(root, "reforms"):
        yield from _entries(root / "reforms" / f"{name}.yaml")


def _entries(file: Path) -> Iterator[tuple[str, str]]:
    """The names of the entries in a file whose top key holds them, each with its title."""
    text = file.read_text(encoding="utf-8")
    found = list(_ENTRY.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    for match, end in zip(found, ends, strict=True):
        yield match[1], _title_in(text[match.end() : end])


def _title(file: Path) -> str:
    with file.open(encoding="utf-8") as stream:
        return _title_in(stream.read(HEAD))


def _title_in(text: str) -> str:
    match = _TITLE.search(text) or _TITLE_BELOW.search(text)
    return next((part.strip() for part in match.groups() if part), "") if match else ""
