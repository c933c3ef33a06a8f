"""The sourced figures: ids, ranges, and how they are turned into a measure's unit and a place's size."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.authoring.measures_document import document
from sim.calibration.municipalities import slug
from sim.data.area import read_areas
from sim.figures.collection import (
    load_world,
    national_population,
    stated_for,
)
from sim.figures.rates import hour_pair, load_rates
from sim.files.errors import ScenarioError
from sim.files.parse import shape
from sim.files.paths import scenarios_dir
from sim.files.value import GRADES, NEED_A_RANGE
from sim.place.people.model import People, Place
from sim.place.read import place_source, read_people
from tests.measures.names import unnamed

AALBORG = 223_174


@pytest.fixture(scope="module")
def world() -> pd.DataFrame:
    return load_world()


@pytest.fixture(scope="module")
def rates() -> pd.DataFrame:
    return load_rates()


def of_place(name: str) -> tuple[Place, People]:
    return shape(Place, place_source(name)), read_people("denmark")


def one(table: pd.DataFrame, figure: str) -> pd.Series:
    rows = table[table["id"] == figure]
    assert len(rows) == 1
    return rows.iloc[0]


def test_ids_are_unique_in_both_files(world: pd.DataFrame, rates: pd.DataFrame) -> None:
    ids = pd.concat([world["id"], rates["id"]])
    assert ids.is_unique
    assert ids.str.fullmatch(r"[A-Z]\d{3}").all()


@pytest.mark.parametrize("name", ["world", "rates"])
def test_what_is_below_a_statistic_has_a_range_that_holds_the_value(name: str, request: pytest.FixtureRequest) -> None:
    table: pd.DataFrame = request.getfixturevalue(name)
    assert table["evidence"].isin(GRADES).all()
    weak = table[table["evidence"].isin(NEED_A_RANGE)]
    assert weak[["low", "high"]].notna().all(axis=None)
    ranged = table.dropna(subset=["low", "high"])
    assert ((ranged["low"] <= ranged["value"]) & (ranged["value"] <= ranged["high"])).all()


@pytest.mark.parametrize("name", ["world", "rates"])
def test_every_figure_says_where_it_comes_from(name: str, request: pytest.FixtureRequest) -> None:
    table: pd.DataFrame = request.getfixturevalue(name)
    for column in ("unit", "period", "source", "source_kind"):
        assert (table[column].str.strip() != "").all()


def test_compared_measures_are_in_the_list_of_measures(world: pd.DataFrame) -> None:
    further = {cell.measure for column in ("also", "per_cells") for cells in world[column] for cell in cells}
    compared = set(world["compare"].dropna()) | set(world["per"].dropna()) | further
    assert unnamed(compared, document()) == set()


def test_a_figure_is_compared_or_says_why_not(world: pd.DataFrame) -> None:
    assert (world["compare"].notna() == (world["not_comparable"] == "")).all()


def test_figures_are_turned_into_the_measures_unit(world: pd.DataFrame) -> None:
    weeks = one(world, "A082")
    assert (weeks["stated_low"], weeks["stated"], weeks["stated_high"]) == (21, 42, 63)
    assert one(world, "X243")["stated"] == pytest.approx(0.46)
    assert one(world, "A087")["stated"] == 30
    assert one(world, "A064")["group"] == ("insured",)
    assert one(world, "A064")["team"] == ("all",)


def test_a_complement_turns_the_range_round(tmp_path: Path) -> None:
    file = tmp_path / "world.yaml"
    text = GOOD.replace("scale: none", "scale: none, factor: 0.01, complement: true")
    file.write_text(text, encoding="utf-8")
    row = load_world(file).iloc[0]
    assert (row["stated_low"], row["stated"], row["stated_high"]) == pytest.approx((0.8, 0.9, 0.95))


def test_a_place_gets_its_share_and_its_own_figures(world: pd.DataFrame) -> None:
    here = stated_for(world, *of_place("aalborg"))
    share = AALBORG / national_population()
    assert share == pytest.approx(0.0374, abs=1e-4)
    assert one(here, "A075")["stated"] == pytest.approx(35_000 * share)
    assert one(here, "A075")["stated_low"] == pytest.approx(25_000 * share)
    assert one(here, "A024")["stated"] == pytest.approx(
        18_000 * (2_499 + 586) / (76_700 + 18_000)
    )  # the place's stocks over the nation's
    assert one(here, "X216")["stated"] == 15_900
    assert one(here, "A082")["stated"] == 42
    assert here["compare"].notna().all()
    assert not here["id"].isin(["S002", "X272", "X022"]).any()  # another place, the country, not comparable


def test_a_figure_scaled_by_stocks_has_the_share_of_each_place(world: pd.DataFrame) -> None:
    """F014 and its like are national flows of the sick: all municipalities together must have the whole of them."""
    scaled = world[world["scale"].map(lambda scale: isinstance(scale, tuple)) & world["compare"].notna()]
    assert {"X017", "A024", "A025", "A026"} <= set(scaled["id"])
    names = [slug(area.name) for area in read_areas(scenarios_dir()).file.municipalities.values()]
    places = pd.concat([stated_for(scaled, *of_place(name)) for name in names])
    sums = places.groupby("id")["stated"].sum().to_dict()
    for row in scaled.to_dict("records"):
        assert sums[row["id"]] == pytest.approx(row["stated"], rel=0.01), row["id"]


def test_a_group_without_a_stock_is_named(world: pd.DataFrame) -> None:
    wrong = world[world["id"] == "X017"].copy()
    wrong["scale"] = wrong["scale"].map(lambda _: ("sik",))
    with pytest.raises(ScenarioError, match=r"figure X017: `scale` names a group(?s:.*)found: sik(?s:.*)nearest: sick"):
        stated_for(wrong, *of_place("aalborg"))


def test_the_table_that_is_handed_out_is_the_callers_own() -> None:
    mine = load_world()
    mine["value"] = 0.0
    assert one(load_world(), "X017")["value"] == 76_700


def test_pairs_of_hour_price_are_not_mixed(rates: pd.DataFrame) -> None:
    assert hour_pair(rates) == (481, 1315)
    assert hour_pair(rates, "hours") == (431, 1450)
    cost = rates[rates["kind"] == "post-cost"].set_index("pair")["value"]
    for pair in ("papers", "hours"):
        price, hours = hour_pair(rates, pair)
        assert price * hours == pytest.approx(cost[pair], rel=1e-3)
    with pytest.raises(ScenarioError, match="nearest: papers"):
        hour_pair(rates, "paper")


@pytest.mark.parametrize(
    ("kind", "steps"), [("state-refund", [80, 40, 30, 20]), ("municipal-co-financing", [20, 60, 70, 80])]
)
def test_the_refund_staircase_has_no_gap(rates: pd.DataFrame, kind: str, steps: list[int]) -> None:
    rows = rates[rates["kind"] == kind].sort_values("weeks_from")
    assert rows["value"].tolist() == steps
    assert rows["weeks_from"].tolist() == [1, 5, 27, 53]
    assert rows["weeks_to"].tolist()[:3] == [4, 26, 52]
    assert pd.isna(rows["weeks_to"].iloc[3])


def test_a_mean_benefit_lies_between_its_rates(rates: pd.DataFrame) -> None:
    means = rates[rates["kind"] == "mean-benefit"]
    assert means["benefit"].is_unique
    for _, mean in means.iterrows():
        named = rates[(rates["kind"] == "benefit-rate") & rates["id"].isin(mean["source"].split(", "))]
        assert len(named) > 0
        assert mean["value"] <= named["value"].max()
        assert mean["high"] <= named["value"].max()


GOOD = """\
schema: 1
figures: world
population: {value: 100}
rows:
  - id: A001
    measure: A share
    value: 10
    low: 5
    high: 20
    unit: percent
    period: 2023
    geography: Denmark
    source: none
    source_kind: assumption
    evidence: assumption
    compare: {measure: no_show_share, scale: none}
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("    low: 5\n    high: 20\n", "", 13, "needs a range"),
        ("low: 5", "low: 15", 7, "outside its range"),
        ("value: 10\n    low", "value: ten\n    low", 7, "is not a number"),
        ("evidence: assumption", "evidence: asumption", 15, "nearest: assumption"),
        ("unit: percent", "units: percent", 10, "nearest: unit"),
        ("    unit: percent\n", "", 5, "expected: unit"),
        ("scale: none", "scale: all", 16, "unknown scale"),
        ("measure: no_show_share", "measur: no_show_share", 16, "nearest: measure"),
        ("scale: none", "scale: none, per: {mesure: stock}", 16, "nearest: measure"),
        ("scale: none", "scale: none, also: [{group: sick}]", 16, "a cell needs its measure"),
        ("scale: none", "scale: none, nature: echo", 16, "nearest: echoes"),
        ("{measure: no_show_share, scale: none}", "{scale: none}", 16, "needs either `measure`"),
        ("rows:\n", "rows:\n  - {id: A001, value: 1, evidence: law}\n", 6, "same id"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    file = tmp_path / "world.yaml"
    file.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(ScenarioError, match=says) as refusal:
        load_world(file)
    assert refusal.value.line == line


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="there is no such file"):
        load_rates(tmp_path / "rates.yaml")
