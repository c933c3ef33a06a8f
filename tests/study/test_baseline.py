"""Figures beside a run, on synthetic measures small enough to calculate by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.figures.collection import load_world
from sim.files.parse import shape
from sim.place.people.model import Place
from sim.place.read import place_source, read_people
from sim.results.baseline import BAND, COLUMNS, baseline_table

NATIONAL = 5_961_158
POPULATION = 223_174
NATION = read_people("denmark")


@pytest.fixture(scope="module")
def aalborg() -> Place:
    return shape(Place, place_source("aalborg"))


def cell(measure: str, value: float, unit: str, **where: str) -> dict[str, object]:
    place = {"group": "all", "team": "all", "activity": "all", "need": "all"}
    return {**place, **where, "measure": measure, "unit": unit, "value": value}


def stock(value: float, group: str = "all") -> dict[str, object]:
    return cell("stock", value, "citizens", group=group)


def table_of(place: Place, *cells: dict[str, object]) -> pd.DataFrame:
    return baseline_table(pd.DataFrame(cells), place, NATION).set_index("id")


def test_every_figure_is_there_once_and_those_that_cannot_be_compared_come_last(aalborg: Place) -> None:
    table = baseline_table(pd.DataFrame([stock(16_000.0)]), aalborg, NATION)
    assert list(table.columns) == COLUMNS
    assert sorted(table["id"]) == sorted(load_world()["id"])
    apart = (table["verdict"] == "not-comparable").to_numpy()
    assert (apart == sorted(apart)).all()
    assert table.loc[apart, "simulated"].isna().all()
    assert (table.loc[apart, "note"] != "").all()


def test_a_figure_of_the_country_is_scaled_to_the_place(aalborg: Place) -> None:
    row = table_of(aalborg, stock(3_300.0, "in-flexjob")).loc["X020"]
    assert row["stated"] == pytest.approx(87_500 * POPULATION / NATIONAL)
    assert row["simulated"] == 3_300
    assert row["ratio"] == pytest.approx(3_300 / row["stated"])
    assert row["family"] == "world"


def test_a_figure_without_a_range_is_held_within_a_tenth(aalborg: Place) -> None:
    stated = 3_694.6
    for value, verdict in ((stated * (1 + 0.99 * BAND), "inside"), (stated * (1 - 1.01 * BAND), "outside")):
        row = table_of(aalborg, stock(value, "insured")).loc["B001"]
        assert row["verdict"] == verdict
        assert (row["low"], row["high"]) == (pytest.approx(0.9 * stated), pytest.approx(1.1 * stated))
        assert "a tenth" in row["note"]


def test_a_figure_with_a_range_is_held_within_it(aalborg: Place) -> None:
    for value, verdict in ((0.21, "inside"), (0.2375, "inside"), (0.24, "outside")):
        rows = (stock(1_000.0), cell("group_switches", 1_000 * value, "per year"))
        row = table_of(aalborg, *rows).loc["S010"]
        assert row["verdict"] == verdict
        assert row["family"] == "papers"
        assert row["simulated"] == pytest.approx(value)


def test_counts_of_several_groups_are_summed(aalborg: Place) -> None:
    groups = ("job-ready", "activity-ready", "education-ready-young", "activity-ready-young")
    row = table_of(aalborg, *(stock(1_000.0 + n, group) for n, group in enumerate(groups))).loc["B002"]
    assert row["simulated"] == 4_006


def test_means_and_shares_of_several_groups_are_weighed(aalborg: Place) -> None:
    two = ("activity-ready", "activity-ready-young")
    meetings = [
        cell("meetings_per_person_year", rate, "per person", group=g) for rate, g in zip((4, 6), two, strict=True)
    ]
    people = [stock(value, group) for value, group in zip((300.0, 100.0), two, strict=True)]
    assert table_of(aalborg, *meetings, *people).loc["A066", "simulated"] == pytest.approx(4.5)
    shares = [cell("no_show_share", rate, "share", group=g) for rate, g in zip((0.2, 0.25), two, strict=True)]
    counts = [cell("no_shows", value, "per year", group=g) for value, g in zip((20.0, 25.0), two, strict=True)]
    counts += [cell("meetings", value, "per year", group=g) for value, g in zip((80.0, 75.0), two, strict=True)]
    assert table_of(aalborg, *shares, *counts).loc["A021", "simulated"] == pytest.approx(0.225)


def test_shares_of_broken_deadlines_are_weighed_by_deadlines(aalborg: Place) -> None:
    """10 of 100 and 60 of 200 are 70 of 300."""
    known = {"activity-ready": (0.1, 10.0), "activity-ready-young": (0.3, 60.0)}
    of = "early-contact"
    rows = [cell("breach_share", share, "share", group=g, activity=of) for g, (share, _) in known.items()]
    rows += [cell("breaches", number, "per year", group=g, activity=of) for g, (_, number) in known.items()]
    assert table_of(aalborg, *rows).loc["L362", "simulated"] == pytest.approx(70 / 300)


def test_a_share_that_cannot_be_weighed_is_not_compared(aalborg: Place) -> None:
    rows = [cell("no_show_share", 0.2, "share", group=g) for g in ("activity-ready", "activity-ready-young")]
    assert table_of(aalborg, *rows).loc["A021", "verdict"] == "not-comparable"


def test_a_team_is_found_by_the_group_it_serves(aalborg: Place) -> None:
    """The figure says `sick`, the place's team is called `sickness`; `clarification` and `resource` are one figure."""
    loads = {"sickness": 55.0, "clarification": 40.0, "resource": 50.0}
    rows = [cell("caseload_mean", value, "cases per post", team=team) for team, value in loads.items()]
    rows += [
        cell("staff_filled", posts, "posts", team=team) for team, posts in (("clarification", 10.0), ("resource", 30.0))
    ]
    table = table_of(aalborg, *rows)
    assert table.loc["A093", "simulated"] == 55
    assert table.loc["A094", "simulated"] == pytest.approx(47.5)


