"""A copy of the scenario files that a test may change, and the command on it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sim import cli
from sim.files.paths import SCENARIOS_VARIABLE, scenarios_dir

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of scenario files of the test's own."""
    folder = tmp_path / "scenarios"
    shutil.copytree(scenarios_dir(), folder)
    monkeypatch.setenv(SCENARIOS_VARIABLE, str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def data(capsys: pytest.CaptureFixture[str]) -> Call:
    """`jobsim data` with arguments: (exit code, output, errors)."""

    def call(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main(["data", *map(str, arguments)])
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, out, err

    return call
