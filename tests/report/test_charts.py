"""Charts draw the tables' numbers, and only those that may be shown."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
import pandas as pd
import pytest

from sim.files.errors import RunError, ScenarioError
from sim.report import CHARTS, draw_chart, save_chart, save_charts
from sim.report.assumed import BEYOND, ONE_AT_A_TIME, TOGETHER
from sim.report.charts import NoNumbersError
from sim.report.paper import A4
from sim.report.style import GROUP_COLOURS, looks
from sim.report.what_may_be_shown import BENEFIT_PREFIXES, may_show
from tests.report.danish import english_on
from tests.report.letters import IN_PRINT, IN_WORD, letters
from tests.report.manifests import BASELINE, COLUMNS, NOT_HERE, column, manifest

if TYPE_CHECKING:
    from tests.report.conftest import Study

pytestmark = pytest.mark.first
Numbers = dict[str, pd.DataFrame]
"""The numbers of each chart of the study, by its name."""
DRAWN = {name: chart for name, chart in CHARTS.items() if name not in NOT_HERE}


@pytest.fixture(scope="module")
def numbers(study: Study) -> Numbers:
    return {name: chart.numbers(study.measures, study.comparisons, study.manifest) for name, chart in DRAWN.items()}


@pytest.mark.parametrize("name", [name for name, chart in DRAWN.items() if chart.levels])
def test_numbers_are_those_of_the_comparisons(study: Study, numbers: Numbers, name: str) -> None:
    keys = ["measure", "group", "team", "activity", "need", "unit"]
    drawn = numbers[name].dropna(subset=["low"])
    given = study.comparisons.rename(columns={"variant": "column", "variant_mean": "mean"})
    both = drawn.merge(given, on=["column", *keys], how="left", suffixes=("", "_given"), validate="1:1")
    assert len(both) == len(drawn) > 0
    for key in ("mean", "difference", "low", "high", "pairs"):
        pd.testing.assert_series_equal(both[key], both[f"{key}_given"], check_names=False, check_dtype=False)


def test_a_level_that_the_comparisons_lack_is_the_mean_over_replications(study: Study) -> None:
    alone = study.comparisons[study.comparisons["measure"] != "breach_share"]
    table = DRAWN["breaches"].numbers(study.measures, alone, study.manifest)
    row = table[(table["column"] == BASELINE) & (table["activity"] == "sickness-revaluation")]
    values = study.measures.query(
        "measure == 'breach_share' and activity == 'sickness-revaluation' and rule_set == 'current'"
    )
    assert row["mean"].item() == pytest.approx(values["value"].mean())
    assert row["difference"].isna().all()


def test_both_steps_of_the_waterfall_run_to_the_work_removed(study: Study, numbers: Numbers) -> None:
    table = numbers["waterfall"]
    assert set(table["column"]) == {column.name for column in COLUMNS} - {BASELINE}
    for name in dict.fromkeys(table["column"]):
        mine = table[table["column"] == name]
        removed = -study.comparisons.query(
            "variant == @name and measure == 'hours_asked' and team == 'all' and activity == 'all'"
        )["difference"].item()
        for _, part in mine.groupby("step"):
            assert part["hours"].iloc[0] == part["end"].iloc[0] == pytest.approx(removed)
            steps = part.iloc[1:]
            assert steps["start"].iloc[0] == pytest.approx(0)
            assert steps["start"].to_numpy()[1:] == pytest.approx(steps["end"].to_numpy()[:-1])
        assert list(mine["step"].unique()) == ["removed", "became"]


def test_hours_are_caseworkers_alone(study: Study, numbers: Numbers) -> None:
    table = numbers["hours"]
    assert not {"benefit-change", "offer-consultant", "akasse-meeting", "team-hearing-members"} & set(table["activity"])
    given = study.measures.query(
        "measure == 'hours_asked' and team == 'all' and rule_set == 'current' and replication == 1"
    )
    asked = set(table[table["measure"] == "hours_asked"]["activity"])
    assert {"follow-up-meeting", "all"} <= asked <= {*given["activity"], "decision-without-team"}
    rest = table[table["measure"] != "hours_asked"]
    assert set(zip(rest["measure"], rest["activity"], strict=True)) == {
        ("hours", "running-casework"), ("hours_total", "all"), ("hours_shed", "all"),
    }  # fmt: skip


OF_ONE_UNIT = {"waterfall", "proposals", "claims"}
"""Charts of hours or ratios alone: their numbers name no measure."""


@pytest.mark.parametrize("name", sorted(OF_ONE_UNIT))
def test_a_chart_of_hours_alone_has_no_other_number(study: Study, numbers: Numbers, name: str) -> None:
    """Its numbers are hours with their intervals, the order in which bars start and end, and ratios to a claim."""
    table = numbers[name]
    hours = {
        "waterfall": {
            "baseline_hours",
            "variant_hours",
            "hours",
            "low",
            "high",
            "confidence",
            "pairs",
            "start",
            "end",
            *ONE_AT_A_TIME,
            *TOGETHER,
        },
        "proposals": {"removed", "removed_low", "removed_high", "running"},
        "claims": {"claim_scaled", "ratio", "ratio_low", "ratio_high"},
    }
    assert set(table.select_dtypes("number").columns) == hours[name]
    if name != "waterfall":
        assert {study.manifest.column(name_of_column).use for name_of_column in table["column"]} == {"keep"}


@pytest.mark.parametrize("name", [name for name in DRAWN if name not in OF_ONE_UNIT])
def test_money_never_for_kept_staff_and_waits_never_for_cut(study: Study, numbers: Numbers, name: str) -> None:
    table = numbers[name]
    variants = table[table["column"] != BASELINE]
    assert not variants.empty
    for name_of_variant, measure, unit in zip(variants["column"], variants["measure"], variants["unit"], strict=True):
        cut = study.manifest.column(name_of_variant).cut
        assert not (cut and measure.startswith(("wait_", "caseload_", "share_above_norm"))), (name_of_variant, measure)
        assert cut or not unit.startswith("DKK") or measure.startswith(BENEFIT_PREFIXES), (name_of_variant, measure)
        assert cut or measure not in {"staff", "staff_cost"}


def test_what_may_be_shown() -> None:
    assert may_show("wait_team_mean_standardised", "days", "keep")
    assert not may_show("wait_team_mean_standardised", "days", "cut")
    assert may_show("hours_cost", "DKK per year", "cut")
    assert not may_show("hours_cost", "DKK per year", "reinvest-meetings")
    assert not may_show("hours_cost", "DKK per year", "reinvest-caseloads")
    assert may_show("hours", "hours per year", "cut")


def test_the_posts_of_a_team_stand_beside_those_that_both_norms_need(numbers: Numbers) -> None:
    """The sick have one band in both years; the insured have no norm and so no row."""
    table = numbers["caseload"].drop_duplicates(["team", "measure"]).set_index(["team", "measure"])["mean"]
    assert set(table.index.get_level_values("team")) == {"sick", "young"}
    for team in ("sick", "young"):
        for year in (2016, 2020):
            assert table[team, f"norm_posts_{year}_most"] < table[team, f"norm_posts_{year}_fewest"]
    assert table["sick", "norm_posts_2016_most"] == pytest.approx(table["sick", "norm_posts_2020_most"], rel=0.02)


def test_every_picture_has_its_numbers_beside_it(study: Study, numbers: Numbers, tmp_path: Path, unsaved: None) -> None:
    paths = save_charts(study.measures, study.comparisons, study.manifest, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in paths}
    for name in DRAWN:
        assert {p.suffix for p in paths if p.stem == name} == {".png", ".svg", ".pdf", ".csv"}
        for kind in ("png", "svg", "pdf"):
            assert (tmp_path / f"{name}.{kind}").read_text() == f"{name} as {kind}"
        written = pd.read_csv(tmp_path / f"{name}.csv")
        if BEYOND in written:
            written[BEYOND] = written[BEYOND].astype("boolean")
        pd.testing.assert_frame_equal(written, numbers[name], check_dtype=False)


def test_pictures_embed_fonts_keep_text_and_name_interval_and_run(study: Study, tmp_path: Path) -> None:
    save_chart("minutes", study.measures, study.comparisons, study.manifest, tmp_path)
    svg = (tmp_path / "minutes.svg").read_text()
    assert "95 % interval, paired t over 10 pairs" in svg
    assert "0f3c9ab1d2e4" in svg
    assert "Minutes per citizen and week" in svg
    pdf = (tmp_path / "minutes.pdf").read_bytes()
    assert b"/Type3" not in pdf
    assert b"/FontFile2" in pdf
    width = int.from_bytes((tmp_path / "minutes.png").read_bytes()[16:20], "big")
    assert width == round(6.7 * 300)


def test_the_same_tables_give_the_same_files(study: Study, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        save_chart("waits", study.measures, study.comparisons, study.manifest, tmp_path / folder)
    for kind in ("png", "svg", "pdf", "csv"):
        assert (tmp_path / "a" / f"waits.{kind}").read_bytes() == (tmp_path / "b" / f"waits.{kind}").read_bytes()


def test_drawing_leaves_matplotlib_as_it_was(study: Study) -> None:
    before = dict(mpl.rcParams)
    draw_chart("caseload", study.measures, study.comparisons, study.manifest).picture("png")
    assert dict(mpl.rcParams) == before


def test_nothing_is_left_behind_when_writing_fails(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unsaved: None
) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(RunError, match="the disk is full"):
        save_chart("waits", study.measures, study.comparisons, study.manifest, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_chart_saves_under_any_name(study: Study, tmp_path: Path, unsaved: None) -> None:
    drawn = draw_chart("waterfall", study.measures, study.comparisons, study.manifest)
    assert drawn.save(tmp_path / "freed-hours.pdf") == tmp_path / "freed-hours.pdf"
    assert (tmp_path / "freed-hours.pdf").read_text() == "waterfall as pdf"
    assert pd.read_csv(io.StringIO((tmp_path / "freed-hours.csv").read_text())).shape == drawn.numbers.shape
    with pytest.raises(ValueError, match="png, svg, pdf"):
        drawn.save(tmp_path / "freed-hours.docx")


def test_unknown_names_and_empty_tables_are_said(study: Study, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="nearest: waterfall"):
        draw_chart("waterfal", study.measures, study.comparisons, study.manifest)
    none = study.measures.iloc[:0]
    with pytest.raises(NoNumbersError):
        draw_chart("waits", none, study.comparisons.iloc[:0], study.manifest)
    assert save_charts(none, study.comparisons.iloc[:0], study.manifest, tmp_path) == []


@pytest.mark.parametrize("name", list(DRAWN))
def test_charts_of_a_study_with_one_column_or_one_pair(study: Study, name: str) -> None:
    alone = study.measures[study.measures["rule_set"] == "current"]
    if not DRAWN[name].levels:
        with pytest.raises(NoNumbersError):
            draw_chart(name, alone, study.comparisons.iloc[:0], study.manifest)
    else:
        draw_chart(name, alone, study.comparisons.iloc[:0], study.manifest)
    pair = study.comparisons.assign(low=float("nan"), high=float("nan"), pairs=1)
    draw_chart(name, study.measures, pair, study.manifest).picture("svg")


def test_colours_are_the_same_everywhere() -> None:
    columns = (*COLUMNS, column("a", "p"), column("a", "p", "cut"), column("b", "p"))
    variants = ["a/p/keep", "a/p/cut", "b/p/keep"]
    first = looks([BASELINE, *variants], BASELINE, manifest(columns=columns))
    assert first["a/p/keep"].colour == first["a/p/cut"].colour != first["b/p/keep"].colour
    assert first["a/p/cut"].hatch
    assert not first["a/p/keep"].hatch
    own = [GROUP_COLOURS[name] for name in list(GROUP_COLOURS)[:11]]
    assert len(set(own)) == 11


WITHOUT_AXES = {"clarification"}
"""Charts that are maps of a way: their words stand at its stations."""


def test_axes_are_named_and_letters_on_a_page_can_be_read(study: Study, unsaved: None) -> None:
    for lang in ("en", "da"):
        for name in DRAWN:
            figure = draw_chart(name, study.measures, study.comparisons, study.manifest, lang).figure
            drawn = letters(figure)
            assert (name, lang, drawn.cut, drawn.overlapping) == (name, lang, [], [])
            assert drawn.smallest * IN_WORD >= IN_PRINT, name
            assert figure.get_figheight() <= A4.height + 1e-9, name
            assert name in WITHOUT_AXES or any(axes.get_xlabel() for axes in figure.axes), name
            assert lang == "en" or english_on(figure) == {}, name


def test_many_variants_fit_by_leaving_some_to_the_csv(study: Study) -> None:
    variant = "freed-six-cities/same-contact-by-need/keep"
    one = study.comparisons[study.comparisons["variant"] == variant]
    columns = [column(f"current+004-{i}", "baseline") for i in range(9)]
    many = pd.concat([one.assign(variant=each.name) for each in columns], ignore_index=True)
    of_many = manifest(columns=(*COLUMNS, *columns))
    apart = (OF_ONE_UNIT | NOT_HERE | {"tornado", "payers", "differences-cut"}) - {
        "waterfall"
    }  # rows of columns, and one column alone
    by_column = {name: chart for name, chart in CHARTS.items() if name not in apart}
    for name, chart in by_column.items():
        table = chart.numbers(study.measures.iloc[:0], many, of_many)
        assert table["column"].nunique() == (10 if chart.levels else 9)
        figure = chart.draw(table, of_many, "en")
        assert figure.get_figheight() <= A4.height + 1e-9, name
        assert any("further variants are in the CSV" in text.get_text() for text in figure.texts), name


def test_payers_add_up_staff_only_where_they_are_cut(study: Study, numbers: Numbers) -> None:
    """Where staff are kept the fund and the region have no piece, and no sum holds staff or fees."""
    table = numbers["payers"]
    for name_of_column, part in table.groupby("column"):
        cut = study.manifest.column(str(name_of_column)).cut
        assert set(part["payer"]) == {"municipality", "state", "total", *(("fund", "region") if cut else ())}
        assert part["measure"].str.startswith("paid_").all() == cut
        assert set(part["holds"]) == {"all" if cut else "citizens"}
