"""Fixtures that several tests of the command line share."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim import cli
from tests.cli.why import Why
from tests.study.stub import STUDY


@pytest.fixture
def why(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Why:
    """The command on a study of six weeks of Aalborg (agendas are fixed three weeks ahead): (exit code, output, errors)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JOBSIM_DEBUG", raising=False)
    short = STUDY.replace("warm_up: 1 month", "warm_up: 1 week").replace("measured: 2 months", "measured: 5 weeks")
    (tmp_path / "small.yaml").write_text(f"{short}follow_up: 0 days\n", encoding="utf-8")

    def call(*arguments: str, study: str = "./small.yaml") -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main(["rules", "why", study, *arguments])
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, out, err

    return call
