"""The names of runs: another one for whatever determines a run, the same for whatever does not."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sim.files.paths import SCENARIOS_VARIABLE, scenarios_dir
from sim.files.quantity import Duration
from sim.runs import fingerprint as keys
from sim.runs.run import Run
from sim.study import rules
from sim.study.study import Study, Variant, load
from tests.study.stub import study


def run(study: Study, **changed: object) -> Run:
    first = Run(study, "aalborg", study.baseline, 1)
    return replace(first, **changed)  # type: ignore[arg-type]


def test_whatever_determines_a_run_changes_its_name(tmp_path: Path) -> None:
    small = study(tmp_path)
    other = small.variants[1]
    runs = {
        "as it is": run(small),
        "rules": run(small, variant=other._replace(practice="baseline")),
        "practice": run(small, variant=other),
        "replication": run(small, replication=2),
        "posts": run(small, posts=(("insured", 20.0),)),
        "fewer posts": run(small, posts=(("insured", 19.9),)),
        "places": run(small, places=20),
        "seed": run(replace(small, seed=2)),
        "start": run(replace(small, start=date(2024, 2, 1))),
        "days": run(replace(small, measured=Duration(months=3))),
    }
    assert len({one.log_key for one in runs.values()}) == len(runs)
    assert len({one.key for one in runs.values()}) == len(runs)


def test_what_does_not_determine_a_run_leaves_its_name(tmp_path: Path) -> None:
    small = study(tmp_path)
    first = run(small)
    assert run(small, engine="reference").key == first.key
    assert run(small, folder=tmp_path).key == first.key
    assert run(replace(small, name="other", replications=9, confidence=0.9)).key == first.key
    assert run(small, variant=small.baseline._replace(capacity="cut")).key == first.key


def test_a_place_depends_on_the_places_that_it_extends(tmp_path: Path) -> None:
    for folder in ("people", "office", "places"):
        shutil.copytree(scenarios_dir() / folder, tmp_path / folder)
    before = {name: keys.world_files(tmp_path, name) for name in ("aalborg-mixed", "queue-mm1")}
    with (tmp_path / "places" / "aalborg.yaml").open("a", encoding="utf-8") as file:
        file.write("# another line\n")
    keys.world_files.cache_clear()
    assert keys.world_files(tmp_path, "aalborg-mixed") != before["aalborg-mixed"]
    assert keys.world_files(tmp_path, "queue-mm1") == before["queue-mm1"]


def test_another_window_is_another_measurement_of_the_same_log(tmp_path: Path) -> None:
    small = study(tmp_path)
    shifted = replace(small, warm_up=Duration(months=2), measured=Duration(months=1))
    assert run(shifted).log_key == run(small).log_key
    assert run(shifted).key != run(small).key


def test_measures_are_hashed_apart_from_logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = run(study(tmp_path))
    log_key, key = before.log_key, before.key
    monkeypatch.setattr(keys, "_measure_sources", lambda: "another")
    after = run(study(tmp_path))
    assert (after.log_key == log_key, after.key == key) == (True, False)


def test_another_source_of_the_model_is_another_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = run(study(tmp_path)).log_key
    monkeypatch.setattr(keys, "model", lambda: "another")
    assert run(study(tmp_path)).log_key != before


@pytest.mark.parametrize(
    ("file", "changes_log", "changes_measures"),
    [
        ("places/aalborg.yaml", True, True),
        ("people/denmark.yaml", True, True),
        ("office/standard.yaml", True, True),
        ("office/calendar.yaml", True, True),
        ("practices/baseline.yaml", True, True),
        ("figures/rates.yaml", False, True),
        ("figures/norms.yaml", False, True),
        ("figures/world.yaml", False, False),
    ],
)
def test_scenario_files_have_their_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, changes_log: bool, changes_measures: bool
) -> None:
    root = tmp_path / "scenarios"
    shutil.copytree(scenarios_dir(), root)
    monkeypatch.setenv(SCENARIOS_VARIABLE, str(root))
    forget()
    first = run(load("aalborg"))
    before = first.log_key, first.key
    path = root / file
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n# more\n", encoding="utf-8")
    if "practices" in file:
        path.write_text(text.replace("attempts: {value: 4", "attempts: {value: 5"), encoding="utf-8")
    forget()
    second = run(load("aalborg"))
    forget()
    assert (second.log_key != before[0], second.key != before[1]) == (changes_log, changes_measures)


def test_another_clause_is_another_rule_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = study(tmp_path)
    alone = [Variant(f"current+{reform}", "baseline", "keep") for reform in ("004-4a", "004-4b")]
    assert len({run(small, variant=variant).log_key for variant in [small.baseline, *alone]}) == 3


def forget() -> None:
    """What a process reads once."""
    for cached in (keys.world_files, keys.practice_tree, rules.library):
        cached.cache_clear()
