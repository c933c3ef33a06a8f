"""The examples that the documents give: commands and pieces of Python."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The changelog is left out: what it says of an older version need not hold today.
DOCUMENTS = sorted(
    [
        *(path for path in ROOT.glob("*.md") if path.name != "CHANGELOG.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "notebooks").glob("*.md"),
    ]
)
FENCED = re.compile(r"^```(?P<language>[\w{}-]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(jobsim [^`\n]+)`")
OWN = re.compile(r"\bmy-[\w-]+")
"""A name that stands for a file of the reader's own."""
PROGRAM = re.compile(r"(?:\S*[/\\])?jobsim")


@dataclass(frozen=True)
class Example:
    """A piece of a document.

    Attributes:
        whole: it is in a block, to be copied as it is; inside a sentence a command may be cut short.
    """

    document: Path
    line: int
    text: str
    whole: bool

    def __str__(self) -> str:
        return f"{self.document.relative_to(ROOT).as_posix()}:{self.line} {self.text.splitlines()[0]}"

    @property
    def arguments(self) -> list[str]:
        """What follows ``jobsim``, without a comment; in a sentence N stands for any number."""
        words = shlex.split(self.text, comments=True)[1:]
        return words if self.whole else ["1" if word == "N" else word for word in words]


def blocks(document: Path) -> Iterator[tuple[int, str, str]]:
    """(first line, language, text) of each fenced block."""
    text = document.read_text(encoding="utf-8")
    for block in FENCED.finditer(text):
        yield text.count("\n", 0, block.start("text")) + 1, block["language"], block["text"]


def commands() -> list[Example]:
    """Every ``jobsim`` command of the documents, in blocks and in sentences."""
    found = []
    for document in DOCUMENTS:
        for first, language, text in blocks(document):
            if language != "python":
                for number, line in enumerate(text.splitlines()):
                    program, _, rest = line.strip().removeprefix("$ ").partition(" ")
                    if PROGRAM.fullmatch(program):
                        found.append(Example(document, first + number, f"jobsim {rest}", whole=True))
        sentences = FENCED.sub(lambda block: "\n" * block.group().count("\n"), document.read_text(encoding="utf-8"))
        for number, line in enumerate(sentences.splitlines(), start=1):
            found += [Example(document, number, match[1], whole=False) for match in INLINE.finditer(line)]
    return found


def make_targets() -> list[Example]:
    """Every ``make`` command in a block of the documents."""
    return [
        Example(document, first + number, line, whole=True)
        for document in DOCUMENTS
        for first, _, text in blocks(document)
        for number, line in enumerate(text.splitlines())
        if line.startswith("make ")
    ]


def python_blocks() -> list[Example]:
    return [
        Example(document, first, text, whole=True)
        for document in DOCUMENTS
        for first, language, text in blocks(document)
        if language == "python"
    ]
