"""Pooled numbers on page, screen and charts: refused rows, their parts, standardised baselines, curves over places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from sim.report import render_report
from sim.report.charts import CHARTS, NoNumbersError
from sim.report.headline import HEADLINES, headline
from sim.report.page_tables import comparison_table
from sim.report.pools import part_numbers
from sim.report.run_record import RunRecord
from sim.report.screen import comparison_tables, part_lines
from sim.report.side_tables import BESIDE
from sim.report.staff_tables import SPREAD
from sim.report.summary import answer
from sim.report.team_note import team_note
from sim.report.words import label
from tests.report.manifests import BASELINE, COLUMNS, KEEP, REQUEST, column, manifest

pytestmark = pytest.mark.usefixtures("no_pictures")

if TYPE_CHECKING:
    from tests.report.conftest import Study

MEASURE = "running_minutes_per_citizen_week"


def judged(comparisons: pd.DataFrame, verdict: str = "against-all-parts") -> pd.DataFrame:
    """The comparisons in which one pooled row has a verdict."""
    whole = (comparisons[["group", "team", "activity", "need"]] == "all").all(axis=1)
    row = whole & (comparisons["measure"] == MEASURE) & (comparisons["variant"] == KEEP)
    assert row.sum() == 1
    return comparisons.assign(pooled=row.map({True: verdict, False: "not-pooled"}))


def test_a_pool_that_no_part_shares_is_no_headline(study: Study) -> None:
    rows = headline(study.measures, judged(study.comparisons), study.manifest)
    here = rows[(rows["measure"] == MEASURE) & (rows["column"] == KEEP)]
    assert set(here["need"]) == {"light", "medium", "heavy"}
    elsewhere = rows[(rows["measure"] == MEASURE) & (rows["column"] == REQUEST)]
    assert "all" in set(elsewhere["need"])
    mixed = headline(study.measures, judged(study.comparisons, "mixed"), study.manifest)
    assert len(mixed) == len(rows) + 1


def test_each_difference_leads_from_its_own_baseline(study: Study) -> None:
    """What a number counts may depend on the pair: two variants abolish 7 and 3 deadlines, and each loses all of its own."""
    gone = study.comparisons["measure"] == "deadlines_gone"
    of_pair = study.comparisons["variant"].map({KEEP: 7.0, REQUEST: 3.0})
    changed = study.comparisons.assign(
        baseline_mean=study.comparisons["baseline_mean"].mask(gone, of_pair),
        variant_mean=study.comparisons["variant_mean"].mask(gone, 0.0),
        difference=study.comparisons["difference"].mask(gone, -of_pair),
    )
    found = headline(study.measures, changed[~gone | of_pair.notna()], study.manifest)
    gone_rows = found[found["measure"] == "deadlines_gone"]
    assert list(gone_rows["percent"]) == pytest.approx([-100.0, -100.0])
    assert sorted(gone_rows["baseline_mean"]) == pytest.approx([3.0, 7.0])


def test_page_and_screen_print_the_parts_instead(study: Study, blank: None) -> None:
    against = judged(study.comparisons)
    numbers = part_numbers(study.measures, against, study.manifest, [MEASURE])
    assert set(numbers["need"]) == {"light", "medium", "heavy"}
    lines = part_lines(study.measures, against, study.manifest, "en")
    assert len(lines) == 1 + 3 * 3
    assert sum("Light need" in line for line in lines) == 3
    page = render_report(study.measures, against, study.manifest)
    assert 'id="parts-section"' in page
    plain = render_report(study.measures, study.comparisons, study.manifest)
    assert 'id="parts-section"' not in plain
    assert part_lines(study.measures, study.comparisons, study.manifest, "en") == []


def test_no_table_of_the_page_has_a_raw_pool_of_waits_or_deadlines() -> None:
    shown = [*(row[0] for row in (*HEADLINES, *BESIDE)), *SPREAD]
    numbers = [name for name in shown if name.startswith(("wait_", "detection_delay", "breach_share", "held_by_due"))]
    assert len(numbers) > 12
    counts = ("_left", "_never", "_served", "_begun")
    assert all(name.endswith(("_standardised", *counts)) for name in numbers)


def test_a_standardised_row_says_from_which_baseline_it_starts(study: Study) -> None:
    """The strata that both columns have may differ by variant. The row prints the first variant's baseline."""
    name = "held_by_due_share_standardised"
    other = (study.comparisons["measure"] == name) & (study.comparisons["variant"] == REQUEST)
    difference = study.comparisons["variant_mean"] - 0.6
    changed = study.comparisons.assign(
        baseline_mean=study.comparisons["baseline_mean"].mask(other, 0.6),
        difference=study.comparisons["difference"].mask(other, difference),
    )
    rows = headline(study.measures, changed, study.manifest)
    rows = rows[(rows["measure"] == name) & (rows["capacity"] == "keep")]
    assert rows.set_index("column")["baseline_mean"].loc[REQUEST] == pytest.approx(0.6)
    cells = comparison_table(rows, study.manifest, "en").rows[0]
    assert "from 60.0" in cells[-2].detail
    assert "from" not in cells[3].detail
    (table,) = [table for table in comparison_tables(study.measures, changed, study.manifest) if table.row_count > 9][
        :1
    ]
    texts = [str(cell) for one in table.columns for cell in one.cells]
    assert any("from 60.0" in text for text in texts)


