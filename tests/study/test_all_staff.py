"""All staff of a place: parts and rest add up, work without cases changes no world, and a law may end it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir
from sim.report.all_staff_table import all_staff_rows
from sim.results.all_staff import all_staff
from sim.study.load import load
from sim.study.posts import posts_of_known
from sim.study.study import Study
from tests.study.stub import STUDY, study

HOURS = {"benefit-office": 2630.0, "team-member": 1315.0, "company-consultant": 99_999.0, "region": 500.0}
LAWS = STUDY.replace("compare:\n", "compare:\n") + "  - {rules: R2026b}\n"


def measures(made: Study) -> pd.DataFrame:
    """Hours a year of other roles in two replications of the baseline, half of each in an activity of its own."""
    column = made.baseline
    rows = [
        {"place": "aalborg", "rule_set": column.rules, "practice": column.practice, "capacity": column.capacity,
         "replication": replication, "measure": "hours", "group": "all", "team": role, "activity": activity, "need": "all",
         "value": hours / 2}
        for replication in (1, 2)
        for role, hours in HOURS.items()
        for activity in ("a", "b")
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_parts_and_rest_add_up_to_all_staff(tmp_path: Path) -> None:
    made = study(tmp_path)
    (record,) = all_staff(made, measures(made))
    assert (record.staff, record.source) == (580, "X215")
    rest, low, high = record.rest
    assert sum(part.posts for part in record.parts) + rest == pytest.approx(580)
    assert low <= rest <= high
    assert all(part.low <= part.posts <= part.high for part in record.parts)
    parts = {part.name: part for part in record.parts}
    assert parts["caseworkers"].posts == pytest.approx(sum(posts_of_known(made.baseline.first).values()))
    # hours over 1,315 a post; a role with posts has its posts, and the region is no staff of the municipality
    assert parts["benefit-office"].posts == pytest.approx(2.0)
    assert parts["team-member"].posts == pytest.approx(1.0)
    assert parts["company-consultant"].posts == made.baseline.first.place.roles["company-consultant"].posts.value
    assert "region" not in parts
    rows = all_staff_rows(record, "da")
    assert sum(row[1] for row in rows[:-1]) == pytest.approx(rows[-1][1])


def test_supervision_is_owed_only_under_laws_that_ask_for_dialogue_on_focus_targets(tmp_path: Path) -> None:
    made = study(tmp_path, LAWS)
    (record,) = all_staff(made, measures(made))
    parts = {part.name: part for part in record.parts}
    assert parts["supervision"].owed_under == ("current", "freed-six-cities")
    assert parts["leaders"].owed_under is None


def with_place(folder: Path, text: str) -> Study:
    root = folder / "scenarios"
    shutil.copytree(scenarios_dir(), root)
    place = "schema: 1\nplace: other\ntitle: {en: Other, da: Anden}\nextends: aalborg\n"
    (root / "places" / "other.yaml").write_text(place + text, encoding="utf-8")
    path = root / "studies" / "other.yaml"
    path.write_text(STUDY.replace("places: [aalborg]", "places: [other]"), encoding="utf-8")
    return load(path, root=root)


WORK = """\
work_without_cases:
  reports:
    title: {en: Reports, da: Indberetning}
    SIZE
    evidence: assumption
    source: made up
"""


def test_hours_become_posts_by_the_effective_hours(tmp_path: Path) -> None:
    made = with_place(tmp_path, WORK.replace("SIZE", "hours: {value: 2630, low: 1315, high: 5260}"))
    (record,) = all_staff(made, measures(made).assign(place="other"))
    (part,) = (part for part in record.parts if part.kind == "no-case")
    assert (part.posts, part.low, part.high) == pytest.approx((2.0, 1.0, 4.0))


@pytest.mark.parametrize(
    ("size", "message", "line"),
    [
        ("hours: {value: 9, low: 1, high: 90}\n    posts: {value: 9, low: 1, high: 90}", "needs either `posts` or `hours`", 6),
        ("", "needs either `posts` or `hours`", 6),
        ("posts: {value: -3, low: -4, high: 5}", "a number cannot be negative", 8),
        ("posts: {value: 3, low: 1, high: 5}\n    caused_by: tracking.fokusmal_dialogue", "the rules have no such value", 9),
    ],
)  # fmt: skip
def test_work_that_makes_no_sense_is_refused_at_its_line(tmp_path: Path, size: str, message: str, line: int) -> None:
    with pytest.raises(ScenarioError, match=message) as error:
        with_place(tmp_path, WORK.replace("SIZE", size))
    assert (error.value.file, error.value.line) == ("places/other.yaml", line)


def test_work_without_cases_is_no_part_of_the_setting_of_a_run(tmp_path: Path) -> None:
    """The same posts with and without it: it only accounts for staff."""
    whole, none = (posts_of_known(s.baseline.first) for s in (study(tmp_path), _without(tmp_path / "other")))
    assert whole == none


def _without(folder: Path) -> Study:
    folder.mkdir()
    return with_place(folder, "work_without_cases: {}\n")


def test_the_record_is_printed_in_both_languages(tmp_path: Path) -> None:
    made = study(tmp_path)
    (record,) = all_staff(made, measures(made))
    words: dict[Any, list[str]] = {lang: [row[0] for row in all_staff_rows(record, lang)] for lang in ("en", "da")}
    assert len(words["en"]) == len(record.parts) + 2
    assert all(en != da for en, da in zip(words["en"], words["da"], strict=True))
