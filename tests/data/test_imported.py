"""`jobsim data` as calls: what the command prints, as tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sim
from sim.files.hashes import of_scenarios
from tests.data.conftest import Call

STOCK = "group;month;citizens\n" + "".join(f"sick;2025M{at:02d};{2400 + 10 * at}\n" for at in range(1, 13))


@pytest.fixture
def file(root: Path) -> Path:
    path = root.parent / "stock.csv"
    path.write_text(STOCK, encoding="utf-8")
    return path


def test_a_check_says_what_would_change_and_writes_nothing(root: Path, file: Path, data: Call) -> None:
    before = of_scenarios(root)
    looked = sim.data_import(file, check=True)
    assert (of_scenarios(root), looked.written) == (before, ())
    row = looked.changes.iloc[0]
    assert (row["path"], row["new"], row["evidence"]) == (
        "groups.sick.stock",
        2465,
        "statistic",
    )  # the mean of the months
    said = json.loads(data("import", file, "--check", "--json")[1])
    assert looked.changes.to_dict("records") == [
        {name: change[name] for name in looked.changes.columns} for change in said["changes"]
    ]
    assert (list(looked.notes), list(looked.next)) == (said["notes"], said["next"])
    assert "nothing written" in repr(looked)


def test_an_import_writes_what_the_check_said(root: Path, file: Path) -> None:
    looked = sim.data_import([file], place="our-town", check=True)
    done = sim.data_import([file], place="our-town")
    assert done.written == (root / "places" / "our-town.yaml",)
    assert done.changes.equals(looked.changes)
    values = sim.data_list("our-town").set_index("path")
    assert float(str(values.loc["groups.sick.stock", "text"])) == 2465
    assert values.loc["groups.sick.stock", "rests_on"] == "statistic"


def test_counts_that_no_value_takes_are_a_table(root: Path) -> None:
    file = root.parent / "time.csv"
    file.write_text("group;months in group;citizens\nsick;2;100\nsick;14;40\n", encoding="utf-8")
    shown = sim.data_import(file, check=True)
    assert shown.changes.empty
    assert len(shown.not_taken) == 1
    assert "29% over a year" in shown.not_taken.iloc[0]["counted"]  # 40 of 140


def test_the_list_is_that_of_the_command(root: Path, data: Call) -> None:
    said = json.loads(data("list", "morsoe", "--json")[1])["values"]
    values = sim.data_list("morsoe")
    assert values["path"].tolist() == [value["path"] for value in said]
    assert values["rests_on"].tolist() == [value["rests_on"] for value in said]
    with pytest.raises(sim.ScenarioError, match="nearest: morsoe"):
        sim.data_list("morso")