def test_a_measure_that_stands_in_one_cell_is_found(aalborg: Place) -> None:
    row = table_of(aalborg, cell("sick_survival_week_22", 0.22, "share", group="sick")).loc["A031"]
    assert row["simulated"] == 0.22
    assert row["stated"] == pytest.approx(0.21)
    assert row["verdict"] == "inside"


def test_replications_of_the_baseline_are_averaged_and_other_columns_left_out(aalborg: Place) -> None:
    def run(rules: str, place: str, replication: int, value: float) -> dict[str, object]:
        known = {
            "place": place,
            "rule_set": rules,
            "practice": "baseline",
            "capacity": "keep",
            "replication": replication,
        }
        return known | stock(value)

    measures = pd.DataFrame(
        [
            run("current", "aalborg", 1, 15_000.0), run("current", "aalborg", 2, 17_000.0),
            run("freed", "aalborg", 1, 1.0), run("current", "samsø", 1, 2.0),
        ]
    )  # fmt: skip
    assert baseline_table(measures, aalborg, NATION).set_index("id").loc["X216", "simulated"] == 16_000
    freed = baseline_table(measures, aalborg, NATION, variant="freed/baseline/keep").set_index("id")
    assert freed.loc["X216", "simulated"] == 1
    with pytest.raises(ValueError, match="no measures of aalborg under other"):
        baseline_table(measures, aalborg, NATION, variant="other/baseline/keep")


def test_the_nature_is_told_of_what_is_compared_only(aalborg: Place) -> None:
    table = table_of(aalborg, cell("wait_certificate_p50", 30.0, "days"))
    assert table.loc["A087", "nature"] == "echoes"
    assert table.loc["X017", "nature"] == ""
    assert table["simulated"].isna()["X017"]


def test_a_figure_that_is_turned_round_says_so(aalborg: Place) -> None:
    """64 % had their meetings: held against the 36 % of broken deadlines."""
    groups = ("insured", "job-ready")
    rows = [cell("breach_share", 0.36, "share", group=g) for g in groups]
    rows += [cell("breaches", 36.0, "per year", group=g) for g in groups]
    row = table_of(aalborg, *rows).loc["X242"]
    assert row["stated"] == pytest.approx(0.36)
    assert row["verdict"] == "inside"
    assert row["note"].startswith("compared with 1 less")
