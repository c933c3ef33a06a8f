"""The caseload norms: what the file must say, and which team of a place has which."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.figures.norms import NONE, norms, read_norms
from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir

FILE, PLACE = "figures/norms.yaml", "places/aalborg.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("figures", "places"):
        shutil.copytree(scenarios_dir() / folder, tmp_path / folder)
    return tmp_path


def spoil(root: Path, file: str, old: str, new: str) -> int:
    """Replace the first ``old``; its line."""
    text = (root / file).read_text(encoding="utf-8")
    at = text.index(old)
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text.count("\n", 0, at) + 1


def test_a_team_has_the_norm_that_its_place_names(root: Path) -> None:
    spoil(root, PLACE, "norm: job-ready", "norm: young")
    bands, file = norms(root, "aalborg"), read_norms(root)
    young = file.norms["young"]
    assert bands["job-ready"] == {
        "2016": (young.norm_2016.low, young.norm_2016.high),
        "2020": (young.norm_2020.low, young.norm_2020.high),
    }


def test_a_team_of_no_norm_has_no_band(root: Path) -> None:
    before = norms(root, "aalborg")
    assert "insured" not in before
    spoil(root, PLACE, "norm: sick", f"norm: {NONE}")
    assert set(before) - set(norms(root, "aalborg")) == {"sickness"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("low: 35, high: 55", "low: 55, high: 35", "the low end of a band is above its high end"),
        ("norm_2020: {low: 35", "norm_2021: {low: 35", "unknown key `norm_2021`"),
        ("norm_2020: {low: 35", "norm_2020: {low: many", "does not fit"),
        ("norm_2020: {low: 35", "norm_2020: {low: -35", "does not fit"),
        ("evidence: study, source: X002", "evidence: gossip, source: X002", "unknown word"),
        ("evidence: study, source: X002", "evidence: study", "`source` is missing"),
    ],
)
def test_a_file_of_norms_that_does_not_fit_is_refused_at_its_line(root: Path, old: str, new: str, message: str) -> None:
    line = spoil(root, FILE, old, new)
    with pytest.raises(ScenarioError, match=message) as caught:
        read_norms(root)
    assert (caught.value.file, caught.value.line) == (FILE, line)


def test_a_place_that_names_an_unknown_norm_is_refused_at_its_line(root: Path) -> None:
    line = spoil(root, PLACE, "norm: job-ready", "norm: job-redy")
    with pytest.raises(ScenarioError, match="there is no such norm") as caught:
        norms(root, "aalborg")
    assert (caught.value.file, caught.value.line) == (PLACE, line)
    assert (caught.value.found, caught.value.nearest) == ("job-redy", "job-ready")