def test_the_service_line_leads_with_the_share_and_names_those_who_left(study: Study) -> None:
    headlines = headline(study.measures, study.comparisons, study.manifest)
    for lang, first, left in (("en", "First meeting within four weeks", "left without a meeting"),
                              ("da", "Første samtale inden fire uger", "forlod forløbet uden samtale")):  # fmt: skip
        text = answer(headlines, study.manifest, lang)[2].text  # type: ignore[arg-type]
        assert text.startswith(first)
        assert left in text
    fewer = headlines.assign(
        low=headlines["low"].mask(headlines["measure"] == "wait_first_meeting_left", -200.0),
        high=headlines["high"].mask(headlines["measure"] == "wait_first_meeting_left", 300.0),
    )
    assert "left without" not in answer(fewer, study.manifest)[2].text


def test_waits_stand_by_group_beside_the_standardised_whole(study: Study) -> None:
    numbers = CHARTS["waits"].numbers(study.measures, study.comparisons, study.manifest)
    means = numbers[(numbers["number"] == "mean") & (numbers["wait"] == "wait_first_meeting")]
    assert list(dict.fromkeys(means["group"])) == ["all", "job-ready", "sick"]
    assert means["measure"].str.endswith("_standardised").all()
    alone = study.measures[study.measures["rule_set"] == "current"]
    alone = alone[~alone["measure"].str.endswith("_standardised")]
    own = CHARTS["waits"].numbers(alone, study.comparisons.iloc[:0], study.manifest)
    assert set(own.loc[own["number"] == "mean", "group"]) == {"job-ready", "sick"}


def test_breaches_are_of_duties_that_both_have(study: Study) -> None:
    numbers = CHARTS["breaches"].numbers(study.measures, study.comparisons, study.manifest)
    duties = set(numbers.loc[numbers["measure"] == "breach_share", "activity"])
    assert duties == {"sickness-revaluation", "clarification-plan", "flexjob-follow-up"}
    assert set(numbers.loc[numbers["activity"] == "all", "measure"]) == {"breach_share_standardised", "deadlines_gone"}
    figure = CHARTS["breaches"].draw(numbers, study.manifest, "da")
    words = " ".join(text.get_text() for text in figure.texts)
    assert "frister om året findes ikke længere" in words


