"""New scenario files: commented skeletons that load as they are, with placeholders in capitals to be replaced."""

from __future__ import annotations

import json
from pathlib import Path
from string import Template
from typing import NamedTuple

from sim.files.errors import ScenarioError, nearest_name
from sim.files.folder import is_name, names_in, read_named, unknown_name
from sim.files.paths import scenarios_dir
from sim.law.compose.library import Library

__all__ = ["new_practice", "new_reform", "new_study"]

CURRENT = "current"
_SCHEMAS = {"reform": "reforms", "practice": "practice", "study": "study"}
"""Kind of skeleton -> kind of schema."""
_TITLE = '{en: "TITLE OF THE PAPER", da: "TITLE OF THE PAPER IN DANISH"}'


def new_reform(id_: str, paper: str, *, new_paper: bool = False, root: Path | None = None) -> Path:
    """Write ``reforms/<id>.yaml``, a proposal of a paper.

    Args:
        paper: a file of ``reforms/`` or the paper that one names; with ``new_paper`` any name.

    Raises:
        ScenarioError: the id is no name or is taken, the file is there, or no file is of that paper.
    """
    root = root or scenarios_dir()
    _check_name("proposal", id_)
    library = Library.load(root)
    known = library.proposals
    if id_ in known:
        place = known[id_].source.place(known[id_].keys)
        raise ScenarioError(
            "this proposal's id is already taken", file=place.file, line=place.line, found=id_, do="choose another id"
        )
    papers = _papers(root)
    current = library.packages[CURRENT].regime
    named = papers.get(paper)
    if named is None and not new_paper:
        raise ScenarioError(
            "no proposal is of this paper yet", found=paper, expected=", ".join(papers), nearest=nearest_name(paper, papers),
            do="give one of these names, or add --new-paper",
        )  # fmt: skip
    found = named or _Paper(paper, _TITLE, current, current)
    words = found._asdict() | {"paper": json.dumps(found.paper, ensure_ascii=False)}
    return _write(root, "reforms", "reform", id_, **words)


def new_study(name: str, *, root: Path | None = None) -> Path:
    """Write ``studies/<name>.yaml``, a study that can be run as it is.

    Raises:
        ScenarioError: this is no name, or the file is there.
    """
    _check_name("study", name)
    return _write(root or scenarios_dir(), "studies", "study", name)


def new_practice(name: str, extends: str, *, root: Path | None = None) -> Path:
    """Write ``practices/<name>.yaml``, a practice that so far does what the one it extends does.

    Raises:
        ScenarioError: this is no name, the file is there, or there is no practice ``extends``.
    """
    root = root or scenarios_dir()
    _check_name("practice", name)
    known = names_in(root, "practices")
    if extends not in known:
        raise unknown_name("there is no such practice to extend", extends, known)
    return _write(root, "practices", "practice", name, extends=extends)


class _Paper(NamedTuple):
    """A paper: ``paper_title`` as a file writes it; the regimes that it speaks of and whose paths its changes name."""

    paper: str
    paper_title: str
    argued_against: str
    written_for: str


def _papers(root: Path) -> dict[str, _Paper]:
    """By the name of a file of proposals, and by that of the paper in it."""
    found: dict[str, _Paper] = {}
    for name in names_in(root, "reforms"):
        tree = read_named(root, "reforms", name).tree
        title = tree.get("title")
        said = json.dumps(title, ensure_ascii=False) if title else _TITLE
        one = _Paper(str(tree["paper"]), said, str(tree["argued_against"]), str(tree["written_for"]))
        found |= {name: one, one.paper: one}
    return found


def _check_name(what: str, name: str) -> None:
    if not is_name(name):
        raise ScenarioError(
            f"this is no name of a {what}",
            found=name,
            expected="letters, digits, hyphens and underscores, such as 009-1",
        )


def _schema(root: Path, kind: str) -> str:
    """Where an editor finds the schema, seen from a file of that kind.

    In a checkout it is among the generated documents; elsewhere `jobsim schema --write schema` puts it beside the folders.
    """
    generated = Path("docs", "generated", "schema")
    folder = Path("..", generated) if (root.parent / generated).is_dir() else Path("schema")
    return Path("..", folder, f"{kind}.json").as_posix()


def _write(root: Path, folder: str, kind: str, id_: str, **words: str) -> Path:
    file = root / folder / f"{id_}.yaml"
    text = Template((Path(__file__).parent / f"{kind}.yaml").read_text(encoding="utf-8"))
    said = text.substitute(id=id_, schema=_schema(root, _SCHEMAS[kind]), **words)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as out:
            out.write(said)
    except FileExistsError:
        raise ScenarioError(
            "the file is there already and is not overwritten", file=f"{folder}/{file.name}", do="choose another name, or edit that file"
        ) from None  # fmt: skip
    except OSError as error:
        raise ScenarioError(
            "the file cannot be written", file=str(file), found=error.strerror,
            do="set JOBSIM_SCENARIOS to a folder of scenario files that you may write to",
        ) from None  # fmt: skip
    return file
