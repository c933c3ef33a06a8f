"""``jobsim calibrate`` with a stub in place of the model: files, exit codes, and what bad input says."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from sim.files.parse import shape
from sim.place.people.model import Place
from sim.place.read import place_source
from tests.calibration.conftest import Call

pytestmark = pytest.mark.usefixtures("no_pictures")

FOLDER = Path("results") / "calibrate-aalborg"
TARGET = "insured: {measure: stock, group: insured, value: 4000, uncertainty: 1 %, source: a count}"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_check_shows_the_fit_and_writes_nothing(call: Call, tmp_path: Path) -> None:
    code, out, _ = call("--check")
    assert code == 0
    assert "2 waves x 24 points x 2 runs" in " ".join(out.split())
    assert "groups.insured.entries" in out
    assert {path.name for path in tmp_path.iterdir()} == {"scenarios"}


def test_a_fit_keeps_the_entries_that_arithmetic_gives(call: Call, root: Path) -> None:
    """Stocks are entries x 0.5 and x 0.25. So entries of 8,000 and 9,996 are kept, and 7,427 of the file is ruled out."""
    before = contents(root)
    code, out, _ = call("--json")
    assert code == 0
    data = json.loads(out)
    insured, sick = data["parameters"]
    assert insured["kept_low"] < 8000 < insured["kept_high"]
    assert sick["kept_low"] < 4 * 2499 < sick["kept_high"]
    sd = 2 * (40**2 + 40**2 + 25 / 2) ** 0.5  # entries per citizen x target, discrepancy and chance
    assert insured["kept_high"] - insured["kept_low"] == pytest.approx(6 * sd, rel=0.15)
    assert insured["identified"]
    assert data["not_identified"] == []
    assert data["share_at_discrepancy"]["low"] < data["share"] < data["share_at_discrepancy"]["high"]
    assert data["held_out"][0]["met"] == 1
    runs = pd.read_csv(FOLDER / "runs.csv")
    assert len(runs) == 48
    assert runs["places/aalborg.yaml:groups.insured.entries"].iloc[0] == 7427
    assert not runs["kept"].iloc[0]
    kept = pd.read_csv(FOLDER / "kept.csv")
    assert kept["implausibility"].max() <= 3
    assert json.loads((FOLDER / "calibration.json").read_text(encoding="utf-8"))["share"] == data["share"]
    assert contents(root) == before


def test_a_fit_that_is_repeated_makes_no_run(call: Call) -> None:
    first, second = json.loads(call("--json")[1]), json.loads(call("--json")[1])
    assert (first["runs"]["made"], second["runs"]["made"]) == (96, 0)
    assert second["runs"]["reused"] == 96
    assert first["waves"] == second["waves"]


def test_a_place_without_a_file_uses_that_of_the_place_it_extends(call: Call) -> None:
    code, out, _ = call("--check", "--json", place="aalborg-fixed")
    assert code == 0
    assert json.loads(out)["file"] == "calibration/aalborg.yaml"


def test_write_sets_a_kept_run_and_keeps_the_ranges(call: Call, root: Path) -> None:
    old = shape(Place, place_source("aalborg", root)).groups["insured"].entries
    code, out, _ = call("--write")
    assert code == 0
    assert "places/aalborg.yaml" in out
    new = shape(Place, place_source("aalborg", root)).groups["insured"].entries
    runs = pd.read_csv(FOLDER / "runs.csv")
    assert float(new.value) in set(runs.loc[runs["kept"], "places/aalborg.yaml:groups.insured.entries"])
    assert (new.low, new.high, new.evidence) == (old.low, old.high, "fitted")
    assert new.source.startswith(old.source)
    assert "calibration/aalborg.yaml" in new.source


def test_a_conflict_ends_with_1_and_the_old_values_stay(call: Call, root: Path) -> None:
    two = (
        f"{TARGET}\n    other-count: {{measure: stock, group: insured, value: 5000, uncertainty: 1 %, source: another}}"
    )
    code, out, err = call("--write", change={TARGET: two})
    assert code == 1
    assert "insured with other-count" in err
    assert "sick" not in err
    assert "No point meets these together" in out
    text = (root / "places" / "aalborg.yaml").read_text(encoding="utf-8")
    assert "value: 7427" in text
    assert not (FOLDER / "calibration.json").exists()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("groups.insured.entries", "groups.insurd.entries", ["no such value", "nearest: groups.insured.entries", ":13"]),
        ("{set: groups.insured.entries}", "{set: groups.insured.stock}", ["is known", "statistic"]),
        ("{set: groups.insured.entries}", "{set: groups.insured.entries, low: 7000, high: 7000}", ["no range to search"]),
        ("{set: groups.insured.entries}", "{set: groups.insured.entries, low: 10}", ["wider than that of its file"]),
        ('"places/aalborg.yaml:groups.sick.entries"', "groups.insured.entries", ["stands twice"]),
        ("value: 4000, uncertainty: 1 %", "value: 4000", ["`insured` has no uncertainty", "uncertainty:"]),
        ("value: 4000, uncertainty: 1 %", "value: 4000, uncertainty: 0", ["no uncertainty", "above 0"]),
        ("value: 4000, uncertainty: 1 %", "value: 4000, uncertainty: 3 weeks", ["the unit is wrong"]),
        ("value: 4000, uncertainty: 1 %", "value: 0, uncertainty: 30", ["no share of it can be its discrepancy"]),
        ("value: 4000", "value: groups.insurd.stock", ["no such value", "nearest: groups.insured.stock"]),
        (", source: a count}\n    sick", "}\n    sick", ["has no source"]),
        ("{measure: stock, group: insured, value", "{figure: X000, value", ["no such figure"]),
        ("{measure: stock, group: insured", "{group: insured", ["either `figure` or `measure`"]),
        ("points: 24", "points: 8", ["too few points for 2 parameters", "9 or more"]),
        ("switches: {", "sick: {", ["fitted and held out"]),
        ("calibration: aalborg", "calibration: odense", ["named as its file"]),
    ],
)  # fmt: skip
def test_bad_input_says_what_to_do(call: Call, old: str, new: str, words: list[str]) -> None:
    code, out, err = call("--check", change={old: new})
    assert code == 2
    assert out == ""
    assert [word for word in ["calibration/aalborg.yaml", *words] if word not in err] == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("measure: stock, group: insured", "measure: stok, group: insured", ["no such measure", "nearest: stock"]),
        ("measure: stock, group: insured", "measure: stock, group: insurd", ["no such group", "nearest: insured"]),
    ],
)
def test_a_measure_that_runs_do_not_have_is_named_after_one_run(
    call: Call, old: str, new: str, words: list[str]
) -> None:
    code, _, err = call(change={old: new})
    assert code == 2
    assert [word for word in words if word not in err] == []
    assert len(list((FOLDER / "runs").glob("*.parquet"))) == 1


def test_a_place_that_nothing_calibrates_is_an_error(call: Call, root: Path) -> None:
    (root / "calibration" / "aalborg.yaml").rename(root / "calibration" / "odense.yaml")
    code, _, err = call("--check", place="nowhere")
    assert code == 2
    assert "nowhere" in err


def test_check_and_write_exclude_each_other(call: Call) -> None:
    code, _, err = call("--check", "--write")
    assert code == 2
    assert "exclude each other" in err
