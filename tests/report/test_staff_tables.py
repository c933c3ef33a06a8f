"""Tables of cuts, reinvested hours and spread: what was found stands there, and money nowhere but in the cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pandas as pd
import pytest

from sim.report import DrawnChart, Manifest, render_report
from sim.report.headline import headline
from sim.report.staff_tables import cut_table, reinvest_tables, spread_table
from sim.report.what_may_be_shown import Column
from sim.report.words import column_label

if TYPE_CHECKING:
    from tests.report.conftest import Study

CUT = "freed-six-cities/same-contact-by-need/cut"
LEVEL = {"running": 6.0, "broken": 0.1, "meetings": 0.1}
LEVELS = {"sick": {"baseline": {**LEVEL, "running": 5.0}, "keep": LEVEL, "cut": {**LEVEL, "running": 5.01}}}
WHY = "the cut stops at 40.0 posts: with 39.9 running casework is 4.99 minutes per citizen and week against 5.00"


def found(**more: Any) -> Manifest:
    cut = {
        "variant": CUT, "levels": LEVELS, "baseline": {"sick": 52.2}, "posts": {"sick": 40.0}, "stopped": {"sick": WHY},
    }  # fmt: skip
    return cast("Manifest", {"capacity": [cut], **more})


def reinvesting() -> Manifest:
    levels = {"sick": {"baseline": LEVEL, "keep": LEVEL, "reinvest": {**LEVEL, "meetings": 0.2}}}
    meetings = {
        "variant": CUT.replace("/cut", "/reinvest-meetings"),
        "into": "meetings",
        "more": {"sick": 4.2},
        "levels": levels,
    }
    loads = {
        "variant": CUT.replace("/cut", "/reinvest-caseloads"), "into": "caseloads", "baseline": {"sick": 52.2, "young": 30.0},
        "posts": {"sick": 50.0, "young": 32.2}, "caseloads": {
            "sick": {"before": 55.0, "after": 57.4, "low": 25.0, "high": 45.0}, "young": {"before": 50.0, "after": 46.6},
        },
    }  # fmt: skip
    return found(reinvested=[meetings, loads])


def test_the_cut_s_three_criteria_stand_side_by_side_with_what_stopped_it() -> None:
    table = cut_table(found(), "en")
    assert table is not None
    (row,) = table.rows
    assert len(row) == len(table.heads) == 2 + 2 + 9 + 1
    assert [cell.text for cell in row[2:4]] == ["52.2", "40.0"]
    assert [cell.text for cell in row[4:7]] == ["5.00", "6.00", "5.01"]
    assert [cell.text for cell in row[10:13]] == ["5.22"] * 3  # a tenth of a meeting a week
    assert row[-1].text == WHY
    assert cut_table(cast("Manifest", {}), "en") is None


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
    table = spread_table(measures, cast("Manifest", {"practices_by_place": {"b": "two"}}), "en")
    assert table is not None
    assert [row[2].text for row in table.rows] == ["10.0", "25.0", "4.0", "21.0"]
    assert "two" in table.rows[2][1].text
    assert spread_table(spread({("current", "baseline", "a"): 9.0}), cast("Manifest", {}), "en") is None


def test_the_page_has_the_tables_only_where_there_is_something(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DrawnChart, "picture", lambda *_, **__: b"")
    plain = render_report(study.measures, study.comparisons, study.manifest)
    told = render_report(study.measures, study.comparisons, cast("Manifest", {**study.manifest, **reinvesting()}))
    for section in ("cut-section", "reinvest-section"):
        assert f'id="{section}"' not in plain
        assert f'id="{section}"' in told


def test_a_reinvesting_column_stands_by_itself_and_tells_no_money(study: Study) -> None:
    measures, comparisons = (
        table.replace(CUT, CUT.replace("cut", "reinvest-meetings")) for table in (study.measures, study.comparisons)
    )
    measures["capacity"] = measures["capacity"].replace("cut", "reinvest-meetings")
    rows = headline(measures, comparisons, study.manifest)
    rows = rows[rows["column"].str.endswith("reinvest-meetings")]
    assert set(rows["capacity"]) == {"reinvest"}
    assert not rows["unit"].str.startswith("DKK").any()
    assert not rows["measure"].isin(["staff", "staff_cost"]).any()
    assert rows["measure"].str.startswith("wait_").any()


def test_a_column_s_own_shocks_stand_in_its_name() -> None:
    name = "current/baseline/keep(insured +30 % 2025-01-01..2025-12-31)"
    column = Column.of(name)
    assert (column.use, column.into, column.shocks) == ("keep", "keep", "insured +30 % 2025-01-01..2025-12-31")
    assert column_label(name, "en", capacity=False).endswith("insured +30 % (2025)")
    assert column_label("a/b/cut(staff all -25 % 2025-01-01..end)", "en").endswith("staff all -25 % (2025–)")
    assert "staff kept" in column_label(name, "en")
    assert Column.of("a/b/cut(staff all -25 % 2025-01-01..end)").cut
