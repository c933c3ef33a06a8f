"""The names of runs: another one for whatever determines a run, the same for whatever does not."""

from __future__ import annotations

import ast
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.files import program
from sim.files.paths import SCENARIOS_VARIABLE, scenarios_dir
from sim.files.quantity import Duration
from sim.law.compose.library import Library
from sim.runs import fingerprint
from sim.runs.run import Plan, Run
from sim.study.column import Column
from sim.study.load import load, resolved
from sim.study.read_setting import setting_of
from sim.study.resolve import column_of
from sim.study.study import Study
from tests.study.stub import study


def run(study: Study, column: Column | None = None, replication: int = 1, **changed: Any) -> Run:
    """A run of a study (of its baseline)."""
    plan = Plan.of(study, Path("nowhere"))
    return replace(plan.run("aalborg", column or study.baseline, replication), **changed)


def test_whatever_determines_a_run_changes_its_name(tmp_path: Path) -> None:
    small = study(tmp_path)
    other = small.columns[1]
    runs = {
        "as it is": run(small),
        "rules": run(small, column_of(small, other.rules, "baseline")),
        "practice": run(small, other),
        "replication": run(small, replication=2),
        "posts": run(small, posts=(("insured", 20.0),)),
        "fewer posts": run(small, posts=(("insured", 19.9),)),
        "places": run(small, places=20),
        "seed": run(resolved(replace(small, seed=2))),
        "start": run(resolved(replace(small, start=date(2024, 2, 1)))),
        "days": run(resolved(replace(small, measured=Duration(months=3)))),
    }
    assert len({one.log_key for one in runs.values()}) == len(runs)
    assert len({one.key for one in runs.values()}) == len(runs)


def test_what_does_not_determine_a_run_leaves_its_name(tmp_path: Path) -> None:
    small = study(tmp_path)
    first = run(small)
    assert run(small, engine="reference").key == first.key
    assert run(small, folder=tmp_path).key == first.key
    assert run(resolved(replace(small, name="other", replications=9, confidence=0.9))).key == first.key
    assert run(small, small.baseline.using("cut")).key == first.key


def test_a_place_depends_on_the_places_that_it_extends(tmp_path: Path) -> None:
    root = copied(tmp_path)

    def names() -> dict[str, str]:
        library = Library.load(root)
        places = ("aalborg", "aalborg-mixed", "aalborg-fixed")
        return {
            place: setting_of(place, "current", "baseline", date(2024, 1, 1), 60, 1, library).files["place"]
            for place in places
        }

    before = names()
    edit(root / "places" / "aalborg-mixed.yaml", "62 %, low: 54 %", "63 %, low: 54 %")
    middle = names()
    assert [middle[place] == before[place] for place in before] == [True, False, True]
    edit(root / "places" / "aalborg.yaml", "value: 3694.6", "value: 3694.7")
    after = names()
    assert not set(after.values()) & set(middle.values())


def test_another_window_is_another_measurement_of_the_same_log(tmp_path: Path) -> None:
    small = study(tmp_path)
    shifted = replace(small, warm_up=Duration(months=2), measured=Duration(months=1))
    assert run(shifted).log_key == run(small).log_key
    assert run(shifted).key != run(small).key


def test_measures_are_hashed_apart_from_logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = run(study(tmp_path))
    log_key, key = before.log_key, before.key
    real = program.sources
    monkeypatch.setattr(program, "sources", lambda *rooms: "another" if rooms == fingerprint.MEASURES else real(*rooms))
    after = run(study(tmp_path))
    assert (after.log_key == log_key, after.key == key) == (True, False)


def test_another_source_of_the_model_is_another_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = run(study(tmp_path)).log_key
    monkeypatch.setattr(program, "sources", lambda *_: "another")
    assert run(study(tmp_path)).log_key != before


def test_the_rooms_of_a_fingerprint_are_rooms() -> None:
    """A room that is renamed must be renamed here too, or a stale result would be reused."""
    for room in {*fingerprint.MODEL, *fingerprint.MEASURES, *fingerprint.REPORT, *fingerprint.SEARCH}:
        assert list((program.PACKAGE / room).rglob("*.py")), room


@pytest.mark.parametrize(
    ("file", "old", "new", "changes_log", "changes_measures"),
    [
        ("places/aalborg.yaml", "value: 3694.6", "value: 3694.7", True, True),
        ("people/denmark.yaml", "value: 132500", "value: 132501", True, True),
        ("office/standard.yaml", "value: 30 days, low: 28", "value: 31 days, low: 28", True, True),
        ("office/calendar.yaml", "closed: {value: false,", "closed: {value: true,", True, True),
        ("office/calendar.yaml", "schema: 1", "schema: 1 # more", False, False),
        ("practices/baseline.yaml", "attempts: {value: 4", "attempts: {value: 5", True, True),
        ("figures/rates.yaml", "value: 481\n", "value: 482\n", False, True),
        ("figures/norms.yaml", "high: 55, evidence: study, source: X002", "high: 56, evidence: study, source: X002", False, True),
        ("figures/world.yaml", "schema: 1", "schema: 1 # more", False, False),
        ("places/aalborg.yaml", "schema: 1", "schema: 1 # more", False, False),
    ],
)  # fmt: skip
def test_scenario_files_have_their_part(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    file: str,
    old: str,
    new: str,
    changes_log: bool,
    changes_measures: bool,
) -> None:
    root = copied(tmp_path)
    monkeypatch.setenv(SCENARIOS_VARIABLE, str(root))
    first = run(load("aalborg"))
    edit(root / file, old, new)
    second = run(load("aalborg"))
    assert (second.log_key != first.log_key, second.key != first.key) == (changes_log, changes_measures)


def test_another_clause_is_another_rule_set(tmp_path: Path) -> None:
    small = study(tmp_path)
    alone = [column_of(small, f"current+{reform}", "baseline") for reform in ("004-4a", "004-4b")]
    assert len({run(small, column).log_key for column in [small.baseline, *alone]}) == 3


def copied(folder: Path) -> Path:
    """A scenarios folder of its own."""
    return Path(shutil.copytree(scenarios_dir(), folder / "scenarios"))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_calendar_changed_in_a_session_changes_the_days_of_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name of the run and its days come from one reading of the file."""
    root = copied(tmp_path)
    monkeypatch.setenv(SCENARIOS_VARIABLE, str(root))
    before = run(load("aalborg")).setting.calendar(140)
    edit(root / "office" / "calendar.yaml", "closed: {value: false,", "closed: {value: true,")
    after = run(load("aalborg")).setting.calendar(140)
    first_of_may = (date(2024, 5, 1) - date(2024, 1, 1)).days
    assert np.flatnonzero(before.workday != after.workday).tolist() == [first_of_may]
    assert before.workday[first_of_may]


def test_no_cache_is_kept_by_the_name_of_a_file() -> None:
    """A session may change a file and read it anew, so what a process remembers is known by contents."""
    by_name = []
    for path in program.PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any("cache" in ast.unparse(d) for d in node.decorator_list):
                kinds = [ast.unparse(a.annotation) for a in node.args.args if a.annotation is not None]
                by_name += [f"{path.name}: {node.name}" for kind in kinds if "Path" in kind]
    assert not by_name
