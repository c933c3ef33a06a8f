"""A finished study validated: its numbers are those of the page and of the doctor, nothing is left out, nothing is run."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim import cli
from sim.commands.screen.validation import show_validation
from sim.figures.claims import read_claims
from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir
from sim.report.manifest import Manifest
from sim.report.range_records import RangeRecord
from sim.results.baseline import baseline_table
from sim.results.result import Result
from sim.validation.ends import Moves
from sim.validation.judgement import Span
from sim.validation.paper_file import read_papers
from sim.validation.row import Row
from sim.validation.scale import scale_of, share_of
from sim.validation.validate import FILE, Validated, validate
from sim.validation.work import Work
from sim.validation.world import USES, counts, uses
from tests.report.manifests import cut_record
from tests.settings import study_of
from tests.study.stub import STUDY, conducted, study
from tests.study.test_proposals import made

pytestmark = pytest.mark.usefixtures("no_pictures")
ROOT = scenarios_dir()
COMPARE = """\
compare:
  - {rules: current}
  - {rules: current+004-3a}
  - {rules: freed-six-cities, practice: same-contact-by-need}
"""
SMALL = STUDY[: STUDY.index("compare:")].replace("replications: 3", "replications: 2") + COMPARE


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("validation")


@pytest.fixture(scope="module")
def result(folder: Path) -> Result:
    return conducted(study(folder, SMALL), folder / "results", made)


@pytest.fixture(scope="module")
def done(result: Result, folder: Path) -> Validated:
    return validate(result.study, results=folder / "results")


@pytest.fixture(scope="module")
def rows(done: Validated) -> dict[str, Row]:
    return {row.id: row for row in done.rows if row.family == "papers"}


@pytest.fixture(scope="module")
def page(result: Result) -> dict[str, dict[str, Any]]:
    """The table of proposals, as the page has it."""
    rows: list[dict[str, Any]] = result.proposals().to_dict("records")  # type: ignore[assignment]
    return {str(row["proposal"]): row for row in rows}


@pytest.fixture(scope="module")
def doctor(result: Result) -> pd.DataFrame:
    """The figures beside the baseline, as `jobsim doctor baseline` has them."""
    own = result.study.baseline.settings["aalborg"]
    return baseline_table(result.measures, own.place, own.people, variant="current/baseline/keep", root=ROOT).set_index(
        "id"
    )


def test_every_number_has_one_row(done: Validated, rows: dict[str, Row], doctor: pd.DataFrame) -> None:
    assert list(rows) == [row.id for row in done.rows if row.family == "papers"]
    assert set(rows) == {number.id for number in read_papers(ROOT).file.numbers}
    assert [row.id for row in done.rows if row.family == "world"] == list(doctor.index[doctor["family"] == "world"])


def test_a_row_without_a_verdict_says_why(done: Validated) -> None:
    apart = [row for row in done.rows if row.keep.verdict in ("not-comparable", "not-run")]
    assert [row.id for row in apart if not row.note] == []


@pytest.mark.parametrize("name", ["S059", "S060"])
def test_a_claim_has_the_ratio_of_the_page(rows: dict[str, Row], page: dict[str, Any], name: str) -> None:
    """The paper's own figure for Aalborg and the country's are held against the same work."""
    mine, theirs = rows[name], page["004-3a"]
    assert mine.ratio == pytest.approx(theirs["ratio"])
    assert mine.keep.chance.low / mine.stated == pytest.approx(theirs["ratio_low"])
    assert mine.keep.chance.high / mine.stated == pytest.approx(theirs["ratio_high"])
    assert mine.nature == theirs["nature"]


def test_a_package_is_held_in_money_hours_and_posts_of_the_same_work(
    rows: dict[str, Row], page: dict[str, Any]
) -> None:
    theirs, share = page["freed-six-cities"], 0.0375
    fees = theirs["money_fees"]
    assert rows["N013"].keep.simulated == pytest.approx(theirs["money"] / 1e6 / share)
    hours = rows["S109"].keep.simulated
    assert hours == pytest.approx((theirs["removed"] + theirs["other_roles"]) / share)
    assert rows["N013"].keep.simulated == pytest.approx((hours * 481 + fees / share) / 1e6)
    assert rows["S110"].keep.simulated == pytest.approx(hours / 1315)


def test_a_cut_is_the_pages_estimate_from_the_day_as_it_is_to_the_bound(result: Result) -> None:
    name = "freed-six-cities/same-contact-by-need"
    record = cut_record(place="aalborg", column=f"{name}/keep")
    manifest = result.manifest.model_copy(update={"capacity": (record,)})
    work = Work(replace(result, manifest=manifest), "aalborg")
    entry = work.entries[name]
    assert work.cut(name, "money") is None  # no staff is cut here
    work.entries[name] = replace(entry, cut=entry.keep)
    for of, answers, unit in (
        ("posts", (record.free, record.fixed, record.bound), 1.0),
        ("money", record.dkk.values(), 1e6),
    ):
        found = work.cut(name, of)  # type: ignore[arg-type]
        assert found is not None
        interval, splits = found
        free = record.free if of == "posts" else record.dkk["free"]
        assert interval.value == pytest.approx(free.value / unit)
        assert (interval.low, interval.high) == pytest.approx((free.low / unit, free.high / unit), nan_ok=True)  # type: ignore[operator]
        assert splits.low == pytest.approx(min(each.value for each in answers) / unit)
        assert splits.high == pytest.approx(max(each.value for each in answers) / unit)
    assert work.cut(name, "hours") is None


def test_the_ends_that_have_been_run_widen_the_range(result: Result) -> None:
    """A headline is the variant less the baseline, and work removed is the reverse: 100 hours become 80 and 150."""
    name = "freed-six-cities/same-contact-by-need"
    record = RangeRecord(
        place="aalborg", column=f"{name}/keep", group="tracking", measure="hours_asked", activity="all", need="all",
        unit="hours per year", base=-100.0, low=-80.0, high=-150.0, low_half=None, high_half=None,
    )  # fmt: skip
    work = Work(replace(result, manifest=result.manifest.model_copy(update={"ranges": (record,)})), "aalborg")
    moved = work.moves(name, "hours")
    assert moved.by_group == {"tracking": Span(-20.0, 50.0)}
    assert moved.missing
    assert not moved.is_complete
    assert moved.around(100.0) == Span(80.0, 150.0)
    both = Moves({"a": Span(-20.0, 50.0), "b": Span(-5.0, -1.0)})
    assert both.is_complete
    assert both.around(100.0) == Span(75.0, 150.0)


def test_a_claim_whose_column_is_missing_names_the_study_that_has_it(rows: dict[str, Row]) -> None:
    assert (rows["S005"].keep.verdict, rows["S005"].notes[0]) == ("not-run", "not run: jobsim run aalborg-proposals")


def test_nothing_is_definite_as_long_as_assumptions_are_not_run(rows: dict[str, Row]) -> None:
    of_work = [row for row in rows.values() if row.of_work]
    assert len(of_work) >= 5
    assert {row.keep.verdict for row in of_work} == {"too-little-to-tell"}
    assert all(row.not_run for row in of_work)


def test_the_share_of_the_country_widens_what_is_scaled_by_it(rows: dict[str, Row]) -> None:
    at_place, scaled = rows["S059"].keep, rows["S060"].keep
    assert at_place.widest.low == pytest.approx(at_place.chance.low)
    assert scaled.widest.low < scaled.chance.low
    assert scaled.widest.high >= scaled.chance.high


def test_the_world_is_the_doctors(done: Validated, doctor: pd.DataFrame) -> None:
    """One implementation: the same verdicts, and a paper's number of today is never judged the other way round."""
    assert all(row.keep.verdict == doctor.loc[row.id, "verdict"] for row in done.rows if row.family == "world")
    opposite = {"inside": "outside", "outside": "inside"}
    papers = [row for row in done.rows if row.family == "papers" and row.id in doctor.index and not row.of_work]
    assert any(row.keep.verdict in opposite for row in papers)
    assert [row.id for row in papers if opposite.get(row.keep.verdict) == doctor.loc[row.id, "verdict"]] == []


