"""A study of several places: each is named, has its own numbers, and is nowhere mixed with another."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console

from sim.files.entry import Title
from sim.report import print_comparison, write_report
from sim.report.headline import headline
from sim.report.manifest import Manifest
from tests.report.conftest import Study

pytestmark = pytest.mark.usefixtures("no_pictures")

FACTOR = 3.0
"""What the second place has for each number of the first."""
PLACES = {"aalborg": Title(en="Aalborg", da="Aalborg"), "elsewhere": Title(en="Elsewhere", da="Et andet sted")}


@pytest.fixture(scope="module")
def two(study: Study) -> Study:
    """The sample study at two places; every number of the second is three times that of the first."""
    return replace(
        study,
        measures=_twice(study.measures, ["value"]),
        comparisons=_twice(study.comparisons, ["baseline_mean", "variant_mean", "difference", "low", "high"]),
        manifest=study.manifest.model_copy(
            update={"places": tuple(PLACES), "labels": {**study.manifest.labels, "place": PLACES}}
        ),
    )


def _twice(table: pd.DataFrame, numbers: list[str]) -> pd.DataFrame:
    first, second = table.assign(place="aalborg"), table.assign(place="elsewhere")
    second[numbers] *= FACTOR
    return pd.concat([first, second], ignore_index=True)


def shown(manifest: Manifest, two: Study) -> pd.Series[float]:
    """The headline differences at the only place of a manifest."""
    return headline(two.measures, two.comparisons, manifest)["difference"]


def test_each_place_has_its_own_numbers(two: Study) -> None:
    first, second = (shown(two.manifest.at(place), two) for place in PLACES)
    assert len(first) > 5
    assert second.to_numpy() == pytest.approx(FACTOR * first.to_numpy())
    with pytest.raises(ValueError, match="too many values"):
        shown(two.manifest, two)


def test_the_screen_names_each_place_and_shows_its_table(two: Study, study: Study) -> None:
    def printed(measures: pd.DataFrame, comparisons: pd.DataFrame, manifest: Manifest) -> str:
        console = Console(file=io.StringIO(), width=200)
        print_comparison(measures, comparisons, manifest, console=console)
        return str(console.file.getvalue())  # type: ignore[attr-defined]

    both = printed(two.measures, two.comparisons, two.manifest)
    first, second = re.split(r"Place: Elsewhere\n", both)
    assert first.startswith("Place: Aalborg\n")
    alone = printed(study.measures, study.comparisons, study.manifest)
    assert first.removeprefix("Place: Aalborg\n") == alone
    assert "Place:" not in alone
    assert second != alone


@pytest.mark.parametrize("lang", ["en", "da"])
def test_pages_name_each_place_and_compare_them(two: Study, tmp_path: Path, blank: None, lang: str) -> None:
    ending = "" if lang == "en" else ".da"
    paths = write_report(two.measures, two.comparisons, two.manifest, tmp_path, "da" if lang == "da" else "en")
    guidelines, *names = [path.name for path in paths]
    assert guidelines == f"guidelines{ending}.html"
    assert names == [f"report-aalborg{ending}.html", f"report-elsewhere{ending}.html", f"report{ending}.html"]
    *pages, overview = (path.read_text(encoding="utf-8") for path in paths[1:])
    for page, title in zip(pages, PLACES.values(), strict=True):
        head = re.findall(r"<header>.*?</header>", page, re.DOTALL)[0]
        assert title.of("da" if lang == "da" else "en") in head
    for place, name in zip(PLACES, names, strict=False):
        assert f'href="{name}"' in overview
        table = f'<table id="comparison-{place}">'
        assert overview.count(table) == 1
        rows = overview.split(table)[1].split("</table>")[0]
        own = pages[list(PLACES).index(place)].split('<table id="comparison">')[1].split("</table>")[0]
        assert rows == own
