"""A place that counts its own staff: posts add up to the count, in the place's proportions, and cases per post follow."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.figures.staff_range import staff_range
from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir
from sim.study.load import load
from sim.study.posts import baseline_posts, posts_of_known
from sim.study.setting import Setting
from tests.study.stub import STUDY, study

COUNT = """
staff:
  count:
    all_staff: {value: STAFF, low: 1, high: 20000, evidence: assumption, source: "made up"}
    case_share: {value: SHARE %, low: 0 %, high: 100 %, evidence: assumption, source: "made up"}
"""
PLACE = "schema: 1\nplace: counted\ntitle: {en: Counted, da: Talt}\nextends: aalborg\n"


def root_with(folder: Path, staff: str, share: str) -> Path:
    root = folder / "scenarios"
    shutil.copytree(scenarios_dir(), root)
    text = COUNT.replace("STAFF", staff).replace("SHARE", share)
    (root / "places" / "counted.yaml").write_text(PLACE + text, encoding="utf-8")
    return root


def counted(folder: Path, staff: str = "580", share: str = "40", more: str = "") -> Setting:
    root = root_with(folder, staff, share)
    text = STUDY.replace("places: [aalborg]", f"places: [counted]{more}")
    path = root / "studies" / "stub.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path, root=root).baseline.first


@pytest.mark.parametrize(("staff", "share"), [("580", "40"), ("480", "33.3"), ("601.5", "51.7")])
def test_posts_add_up_to_the_count_and_cases_per_post_follow(tmp_path: Path, staff: str, share: str) -> None:
    setting = counted(tmp_path, staff, share)
    own, posts = posts_of_known(study(tmp_path).baseline.first), posts_of_known(setting)
    total = round(float(staff) * float(share) / 100, 1)
    assert sum(posts.values()) == pytest.approx(total, abs=1e-9)
    factor = total / sum(own.values())
    for name, number in posts.items():
        team = setting.place.teams[name]
        assert number == pytest.approx(own[name] * factor, abs=0.1 + 0.05 * factor + 1e-9), name  # both are in tenths
        cases = float(sum(setting.place.groups[group].stock.value for group in team.groups))
        cases = cases * (team.caseload_share.value if team.caseload_share else 1.0)
        planned = cases / sum(
            setting.place.groups[group].stock.value
            * (team.caseload_share.value if team.caseload_share else 1.0)
            / team.cases_per_post[group].value
            for group in team.groups
        )
        assert cases / number == pytest.approx(planned / factor, rel=0.02), name


def test_other_roles_and_groups_of_unknown_volume_keep_their_posts(tmp_path: Path) -> None:
    own, posts = baseline_posts(study(tmp_path).baseline.first), baseline_posts(counted(tmp_path))
    for name in ("company-consultant", "unknown-volume"):
        assert posts[name] == own[name]


def test_the_count_is_part_of_the_runs_name_and_of_the_range(tmp_path: Path) -> None:
    setting = counted(tmp_path)
    (tmp_path / "other").mkdir()
    other = counted(tmp_path / "other", share="45")
    assert setting.files["place"] != other.files["place"]
    known = staff_range(scenarios_dir(), setting.place)
    assert known is not None
    assert (known.staff, known.source, known.low, known.high) == (580, "made up", 0, 580)


def test_a_study_cannot_state_another_total(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="the place counts its own staff") as error:
        counted(tmp_path, more="\nstaff: {total: 240 posts}")
    assert "240 posts, and 232 posts at places/counted.yaml:8" in str(error.value)


@pytest.mark.parametrize(("staff", "share"), [("3", "40"), ("9000", "60"), ("580", "0")])
def test_a_count_that_does_not_fit_is_refused_at_its_line(tmp_path: Path, staff: str, share: str) -> None:
    with pytest.raises(ScenarioError, match="the count of staff does not fit the place") as error:
        counted(tmp_path, staff, share)
    assert error.value.file == "places/counted.yaml"
    assert error.value.line