def test_figures_are_counted_by_their_use(done: Validated) -> None:
    world = [row for row in done.rows if row.family == "world"]
    assert done.world == counts(world)
    assert sum(number for numbers in done.world.values() for number in numbers.values()) == len(world)
    used = uses(ROOT, "aalborg")
    assert set(used.values()) == set(USES)
    assert (used["A032"], used["A030"], used["X017"]) == ("held-out", "fitted", "input")


def test_the_table_has_every_row_and_belongs_to_the_result(done: Validated, result: Result, folder: Path) -> None:
    part = validate(result.study, results=folder / "results", family="papers", paper="djoef")
    assert {row.paper for row in part.rows} == {"djoef"}
    table = pd.read_csv(done.file, keep_default_na=False)
    assert list(table["id"]) == [row.id for row in done.rows]
    assert FILE in Manifest.read(result.folder).files
    drawn = pd.read_csv(result.folder / "charts" / "validation.csv")
    table = pd.read_csv(result.folder / FILE).set_index("id")
    assert {"charts/validation.png", "charts.da/validation.pdf"} <= set(Manifest.read(result.folder).files)
    for id_, ratio, verdict in zip(drawn["id"], drawn["ratio"], drawn["verdict"], strict=True):
        row = table.loc[[id_]]
        assert ratio == pytest.approx((row["simulated"] / row["stated"]).item())
        assert verdict in ("inside", "outside", "too-little-to-tell")


