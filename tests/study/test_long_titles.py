"""Texts of a file that are too long for a chart are refused at their line; `~` is the home folder in every path."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.commands.output import write_text
from sim.files.entry import Label, Title
from sim.files.errors import ScenarioError
from sim.files.paths import results_dir, scenarios_dir, user_path
from tests.study.stub import STUDY, conducted, study

LABEL = '  - {{rules: current}}\n  - {{rules: current, practice: same-contact-by-need, label: {{en: "{text}", da: Kort}}}}\n'


def labelled(text: str) -> str:
    return STUDY[: STUDY.index("  - {rules: current}")] + LABEL.format(text=text)


def test_a_label_may_be_as_long_as_a_legend_shows(tmp_path: Path) -> None:
    assert study(tmp_path, labelled("a" * Label.LONGEST)).compare[1].label is not None


def test_a_longer_label_is_refused_at_its_line_with_both_lengths(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="too long") as error:
        study(tmp_path, labelled("a" * 121))
    assert error.value.line == 12
    assert (error.value.found, error.value.expected) == ("121 letters", "120 letters at most")


def test_a_title_has_a_longest_length_too(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="too long") as error:
        study(tmp_path, STUDY.replace("A small one", "a" * 161))
    assert (error.value.line, error.value.found) == (3, "161 letters")
    study(tmp_path, STUDY.replace("A small one", "a" * 160))


def test_titles_that_the_program_joins_may_be_longer() -> None:
    assert len(Title(en="a" * 400, da="b").en) == 400


def test_home_is_meant_wherever_a_path_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    (home / "scenarios").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.chdir(tmp_path)
    assert user_path("~/a") == home / "a"
    assert results_dir("~/results") == home / "results"
    monkeypatch.setenv("JOBSIM_SCENARIOS", "~/scenarios")
    assert scenarios_dir() == (home / "scenarios").resolve()
    monkeypatch.delenv("JOBSIM_SCENARIOS")
    write_text(Path("~/rules.md"), "text")
    assert (home / "rules.md").read_text(encoding="utf-8") == "text"
    result = conducted(study(tmp_path), Path("~/results"))
    assert result.folder == home / "results" / "small"
    result.chart("hours").save("~/hours.svg")
    assert (home / "hours.svg").exists()
    assert (home / "hours.csv").exists()
    assert not Path("~").exists()


def test_a_user_without_a_home_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home(_path: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "expanduser", no_home)
    with pytest.raises(ScenarioError, match="home folder"):
        user_path("~/results")
