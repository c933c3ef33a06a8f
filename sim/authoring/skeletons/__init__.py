"""New scenario files: commented skeletons with placeholders in capitals. The author replaces the placeholders."""

from __future__ import annotations

import json
from pathlib import Path
from string import Template
from typing import NamedTuple

from sim.files.errors import ScenarioError, nearest_name
from sim.files.folder import NAME_RULE, is_name, names_in, quoted, read_named, unknown_name
from sim.files.paths import scenarios_dir
from sim.law.compose.library import Library

__all__ = ["new_practice", "new_reform", "new_study"]

CURRENT = "current"
_SCHEMAS = {"reform": "reforms", "practice": "practice", "study": "study"}
"""Kind of skeleton -> kind of schema."""
_TITLE = '{en: "TITLE OF THE PAPER", da: "TITLE OF THE PAPER IN DANISH"}'


def new_reform(id_: str, paper: str, *, new_paper: bool = False, root: Path | None = None) -> Path:
    """Write ``reforms/<id>.yaml``, a proposal of a paper, and return its path.

    Args:
        id_: id of the proposal.
        paper: a file of ``reforms/``, or the paper that such a file names; with ``new_paper`` any name.
        new_paper: whether the paper has no proposals yet.
        root: the scenarios folder (default: the one in use).

    Raises:
        ScenarioError: the id is invalid or taken, the file exists, or no file belongs to the paper.
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
    if named is not None and new_paper:
        raise ScenarioError(
            "this paper has proposals already",
            found=paper,
            expected="the name of a new paper",
            do="leave out --new-paper",
        )
    if named is None and not new_paper:
        raise ScenarioError(
            "this paper has no proposals yet", found=paper, expected=", ".join(papers), nearest=nearest_name(paper, papers),
            do="give one of these names, or add --new-paper",
        )  # fmt: skip
    about = named or _Paper(paper, _TITLE, current, current)
    words = about._asdict() | {"paper": json.dumps(about.paper, ensure_ascii=False)}
    return _write(root, "reforms", "reform", id_, **words)


def new_study(name: str, *, root: Path | None = None) -> Path:
    """Write ``studies/<name>.yaml``, a study that can be run unchanged, and return its path.

    Raises:
        ScenarioError: the name is invalid, or the file exists.
    """
    _check_name("study", name)
    return _write(root or scenarios_dir(), "studies", "study", name)


def new_practice(name: str, extends: str, *, root: Path | None = None) -> Path:
    """Write ``practices/<name>.yaml``, a practice that equals the practice ``extends`` until it is edited. Return its path.

    Raises:
        ScenarioError: the name is invalid, the file exists, or the practice ``extends`` does not exist.
    """
    root = root or scenarios_dir()
    _check_name("practice", name)
    known = names_in(root, "practices")
    if extends not in known:
        raise unknown_name("the practice to extend does not exist", extends, known, folder=root / "practices")
    return _write(root, "practices", "practice", name, extends=extends)


class _Paper(NamedTuple):
    """A paper.

    Attributes:
        paper: name of the paper.
        paper_title: title in the notation of a file.
        argued_against: the regime that the paper argues against.
        written_for: the regime whose paths the changes name.
    """

    paper: str
    paper_title: str
    argued_against: str
    written_for: str


def _papers(root: Path) -> dict[str, _Paper]:
    """Papers by the name of the file of proposals, and also by the name of the paper in it."""
    papers: dict[str, _Paper] = {}
    for name in names_in(root, "reforms"):
        tree = read_named(root, "reforms", name).tree
        title = tree.get("title")
        text = json.dumps(title, ensure_ascii=False) if title else _TITLE
        paper = _Paper(str(tree["paper"]), text, str(tree["argued_against"]), str(tree["written_for"]))
        papers |= {name: paper, paper.paper: paper}
    return papers


def _check_name(kind: str, name: str) -> None:
    if not is_name(name):
        raise ScenarioError(
            f"the name of the {kind} is invalid",
            found=quoted(name),
            expected=f"{NAME_RULE}, such as 009-1",
        )


def _schema(root: Path, kind: str) -> str:
    """Path of the schema relative to a file of that kind.

    In a checkout the schema is among the generated documents. Elsewhere `jobsim schema --write schema` writes it beside the folders.
    """
    generated = Path("docs", "generated", "schema")
    folder = Path("..", generated) if (root.parent / generated).is_dir() else Path("schema")
    return Path("..", folder, f"{kind}.json").as_posix()


def _write(root: Path, folder: str, kind: str, id_: str, **words: str) -> Path:
    file = root / folder / f"{id_}.yaml"
    text = Template((Path(__file__).parent / f"{kind}.yaml").read_text(encoding="utf-8"))
    filled = text.substitute(id=id_, schema=_schema(root, _SCHEMAS[kind]), **words)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as out:
            out.write(filled)
    except FileExistsError:
        raise ScenarioError(
            "the file exists already and is not overwritten", file=f"{folder}/{file.name}", do="choose another name, or edit that file"
        ) from None  # fmt: skip
    except OSError as error:
        raise ScenarioError(
            "the file cannot be written", file=str(file), found=error.strerror,
            do="set JOBSIM_SCENARIOS to a writable folder of scenario files",
        ) from None  # fmt: skip
    return file
