"""The wheel has all that a study needs: built and installed without a network, it runs in an empty folder.

``JOBSIM_WHEEL`` also runs a short `aalborg` from it, as ``make stress`` does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from sim.files.paths import SCENARIOS_VARIABLE

ROOT = Path(__file__).parents[2]
QUEUE = """\
schema: 1
study: short
kind: queue
title: {en: A short queue, da: En kort kø}
places: [queue-mm1]
warm_up: 10 days
measured: 60 days
replications: 2
seed: 1
"""
WHOLE = bool(os.environ.get("JOBSIM_WHEEL"))


def called(arguments: list[str], folder: Path, **variables: str) -> str:
    """What a process prints. It sees neither the checkout nor another folder of scenario files."""
    env = {name: value for name, value in os.environ.items() if name not in (SCENARIOS_VARIABLE, "PYTHONPATH")}
    offline = {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        [sys.executable, *arguments], check=False, cwd=folder, env=env | offline | variables, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    called(["-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], ROOT)
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package and nothing else."""
    target = tmp_path_factory.mktemp("installed")
    called(
        [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-index",
            "--no-deps",
            "--no-compile",
            "--target",
            str(target),
            str(wheel),
        ],
        target,
    )
    return target


@pytest.fixture
def jobsim(installed: Path, tmp_path: Path):  # type: ignore[no-untyped-def]
    """The installed command in an empty folder."""
    (script,) = (path for path in (installed / "bin").glob("jobsim*"))

    def call(*arguments: str) -> str:
        return called([str(script), *arguments], tmp_path, PYTHONPATH=str(installed))

    return call


def test_the_wheel_has_every_file_of_the_package_and_every_scenario(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    hidden = ("__pycache__", ".cache")
    for folder, inside in ((ROOT / "sim", "sim"), (ROOT / "scenarios", "sim/_scenarios")):
        files = [
            path for path in folder.rglob("*") if path.is_file() and not any(part in hidden for part in path.parts)
        ]
        assert {f"{inside}/{path.relative_to(folder).as_posix()}" for path in files} - names == set()
    assert not [name for name in names if name.startswith(("tests/", "docs/", "results/"))]


def test_it_is_the_installed_package_that_runs(installed: Path, tmp_path: Path) -> None:
    code = "import sim; from sim.files.paths import scenarios_dir; print(sim.__file__); print(scenarios_dir()); print(sim.__version__)"
    package, scenarios, version = called(["-c", code], tmp_path, PYTHONPATH=str(installed)).split()
    assert Path(package).is_relative_to(installed)
    assert Path(scenarios) == (installed / "sim" / "_scenarios").resolve()
    assert version.startswith("0.1")


def test_it_reads_aalborg_and_runs_a_study_in_an_empty_folder(jobsim, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    planned = json.loads(jobsim("plan", "aalborg", "--no-time", "--json"))
    assert planned["study"] == "aalborg"
    assert planned["runs"] > 0
    assert not any(tmp_path.iterdir())  # a plan writes nothing
    (tmp_path / "short.yaml").write_text(QUEUE, encoding="utf-8")
    jobsim("run", "short.yaml", "--engine", "reference", "--json")  # the kernel would be compiled anew, for a minute
    assert {path.name for path in tmp_path.iterdir()} == {"results", "short.yaml"}
    figures = (tmp_path / "results" / "short" / "figures.csv").read_text(encoding="utf-8").splitlines()
    assert figures[0].startswith("place,replications,engine,figure")
    assert len(figures) == 4


@pytest.mark.skipif(not WHOLE, reason="a minute or more: make stress")
def test_it_runs_a_short_aalborg_in_an_empty_folder(jobsim, installed: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """The study that comes along, with a window of two months and without its staff cuts."""
    text = (installed / "sim" / "_scenarios" / "studies" / "aalborg.yaml").read_text(encoding="utf-8")
    lines = [
        line for line in text.splitlines() if not line.startswith(("warm_up:", "measured:", "follow_up:", "ranges:"))
    ]
    short = "\n".join(lines).replace("capacity: [keep, cut]", "capacity: keep")
    assert short.count("capacity: keep") > 0
    head = "warm_up: 1 month\nmeasured: 2 months\nfollow_up: 1 month\n"
    (tmp_path / "aalborg.yaml").write_text(short.replace("compare:", f"{head}compare:", 1) + "\n", encoding="utf-8")
    said = json.loads(jobsim("run", "aalborg.yaml", "--replications", "1", "--workers", "1", "--json"))
    folder = tmp_path / "results" / "aalborg"
    assert said["runs"]["made"] == len(said["columns"])
    for name in (
        "manifest.json",
        "report.html",
        "tables/measures.csv",
        "tables/comparisons.csv",
        "charts/waterfall.svg",
    ):
        assert (folder / name).stat().st_size > 100, name
