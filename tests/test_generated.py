"""The generated documents are those that the command makes, and nothing else lies in their folder."""

from __future__ import annotations

import pytest

from tests.generated import DOCUMENTS, FOLDER


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_generated_document_is_fresh(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == DOCUMENTS[name](), "run: make generated"


def test_the_folder_holds_generated_documents_only() -> None:
    files = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
    assert files == set(DOCUMENTS), "add the document to tests/generated.py, or run: make generated"
