"""Results: short names, comparisons, the measures shown for each use of the freed hours, and reading back."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.files.entry import Title
from sim.files.errors import ScenarioError
from sim.report.words import label
from sim.results.result import Result
from tests.study.stub import STUDY, conducted, study
from tests.study.stub_runs import BOUND, HOURS, SHED, TEAMS

MORE = STUDY.replace(
    "capacity: [keep, cut]}", "capacity: [keep, cut]}\n  - {rules: freed-six-cities, practice: contact-on-request}"
)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder = tmp_path_factory.mktemp("result")
    return conducted(study(folder, MORE), folder / "results")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("current", ("current", "baseline", "keep")),
        ("freed-six-cities", ("freed-six-cities", "same-contact-by-need", "keep")),  # the headline
        ("contact-on-request", ("freed-six-cities", "contact-on-request", "keep")),
        ("cut", ("freed-six-cities", "same-contact-by-need", "cut")),
        ("freed-six-cities/cut", ("freed-six-cities", "same-contact-by-need", "cut")),
        ("freed-six-cities/contact-on-request/keep", ("freed-six-cities", "contact-on-request", "keep")),
    ],
)
def test_short_names_that_fit_one_column(result: Result, name: str, meant: tuple[str, str, str]) -> None:
    assert result.column(name) == result.study.column("/".join(meant))


@pytest.mark.parametrize("name", ["keep", "same-contact-by-need", "freed-six-cities/keep"])
def test_names_that_fit_several_list_them(result: Result, name: str) -> None:
    with pytest.raises(ScenarioError, match="several columns") as caught:
        result.column(name)
    assert "freed-six-cities/same-contact-by-need/keep" in str(caught.value)


def test_an_unknown_name_gets_the_nearest(result: Result) -> None:
    with pytest.raises(ScenarioError, match="nearest: freed-six-cities"):
        result.column("freed-six-citis")


@pytest.mark.parametrize("name", ["freed-six-cities", "cut"])
def test_hours_in_two_steps(result: Result, name: str) -> None:
    """Freed is positive, and what became of the hours adds up to the work removed, whether staff is kept or cut."""
    hours = result.compare(name, "current").hours()
    assert list(hours.columns) == [
        "column", "baseline", "step", "part", "baseline_hours", "variant_hours", "hours", "low", "high", "confidence",
        "pairs", "nature",
    ]  # fmt: skip
    freed = {step: part.set_index("part") for step, part in hours.groupby("step")}
    full = sum(TEAMS.values()) * HOURS
    removed = full * (BOUND["current"] - BOUND["freed-six-cities"]) * 1.002 + SHED
    whole = freed["removed"].loc["all"]
    assert whole["hours"] == pytest.approx(removed)
    assert whole["low"] < whole["hours"] < whole["high"]
    assert whole["baseline_hours"] - whole["variant_hours"] == pytest.approx(removed)
    assert freed["became"]["hours"].drop("all").sum() == pytest.approx(removed)
    assert freed["asker"]["hours"].sum() == pytest.approx(removed)
    assert freed["asker"].loc["practice", "hours"] == pytest.approx(full * (0.1 - 0.25))
    assert freed["role"].loc["team-member", "hours"] == pytest.approx(500)
    assert freed["became"].loc["no-longer-shed", "hours"] == pytest.approx(SHED)
    gone = float(freed["became"]["hours"]["posts"])
    assert gone == pytest.approx(0, abs=1e-6) if name == "freed-six-cities" else gone > 0
    assert (whole["pairs"], whole["nature"]) == (3, "scales")


def test_waits_are_told_only_where_staff_is_kept(result: Result) -> None:
    kept = result.compare("freed-six-cities").waits()
    kept = kept[(kept["group"] == "all") & (kept["need"] == "all")].set_index("measure")
    assert kept.loc["wait_team_mean_standardised", "difference"] == pytest.approx(-8.0)
    assert kept.loc["wait_team_mean_standardised", "nature"] == "scales"
    cut = result.compare("freed-six-cities/cut", "current")
    with pytest.raises(ScenarioError, match="counted once"):
        cut.waits()
    with pytest.raises(ScenarioError, match="counted once"):
        cut.caseloads()


def test_money_and_posts_are_told_only_where_staff_is_cut(result: Result) -> None:
    kept, cut = (set(result.compare(name).all()["measure"]) for name in ("freed-six-cities", "cut"))
    assert {"wait_team_mean_standardised", "caseload_mean"} <= kept
    assert "staff" in cut - kept
    assert "benefits_paid" in kept & cut  # what citizens are paid is no use of freed hours
    assert not {"wait_team_mean_standardised", "caseload_mean"} & cut


def test_two_columns_that_are_no_baseline(result: Result) -> None:
    comparison = result.compare("contact-on-request", "freed-six-cities")
    assert set(comparison.table["baseline"]) == {"freed-six-cities/same-contact-by-need/keep"}
    assert comparison.hours()["hours"].abs().max() == 0  # the stub knows no practice
    with pytest.raises(ScenarioError, match="compared with itself"):
        result.compare("current")


def test_caseloads_by_team(result: Result) -> None:
    assert set(result.compare("freed-six-cities").caseloads()["team"]) == {"insured", "job-ready", "resource"}


def test_a_result_is_read_back(result: Result) -> None:
    again = Result.read(result.study, result.folder)
    pd.testing.assert_frame_equal(again.measures, result.measures)
    pd.testing.assert_frame_equal(again.comparisons, result.comparisons)
    assert again.manifest.run_hash == result.manifest.run_hash
    with pytest.raises(ScenarioError, match=r"do: jobsim run .*small\.yaml"):
        Result.read(result.study, result.folder / "elsewhere")


def test_charts_have_numbers_and_files(result: Result, tmp_path: Path) -> None:
    chart = result.chart("hours")
    assert "follow-up-meeting" in set(chart.numbers()["activity"])
    chart.save(tmp_path / "hours.svg")
    assert (tmp_path / "hours.csv").exists()
    with pytest.raises(ScenarioError, match="png, svg or pdf"):
        chart.save(tmp_path / "hours.doc")
    with pytest.raises(ScenarioError, match="nearest: hours"):
        result.chart("hour")
    with pytest.raises(ScenarioError, match="no numbers"):
        result.chart("breaches")


def test_a_notebook_shows_the_first_screen(result: Result) -> None:
    """The view has the page's own words."""
    shown = result._repr_html_()
    assert shown is not None
    assert label("measure", "hours_asked") in shown


