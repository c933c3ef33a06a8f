"""`jobsim report STUDY --chart NAME --to FILE` writes one chart of a finished result and its numbers, and nothing else."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from PIL import Image

from sim import cli
from sim.results.result import Result
from sim.study.load import load
from tests.study.stub import conducted, study

BEGINS = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of results of a finished study, whose file lies beside it."""
    home = tmp_path_factory.mktemp("one-chart")
    conducted(study(home), home / "results")
    return home / "results"


def report(results: Path, *options: str) -> int:
    with pytest.raises(SystemExit) as end:
        cli.main(["report", str(results.parent / "small.yaml"), "--results", str(results), *options])
    return int(end.value.code or 0)


@pytest.mark.parametrize(("ending", "lang"), [(".png", "en"), (".svg", "da"), (".pdf", "da")])
def test_a_chart_is_written_with_its_numbers(
    results: Path, ending: str, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder does not exist yet. The result itself stays as it was."""
    before = sorted(path for path in results.rglob("*") if path.is_file())
    file = tmp_path / "new" / f"chart{ending}"
    assert report(results, "--chart", "hours", "--to", str(file), "--language", lang, "--headings", lang, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"chart": "hours", "files": [str(file), str(file.with_suffix(".csv"))]}
    assert file.read_bytes().startswith(BEGINS[ending])
    with file.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as numbers:
        rows = list(csv.reader(numbers))
    assert len(rows) > 1
    assert ("unit" in rows[0]) is (lang == "en")
    assert ("enhed" in rows[0]) is (lang == "da")
    assert sorted(path for path in results.rglob("*") if path.is_file()) == before
    assert sorted(path.name for path in file.parent.iterdir()) == ["chart.csv", f"chart{ending}"]


def test_slides_are_sixteen_to_nine_and_a_tall_chart_has_several(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = {}
    for chart in ("waterfall", "duties"):
        file = tmp_path / chart / f"{chart}.png"
        assert report(results, "--chart", chart, "--to", str(file), "--slide", "--json") == 0
        files = [Path(name) for name in json.loads(capsys.readouterr().out)["files"]]
        assert set(files) == set(file.parent.iterdir())
        assert files[0] == file
        assert files[-1] == file.with_suffix(".csv")
        number[chart] = len(files) - 1
        for at, picture in enumerate(files[:-1], start=1):
            assert picture.stem == (chart if at == 1 else f"{chart}-{at}")
            with Image.open(picture) as image:
                assert image.width / image.height == pytest.approx(16 / 9, rel=0.002)
    shown = Result.read(load(results.parent / "small.yaml"), results / "small")
    assert number == {chart: len(shown.chart(chart).drawn.slides()) for chart in number}
    assert max(number.values()) > 1


def test_a_slide_needs_a_chart(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(results, "--slide") == 2
    assert "--slide needs --chart" in capsys.readouterr().err


@pytest.mark.usefixtures("no_pictures")
def test_without_a_file_the_chart_has_its_own_name_here(
    results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert report(results, "--chart", "hours") == 0
    assert "hours.png" in capsys.readouterr().out
    assert {path.name for path in tmp_path.iterdir()} == {"hours.png", "hours.csv"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--chart", "watterfall"), ("unknown chart", "nearest: waterfall", "tornado")),
        (("--chart", "hours", "--to", "a.gif"), ("png, svg or pdf", "found: a.gif")),
        (("--chart", "hours", "--to", "hours"), ("png, svg or pdf", "hours.pdf")),
        (("--chart", "hours", "--to", "taken/a.png"), ("cannot be written here", "choose another file with --to")),
        (("--chart", "tornado"), ("no numbers for this chart", "do: jobsim sensitivity", "small.yaml", "hours")),
        (("--chart", "claim"), ("jobsim uncertainty", "--claim")),
        (("--chart", "index-heat"), ("--method morris",)),
        (("--chart", "team-places"), ("no numbers for this chart", "team_places")),
        (("--chart", "hours", "--place", "aalborgh"), ("no such place", "nearest: aalborg", "--place aalborg")),
        (("--chart", "hours", "--xlsx", "--pdf"), ("--chart draws one chart", "found: --xlsx, --pdf")),
        (("--to", "a.png"), ("--to needs --chart",)),
    ],
)
def test_a_wrong_call_says_what_to_do_and_writes_nothing(
    results: Path,
    options: tuple[str, ...],
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    assert report(results, *options) == 2
    told = " ".join(capsys.readouterr().err.split())
    for word in words:
        assert word in told
    assert {path.name for path in tmp_path.iterdir()} == {"taken"}
