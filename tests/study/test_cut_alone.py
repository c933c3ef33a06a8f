"""A study may compare a column with staff cut without the one that keeps its staff, from which the search begins."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from sim.files.hashes import of_scenarios
from sim.report import Lang, print_country
from sim.results.result import draw
from sim.results.runnable import runnable
from sim.results.work import Work
from tests.study.stub import STUDY, study
from tests.study.stub_runs import make

ALONE = STUDY.replace("[keep, cut]", "[cut]").replace("replications: 3", "replications: 2")
pytestmark = pytest.mark.usefixtures("no_pictures")


@pytest.mark.parametrize("places", ["places: [aalborg]", "places_in: six-cities"])
def test_a_column_with_staff_cut_stands_alone(tmp_path: Path, places: str) -> None:
    loaded = study(tmp_path, ALONE.replace("places: [aalborg]", places))
    result = runnable(loaded, of_scenarios(loaded.root)).run(
        results=tmp_path / "results", workers=1, progress=False, work=Work(make, draw)
    )
    assert [column.use for column in result.manifest.columns] == ["keep", "cut"]
    bounds = {bound.column for bound in result.manifest.bounds}
    assert {result.manifest.column(name).cut for name in bounds} == {False}
    assert {result.manifest.columns[1].kept.name} == bounds
    page = (result.folder / "report.html").read_text(encoding="utf-8")
    assert len(page) > 10_000
    country = result.country()
    if country is not None:
        languages: tuple[Lang, ...] = ("en", "da")
        for lang in languages:
            print_country(country, result.manifest, console=Console(file=io.StringIO(), width=80), lang=lang)
        row = page[page.index('id="country-posts"') :].split("</tr>")[1]
        assert row.count("(") >= 1  # what the search found stands beside the bound
