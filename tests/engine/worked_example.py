"""The quoted code and rules of `docs/worked-example.md`: `make generated` renews them."""

from __future__ import annotations

import ast
import re
import textwrap
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "worked-example.md"
QUOTE = re.compile(
    r"^`(?P<file>[\w./-]+):(?P<line>\d+)`\n\n```(?P<language>\w+)\n(?P<text>.*?)```$", re.MULTILINE | re.DOTALL
)


class Quote(NamedTuple):
    """A piece of a file; ``line`` is its first line there, ``text`` has no indentation."""

    file: str
    line: int
    language: str
    text: str


def quotes(page: str) -> list[Quote]:
    return [Quote(m["file"], int(m["line"]), m["language"], m["text"]) for m in QUOTE.finditer(page)]


def in_source(quote: Quote) -> Quote:
    """The same method (or, of rules, as many lines from the same first line on) as it is in the source now."""
    source = (ROOT / quote.file).read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    if quote.language == "python":
        name = re.match(r"def (\w+)", quote.text)
        assert name is not None, f"no method: {quote.text}"
        (node,) = (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef) and n.name == name[1])
        start, end = node.lineno - 1, node.end_lineno
    else:
        quoted = [line.strip() for line in quote.text.splitlines()]
        stripped = [line.strip() for line in lines]
        starts = [number for number, line in enumerate(stripped) if line == quoted[0]]
        start = max(starts, key=lambda n: sum(a == b for a, b in zip(quoted, stripped[n:], strict=False)))
        end = start + len(quoted)
    return Quote(quote.file, start + 1, quote.language, textwrap.dedent("".join(lines[start:end])))


def renewed(page: str) -> str:
    """The page with every quote as it is in the source."""

    def renew(match: re.Match[str]) -> str:
        new = in_source(Quote(match["file"], int(match["line"]), match["language"], match["text"]))
        return f"`{new.file}:{new.line}`\n\n```{new.language}\n{new.text}```"

    return QUOTE.sub(renew, page)


def write() -> None:
    """Renew every quote of the page."""
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
