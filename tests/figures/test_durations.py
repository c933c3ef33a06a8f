"""Curves of durations: each figure is compared, fitted ones do not pose as tests, and mistakes are told with their line."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console

from sim.commands.screen.durations import show_durations
from sim.figures.collection import load_world
from sim.figures.durations import SHOWN, durations_of, read_curves
from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir

ROOT = scenarios_dir()


@pytest.fixture(scope="module")
def world() -> pd.DataFrame:
    return load_world()


def test_every_figure_of_a_curve_is_held_against_a_run(world: pd.DataFrame) -> None:
    rows = world.set_index("id")
    for curve in read_curves(ROOT, frozenset(world["id"])):
        assert curve.held_out or curve.fitted
        for figure in (*curve.fitted, *curve.held_out):
            assert isinstance(rows.loc[figure, "compare"], str), figure


def test_what_was_fitted_names_its_value_and_an_echo_is_never_held_out(world: pd.DataFrame) -> None:
    rows = world.set_index("id")
    for curve in read_curves(ROOT, frozenset(world["id"])):
        assert [figure for figure in curve.fitted if not rows.loc[figure, "input"]] == []
        assert [figure for figure in curve.held_out if rows.loc[figure, "nature"] == "echoes"] == []


def written(folder: Path, fitted: str, held_out: str) -> Path:
    (folder / "figures").mkdir()
    (folder / "figures" / "durations.yaml").write_text(
        "schema: 1\nfigures: durations\ncurves:\n  - curve: one\n    title: {en: One, da: En}\n"
        f"    fitted: [{fitted}]\n    held_out: [{held_out}]\n",
        encoding="utf-8",
    )
    return folder


def test_an_unknown_figure_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="no such figure") as refusal:
        read_curves(written(tmp_path, "X017", "X071"), frozenset({"X017", "X018"}))
    assert (refusal.value.file, refusal.value.line) == ("figures/durations.yaml", 7)
    assert refusal.value.nearest in {"X017", "X018"}


def test_a_figure_is_fitted_or_held_out_and_not_both(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="twice") as refusal:
        read_curves(written(tmp_path, "X017", "X017"), frozenset({"X017"}))
    assert refusal.value.line == 7


def test_no_number_is_cropped_on_eighty_columns(tmp_path: Path) -> None:
    row = dict.fromkeys(SHOWN, 0.0) | {
        "id": "X017", "measure": "Share of completed spells on dagpenge longer than 52 weeks", "stated": 12_345.0, "low": 11_111.0,
        "high": 13_579.0, "simulated": 12_222.0, "verdict": "inside",
    }  # fmt: skip
    curves = read_curves(written(tmp_path, "", "X017"), frozenset({"X017"}))
    records = durations_of(pd.DataFrame([row]), curves)
    out = Console(width=80, record=True, file=io.StringIO())
    show_durations(out, records, lambda value: f"{value:,.0f}")
    text = out.export_text()
    for number in ("12,345", "11,111–13,579", "12,222", "inside", "held out", "1 of 1"):
        assert number in text
