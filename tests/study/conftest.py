"""Studies with a stubbed model."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.results.result import Result
from tests.study import stub


@pytest.fixture
def stubbed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs are made by the stub; charts and pages are not drawn."""
    monkeypatch.setattr("sim.runs.scheduler.make", stub.make)
    monkeypatch.setattr(Result, "charts", lambda _self, _lang="en": [])
    monkeypatch.setattr(Result, "report", _page)


def _page(result: Result, lang: str = "en") -> Path:
    page = result.folder / "report.html"
    page.write_text(lang, encoding="utf-8")
    return page