def test_no_study_no_place_no_paper(result: Result, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="no finished results"):
        validate(result.study, results=tmp_path)
    assert not (tmp_path / "small" / "tables").exists()
    with pytest.raises(ScenarioError, match="no such place"):
        validate(result.study, results=folder / "results", place="aarhus")
    with pytest.raises(ScenarioError, match="nearest: djoef"):
        validate(result.study, results=folder / "results", paper="djof")


def test_the_screen_fits_eighty_columns(done: Validated, capsys: pytest.CaptureFixture[str]) -> None:
    show_validation(done, steps=True)
    out = capsys.readouterr().out
    tables = out[: out.rindex("All rows:")]
    assert max(len(line) for line in tables.splitlines()) <= 80
    assert "S064" in tables


def test_json_is_plain_data(result: Result, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["validate", str(folder / "small.yaml"), "--results", str(folder / "results"), "--json"])
    assert ended.value.code == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert {row["verdict"] for row in rows} >= {"inside", "outside", "not-run", "too-little-to-tell"}
    assert {
        "id",
        "family",
        "measure",
        "stated",
        "simulated",
        "low",
        "high",
        "ratio",
        "verdict",
        "nature",
        "note",
    } <= set(rows[0])


def test_a_share_by_population_has_no_range_unless_it_is_all() -> None:
    claims = read_claims(ROOT)
    aalborg = study_of("aalborg").baseline.settings["aalborg"]
    place, people = aalborg.place, aalborg.people
    elsewhere = place.model_copy(update={"place": "elsewhere"})
    assert math.isclose(share_of(claims, elsewhere, people).value, place.population.value / people.population.value)
    assert not share_of(claims, elsewhere, people).span.is_known
    country = elsewhere.model_copy(update={"population": people.population})
    assert share_of(claims, country, people).span == Span(1.0, 1.0)


def test_a_paper_that_scales_a_place_itself_widens_the_range() -> None:
    """S060: 70 of 1.8 million is a share of 2.57 %, below the least share of A103."""
    claims = read_claims(ROOT)
    aalborg = study_of("aalborg").baseline.settings["aalborg"]
    scale = scale_of(claims, "S060", "Denmark", aalborg.place, aalborg.people)
    assert scale is not None
    assert scale.factor == scale.span.high == pytest.approx(70 / 1.8)
    assert scale.span.low == pytest.approx(1 / 0.043)
    own = scale_of(claims, "S059", "Aalborg", aalborg.place, aalborg.people)
    assert own is not None
    assert own.span == Span(1.0, 1.0)
    assert scale_of(claims, "S002", "København", aalborg.place, aalborg.people) is None
