"""Advice names the study so that the command works: a file of one's own by its path, a study of the scenarios by its name."""

from __future__ import annotations

import io
import re
import shlex

import pandas as pd
import pytest

from sim.commands.output import Screen
from sim.commands.screen.result import print_certainty
from sim.report.certainty import certainty
from sim.report.crate import crate
from sim.report.guidelines.answers import answers
from sim.report.headline import headline
from sim.report.manifest import Manifest
from sim.report.study_argument import argument
from sim.results.result import Result
from sim.study.load import load
from tests.report.manifests import manifest
from tests.settings import library
from tests.study.stub import conducted, study

COMMAND = re.compile(r"jobsim (?:run|sensitivity|validate|doctor baseline) ('[^']*'|[^\s,;)\"]+)")


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The result of a study whose path has a blank."""
    home = tmp_path_factory.mktemp("advice") / "my studies"
    home.mkdir()
    return conducted(study(home), home / "results")


def said(result: Result) -> str:
    out = Screen(markup=False, highlight=False, width=400, file=io.StringIO())
    print_certainty(result, out)
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def test_a_command_on_the_screen_finds_the_study(done: Result) -> None:
    text = said(done)
    named = COMMAND.findall(text)
    assert "jobsim sensitivity" in text
    for name in named:
        (path,) = shlex.split(name)
        assert load(path, library=library()).name == "small"


@pytest.mark.parametrize("lang", ["en", "da"])
def test_a_command_on_the_page_has_the_name_of_the_file_and_no_folder(done: Result, lang: str) -> None:
    known = done.manifest
    rows: pd.DataFrame = headline(done.measures, done.comparisons, known)
    texts = [f"{line.head} {line.text}" for line in certainty(rows, known, "da" if lang == "da" else "en")]
    for guideline in ("stress", "odd", "trace"):
        for answer in answers(guideline, known, "da" if lang == "da" else "en"):
            texts += [*answer.missing, *answer.see]
    named = [name for text in texts for name in COMMAND.findall(text)]
    assert named
    assert set(named) == {"small.yaml"}
    assert str(done.folder.parent.parent) not in " ".join(texts)
    assert '"jobsim run small.yaml"' in crate(done.manifest, {}, [], "2026-01-01")


@pytest.mark.parametrize(
    ("file", "named"),
    [
        ("studies/aalborg.yaml", "made-up"),
        ("/home/x/my-question.yaml", "my-question.yaml"),
        ("/home/x/my question.yaml", "'my question.yaml'"),
        ("C:\\x\\my-question.yaml", "my-question.yaml"),
        ("", "made-up"),
    ],
)
def test_a_page_names_a_study_of_the_scenarios_by_its_name(file: str, named: str) -> None:
    known: Manifest = manifest(file=file)
    assert known.study == "made-up"
    assert argument(known) == named
