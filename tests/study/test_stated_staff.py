"""Staff that a study states by their total: spread in the place's proportions, and never a team without a post."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.figures.staff_range import staff_range
from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir
from sim.runs.fingerprint import log_key
from sim.study.posts import baseline_posts, posts_of_known
from sim.study.setting import Setting
from tests.study.stub import STUDY, conducted, run_of, study

pytestmark = pytest.mark.usefixtures("no_pictures")

PLACES = "places: [aalborg]"


def with_staff(text: str, total: str) -> str:
    return text.replace(PLACES, f"{PLACES}\nstaff: {{total: {total}}}")


def setting_with(folder: Path, total: str | None) -> Setting:
    text = STUDY if total is None else with_staff(STUDY, total)
    return study(folder, text).baseline.first


@pytest.mark.parametrize("total", ["240 posts", "348 posts", "100.5 posts", "194.7 posts"])
def test_the_total_is_met_to_the_tenth_in_the_places_proportions(tmp_path: Path, total: str) -> None:
    own = posts_of_known(setting_with(tmp_path, None))
    stated = posts_of_known(setting_with(tmp_path, total))
    number = float(total.split(maxsplit=1)[0])
    assert sum(stated.values()) == pytest.approx(number, abs=1e-9)
    factor = number / sum(own.values())
    for team, posts in stated.items():
        assert posts == pytest.approx(own[team] * factor, abs=0.1 + 0.05 * factor + 1e-9), team  # both are in tenths
        assert round(posts * 10) == pytest.approx(posts * 10)


def test_other_roles_and_groups_of_unknown_volume_keep_their_posts(tmp_path: Path) -> None:
    own, stated = (baseline_posts(setting_with(tmp_path, total)) for total in (None, "300 posts"))
    for name in ("company-consultant", "unknown-volume"):
        assert stated[name] == own[name]


def test_a_total_is_part_of_the_runs_name(tmp_path: Path) -> None:
    keys = set()
    for total in ("240 posts", "240.1 posts"):
        changed = study(tmp_path, with_staff(STUDY, total))
        keys.add(log_key(run_of(changed, changed.baseline)))
    plain = study(tmp_path)
    keys.add(log_key(run_of(plain, plain.baseline)))
    assert len(keys) == 3


def test_the_manifest_says_that_the_total_is_stated(tmp_path: Path) -> None:
    result = conducted(study(tmp_path, with_staff(STUDY, "240 posts")), tmp_path / "results")
    (record,) = result.manifest.staff
    assert record.stated
    assert record.posts == pytest.approx(240)
    (record,) = conducted(study(tmp_path), tmp_path / "others").manifest.staff
    assert not record.stated


@pytest.mark.parametrize(
    ("total", "message"),
    [
        ("240", "the unit is missing"),
        ("many posts", "this is not a number of posts"),
        ("0 posts", "the total of posts is out of range"),
        ("-5 posts", "the total of posts is out of range"),
        ("30000 posts", "the total of posts is out of range"),
        ("240.55 posts", "posts are counted in tenths"),
        ("2 posts", "the total of posts does not fit the place"),
        ("5000 posts", "the total of posts does not fit the place"),
    ],
)
def test_a_total_that_makes_no_sense_is_refused_at_its_line(tmp_path: Path, total: str, message: str) -> None:
    text = with_staff(STUDY, total)
    with pytest.raises(ScenarioError, match=message) as caught:
        study(tmp_path, text)
    assert caught.value.line == 1 + text.splitlines().index(f"staff: {{total: {total}}}")
    assert caught.value.expected


def test_a_total_belongs_to_one_place(tmp_path: Path) -> None:
    text = with_staff(STUDY, "240 posts").replace(PLACES, "places: [aalborg, aalborg-mixed]")
    with pytest.raises(ScenarioError, match="a total of posts belongs to one place"):
        study(tmp_path, text)


def test_a_shock_takes_its_share_of_the_stated_posts(tmp_path: Path) -> None:
    shock = "\nshocks: [{staff: all, change: -25 %, from: 2024-02-01, until: end of the study}]"
    text = with_staff(STUDY, "240 posts").replace("\nwarm_up", shock + "\nwarm_up")
    setting = study(tmp_path, text).baseline.first
    assert sum(posts_of_known(setting).values()) == pytest.approx(240)
    assert setting.shocks[0].change == pytest.approx(-0.25)


def test_the_range_of_posts_is_the_share_of_all_staff_who_hold_cases(tmp_path: Path) -> None:
    """580 employees of Aalborg, of whom 35 to 60 % hold cases; a place without a figure has its share by population."""
    place = setting_with(tmp_path, None).place
    own = staff_range(scenarios_dir(), place)
    assert own is not None
    assert (own.staff, own.source) == (580, "X215")
    assert (own.low, own.high) == pytest.approx((203, 348))
    elsewhere = place.model_copy(update={"title": place.title.model_copy(update={"en": "Elsewhere"})})
    by_population = staff_range(scenarios_dir(), elsewhere)
    assert by_population is not None
    assert by_population.source == "X036"
    assert by_population.staff == pytest.approx(12_500 * place.population.value / 5_961_249, rel=0.01)


def test_a_share_of_staff_without_a_range_is_one_number_at_both_ends(tmp_path: Path) -> None:
    root = tmp_path / "scenarios"
    shutil.copytree(scenarios_dir() / "figures", root / "figures")
    world = root / "figures" / "world.yaml"
    text = world.read_text(encoding="utf-8")
    before, mark, row = text.partition("  - id: A007\n")
    own, following, rest = row.partition("  - id: ")
    own = own.replace("    low: 35\n    high: 60\n", "").replace("evidence: assumption", "evidence: statistic")
    without = before + mark + own + following + rest
    assert without != text
    world.write_text(without, encoding="utf-8")
    known = staff_range(root, setting_with(tmp_path, None).place)
    assert known is not None
    assert (known.low, known.high) == (290, 290)
