"""A skeleton: where it lies, which names it may have, and its text with the words filled in."""

from __future__ import annotations

from pathlib import Path
from string import Template

from sim.files.errors import ScenarioError
from sim.files.folder import NAME_RULE, is_name, quoted
from sim.files.writing import refusal

INSTALLED = Path(__file__).resolve().parents[2] / "_scenarios"
"""The scenario files of an installed package. An update replaces them, so nobody's own files belong there."""
SCHEMAS = {"reform": "reforms", "practice": "practice", "study": "study", "place": "place"}
"""Kind of skeleton -> kind of schema."""


def check_name(kind: str, name: str) -> None:
    """Check the name of a new file. A name has no slash and no dot, so it cannot lead out of its folder.

    Raises:
        ScenarioError: the name is invalid.
    """
    if not is_name(name):
        raise ScenarioError(
            f"the name of the {kind} is invalid",
            found=quoted(name),
            expected=f"{NAME_RULE}, such as 009-1",
        )


def own_root(root: Path, kind: str) -> Path:
    """The scenarios folder for a file of one's own.

    Raises:
        ScenarioError: the folder in use is the installed one.
    """
    if root == INSTALLED:
        raise ScenarioError(
            f"a {kind} of your own cannot lie among the installed scenario files, which an update replaces",
            found=str(root), expected="a scenarios folder of your own",
            do="jobsim new folder scenarios, and then set JOBSIM_SCENARIOS as it says",
        )  # fmt: skip
    return root


def write_skeleton(root: Path, folder: str, kind: str, id_: str, **words: str) -> Path:
    """Write ``folder/<id>.yaml`` below the root, and return its path.

    Raises:
        ScenarioError: the file exists, or cannot be written.
    """
    return written(root / folder / f"{id_}.yaml", kind, schema=_schema(root, SCHEMAS[kind]), id=id_, **words)


def written(file: Path, kind: str, **words: str) -> Path:
    """Write a skeleton with its words filled in, and return its path. Raises as :func:`write_skeleton`."""
    text = Template((Path(__file__).parent / f"{kind}.yaml").read_text(encoding="utf-8"))
    filled = text.substitute(**words)
    try:
        file.parent.mkdir(exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as out:
            out.write(filled)
    except FileExistsError:
        raise ScenarioError(
            "the file exists already and is not overwritten",
            file=f"{file.parent.name}/{file.name}",
            do="choose another name, or edit that file",
        ) from None
    except OSError as error:
        found = str(getattr(refusal(error, file), "found", None) or error.strerror)
        raise ScenarioError(
            "the file cannot be written", file=str(file), found=found,
            do="set JOBSIM_SCENARIOS to a writable folder of scenario files: jobsim new folder scenarios",
        ) from None  # fmt: skip
    return file


def _schema(root: Path, kind: str) -> str:
    """Path of the schema relative to a file of that kind.

    In a checkout the schema is among the generated documents. Elsewhere `jobsim schema --write schema` writes it beside the folders.
    """
    generated = Path("docs", "generated", "schema")
    folder = Path("..", generated) if (root.parent / generated).is_dir() else Path("schema")
    return Path("..", folder, f"{kind}.json").as_posix()
