"""Tables of cuts, reinvested hours and spread: they show what the searches found, and money only for a cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.report import Manifest, render_report
from sim.report.headline import headline
from sim.report.manifest import CutRecord, ReinvestRecord
from sim.report.staff_tables import cut_table, reinvest_tables, spread_table
from sim.report.what_may_be_shown import BENEFIT_PREFIXES
from sim.report.words import label
from tests.report.manifests import COLUMNS, CUT, column, manifest

if TYPE_CHECKING:
    from tests.report.conftest import Study

LEVEL = {"running": 6.0, "broken": 0.1, "meetings": 0.1}
LEVELS = {"sick": {"baseline": {**LEVEL, "running": 5.0}, "keep": LEVEL, "cut": {**LEVEL, "running": 5.01}}}
WHY = "the cut stops at 40.0 posts: with 39.9 running casework is 4.99 minutes per citizen and week against 5.00"
MEETINGS = column("freed-six-cities", "same-contact-by-need", "reinvest-meetings")
CASELOADS = column("freed-six-cities", "same-contact-by-need", "reinvest-caseloads")


def cut(**changes: Any) -> CutRecord:
    fields: dict[str, Any] = {
        "place": "nowhere", "column": CUT, "baseline": {"sick": 52.2}, "posts": {"sick": 40.0}, "freed": {"sick": 12.2},
        "total": {"baseline": 52.2, "posts": 40.0, "freed": 12.2}, "places_baseline": 17, "places": 7, "trials": 9,
        "notes": (), "units": {"sick": ("sick",)}, "levels": LEVELS, "stopped": {"sick": WHY},
    }  # fmt: skip
    return CutRecord(**{**fields, **changes})


def reinvesting() -> Manifest:
    levels = {"sick": {"baseline": LEVEL, "keep": LEVEL, "reinvest": {**LEVEL, "meetings": 0.2}}}
    fields: dict[str, Any] = {"place": "nowhere", "practice": None, "freed": 0.0, "trials": 9, "notes": ()}
    staff = {"sick": 52.2, "young": 30.0}
    meetings = ReinvestRecord(
        **fields, column=MEETINGS.name, into="meetings", more={"sick": 4.2}, groups={"sick": ("sick",)},
        units={"sick": ("sick",)}, baseline=staff, posts=staff, caseloads={}, levels=levels,
    )  # fmt: skip
    loads = ReinvestRecord(
        **fields, column=CASELOADS.name, into="caseloads", more={}, groups={}, units={}, baseline=staff,
        posts={"sick": 50.0, "young": 32.2}, levels={}, caseloads={
            "sick": {"before": 55.0, "after": 57.4, "low": 25.0, "high": 45.0}, "young": {"before": 50.0, "after": 46.6},
        },
    )  # fmt: skip
    columns = (*COLUMNS, MEETINGS, CASELOADS)
    return manifest(columns=columns, capacity=(cut(),), reinvested=(meetings, loads))


def test_the_cut_s_three_criteria_stand_side_by_side_with_what_stopped_it() -> None:
    table = cut_table(manifest(capacity=(cut(),)), "en")
    assert table is not None
    (row,) = table.rows
    assert len(row) == len(table.heads) == 2 + 2 + 9 + 1
    assert [cell.text for cell in row[2:4]] == ["52.2", "40.0"]
    assert [cell.text for cell in row[4:7]] == ["5.00", "6.00", "5.01"]
    assert [cell.text for cell in row[10:13]] == ["5.22"] * 3  # a tenth of a meeting a week
    assert row[-1].text == WHY
    assert cut_table(manifest(), "en") is None


def test_a_unit_of_two_teams_has_the_posts_and_the_names_of_both() -> None:
    """The unit's name is any text: which teams it has is what its record lists."""
    staff, posts = {"sick": 52.2, "young": 30.0, "insured": 9.0}, {"sick": 40.0, "young": 20.5, "insured": 9.0}
    levels, units = {"first": LEVELS["sick"]}, {"first": ("sick", "young")}
    record = cut(baseline=staff, posts=posts, levels=levels, units=units, stopped={})
    table = cut_table(manifest(capacity=(record,)), "en")
    assert table is not None
    (row,) = table.rows
    assert row[1].text == f"{label('team', 'sick')} + {label('team', 'young')}"
    assert [cell.text for cell in row[2:4]] == ["82.2", "60.5"]
    assert row[-1].text == "–"


def test_reinvested_hours_tell_meetings_caseloads_and_norms() -> None:
    meetings, loads = reinvest_tables(reinvesting(), "da")
    assert [len(row) for row in meetings.rows] == [len(meetings.heads)]
    assert meetings.rows[0][2].text == "+4,2"
    assert [[cell.text for cell in row[2:]] for row in loads.rows] == [
        ["52,2", "50,0", "55,0", "57,4", "25,0", "45,0"], ["30,0", "32,2", "50,0", "46,6", "–", "–"],
    ]  # fmt: skip
    assert not any("DKK" in head.text or "kr." in head.text for table in (meetings, loads) for head in table.heads)


def spread(rows: dict[tuple[str, str, str], float]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "study": "x", "place": place, "rule_set": rules, "practice": practice, "capacity": "keep", "replication": r,
                "group": "all", "team": "all", "activity": "all", "need": "all", "measure": "wait_decision_p50",
                "unit": "days", "value": value + r,
            }
            for (rules, practice, place), value in rows.items()
            for r in (-1, 1)
        ]
    )  # fmt: skip


def test_the_widest_difference_is_between_the_two_that_are_furthest_apart() -> None:
    measures = spread(
        {
            ("current", "baseline", "a"): 9.0,
            ("freed", "one", "a"): 10.0,
            ("freed", "two", "a"): 25.0,
            ("freed", "own", "b"): 4.0,
        }
    )
    columns = (
        column("current", "baseline"), column("freed", "one"), column("freed", "two"), column("freed", "own", own_practice=True),
    )  # fmt: skip
    of_two = manifest(places=("a", "b"), columns=columns, practices_by_place={"b": "two"})
    table = spread_table(measures, of_two, "en")
    assert table is not None
    assert [row[2].text for row in table.rows] == ["10.0", "25.0", "4.0", "21.0"]
    assert "two" in table.rows[2][1].text
    assert spread_table(spread({("current", "baseline", "a"): 9.0}), manifest(), "en") is None


def test_the_page_has_the_tables_only_where_there_is_something(study: Study, blank: None) -> None:
    plain = render_report(study.measures, study.comparisons, study.manifest)
    with_staff = render_report(study.measures, study.comparisons, reinvesting())
    for section in ("cut-section", "reinvest-section"):
        assert f'id="{section}"' not in plain
        assert f'id="{section}"' in with_staff


def test_a_reinvesting_column_is_by_itself_and_shows_no_money(study: Study) -> None:
    measures, comparisons = (table.replace(CUT, MEETINGS.name) for table in (study.measures, study.comparisons))
    measures["capacity"] = measures["capacity"].replace("cut", "reinvest-meetings")
    rows = headline(measures, comparisons, manifest(columns=(*COLUMNS, MEETINGS)))
    rows = rows[rows["column"] == MEETINGS.name]
    assert set(rows["capacity"]) == {"reinvest"}
    of_hours = rows[~rows["measure"].str.startswith(BENEFIT_PREFIXES)]
    assert not of_hours["unit"].str.startswith("DKK").any()
    assert not rows["measure"].isin(["staff", "staff_cost"]).any()
    assert rows["measure"].str.startswith("wait_").any()
