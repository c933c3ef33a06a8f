"""A page about the smallest municipality and half a year: a run takes a tenth of a second."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.explore.catalogue import Catalogue
from sim.explore.comparing import Comparison
from sim.explore.desk import Desk
from sim.explore.draft import Draft, draft_of
from sim.explore.web.app import Server
from sim.runs.crew import Crew
from tests.explore.asked import LONGEST, PORT, TOKEN, TestClient, choice

TINY = """\
schema: 1
study: tiny
title: {en: A tiny one, da: En lille en}
places: [laesoe]
start: 2024-01-01
warm_up: 1 month
measured: 6 months
follow_up: 1 month
replications: 5
seed: 1
ranges: [bookable]
compare:
  - {rules: current}
  - {rules: freed-six-cities, practice: same-contact-by-need}
"""


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the study, and of the results of all tests of the page."""
    return tmp_path_factory.mktemp("explore")


@pytest.fixture(scope="session")
def catalogue(home: Path) -> Catalogue:
    file = home / "tiny.yaml"
    file.write_text(TINY, encoding="utf-8")
    return Catalogue.of(file)


@pytest.fixture(scope="session")
def crew() -> Iterator[Crew]:
    """One worker for all tests: it starts once."""
    crew = Crew(1)
    yield crew
    crew.close()


@pytest.fixture(scope="session", autouse=True)
def few_pairs() -> Iterator[None]:
    """The pilot is all: a place as small as this would need many more pairs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.explore.draft.MOST", 5)
        yield


@pytest.fixture(scope="session")
def draft(catalogue: Catalogue) -> Draft:
    """Two proposals of the six cities."""
    return draft_of(choice(catalogue, "004-2a", "004-3c"), catalogue)


@pytest.fixture(scope="session")
def finished(draft: Draft, crew: Crew, home: Path) -> Comparison:
    """A comparison that has reached its end, with its assumptions tested."""
    comparison = Comparison(draft, crew, home / "results")
    comparison.start(assumptions=True)
    assert comparison.wait(LONGEST)
    assert comparison.standing().error is None
    return comparison


@pytest.fixture
def desk(crew: Crew, home: Path, finished: Comparison) -> Desk:
    """A desk that has the finished comparison in memory."""
    return Desk(crew, home / "results", _comparisons={finished.draft.choice.digest: finished})


@pytest.fixture
def client(catalogue: Catalogue, desk: Desk) -> Iterator[TestClient]:
    """The server's answers, asked as the page asks."""
    server = Server(catalogue, desk, TOKEN, PORT)
    with TestClient(server.app(), base_url=f"http://127.0.0.1:{PORT}/{TOKEN}/") as client:
        yield client
