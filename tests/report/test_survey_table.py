"""A survey beside the run: what the table prints, and only where the window is the survey's period."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

from sim.files.entry import Lang, Title
from sim.report import Manifest
from sim.report.levels import LEVEL_COLUMNS
from sim.report.survey_record import SurveyRecord
from sim.report.survey_table import survey_lines, survey_note, survey_table
from sim.report.text import phrases
from tests.report.manifests import COLUMNS, manifest

SURVEY = SurveyRecord(
    id="Y050", title=Title(en="A survey", da="En undersøgelse"), respondents=5778, groups=("insured", "sick"),
    shares={"0-1": 0.3, "2-3": 0.56, "4+": 0.14}, began={"jobcenter": 0.56, "citizen": 0.15},
)  # fmt: skip
LEVELS = {
    "current/baseline/keep": {"all": (0.2, 0.5, 0.3), "sick": (0.1, 0.5, 0.4), "in-flexjob": (1.0, 0.0, 0.0)},
    "freed-six-cities/contact-on-request/keep": {"all": (0.9, 0.1, 0.0), "sick": (0.8, 0.2, 0.0)},
}


def measures() -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for column, groups in LEVELS.items():
        rules, practice, capacity = column.split("/")
        for group, shares in groups.items():
            keys = {"place": "nowhere", "rule_set": rules, "practice": practice, "capacity": capacity, "replication": 1,
                    "group": group, "team": "all", "need": "all"}  # fmt: skip
            rows += [
                keys | {"activity": band, "measure": "contacts_share", "unit": "share", "value": share}
                for band, share in zip(SURVEY.shares, shares, strict=True)
            ]
            rows.append(keys | {"activity": "all", "measure": "contacts_citizens", "unit": "citizens", "value": 1200.0})
    return pd.DataFrame(rows)


def of(survey: SurveyRecord | None = SURVEY) -> tuple[pd.DataFrame, pd.DataFrame, Manifest]:
    names = ["baseline", "variant", "baseline_mean", "variant_mean"]
    nothing_paired = pd.DataFrame(columns=[name for name in LEVEL_COLUMNS if name not in {"column", "mean"}] + names)
    return measures(), nothing_paired, manifest(columns=COLUMNS, survey=survey)


def test_a_study_of_another_time_has_no_table() -> None:
    assert survey_table(*of(None), "en") is None
    assert survey_lines(*of(None), "en") == []
    assert survey_note(of(None)[2], "en") == ""


def test_the_survey_stands_first_and_each_column_beside_it_by_group() -> None:
    table = survey_table(*of(), "en")
    assert table is not None
    cells = [[cell.text for cell in row] for row in table.rows]
    assert cells[0] == [
        "A survey",
        "Recipients asked",
        "30 %",
        "56 %",
        "14 %",
        "at least 1.7",
        "5,778",
    ]  # 2 x 0.56 + 4 x 0.14
    assert [row[2:5] for row in cells[1:]] == [
        ["20 %", "50 %", "30 %"], ["10 %", "50 %", "40 %"], ["90 %", "10 %", "0 %"], ["80 %", "20 %", "0 %"],
    ]  # fmt: skip
    assert "in-flexjob" not in str(cells), "the survey did not ask them"


@pytest.mark.parametrize(("lang", "above", "below"), [("en", "above", "below"), ("da", "over", "under")])
def test_the_sentence_says_on_which_side_the_run_lies_and_by_how_much(lang: Lang, above: str, below: str) -> None:
    """80 % against 70 %, then 10 % against 70 %."""
    first, second = survey_lines(*of(), lang)
    assert re.search(rf"80 %.*70 %.*10 .*{above}", first)
    assert re.search(rf"10 %.*70 %.*60 .*{below}", second)


@pytest.mark.parametrize("lang", ["en", "da"])
def test_the_note_says_that_calls_are_not_counted_and_nothing_is_fitted(lang: Lang) -> None:
    note = survey_note(of()[2], lang)
    assert phrases()["survey_note"][lang].count("{") == 5
    assert "{" not in note
    for words in {"en": ("running casework", "fitted", "calls"), "da": ("løbende sagsarbejde", "tilpasset", "opkald")}[
        lang
    ]:
        assert words in note
