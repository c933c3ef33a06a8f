"""The caseload norms: what the file must say, and which group has which."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.figures.norms import NONE, norms, read_norms, team_bands
from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir
from tests.aalborg import setting

FILE = "figures/norms.yaml"


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


def test_a_group_has_the_norm_that_the_file_names(root: Path) -> None:
    spoil(root, FILE, "job-ready: job-ready", "job-ready: activity-ready")
    bands, file = norms(root, "aalborg").bands, read_norms(root)
    other = file.norms["activity-ready"]
    assert bands["job-ready"] == {
        "2016": (other.norm_2016.low, other.norm_2016.high),
        "2020": (other.norm_2020.low, other.norm_2020.high),
    }


def test_a_group_of_no_norm_has_no_band(root: Path) -> None:
    before = norms(root, "aalborg").bands
    assert not {"insured", "rehabilitation", "in-flexjob"} & set(before)
    spoil(root, FILE, "  sick: sick", f"  sick: {NONE}")
    assert set(before) - set(norms(root, "aalborg").bands) == {"sick"}


def test_the_band_of_a_team_counts_each_case_by_its_own_norm() -> None:
    """Sick (25 to 45) and job clarification (25 to 40): what a post can hold lies between, by the mix of the stock."""
    place = setting().place
    stock = {group: place.groups[group].stock.value for group in ("sick", "job-clarification")}
    health = place.teams["sickness"].model_copy(
        update={
            "groups": tuple(stock),
            "cases_per_post": {**place.teams["sickness"].cases_per_post, **place.teams["clarification"].cases_per_post},
        }
    )
    mixed = place.model_copy(update={"teams": {"health": health}})
    (low, high) = team_bands(mixed, norms(scenarios_dir(), "aalborg"))["health"]
    assert low == pytest.approx(25)
    assert high == pytest.approx(sum(stock.values()) / (stock["sick"] / 45 + stock["job-clarification"] / 40))
    assert 40 < high < 45


def test_a_team_of_cases_without_a_norm_has_no_band() -> None:
    bands = team_bands(setting().place, norms(scenarios_dir(), "aalborg"))
    assert not {"insured", "flexjob-follow-up", "unknown-volume"} & set(bands)
    assert {"sickness", "resource", "young"} <= set(bands)


def test_a_group_without_an_entry_is_refused(root: Path) -> None:
    spoil(root, FILE, "  under-18: none\n", "")
    with pytest.raises(ScenarioError, match="a group has no entry") as caught:
        norms(root, "aalborg")
    assert (caught.value.file, caught.value.found) == (FILE, "under-18")


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


def test_a_group_that_names_an_unknown_norm_is_refused_at_its_line(root: Path) -> None:
    line = spoil(root, FILE, "job-ready: job-ready", "job-ready: job-redy")
    with pytest.raises(ScenarioError, match="there is no such norm") as caught:
        norms(root, "aalborg")
    assert (caught.value.file, caught.value.line) == (FILE, line)
    assert (caught.value.found, caught.value.nearest) == ("job-redy", "job-ready")
