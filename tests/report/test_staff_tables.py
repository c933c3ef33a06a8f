"""Tables of cuts, reinvested hours and spread: they show what the searches found, and money only for a cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from sim.files.entry import Lang
from sim.report import Manifest, render_report
from sim.report.cut_records import StopRecord
from sim.report.cut_tables import cut_note, cut_tables
from sim.report.cut_words import stop_text
from sim.report.headline import headline
from sim.report.reinvest_record import ReinvestRecord
from sim.report.staff_tables import reinvest_tables, spread_table
from sim.report.table import Table
from sim.report.what_may_be_shown import BENEFIT_PREFIXES
from sim.report.words import label, phrase
from tests.report.manifests import COLUMNS, CUT, column, cut_record, manifest

pytestmark = pytest.mark.usefixtures("no_pictures")

if TYPE_CHECKING:
    from tests.report.conftest import Study

LEVEL = {"running": 6.0, "meetings": 0.1}
MEETINGS = column("freed-six-cities", "same-contact-by-need", "reinvest-meetings")
CASELOADS = column("freed-six-cities", "same-contact-by-need", "reinvest-caseloads")


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
    return manifest(columns=columns, reinvested=(meetings, loads))


def tables(lang: Lang = "en", **changes: Any) -> dict[str, Table]:
    return {table.name: table for table in cut_tables(manifest(**changes), lang)}


def test_the_three_answers_stand_side_by_side_with_their_intervals_and_are_not_added() -> None:
    cut, request = tables()["cut"].rows
    assert [cell.text for cell in cut[1:]] == ["52.2", "12.5", "10.0", "12.0", "9.6", "6.0", "5.9"]
    assert [cell.detail for cell in cut[2:]] == [
        "12.2 to 12.8", "9.0 to 11.0", "11.4 to 12.6; safe: 11.5", "8.6 to 10.6", "5.1 to 6.9; safe: 5.0", "5.3 to 6.5",
    ]  # fmt: skip
    assert [cell.text for cell in request[2:]] == ["12.5", "10.0", "–", "–", "–", "–"], "a bound needs no search"


def test_a_column_without_a_cut_has_its_bound_and_a_study_of_one_column_nothing() -> None:
    assert list(tables(capacity=())) == ["cut", "cut-roles"]
    assert tables(capacity=(), bounds=()) == {}


@pytest.mark.parametrize("lang", ["en", "da"])
def test_what_stopped_a_unit_is_said_with_a_number_beyond_its_limit(lang: Lang) -> None:
    """Two numbers that look equal are no reason."""
    (row,) = tables(lang)["cut-units"].rows
    point = "." if lang == "en" else ","
    assert f"1{point}2" in row[6].text
    close = StopRecord(criterion="deadlines", posts=0.5, worse=0.0203, margin=0.02, duties=("early-contact",))
    text = stop_text(close, lang, manifest())
    assert f"2{point}03" in text
    assert label("duty", "early-contact", lang, manifest()) in text
    for criterion in ("running", "meetings", "deadlines", "bound", "tried"):
        assert "{" not in stop_text(StopRecord(criterion=criterion, worse=0.5, margin=0.01), lang, manifest())


def test_a_unit_of_two_teams_has_the_names_of_both() -> None:
    unit = cut_record().units["sick"].model_copy(update={"teams": ("sick", "young")})
    (row,) = tables(capacity=(cut_record(units={"first": unit}),))["cut-units"].rows
    assert row[1].text == f"{label('team', 'sick')} + {label('team', 'young')}"


def test_the_service_with_staff_cut_is_that_of_the_reported_replications() -> None:
    (row,) = tables()["cut-service"].rows
    assert [cell.text for cell in row[2:]] == ["5.00", "5.01", "5.22", "5.19", "−1.1"]


def test_other_roles_have_rows_of_their_own() -> None:
    roles = tables()["cut-roles"].rows
    assert [cell.text for cell in roles[0][1:]] == [label("team", "team-member"), "4,000", "–", "2.0"]


def test_the_note_states_every_margin() -> None:
    for lang in ("en", "da"):
        words = cut_note(manifest(), lang)
        assert "{" not in words
        assert "95" in words
        assert "500" in words
    assert cut_note(manifest(capacity=()), "en") == phrase("cut_note", "en")


def test_reinvested_hours_tell_meetings_caseloads_and_norms() -> None:
    meetings, loads = reinvest_tables(reinvesting(), "da")
    assert [len(row) for row in meetings.rows] == [len(meetings.heads)]
    assert meetings.rows[0][2].text == "+4,2"
    assert [[cell.text for cell in row[2:]] for row in loads.rows] == [
        ["52,2", "50,0", "55,0", "57,4", "25,0", "45,0"], ["30,0", "32,2", "50,0", "46,6", "–", "–"],
    ]  # fmt: skip
    assert not any("DKK" in head.text or "kr." in head.text for table in (meetings, loads) for head in table.heads)


MEETINGS_HELD = {"measure": "meetings_per_caseworker_person_year", "unit": "meetings per person and year"}


def spread(rows: dict[tuple[str, str, str], float]) -> pd.DataFrame:
    whole = {"group": "all", "team": "all", "activity": "all", "need": "all", "capacity": "keep", "study": "x"}
    return pd.DataFrame(
        [
            {**whole, **MEETINGS_HELD, "place": place, "rule_set": rules, "practice": practice, "replication": r, "value": value + r}
            for (rules, practice, place), value in rows.items()
            for r in (-1, 1)
        ]
    )  # fmt: skip


def compared(rows: dict[tuple[str, str, str], float]) -> pd.DataFrame:
    """Standardised waits of columns against the baseline, in which they are 9 days."""
    whole = {"group": "all", "team": "all", "activity": "all", "need": "all", "baseline": "current/baseline/keep"}
    wait = {"measure": "wait_decision_mean_standardised", "unit": "days", "baseline_mean": 9.0}
    return pd.DataFrame(
        [
            {**whole, **wait, "place": place, "variant": f"{rules}/{practice}/keep", "variant_mean": value}
            for (rules, practice, place), value in rows.items()
        ]
    )


def test_the_widest_difference_is_between_the_two_that_are_furthest_apart() -> None:
    variants = {("freed", "one", "a"): 10.0, ("freed", "two", "a"): 25.0, ("freed", "own", "b"): 4.0}
    measures = spread({("current", "baseline", "a"): 9.0, ("current", "baseline", "b"): 9.0, **variants})
    columns = (
        column("current", "baseline"), column("freed", "one"), column("freed", "two"), column("freed", "own", own_practice=True),
    )  # fmt: skip
    of_two = manifest(places=("a", "b"), columns=columns, practices_by_place={"b": "two"})
    table = spread_table(measures, compared(variants), of_two, "en")
    assert table is not None
    for at in (2, 3):  # the standardised wait, then the meetings
        assert [row[at].text for row in table.rows[:2]] == ["9.0", "9.0"]
        assert [row[at].text for row in table.rows[3:]] == ["10.0", "25.0", "4.0", "21.0"]
    assert "two" in table.rows[5][1].text
    alone = spread({("current", "baseline", "a"): 9.0})
    assert spread_table(alone, compared(variants).iloc[:0], manifest(), "en") is None


def test_the_page_has_the_tables_only_where_there_is_something(study: Study, blank: None) -> None:
    plain = render_report(study.measures, study.comparisons, manifest(bounds=(), capacity=()))
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
