"""A small, made-up study, its page, and pages that are made without pictures."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.files.entry import Lang
from sim.report import CHARTS, Chart, DrawnChart, render_report
from sim.report.manifest import Manifest
from tests.report import manifests
from tests.report.made_up import Study, compare, make_measures

__all__ = ["Study", "compare", "make_measures"]


@pytest.fixture(scope="session")
def study() -> Study:
    measures = make_measures()
    return Study(measures, compare(measures), manifests.manifest())


@pytest.fixture(scope="session")
def page(study: Study) -> str:
    """The English page with real charts."""
    return render_report(study.measures, study.comparisons, study.manifest)


@pytest.fixture(scope="session")
def figures() -> dict[tuple[str, ...], Figure]:
    """Charts that were drawn, by all that a drawing depends on."""
    return {}


@pytest.fixture
def unsaved(monkeypatch: pytest.MonkeyPatch, figures: dict[tuple[str, ...], Figure]) -> None:
    """Pages whose charts are drawn and not saved as pictures. A chart of the same numbers is drawn once for all pages."""

    def drawn_once(chart: Chart, numbers: pd.DataFrame, manifest: Manifest, lang: Lang) -> Figure:
        key = (chart.name, numbers.to_csv(), repr(manifest), lang)
        if key not in figures:
            figures[key] = chart.draw(numbers, manifest, lang)
        return figures[key]

    for name, chart in CHARTS.items():
        monkeypatch.setitem(CHARTS, name, replace(chart, draw=partial(drawn_once, chart)))
    monkeypatch.setattr(DrawnChart, "picture", stand_in)


def stand_in(drawn: DrawnChart, kind: str, **_: object) -> bytes:
    """Instead of a picture: the words that say of which chart and format it would be."""
    return f"{drawn.name} as {kind}".encode()


@pytest.fixture
def blank(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages whose charts have numbers and no drawing: drawing takes most of the time and is tested elsewhere."""
    monkeypatch.setattr(DrawnChart, "picture", stand_in)
    for name, chart in CHARTS.items():
        monkeypatch.setitem(CHARTS, name, replace(chart, draw=lambda *_: Figure()))