def test_the_curve_over_places_has_a_line_for_each_set_of_rules() -> None:
    fewer = column("current", "baseline").model_copy(
        update={"name": "current/baseline/keep(28 places)", "capacity": "keep(28 places)", "team_places": 28}
    )
    freed = column("freed", "baseline").model_copy(
        update={"name": "freed/baseline/keep(28 places)", "capacity": "keep(28 places)", "team_places": 28}
    )
    runs = tuple(
        RunRecord(
            place="nowhere", column=name, replication=1, key="k", log="l", log_sha256="s", rows=1, posts={}, places=places,
            engine="kernel", seconds=1.0,
        )
        for name, places in ((BASELINE, 34), (fewer.name, 28), (freed.name, 28))
    )  # fmt: skip
    of_places = manifest(columns=(COLUMNS[0], fewer, freed), runs=runs)
    whole = {"group": "all", "team": "all", "activity": "all", "need": "all", "unit": "days", "place": "nowhere"}
    comparisons = pd.DataFrame(
        [
            {**whole, "study": "s", "measure": "wait_team_mean_standardised", "baseline": BASELINE, "variant": name,
             "baseline_mean": 25.0, "variant_mean": mean, "difference": mean - 25, "low": mean - 26, "high": mean - 24,
             "confidence": 0.95, "pairs": 10}
            for name, mean in ((fewer.name, 119.0), (freed.name, 24.0))
        ]
        + [
            {**whole, "study": "s", "measure": "wait_team_queue_mean_standardised", "baseline": BASELINE, "variant": name,
             "baseline_mean": 1.0, "variant_mean": mean, "difference": mean - 1, "low": mean - 2, "high": mean,
             "confidence": 0.95, "pairs": 10}
            for name, mean in ((fewer.name, 94.5), (freed.name, 0.0))
        ]
    )  # fmt: skip
    measures = pd.DataFrame(columns=["place", "rule_set", "practice", "capacity", *whole, "measure", "value"])
    measures = measures.loc[:, ~measures.columns.duplicated()]
    numbers = CHARTS["team-places"].numbers(measures, comparisons, of_places)
    points = [(row["line"], row["places"], row["mean"]) for row in numbers.to_dict("records")]
    assert points == [("current/baseline", 28, 119.0), ("current/baseline", 34, 25.0), ("freed/baseline", 28, 24.0)]
    assert numbers["without_queue"].tolist() == [24.5, 24.0, 24.0]
    figure = CHARTS["team-places"].draw(numbers, of_places, "en")
    words = " ".join(text.get_text() for text in figure.texts)
    assert "Dashed: the wait without the queue" in words
    assert "have no posts" in words
    members = of_places.model_copy(
        update={"runs": tuple(run.model_copy(update={"posts": {"team-member": 12.5}}) for run in runs)}
    )
    assert "12.5" in team_note(members, "en")
    assert "12,5" in team_note(members, "da")
    figure.draw_without_rendering()
    assert {text.get_text() for text in figure.axes[0].texts} == {"119", "25", "24"}
    with pytest.raises(NoNumbersError):
        CHARTS["team-places"].numbers(measures, comparisons, manifest())


@pytest.mark.parametrize(
    ("measure", "en", "da"),
    [
        ("wait_team_mean", "Wait for the rehabilitation team, mean", "Ventetid på rehabiliteringsteamet, gennemsnit"),
        ("wait_effort_within_1_week", "Wait for the effort to begin: ended within a week",
         "Ventetid på at indsatsen begynder: afsluttet inden en uge"),
        ("detection_delay_within_26_weeks", "From need to detection: ended within 26 weeks",
         "Fra behov til opdaget: afsluttet inden 26 uger"),
        ("wait_team_mean_standardised", "Wait for the rehabilitation team, mean (same mix)",
         "Ventetid på rehabiliteringsteamet, gennemsnit (samme sammensætning)"),
    ],
)  # fmt: skip
def test_numbers_of_waits_have_words_in_both_languages(measure: str, en: str, da: str) -> None:
    assert (label("measure", measure, "en"), label("measure", measure, "da")) == (en, da)
