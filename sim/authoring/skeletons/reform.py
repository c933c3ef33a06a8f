"""A new proposal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from sim.authoring.skeletons.skeleton import check_name, own_root, write_skeleton
from sim.files.errors import ScenarioError, nearest_name
from sim.files.folder import names_in, read_named
from sim.files.paths import scenarios_dir
from sim.law.compose.library import Library

CURRENT = "current"
OWN = "own proposals"
"""The paper of a proposal for which no paper is named."""
_TITLE = '{en: "My proposals", da: "Mine forslag"}'


def new_reform(id_: str, paper: str = OWN, *, new_paper: bool = False, root: Path | None = None) -> Path:
    """Write ``reforms/<id>.yaml``, a proposal of a paper, and return its path.

    Args:
        id_: id of the proposal.
        paper: a file of ``reforms/``, or the paper that such a file names; with ``new_paper`` any name.
        new_paper: whether the paper has no proposals yet.
        root: the scenarios folder (default: the one in use).

    Raises:
        ScenarioError: the id is invalid or taken, the file exists, or no file belongs to the paper.
    """
    check_name("proposal", id_)
    root = own_root(root or scenarios_dir(), "proposal")
    library = Library.load(root)
    known = library.proposals
    if id_ in known:
        place = known[id_].source.place(known[id_].keys)
        raise ScenarioError(
            "this proposal's id is already taken", file=place.file, line=place.line, found=id_, do="choose another id"
        )
    about = _about(root, paper, library.packages[CURRENT].regime, new_paper=new_paper)
    words = about._asdict() | {"paper": json.dumps(about.paper, ensure_ascii=False)}
    return write_skeleton(root, "reforms", "reform", id_, base=base_of(about.written_for, library), **words)


def base_of(regime: str, library: Library) -> str:
    """The rule set to which a proposal is added in an example: ``current``, or the regime for which it was written."""
    return CURRENT if regime == library.packages[CURRENT].regime else regime


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


def _about(root: Path, paper: str, current: str, *, new_paper: bool) -> _Paper:
    """The paper of a proposal. Raises as :func:`new_reform`."""
    papers = _papers(root)
    named = papers.get(paper)
    if named is not None and new_paper:
        raise ScenarioError(
            "this paper has proposals already",
            found=paper,
            expected="the name of a new paper",
            do="leave out --new-paper",
        )
    if named is None and not new_paper and paper != OWN:
        raise ScenarioError(
            "this paper has no proposals yet", found=paper, expected=", ".join(papers), nearest=nearest_name(paper, papers),
            do="give one of these names, or add --new-paper",
        )  # fmt: skip
    return named or _Paper(paper, _TITLE, current, current)


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
