"""A command that a signal stops: its exit code, its message, and the signals that it does not hear."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim import cli
from sim.commands.stop import Stopped, stoppable
from sim.results.work import Work
from sim.runs.make import Made
from sim.runs.run import Run
from tests.study import stub, stub_runs
from tests.study.stub import STUDY

ENDINGS = [signal.SIGTERM, signal.SIGHUP]


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Signals as a terminal has them: under ``nohup`` a hangup is ignored, and the tests would hear nothing."""
    before = [(number, signal.signal(number, signal.SIG_DFL)) for number in ENDINGS]
    yield
    for number, handler in before:
        signal.signal(number, handler)


@pytest.mark.parametrize("number", ENDINGS, ids=["TERM", "HUP"])
def test_a_signal_stops_a_study_as_ctrl_c_does(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Finished runs are kept, nothing is half-written, and the exit code is 128 plus the number of the signal."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.yaml").write_text(STUDY, encoding="utf-8")

    def stopped(run: Run) -> Made:
        if run.replication == 3:
            signal.raise_signal(number)
        return stub_runs.make(run)

    def code(work: Work) -> object:
        with pytest.raises(SystemExit) as ended:
            cli.main(["run", "./small.yaml", "--workers", "1"], work)
        return ended.value.code

    assert code(Work(stopped, stub.write_page)) == 128 + number
    assert capsys.readouterr().err.splitlines()[-1].startswith("jobsim: stopped; finished runs are kept")
    assert not [path for path in (tmp_path / "results").rglob(".*") if path.is_file()]
    assert not (tmp_path / "results" / "small" / "manifest.json").exists()
    assert code(stub.WORK) == 0
    assert "4 reused" in capsys.readouterr().out


@pytest.mark.parametrize("number", ENDINGS, ids=["TERM", "HUP"])
def test_only_the_first_signal_interrupts(number: int) -> None:
    """The second does not interrupt the end of the workers. Afterwards the process has its own handlers again."""
    before = signal.getsignal(number)
    with stoppable() as signals:
        with pytest.raises(Stopped):
            signal.raise_signal(number)
        signal.raise_signal(number)
        signal.raise_signal(signal.SIGTERM)
    assert signals == [number]
    assert signal.getsignal(number) == before


def test_an_ignored_signal_stays_ignored() -> None:
    """As under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stoppable() as signals:
            signal.raise_signal(signal.SIGHUP)
        assert not signals
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_closed_terminal_hides_no_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be written on a terminal that has been closed."""

    def hang_up(*_: object) -> int:
        try:
            signal.raise_signal(signal.SIGHUP)
        finally:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(cli, "_finished", hang_up)
    with pytest.raises(SystemExit) as ended:
        cli.main([])
    assert ended.value.code == 128 + signal.SIGHUP
