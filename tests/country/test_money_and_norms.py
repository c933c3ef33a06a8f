"""Money by payer adds up and holds no saving that is none; posts that a norm asks for are citizens over the norm."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from sim.figures.norms import read_norms
from sim.files.paths import scenarios_dir
from sim.report.levels import records
from sim.results.country.money import money_by_payer, national_sums
from sim.results.country.norms import norms_by_place
from sim.results.money_in_full import FullSum
from sim.study.setting import Setting
from tests.country.made import Values, cube, rows
from tests.settings import study_of

DKK = "DKK per year"
PLACES = ("small", "large")


def moved(by: float) -> tuple[Values, Values]:
    return {"small": [10.0, 12.0], "large": [100.0, 90.0]}, {"small": [10.0 + by, 12.0 + by], "large": [100.0, 90.0]}


def amounts() -> list[pd.DataFrame]:
    """Every amount of a column; the municipality's part of what citizens get falls by 3, the state's rises by 1."""
    parts = {
        ("benefits_compared_municipality", "all"): -3.0, ("benefits_compared_state", "all"): 1.0, ("benefits_compared", "all"): -2.0,
        ("activation_municipality", "all"): 0.5, ("activation_state", "all"): 0.25, ("activation_cost", "all"): 0.75,
        ("benefits_activation_compared_municipality", "all"): -2.5, ("benefits_activation_compared_state", "all"): 1.25,
        ("benefits_activation_compared_total", "all"): -1.25, ("paid_municipality", "fees"): -1.0, ("paid_municipality", "staff"): -20.0,
        ("paid_fund", "all"): -0.5, ("paid_fund", "staff"): -0.5, ("paid_region", "all"): 0.0, ("paid_region", "staff"): 0.0,
        ("paid_compared_municipality", "all"): -23.5, ("paid_compared_state", "all"): 1.25, ("paid_compared_total", "all"): -22.75,
    }  # fmt: skip
    return [rows(measure, DKK, *moved(by), activity=activity) for (measure, activity), by in parts.items()]


def test_kinds_and_payers_add_up_where_staff_are_cut() -> None:
    table = money_by_payer({"v": cube(*amounts())}, {"v": "cut"}, 0.95)
    sums = {payer: float(part["difference"].sum()) for payer, part in table[table["kind"] != "all"].groupby("payer")}
    whole = table[table["kind"] == "all"].set_index("payer")["difference"].to_dict()
    for payer in ("municipality", "state", "fund", "region"):
        assert sums[payer] == pytest.approx(whole[payer]), payer
    assert sum(value for payer, value in whole.items() if payer != "total") == pytest.approx(whole["total"])


def test_where_staff_are_kept_no_hour_is_money() -> None:
    table = money_by_payer({"v": cube(*amounts())}, {"v": "keep"}, 0.95)
    assert set(table["kind"]) == {"benefits", "activation", "all"}
    whole = table[table["kind"] == "all"].set_index("payer")["difference"]
    assert whole["total"] == pytest.approx(whole["municipality"] + whole["state"]) == pytest.approx(-1.25)


def test_a_national_sum_is_its_parts_and_a_rest() -> None:
    table = national_sums([FullSum("S076", "Operation", 12.0, {"staff": 3.0, "fees": 1.0}, {"mentors": 2.0})])
    (stated,), parts = table[table["kind"] == "stated"]["dkk"], table[table["kind"] != "stated"]["dkk"]
    assert parts.sum() == pytest.approx(stated)
    assert table.set_index("kind").loc["rest", "dkk"] == pytest.approx(6.0)


def settings() -> dict[str, Setting]:
    (aalborg,) = study_of("aalborg").baseline.settings.values()
    return {place: replace(aalborg) for place in PLACES}


def test_posts_that_a_norm_asks_for_are_the_citizens_over_the_norm() -> None:
    bands = {"sick": read_norms(scenarios_dir()).bands()["sick"]}
    few, many = bands["sick"]["2020"]
    citizens: Values = {"small": [90.0, 90.0], "large": [900.0, 900.0]}
    parts = [rows("stock", "citizens", citizens, citizens, group="sick")]
    for end, cases in (("most", many), ("fewest", few)):
        posts = {place: [number / cases for number in numbers] for place, numbers in citizens.items()}
        parts += [rows(f"norm_posts_{year}_{end}", "posts", posts, posts, group="sick") for year in ("2016", "2020")]
    table = norms_by_place({"v": cube(*parts)}, settings(), bands)
    found = {(row["place"], row["group"]): row for row in records(table)}
    for place in PLACES:
        row = found[place, "sick"]
        assert row["posts_2020_most"] * row["norm_2020_high"] == pytest.approx(row["citizens"])
        assert row["posts_2020_fewest"] * row["norm_2020_low"] == pytest.approx(row["citizens"])
        assert row["posts_2020_most"] < row["posts_2020_fewest"]
        assert row["evidence"] == "assumption"  # a caseload held against a norm repeats an input
        assert row["cases_low"] <= row["cases_per_post"] <= row["cases_high"]
    assert found["small", "all"]["posts_2020_most"] == pytest.approx(90 / many)