def test_the_name_of_a_study_is_escaped_in_a_notebook(result: Result) -> None:
    from dataclasses import replace

    title = Title(en="<script>alert(1)</script>", da="<b>")
    other = replace(result, manifest=result.manifest.model_copy(update={"title": title}))
    assert "<script>" not in str(other._repr_html_())
    assert "&lt;script&gt;" in str(other._repr_html_())


def test_completion_offers_public_names_alone() -> None:
    import sim

    assert dir(sim) == sorted(sim.__all__)


def test_headlines_are_the_comparisons_in_words(result: Result) -> None:
    """Each row has the numbers of the comparison in the unit that it names, so a share is in percent."""
    table = result.headlines("freed-six-cities").set_index("measure")
    compared = result.compare("freed-six-cities").table
    whole = compared[(compared[["group", "activity", "need"]] == "all").all(axis=1) & (compared["team"] == "all")]
    for measure, scale in (("hours_asked", 1.0), ("wait_team_mean_standardised", 1.0)):
        row, of = table.loc[measure], whole.set_index("measure").loc[measure]
        assert [row["difference"], row["low"], row["high"]] == pytest.approx(
            [scale * of["difference"], scale * of["low"], scale * of["high"]]
        )
        assert row["variant_mean"] - row["baseline_mean"] == pytest.approx(row["difference"])
        assert row["nature"] == of["nature"]
    assert [str(table.loc["hours_asked", key]) for key in ("title", "unit")] == [
        "Work that rules and practice ask for",
        "hours a year",
    ]
    assert result.headlines("freed-six-cities", "da").set_index("measure").loc["hours_asked", "unit"] == "timer om året"


def test_headlines_of_every_column_but_the_baseline(result: Result) -> None:
    variants = [column.name for column in result.study.columns[1:]]
    assert list(dict.fromkeys(result.headlines()["column"])) == variants
    assert result.headlines()[["assumptions_low", "sampled_low"]].isna().all(axis=None)  # nothing was tested
    with pytest.raises(ScenarioError, match="no such column"):
        result.headlines("freed")
    with pytest.raises(ScenarioError, match="en or da"):
        result.headlines(lang="de")  # type: ignore[arg-type]


def test_a_notebook_shows_a_chart_as_a_picture_and_as_text(result: Result) -> None:
    chart = result.chart("hours")
    shown, about = chart._repr_mimebundle_()
    picture, text = shown["image/png"], shown["text/plain"]
    assert isinstance(picture, bytes)
    assert picture.startswith(b"\x89PNG")
    wide = int.from_bytes(picture[16:20], "big")  # of a PNG, the first number after its head is the width
    assert wide == pytest.approx(1.5 * about["image/png"]["width"], abs=2)
    assert text == chart.drawn.alternative
    assert chart.drawn.title in repr(chart)
