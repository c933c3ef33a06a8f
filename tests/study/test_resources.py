"""A study that needs more than the machine has is refused before anything is built, with what it needs and what to change."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sim import cli
from sim.files import machine
from sim.files.errors import ScenarioError
from sim.results import resources
from sim.results.planned import planned
from sim.results.resources import check_resources
from sim.runs.scheduler import default_workers
from sim.study.size import MOST_COLUMNS, largest, size_of
from sim.study.study import Study
from tests.settings import study_of
from tests.study.stub import STUDY, WORK, conducted, refused, study


@pytest.fixture
def small(tmp_path: Path) -> Study:
    return study(tmp_path)


def has(monkeypatch: pytest.MonkeyPatch, *, memory: float | None = None, disk: float | None = None) -> None:
    """Give the machine so many bytes."""
    monkeypatch.setattr(machine, "memory", lambda: memory)
    monkeypatch.setattr(machine, "free_disk", lambda _: disk)


def test_a_run_larger_than_the_memory_is_refused_with_what_it_needs(
    small: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = largest(small)
    has(monkeypatch, memory=size.gigabytes * 1e9 * 1.01)
    assert check_resources(small, tmp_path) == 1
    has(monkeypatch, memory=size.gigabytes * 1e9 * 0.99)
    with pytest.raises(ScenarioError, match="needs more memory than this machine has") as caught:
        check_resources(small, tmp_path)
    error = caught.value
    assert error.line == small.source.place(("measured",)).line
    assert f"{size.citizens:,.0f} citizens" in str(error.found)
    assert "rows of the log" in str(error.found)
    assert "shorten the study" in str(error.do)


def test_as_many_processes_as_the_memory_holds(small: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = largest(small).gigabytes * 1e9
    monkeypatch.setattr(resources, "default_workers", lambda: 8)
    has(monkeypatch, memory=3.5 * run)
    assert check_resources(small, tmp_path) == 3  # of eight processors
    assert check_resources(small, tmp_path, 2) == 2
    with pytest.raises(ScenarioError, match="so many processes") as caught:
        check_resources(small, tmp_path, 4)
    assert caught.value.do == "--workers 3"
    has(monkeypatch)
    assert check_resources(small, tmp_path) == 8  # the system does not tell


def test_more_runs_than_the_disk_holds_are_refused(
    small: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = small.with_replications(10_000)
    has(monkeypatch, disk=1e9)
    assert check_resources(small, tmp_path)
    with pytest.raises(ScenarioError, match="more room on the disk") as caught:
        check_resources(many, tmp_path)
    assert "30,000 runs" in str(caught.value.found)
    assert caught.value.line == small.source.place(("replications",)).line


@pytest.mark.parametrize("command", ["run", "check", "plan", "staff"])
def test_a_command_refuses_before_anything_is_built(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    has(monkeypatch, memory=1e8)
    file = tmp_path / "small.yaml"
    file.write_text(f"{STUDY.rstrip()}\nfollow_up: 0 days\n", encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        cli.main([command, str(file)], WORK)
    assert end.value.code == 2
    assert "needs more memory than this machine has" in capsys.readouterr().err
    assert {path.name for path in tmp_path.iterdir()} == {"small.yaml"}


def test_a_plan_says_what_the_largest_run_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """For another machine it only counts."""
    has(monkeypatch, memory=1e8, disk=5e9)
    small = study(tmp_path)
    with pytest.raises(SystemExit) as end:
        cli.main(["plan", str(tmp_path / "small.yaml"), "--no-time", "--json", "--results", str(tmp_path / "r")])
    assert end.value.code == 0
    said = json.loads(capsys.readouterr().out)
    assert said["machine"] == {"memory": 1e8, "disk_free": 5e9}
    size = largest(small)
    assert said["largest_run"]["days"] == small.days
    assert said["largest_run"]["rows"] == round(size.rows) > 0
    assert said["largest_run"]["memory"] == pytest.approx(size.gigabytes * 1e9, abs=1)


def test_runs_of_another_machine_are_not_held_against_this_one(
    small: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    has(monkeypatch, memory=1e8)
    assert planned(small, tmp_path, probe=False).runs > 0
    with pytest.raises(ScenarioError, match="memory"):
        conducted(small, tmp_path)


def test_the_size_grows_with_citizens_and_days() -> None:
    aalborg, example = study_of("aalborg"), study_of("example")
    longer = replace(aalborg.baseline.first, days=2 * aalborg.days)
    assert size_of(longer).rows > 1.9 * size_of(aalborg.baseline.first).rows
    assert largest(aalborg).gigabytes > largest(example).gigabytes
    assert 0.5 < largest(aalborg).gigabytes < 2  # five years of Aalborg were measured: 0.8 GB


def test_this_machine_tells_what_it_has(tmp_path: Path) -> None:
    there, free = machine.memory(), machine.free_disk(tmp_path / "not" / "yet")
    assert there is None or there > 1e8
    assert free is None or free > 0
    assert default_workers() >= 1


def test_a_container_that_has_less_than_the_machine_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(machine, "LIMITS", (str(limit), str(tmp_path / "none")))
    whole = machine.memory()
    limit.write_text("max\n", encoding="ascii")
    assert machine.memory() == whole
    limit.write_text("123456789\n", encoding="ascii")
    assert machine.memory() == 123456789


# --- numbers beyond any machine
def test_ten_million_replications_are_refused_with_what_they_need(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ScenarioError, match="2,000 GB on the disk") as caught:
        study(tmp_path, STUDY.replace("replications: 3", "replications: 10000000"))
    assert caught.value.line == 8
    said = refused("run", ["--replications", "10000000"], tmp_path, capsys)
    assert "10,000,000 replications: some 2,000 GB on the disk" in said


def test_too_many_columns_are_refused_before_they_are_read(tmp_path: Path) -> None:
    swept = ", ".join(f"{50 + at / 100:.2f} %" for at in range(1000))
    sweep = (
        f"practice: [baseline, digital-first, team-rarely], sweep: {{path: booking.bookable_share, values: [{swept}]}}"
    )
    text = STUDY.replace("practice: same-contact-by-need, capacity: [keep, cut]", sweep)
    with pytest.raises(ScenarioError, match="compares too many columns") as caught:
        study(tmp_path, text)
    assert caught.value.line == 10
    assert "3,001 columns at 1 places: 9,003 runs" in str(caught.value.found)
    assert f"{MOST_COLUMNS:,}" in str(caught.value.expected)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  - {rules: current}\n", "  - {rules: current}\n" * 1001),
        ("places: [aalborg]", f"places: [{', '.join(['aalborg'] * 1001)}]"),
        (
            "seed: 1",
            "seed: 1\nshocks:\n" + "  - {inflow: all, change: +1 %, from: 2024-02-01, until: 2024-02-02}\n" * 201,
        ),
    ],
    ids=["compare", "places", "shocks"],
)
def test_lists_of_a_study_have_a_largest_length(old: str, new: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="does not fit") as caught:
        study(tmp_path, STUDY.replace(old, new))
    assert "entries" in str(caught.value.found)
    assert "at most" in str(caught.value.expected)
