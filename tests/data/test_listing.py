"""`jobsim data list`: what each value rests on, and what would replace it."""

from __future__ import annotations

import json
from pathlib import Path

from sim.data.listing import basis_of, listed
from sim.files.parse import shape, values_in
from sim.files.paths import scenarios_dir
from sim.place.people.model import Place
from sim.place.read import place_source
from tests.data.conftest import Call


def test_every_value_is_listed_once_with_its_basis() -> None:
    rows = listed(scenarios_dir(), "aalborg")
    assert [row.path for row in rows] == [value.path for value in values_in(shape(Place, place_source("aalborg")))]
    for row in rows:
        assert (row.basis == "statistic") == (row.evidence == "statistic"), row.path
        assert (row.basis == "no figure") == (row.evidence == "unknown"), row.path


def test_a_share_is_no_count() -> None:
    rows = {row.path: row for row in listed(scenarios_dir(), "aalborg")}
    assert rows["groups.in-flexjob.stock"].basis == "share"
    assert rows["teams.sickness.cases_per_post.sick"].basis == "assumption"
    assert basis_of("assumption", "places/aalborg.yaml x 0.1776 (population); not counted") == "share"
    assert basis_of("statistic", "population share of 5") == "statistic"


def test_each_stock_with_a_public_table_names_it() -> None:
    rows = {row.path: row for row in listed(scenarios_dir(), "aalborg")}
    assert rows["groups.sick.stock"].tables == ("AUK01", "y07a02")
    assert rows["groups.insured.stock"].tables == ("y01a02",)
    assert rows["came_from.insured"].not_read_yet
    assert rows["teams.sickness.cases_per_post.sick"].own == "cases"
    assert rows["groups.under-18.stock"].tables == ()


def test_the_people_file_is_listed_too() -> None:
    rows = {row.path: row for row in listed(scenarios_dir(), None, "denmark")}
    assert rows["stocks.sick"].tables == ("AUK01", "y07a02")
    assert rows["moves.insured-falls-ill.per_year"].own == "switches"
    assert rows["moves.new-right-to-dagpenge.per_year"].own == ""


def test_the_command_prints_and_gives_json(root: Path, data: Call) -> None:
    code, out, _ = data("list", "aalborg")
    assert code == 0
    assert "jobsim data fetch" in out
    _, out, _ = data("list", "--json")
    assert {row["path"] for row in json.loads(out)["values"]} >= {"population", "groups.sick.stock"}
    code, _, err = data("list", "aalbrg")
    assert code == 2
    assert "nearest: aalborg" in err
