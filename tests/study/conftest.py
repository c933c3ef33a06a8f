"""Fixtures of analyses of a small study: ends of ranges, samples of all values, indices."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.results.sensitivity.scenarios import compared_columns
from sim.study.column import Column
from sim.study.study import Study
from tests.study.stub import study


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small study and of its results."""
    return tmp_path_factory.mktemp("small")


@pytest.fixture(scope="module")
def small(home: Path) -> Study:
    return study(home)


@pytest.fixture(scope="module")
def pair(small: Study) -> tuple[Column, Column]:
    """Baseline and variant of the small study."""
    columns = compared_columns(small)
    assert columns is not None
    return columns
