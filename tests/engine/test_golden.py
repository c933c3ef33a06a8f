"""The logs of small worlds have not changed. A change of results needs new golden hashes."""

from __future__ import annotations

import pytest

from tests.engine import golden

DO = (
    "the log of `{}` has changed. If results are meant to change, say so in CHANGELOG.md (which measures moved, by how "
    "much, and why), then write the new hash: python -m tests.engine.golden --write"
)


@pytest.mark.parametrize("name", golden.names())
def test_the_log_is_what_it_was(name: str) -> None:
    assert golden.now(name) == golden.written().get(name), DO.format(name)


def test_the_file_names_these_worlds_only() -> None:
    assert list(golden.written()) == golden.names()
