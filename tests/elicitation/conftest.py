"""A small study and the form about three of its values, which several tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.elicitation.choice import Chosen, chosen
from sim.elicitation.form import form
from sim.study.study import Study
from tests.study import stub

KEPT = stub.STUDY.replace(", capacity: [keep, cut]", "")
"""Without a column of staff cut, which would have to be searched for."""
ASKED = ("tracking", "bookable", "contact")
"""A value in minutes, a share, and a group of many values. Their rows are 9, 10 and 11."""


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("elicitation")


@pytest.fixture(scope="session")
def small(home: Path) -> Study:
    return stub.study(home, KEPT)


@pytest.fixture(scope="session")
def asked(small: Study, home: Path) -> Chosen:
    return chosen(small, home / "nothing", values=ASKED)


@pytest.fixture(scope="session")
def blank(small: Study, asked: Chosen) -> bytes:
    """The form in English."""
    return form(asked.questions, small.name, small.title, "en")
