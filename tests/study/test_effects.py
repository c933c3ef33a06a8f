"""Effects on behaviour in a study: off unless it says so, said wherever its numbers stand, refused with file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from sim.chance.draw import purpose
from sim.figures.provenance import ASSUMED, natures, read_natures
from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir
from sim.files.value import NEED_A_RANGE
from sim.place.read import Assumed, read_effects
from sim.report.manifest import Manifest
from sim.results.comparison import compared
from sim.results.describe import manifest_of
from sim.runs.run import Plan
from sim.study.load import load
from sim.study.setting import Setting
from sim.study.study import Study
from sim.world.build import build_world
from tests.aalborg import setting
from tests.study.stub import STUDY, run_of, study

MOVED = (
    "insured",
    "job-ready",
    "activity-ready",
    "education-ready-young",
    "activity-ready-young",
    "flexjob-unemployed",
)


def saying(folder: Path, line: str) -> Study:
    return study(folder, STUDY.replace("compare:", f"{line}\ncompare:"))


def aalborg(effects: Assumed | None) -> Setting:
    return setting(days=30, effects=effects)


# --- the key `effects`
@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("", None),
        ("effects: off", None),
        ("effects: on", Assumed()),
        ("effects: assumed", Assumed()),
        ("effects: {strength: high}", Assumed(strength="high")),
        ("effects: {file: assumed, strength: low}", Assumed(strength="low")),
    ],
)
def test_effects_are_off_unless_the_study_says_otherwise(tmp_path: Path, line: str, meant: Assumed | None) -> None:
    assert saying(tmp_path, line).effects == meant


@pytest.mark.parametrize(
    ("line", "found", "nearest"),
    [
        ("effects: asumed", "asumed", "assumed"),
        ("effects: of", "of", "off"),
        ("effects: {file: nothing}", "nothing", None),
        ("effects: {strength: strong}", "strong", None),
        ("effects: {strenght: high}", None, "strength"),
    ],
)
def test_what_no_file_or_strength_is_is_refused(
    tmp_path: Path, line: str, found: str | None, nearest: str | None
) -> None:
    with pytest.raises(ScenarioError) as refused:
        saying(tmp_path, line)
    assert refused.value.line == 10
    assert refused.value.file is not None
    assert refused.value.file.endswith("small.yaml")
    assert found is None or found in str(refused.value.found)
    assert nearest is None or refused.value.nearest == nearest


def test_the_name_of_a_run_holds_its_effects(tmp_path: Path) -> None:
    lines = ("effects: off", "effects: on", "effects: {strength: high}")
    names = [run_of(one, one.baseline).log_key for one in (saying(tmp_path, line) for line in lines)]
    assert len(set(names)) == 3
    unsaid = study(tmp_path)
    assert run_of(unsaid, unsaid.baseline).log_key == names[0]


def test_a_change_in_the_file_of_effects_is_another_run_only_where_they_are_on(tmp_path: Path) -> None:
    root = tmp_path / "scenarios"
    shutil.copytree(scenarios_dir(), root)
    file = tmp_path / "small.yaml"
    effects = root / "effects" / "assumed.yaml"
    old, new = "strength: {value: 3 %,", "strength: {value: 4 %,"
    assert effects.read_text(encoding="utf-8").count(old) == 1
    found: dict[str, list[str]] = {"on": [], "off": []}
    for value in (old, new):
        effects.write_text(effects.read_text(encoding="utf-8").replace(old, value), encoding="utf-8")
        for word, names in found.items():
            file.write_text(STUDY.replace("compare:", f"effects: {word}\ncompare:"), encoding="utf-8")
            small = load(file, root)
            names.append(run_of(small, small.baseline).log_key)
    assert found["on"][0] != found["on"][1]
    assert found["off"][0] == found["off"][1]


# --- what is said
def manifest(study: Study) -> Manifest:
    """The manifest of a study of which nothing has run."""
    return manifest_of(Plan.of(study, Path()), [], [], cuts=[], bounds=[], reinvestments=[], saved=[], alone=[])


def test_the_manifest_says_which_effects_and_what_they_rest_on(tmp_path: Path) -> None:
    assert manifest(study(tmp_path)).effects is None
    said = manifest(saying(tmp_path, "effects: {strength: high}")).effects
    assert said is not None
    assert (said.file, said.strength) == ("assumed", "high")
    assert "assumptions" in said.rests_on.en
    assert "antagelser" in said.rests_on.da


def test_nothing_emerges_without_its_effects(tmp_path: Path) -> None:
    root = scenarios_dir()
    table = pd.DataFrame({"measure": ["wait_decision_p50", "stock", "breaches"], "activity": ["all"] * 3})
    off, on = (natures(read_natures(root), table, effects=word) for word in (False, True))
    assert "emerges" in off
    assert "emerges" not in on
    assert [word for word in on if word != ASSUMED] == [word for word in off if word != "emerges"]
    text = STUDY.replace("freed-six-cities,", "current+004-3c,")
    said = {word: [p.nature for p in manifest(saying_text(tmp_path, text, word)).proposals] for word in ("off", "on")}
    assert [word.replace("emerges", ASSUMED) for word in said["off"]] == said["on"]


def saying_text(folder: Path, text: str, word: str) -> Study:
    return study(folder, text.replace("compare:", f"effects: {word}\ncompare:"))


def test_a_comparison_carries_the_word(tmp_path: Path) -> None:
    row: dict[str, object] = {"study": "small", "place": "aalborg", "group": "all", "team": "all", "activity": "all", "need": "all",
           "measure": "breaches", "unit": "per year"}  # fmt: skip
    for line, word in (("effects: off", "emerges"), ("effects: on", ASSUMED)):
        one = saying(tmp_path, line)
        measures = pd.DataFrame(
            [
                row | {"rule_set": v.rules, "practice": v.practice, "capacity": v.capacity, "replication": r, "value": float(r + n)}
                for n, v in enumerate(one.columns)
                for r in (1, 2, 3)
            ]
        )  # fmt: skip
        assert set(compared(one, measures, one.baseline, one.columns[1:])["nature"]) == {word}


# --- the file
def test_every_strength_has_a_range_that_includes_no_effect() -> None:
    setting = aalborg(Assumed())
    assert setting.effects is not None
    for effect in setting.effects.file.kinds.values():
        for strength in (effect.strength, *effect.by_group.values()):
            assert strength.low is not None
            assert strength.low <= 0
            assert strength.evidence in NEED_A_RANGE
            assert strength.high is not None
            assert strength.high > strength.value > 0


def test_the_values_of_the_effects_are_among_those_a_run_depends_on() -> None:
    off, on = ({value.where.split(":")[0] for value in aalborg(assumed).values()} for assumed in (None, Assumed()))
    assert on - off == {"effects/assumed.yaml"}


def test_only_the_clocks_named_are_moved() -> None:
    """Work and education of those who can work, and finding a flex job; no illness, recovery, pension age or term."""
    world = build_world(aalborg(Assumed()), 1)
    soft = world.clocks[world.clocks["soft"] == 1]
    assert set(soft["key"]) == {purpose(f"life:{g}-exit") for g in MOVED[:-1]} | {purpose("life:finds-flexjob")}
    assert not soft["term"].any()
    groups = list(aalborg(None).rule_set.regime.groups)
    still = world.effects[[groups.index(group) for group in groups if group not in MOVED]]
    assert set(still["base"]) == {1000}
    assert not any(still[name].any() for name in ("contact", "caseload", "continuity", "waiting"))
    assert set(still["contact_days"]) == {28}  # a meeting held while ill counts afterwards


def test_rates_are_divided_by_their_mean_over_the_exits_of_the_baseline() -> None:
    setting = aalborg(Assumed(strength="high"))
    world, groups = build_world(setting, 1), list(setting.rule_set.regime.groups)
    assert setting.effects is not None
    file = setting.effects.file
    for group in MOVED:
        row = world.effects[groups.index(group)]
        met, changed, waits = (one.usual[group].value for one in (file.contact, file.continuity, file.waiting))
        mean = (1 - met) + met * (1 + row["contact"] / 1000)
        mean *= (1 - changed) + changed * (1 - row["continuity"] / 1000)
        mean *= (1 - waits) + waits * (1 - row["waiting"] / 1000)
        assert row["base"] * mean == pytest.approx(1000, abs=1)


def test_without_effects_a_world_knows_none() -> None:
    world = build_world(aalborg(None), 1)
    assert world.effects.size == 0
    assert not world.clocks["soft"].any()
    assert not world.procedures["waits"].any()


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("exits: [insured,", "exits: [insred,", "insred"),
        ("moves: [finds-flexjob]", "moves: [finds-flexjobs]", "finds-flexjobs"),
        ("  by_group:\n    insured:", "  by_group:\n    sick:", "sick"),
        (
            "    job-ready: {value: 53 %, low: 32 %, high: 75 %",
            "    jobready: {value: 53 %, low: 32 %, high: 75 %",
            "jobready",
        ),
        ("strength: {value: 3 %, low: 0 %, high: 7 %}", "strength: {value: 3 %, low: 0 %, high: 100 %}", "3 %"),
        ("    flexjob-unemployed: {value: 36 %", "    # flexjob-unemployed: {value: 36 %", "insured"),
    ],
)
def test_a_file_of_effects_that_does_not_fit_is_refused(tmp_path: Path, old: str, new: str, found: str) -> None:
    root = tmp_path / "scenarios"
    shutil.copytree(scenarios_dir(), root)
    file = root / "effects" / "assumed.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        read_effects(Assumed(), aalborg(None).people, root)
    assert refused.value.file == "effects/assumed.yaml"
    assert refused.value.line
    assert found in str(refused.value.found)
