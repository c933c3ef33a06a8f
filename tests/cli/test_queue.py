"""A queue is run like any study."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

import sim
from sim.cli import main
from sim.commands.queue import is_queue
from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["run", *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_a_queue_is_known_by_its_kind(folder: Path) -> None:
    assert is_queue("queue-mm1")
    assert is_queue(str(scenarios_dir() / "studies" / "queue-mm1.yaml"))
    assert not is_queue("aalborg")
    assert not is_queue("no-such-study")
    assert not is_queue(str(folder / "no-such-study.yaml"))


def test_a_queue_prints_simulation_beside_theory(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("queue-md1", "--json") == 0
    rows = json.loads(capsys.readouterr().out)["queue-md1"]
    assert {row["name"] for row in rows} == {"wait", "waiting_share", "utilisation"}
    assert all(abs(row["z"]) < 4 for row in rows)


def test_a_queue_hears_its_options_and_is_found_by_its_path(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(scenarios_dir() / "studies" / "queue-mm1.yaml", folder / "mine.yaml")
    assert run("mine.yaml", "--replications", "2", "--results", "r", "--workers", "1", "--engine", "kernel") == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "2 replications, kernel" in out
    with (folder / "r" / "queue-mm1" / "figures.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["figure"] for row in rows] == ["wait", "waiting_share", "utilisation"]
    assert {row["replications"] for row in rows} == {"2"}
    assert all(float(row["theory"]) > 0 for row in rows)
    assert not (folder / "results").exists()


def test_a_queue_of_too_many_customers_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (scenarios_dir() / "studies" / "queue-mm1.yaml").read_text(encoding="utf-8")
    long = text.replace("measured: 20 years", "measured: 100 years")
    (folder / "mine.yaml").write_text(long, encoding="utf-8")
    shutil.copytree(scenarios_dir(), folder / "scenarios")
    place = folder / "scenarios" / "places" / "queue-mm1.yaml"
    fast = place.read_text(encoding="utf-8").replace("1000 minutes", "10 minutes").replace("750 m", "7 m")
    place.write_text(fast, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("JOBSIM_SCENARIOS", str(folder / "scenarios"))
        assert run("mine.yaml") == 2
    assert "too many customers" in capsys.readouterr().err


def test_python_says_what_a_queue_is() -> None:
    with pytest.raises(ScenarioError, match="do: jobsim run queue-mm1"):
        sim.load("queue-mm1")
