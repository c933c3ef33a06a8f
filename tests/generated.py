"""What is generated and committed: every document below ``docs/generated/``, and the text that it must have.

``make generated`` writes them all; a test compares. A new document is one more entry of :data:`DOCUMENTS`. The command also
renews what ``docs/worked-example.md`` quotes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path

from typer.main import get_command

from sim.authoring import (
    commands_document,
    gallery_document,
    log_document,
    measures_document,
    public_names,
    schemas_document,
)
from sim.authoring.pictures import PICTURES, pictures
from sim.authoring.rulebook import document
from sim.authoring.schemas import KINDS, schema_text
from sim.cli import app
from sim.law.compose.library import Library
from tests.engine import worked_example
from tests.rules.coverage import table

FOLDER = Path(__file__).parents[1] / "docs" / "generated"


@lru_cache(maxsize=1)
def _pictures() -> dict[str, str]:
    return pictures()


def _picture(name: str) -> str:
    return _pictures()[name]


@lru_cache(maxsize=1)
def _schema_pages() -> dict[str, str]:
    return schemas_document.documents()


def _schema_page(name: str) -> str:
    return _schema_pages()[name]


DOCUMENTS: dict[str, Callable[[], str]] = {
    "rules.md": lambda: document(Library.load()),
    "rule-cases.md": table,
    "log.md": log_document.document,
    "measures.md": measures_document.document,
    "public.md": public_names.document,
    "commands.md": lambda: commands_document.document(get_command(app)),
    "gallery.md": gallery_document.document,
    **{name: partial(_schema_page, name) for name in schemas_document.PAGES},
    **{name: partial(_picture, name) for name in PICTURES},
    **{f"schema/{kind}.json": partial(schema_text, kind) for kind in KINDS},
}
"""Path below :data:`FOLDER` -> the function that makes its text."""


def write() -> None:
    """Write every document and the quotes of the worked example, and remove files that no document has any more."""
    for path in FOLDER.rglob("*"):
        if path.is_file() and path.relative_to(FOLDER).as_posix() not in DOCUMENTS:
            path.unlink()
    for name, make in DOCUMENTS.items():
        file = FOLDER / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(make(), encoding="utf-8", newline="\n")
    worked_example.write()


if __name__ == "__main__":
    write()
