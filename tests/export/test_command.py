"""``jobsim export`` and ``jobsim doctor conformance``: what they write, say and refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim import cli

STUDY = """schema: 1
study: tiny
title: {en: Tiny, da: Lille}
places: [samsoe]
start: 2024-01-01
warm_up: 3 months
measured: 6 months
follow_up: 0 days
replications: 1
seed: 1
compare:
  - {rules: current}
  - {rules: freed, practice: contact-on-request}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tiny.yaml").write_text(STUDY, encoding="utf-8")
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        cli.main(list(arguments))
    assert isinstance(ended.value.code, int)
    return ended.value.code, *capsys.readouterr()


def test_the_file_has_what_the_command_says(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "export", "./tiny.yaml", "--to", "tiny.parquet", "--rules", "freed", "--json")
    assert code == 0, err
    told: dict[str, Any] = json.loads(out)
    table = pd.read_parquet(folder / "tiny.parquet")
    assert (told["events"], told["citizens"]) == (len(table), table["citizen"].nunique())
    assert "freed, contact-on-request" in told["title"]


def test_a_file_that_is_there_is_kept_unless_forced(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "tiny.csv").write_text("mine", encoding="utf-8")
    code, _, err = said(capsys, "export", "./tiny.yaml", "--to", "tiny.csv")
    assert code != 0
    assert "--force" in err
    assert (folder / "tiny.csv").read_text(encoding="utf-8") == "mine"
    code, _, err = said(capsys, "export", "./tiny.yaml", "--to", "tiny.csv", "--force", "--citizens", "5")
    assert code == 0, err
    assert pd.read_csv(folder / "tiny.csv")["citizen"].nunique() == 5


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--to", "tiny.xlsx"], "known format"),
        (["--to", "nowhere/tiny.csv"], "no such folder"),
        (["--to", "tiny.csv", "--kinds", "hearin"], "hearing"),
        (["--to", "tiny.csv", "--rules", "freeed"], "freed"),
        (["--to", "tiny.csv", "--place", "aalborg"], "samsoe"),
    ],
)
def test_bad_input_leaves_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    code, _, err = said(capsys, "export", "./tiny.yaml", *arguments)
    assert code != 0
    assert words in err
    assert [path.name for path in folder.iterdir()] == ["tiny.yaml"]


def test_conformance_of_a_run_is_told_rule_by_rule(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "doctor", "conformance", "./tiny.yaml", "--json")
    assert code == 0, err
    rows = json.loads(out)["rules_held"]
    assert {row["sort"] for row in rows} == {"order", "deadline", "record"}
    assert all(row["broken"] <= row["cases"] for row in rows)
