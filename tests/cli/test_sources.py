"""``jobsim sources``: the work behind a code, in words and as JSON, and a code that nobody has."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sim import cli
from sim.files.paths import scenarios_dir
from tests.settings import study_of


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """(exit code, output, errors) of the command."""
    with pytest.raises(SystemExit) as ended:
        cli.main(list(arguments))
    out, err = capsys.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, out, err


def test_a_figure_leads_to_author_title_and_address(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(capsys, "sources", "X177")
    assert code == 0
    assert "44 percent of meetings" in out
    assert (
        "https://star.dk/om-styrelsen/nyt/nyheder/2024/06/ny-maaling-flere-ledige-vaelger-telefoniske-samtaler" in out
    )


def test_an_assumption_says_who_assumed_it_from_what(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = call(capsys, "sources", "A008")
    assert "Reasoning:" in out
    assert "Rests on: X219, X220, X223" in out


def test_a_section_and_a_range_are_codes_too(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = call(capsys, "sources", "law.md", "3.5", "A057-A059", "--json")
    assert [each["code"] for each in json.loads(out)["codes"]] == ["law.md 3.5", "A057", "A058", "A059"]
    assert json.loads(out)["codes"][0]["works"]


def test_without_a_code_every_work_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = call(capsys, "sources", "--json")
    works = json.loads(out)["works"]
    _, text, _ = call(capsys, "sources")
    assert all(work["title"] in text for work in works.values())


def test_an_unknown_code_is_named_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = call(capsys, "sources", "X999")
    assert (code, out) == (2, "")
    assert "found: X999" in err
    assert "nearest: X" in err


def test_check_names_the_line_of_an_unknown_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The check is made before any run, so it ends at once."""
    root = tmp_path / "scenarios"
    shutil.copytree(scenarios_dir(), root)
    file = root / "practices" / "baseline.yaml"
    text = file.read_text(encoding="utf-8")
    used = next(value for value in study_of("aalborg").baseline.first.values() if value.source == "A018")
    line = int(used.where.rpartition(":")[2])
    lines = text.splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].replace("A018", "A918")
    file.write_text("".join(lines), encoding="utf-8")
    monkeypatch.setenv("JOBSIM_SCENARIOS", str(root))
    code, _, err = call(capsys, "check", "aalborg")
    assert code == 2
    assert f"practices/baseline.yaml:{line}" in err
    assert "found: A918" in err
