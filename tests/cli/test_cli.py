"""The command line: exit codes, messages that say what to do, JSON for programs."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from sim import cli
from sim.results.result import Result
from sim.results.work import Work
from sim.runs.make import Made
from sim.runs.run import Run
from tests.study import stub, stub_runs
from tests.study.stub import STUDY

pytestmark = [pytest.mark.first, pytest.mark.usefixtures("no_pictures")]

ROOT = Path(__file__).resolve().parents[2]


class Said:
    """What a command printed and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Jobsim = Callable[..., Said]


@pytest.fixture
def jobsim(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Jobsim:
    """The command, in an empty folder; a stub makes the runs, and charts and page are not drawn."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JOBSIM_DEBUG", raising=False)

    def call(*arguments: str, work: Work = stub.WORK) -> Said:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main(list(arguments), work)
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Said(ended.value.code, out, err)

    return call


SMALL = f"{STUDY}follow_up: 0 days\n"
"""The small study with runs that end with the window, so that a search for staff starts from the runs of the columns."""


@pytest.fixture
def small(tmp_path: Path) -> str:
    """A study in a file of its own."""
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    return "./small.yaml"


def leftovers(folder: Path) -> list[Path]:
    return [path for path in folder.rglob(".*") if path.name.endswith(".part") or path.name.startswith(".write")]


# --- run


def test_run_prints_the_comparison_and_where_the_files_are(jobsim: Jobsim, small: str, tmp_path: Path) -> None:
    said = jobsim("run", small, "--workers", "1")
    assert said.code == 0, said.err
    for words in (
        "Wait for the rehabilitation team",
        "Posts that can go with Freed rules (six cities)",
        "Bound, without a search",
        "posts",
        "report.html",
        "runs made",
    ):
        assert words in said.out
    assert "runs: aalborg, current/baseline/keep" in said.err  # progress, plain lines where there is no terminal
    assert (tmp_path / "results" / "small" / "manifest.json").exists()
    assert "0 runs made" in jobsim("run", small, "--workers", "1").out


def test_run_json(jobsim: Jobsim, small: str, tmp_path: Path) -> None:
    said = jobsim("run", small, "--json", "--workers", "1", "--results", "elsewhere", "--replications", "2")
    assert said.code == 0
    assert said.err == ""
    data = said.json
    assert set(data) == {
        "study",
        "folder",
        "files",
        "run_hash",
        "interval",
        "runs",
        "capacity",
        "reinvested",
        "headlines",
        "ranges",
        "break_even",
        "proposals",
        "precision",
        "under_cut",
    }
    assert data["study"] == "small"
    assert Path(data["files"]["measures"]).resolve() == (tmp_path / "elsewhere" / "small" / "tables" / "measures.csv")
    assert {"column", "measure", "difference", "low", "high", "nature"} <= set(data["headlines"][0])
    assert {row["pairs"] for row in data["headlines"]} == {2}
    assert data["interval"] == "95 % interval, paired t over 2 pairs"
    assert data["capacity"][0]["total"]["freed"] > 0


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("replications", "replikations", ["small.yaml:8: unknown key `replikations`", "nearest: replications"]),
        ("1 month", "1 hour", ["small.yaml:6", "the unit is wrong", "expected: a duration"]),
        ("rules: current}", "rules: curent}", ["small.yaml:11: there is no such rule set", "nearest: current"]),
        ("[aalborg]", "[atlantis]", ["small.yaml:4: there is no such place"]),
        ("{rules: current}", "{rules: current, rules: current}", ["the key `rules` appears twice"]),
        ("schema: 1", "schema: [1", ["this is not YAML"]),
    ],
)
def test_bad_input_exits_with_2_and_writes_nothing(
    jobsim: Jobsim, small: str, tmp_path: Path, old: str, new: str, words: list[str]
) -> None:
    (tmp_path / "small.yaml").write_text(STUDY.replace(old, new), encoding="utf-8")
    said = jobsim("run", small)
    assert said.code == 2
    for word in words:
        assert word in said.err
    assert "Traceback" not in said.err
    assert not (tmp_path / "results").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run", "aalburg"), "nearest: aalborg"),
        (("run", "no/such/file.yaml"), "there is no such file"),
        (("run", "aalborg", "--worker", "2"), "No such option"),
        (("run", "aalborg", "--workers", "0"), "--workers"),
        (("run", "aalborg", "--engine", "simpy"), "kernel"),
        (("run",), "STUDY"),
        (("runn", "aalborg"), "runn"),
        (("rules", "show", "freed-six-citis"), "nearest: freed-six-cities"),
        (("rules", "diff", "current", "current+004-9z"), "unknown proposal"),
        (("check", "aalburg"), "nearest: aalborg"),
        (("report", "aalborg"), "do: jobsim run aalborg"),
        (("check", "queue-mm1"), "do: jobsim run queue-mm1"),
        (("report", "queue-mm1"), "this is a queue study"),
        (("doctor", "baseline", "queue-mm1"), "this is a queue study"),
        (("check", "aalborg\u00a0"), "U+00A0 no-break space at position 8"),
        (("run", "aalborg", "--replications", "10000000"), "expected: 1 to 10,000"),
        (("run", "queue-mm1", "--workers", "2"), "--workers does not apply"),
        (("run", "queue-mm1", "--replications", "1"), "expected: 2 to 10,000"),
    ],
)
def test_wrong_commands_exit_with_2(jobsim: Jobsim, arguments: tuple[str, ...], words: str) -> None:
    said = jobsim(*arguments)
    assert said.code == 2
    assert words in said.err


def test_a_working_folder_that_was_removed_is_named(
    jobsim: Jobsim, small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> NoReturn:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    text = (tmp_path / small).read_text(encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr("os.getcwd", gone)
        for arguments in (("run", small), ("report", "aalborg"), ("run", "queue-mm1")):
            said = jobsim(*arguments)
            assert said.code == 2
            assert "the working folder does not exist any more" in said.err
    assert text == SMALL


def test_a_folder_in_the_place_of_a_run_is_named(jobsim: Jobsim, small: str, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(STUDY.replace(", capacity: [keep, cut]", ""), encoding="utf-8")
    assert jobsim("run", small, "--workers", "1", "--replications", "1").code == 0
    files = (tmp_path / "results" / "small" / "runs").glob("*.parquet")
    file = next(file for file in files if ".log." not in file.name)
    file.unlink()
    file.mkdir()
    said = jobsim("run", small, "--workers", "1", "--replications", "1")
    assert said.code == 2
    assert f"{Path('results') / 'small' / 'runs' / file.name}: a folder stands where a file must be written" in said.err
    assert "do: remove or rename the folder" in said.err


def test_a_manifest_that_is_no_manifest_is_no_result(jobsim: Jobsim, small: str, tmp_path: Path) -> None:
    assert jobsim("run", small, "--workers", "1", "--replications", "1").code == 0
    manifest = tmp_path / "results" / "small" / "manifest.json"
    for content in ("[]", "{}", "", "not json"):
        manifest.write_text(content, encoding="utf-8")
        said = jobsim("report", small)
        assert said.code == 2
        assert "no finished results of this study" in said.err
        assert "pydantic" not in said.err
        assert "valid" not in said.err
    assert jobsim("run", small, "--workers", "1", "--replications", "1").code == 0
    assert json.loads(manifest.read_text(encoding="utf-8"))["study"] == "small"


def test_no_permission_names_the_folder_and_what_to_do(
    jobsim: Jobsim, small: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("sim.files.writing.tempfile.mkstemp", refused)
    said = jobsim("run", small, "--results", "locked")
    assert said.code == 2
    assert "locked/small: the results cannot be written here" in said.err
    assert "--results" in said.err


@pytest.mark.parametrize("target", ["sim.runs.store.pq.write_table", "sim.files.writing.os.fsync"])
def test_a_full_disk_keeps_finished_runs_and_leaves_nothing_half_written(
    jobsim: Jobsim, small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    with monkeypatch.context() as patched:

        def full(*_: object, **__: object) -> NoReturn:
            raise OSError(errno.ENOSPC, "No space left on device")

        patched.setattr(target, full)
        said = jobsim("run", small, "--workers", "1")
    assert said.code == 1
    assert "the disk is full; finished runs are kept. Make room and start the study again." in said.err
    assert str(Path("results") / "small") in said.err
    assert not leftovers(tmp_path)
    assert jobsim("run", small, "--workers", "1").code == 0


def test_ctrl_c_exits_with_130_and_goes_on_later(jobsim: Jobsim, small: str, tmp_path: Path) -> None:
    def interrupted(run: Run) -> Made:
        if run.replication == 3:
            raise KeyboardInterrupt
        return stub_runs.make(run)

    said = jobsim("run", small, "--workers", "1", work=Work(interrupted, stub.write_page))
    assert said.code == 130
    assert "finished runs are kept" in said.err
    assert not leftovers(tmp_path)
    assert "4 reused" in jobsim("run", small, "--workers", "1").out


@pytest.mark.slow
def test_a_killed_worker_costs_its_runs_only(jobsim: Jobsim, small: str, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(STUDY.replace(", capacity: [keep, cut]", ""), encoding="utf-8")
    said = jobsim("run", small, "--workers", "2", work=Work(stub_runs.make_or_die, stub.write_page))
    assert said.code == 1
    assert "2 of 6 runs failed; 4 finished runs are kept" in said.err
    assert "killed" in said.err
    assert f"jobsim run {(tmp_path / 'small.yaml').resolve()} --workers 1" in said.err
    assert "2 runs made, 4 reused" in jobsim("run", small, "--workers", "1").out


def test_an_error_of_the_program_is_one_line_unless_debugging(
    jobsim: Jobsim, small: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> NoReturn:
        raise ZeroDivisionError("a bug")

    work = Work(stub_runs.make, broken)
    said = jobsim("run", small, "--workers", "1", work=work)
    assert said.code == 1
    assert "an error of the program, not of your input: ZeroDivisionError: a bug" in said.err
    assert "JOBSIM_DEBUG=1" in said.err
    assert "Traceback" not in said.err
    monkeypatch.setenv("JOBSIM_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main(["run", small, "--workers", "1"], work)


# --- the other commands


def test_check_holds_what_is_asked_for_against_staff(jobsim: Jobsim, small: str) -> None:
    said = jobsim("check", small, "--json")
    assert said.code == 0, said.err
    assert said.err == ""
    data = said.json
    assert (data["study"], data["sound"]) == ("small", True)
    team = data["teams"][0]
    assert set(team) == {
        "place", "rules", "practice", "team", "posts", "hours_available", "hours_bookable", "hours_duties",
        "hours_practice", "verdict", "hours_law", "hours_left", "parts", "together", "posts_for_law", "posts_for_all",
    }  # fmt: skip
    for team in data["teams"]:
        assert team["hours_law"] + team["hours_practice"] == pytest.approx(sum(team["parts"].values()))
        assert team["hours_duties"] == pytest.approx(team["parts"]["meetings"] + team["parts"]["desk"])
        assert team["hours_left"] == pytest.approx(team["hours_available"] - sum(team["parts"].values()))
    under = {
        rules: sum(t["hours_duties"] for t in data["teams"] if t["rules"] == rules)
        for rules in ("current", "freed-six-cities")
    }
    assert under["freed-six-cities"] < under["current"]
    assert all(t["hours_bookable"] < t["hours_available"] for t in data["teams"])
    assert {t["verdict"] for t in data["teams"]} <= {"enough", "tight", "too few", "cannot do the law at all"}


def test_doctor_runs_the_baseline_only_and_reuses_it(jobsim: Jobsim, small: str) -> None:
    said = jobsim("doctor", "baseline", small, "--workers", "1", "--replications", "2", "--json")
    assert said.code == 0, said.err
    assert said.err == ""
    data = said.json
    assert {"rows", "tensions", "remainder", "counts"} <= set(data)
    assert {
        "id", "family", "measure", "stated", "simulated", "low", "high", "ratio", "verdict", "nature", "note",
    } == set(data["rows"][0])  # fmt: skip
    assert {row["family"] for row in data["rows"]} == {"world", "papers"}
    assert data["runs"] == {"made": 2, "reused": 0}
    assert data["column"] == "current/baseline/keep"
    again = jobsim("doctor", "baseline", small, "--workers", "1", "--replications", "2")
    assert again.code == 0
    assert "(0 made, 2 reused)" in again.out
    for words in ("Inside their range", "Outside", "Not comparable here", "Tensions", "by arithmetic", "589 rows"):
        assert words in again.out
    assert "2/2 runs" in again.err  # progress
    assert "2 reused" in jobsim("run", small, "--workers", "1", "--replications", "2").out  # the same store


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("doctor", "baseline", "aalborg", "--place", "aalburg"), "nearest: aalborg"),
        (("doctor", "baseline", "aalburg"), "nearest: aalborg"),
        (("doctor", "baseline", "queue-mm1"), "do: jobsim run queue-mm1"),
    ],
)
def test_a_wrong_patient_exits_with_2(jobsim: Jobsim, arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    said = jobsim(*arguments)
    assert said.code == 2
    assert words in said.err
    assert not (tmp_path / "results").exists()


def test_rules_list_json(jobsim: Jobsim) -> None:
    proposals = jobsim("rules", "list", "--json").json["proposals"]
    assert {"id", "paper", "kind", "title", "changes", "touches", "claim", "verdict", "enacted"} <= set(proposals[0])
    assert "004-3c" in {p["id"] for p in proposals}


def test_rules_show_json(jobsim: Jobsim) -> None:
    data = jobsim("rules", "show", "current+004-3c", "--json").json
    assert data["reforms"] == ["004-3c"]
    assert {"duties", "procedures", "values"} <= set(data)


def test_rules_diff(jobsim: Jobsim) -> None:
    (change,) = jobsim("rules", "diff", "current", "current+004-3c", "--json").json["changes"]
    assert set(change) == {"clause", "law", "old", "new", "evidence", "confidence", "source", "regime"}
    assert change["confidence"] is None
    assert (change["old"], change["new"]) == ("always", "if-health-file-insufficient")
    said = jobsim("rules", "diff", "current", "current+004-3c")
    assert "procedures.team-hearing.certificate.required" in said.out
    assert "do not differ" in jobsim("rules", "diff", "current", "current").out


def test_rules_of_another_regime(jobsim: Jobsim) -> None:
    shown = jobsim("rules", "show", "R2026b")
    for word in ("by way of the root → R2025a → R2025b → R2026a → R2026b", "no new cases", "Left out", "R2026b [V2]"):
        assert word in " ".join(shown.out.split())
    assert "announced for 2027-01-01" in " ".join(jobsim("rules", "show", "reform-2027-expected").out.split())
    assert "in force 2024-01-01" in jobsim("rules", "show", "current").out
    said = jobsim("rules", "diff", "R2024", "R2026b")
    assert "G not verified" in said.out
    assert "R2025a" in said.out


@pytest.mark.parametrize(
    "arguments",
    [(), ("rules",), ("run",), ("check",), ("report",), ("doctor",), ("doctor", "baseline"), ("rules", "show")],
)
def test_every_help_has_an_example(jobsim: Jobsim, arguments: tuple[str, ...]) -> None:
    said = jobsim(*arguments, "--help")
    assert said.code == 0
    assert f"Example: jobsim {' '.join(arguments)}".rstrip() in said.out


def test_the_report_is_drawn_again(jobsim: Jobsim, small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.report.DrawnChart.picture", lambda *_, **__: b"")  # drawn, and not saved as pictures
    jobsim("run", small, "--workers", "1")
    said = jobsim("report", small, "--language", "da")
    assert said.code == 0, said.err
    assert "report.da.html" in said.out
    folder = tmp_path / "results" / "small"
    assert '<html lang="da">' in (folder / "report.da.html").read_text(encoding="utf-8")
    assert {path.stem for path in (folder / "charts.da").glob("*.csv")} >= {"hours", "waits"}


def test_tables_for_excel_are_written_on_request_and_change_no_other_file(
    jobsim: Jobsim, small: str, tmp_path: Path
) -> None:
    folder = tmp_path / "results" / "small"
    jobsim("run", small, "--workers", "1")
    plain = (folder / "tables" / "measures.csv").read_bytes()
    assert not list(folder.rglob("*.excel.csv"))
    said = jobsim("run", small, "--workers", "1", "--excel")
    assert said.code == 0, said.err
    assert ".excel.csv" in said.out
    assert (folder / "tables" / "measures.csv").read_bytes() == plain
    table = (folder / "tables" / "measures.excel.csv").read_bytes()
    assert table.startswith(b"\xef\xbb\xbfstudy;place;")
    assert (folder / "charts" / "hours.excel.csv").exists()


def test_a_queue_has_no_tables_for_excel(jobsim: Jobsim) -> None:
    said = jobsim("run", "queue-mm1", "--excel")
    assert said.code == 2
    assert "--excel" in said.err


def test_a_single_pair_says_that_it_has_no_interval(jobsim: Jobsim, small: str) -> None:
    said = jobsim("run", small, "--workers", "1", "--replications", "1")
    assert "One pair: no interval." in said.out
    assert (
        jobsim("run", small, "--workers", "1", "--replications", "1", "--json").json["interval"]
        == "one pair: no interval"
    )


# --- the package


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout


def test_importing_the_package_is_light() -> None:
    heavy = "['numpy', 'pandas', 'numba', 'pydantic', 'matplotlib', 'typer']"
    assert python(f"import sim, sys; print([m for m in {heavy} if m in sys.modules])").strip() == "[]"


def test_the_names_of_the_package() -> None:
    import sim

    assert {"Result", "RunError", "ScenarioError", "__version__", "load", "rule_set"} <= set(sim.__all__)
    assert all(getattr(sim, name) is not None for name in sim.__all__)
    assert sim.Result is Result
    assert sim.load("aalborg").name == "aalborg"
    assert sim.rule_set("current+004-3c").reforms == ("004-3c",)
    assert isinstance(sim.__version__, str)
    with pytest.raises(AttributeError, match="nothing"):
        sim.nothing  # noqa: B018
