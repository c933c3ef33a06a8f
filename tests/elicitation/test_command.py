"""`jobsim elicit`: a form is written, filled and read; the new study has the experts' values with grade, range and names."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from sim import cli
from sim.data.listing import basis_of
from sim.elicitation.choice import Chosen
from sim.elicitation.form import form
from sim.elicitation.reading import read_form
from sim.elicitation.record import FOLDER, POOLED, SAID, elicited
from sim.files.entry import Lang
from sim.files.errors import ScenarioError
from sim.files.set_values import address_of
from sim.files.value import GRADES, NEED_A_RANGE, size
from sim.report.page_tables import GRADE_ORDER, assumption_tables
from sim.report.words import label
from sim.results.sensitivity.scenarios import compared_columns
from sim.results.uncertainty.factors import factors_of
from sim.study.load import load
from sim.study.study import Study
from sim.study.values import values_of
from tests.elicitation.filling import PERSON, Cells, day, fill
from tests.settings import library
from tests.study.stub import STUDY, conducted

ROOT = Path(__file__).resolve().parents[2]
TRACKING, BOOKABLE = "regimes/R2024.yaml:tracking.per_open_duty", "practices/baseline.yaml:booking.bookable_share"
ANNA: Cells = {
    **PERSON,
    "D9": 10.0,
    "E9": 30.0,
    "F9": 20.0,
    "G9": "=1+1",
    "D10": 0.6,
    "E10": 0.8,
    "F10": 0.7,
    "D11": 0.5,
    "E11": 2.0,
    "F11": 1.0,
}
BO: Cells = {
    "D3": "E2",
    "D4": "leader",
    "D5": day("2026-07-02"),
    "D9": 20.0,
    "E9": 40.0,
    "F9": 30.0,
    "G9": "we use lists",
}
Jobsim = Callable[..., tuple[int, str, str]]


@pytest.fixture
def jobsim(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Jobsim:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.yaml").write_text(f"{STUDY}follow_up: 0 days\n", encoding="utf-8")

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main(["elicit", "./small.yaml", *arguments])
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, out, err

    return call


@pytest.fixture(scope="module")
def done(small: Study, asked: Chosen, blank: bytes, home: Path) -> Any:
    """Two experts' forms, pooled."""
    files = [fill(blank, home / f"{name}.xlsx", cells) for name, cells in (("anna", ANNA), ("bo", BO))]
    forms = [read_form(file, asked.questions, small.name) for file in files]
    return elicited(small, home / "results" / "small", asked.questions, forms)


# --- the result


def test_the_pooled_values_are_values_of_the_study_with_grade_range_and_names(done: Any, small: Study) -> None:
    """The hand example of the pool: 10-20-30 and 20-30-40 minutes give 11.1, 25 and 38.9."""
    study = load(done.study, library=library())
    assert study.name == "small-experts"
    values = {address_of(value): value for value in values_of(study)}
    before = {address_of(value): value for value in values_of(small)}
    tracking = values[TRACKING]
    assert (tracking.low, tracking.value, tracking.high) == (11, 25, 39)
    assert (tracking.evidence, before[TRACKING].evidence) == ("expert", "fitted")
    for words in ("Anna Holm (caseworker, 2026-07-01)", "E2 (leader, 2026-07-02)", "linear pool of 2"):
        assert words in tracking.source
    bookable = values[BOOKABLE]
    assert (bookable.low, bookable.value, bookable.high) == pytest.approx((0.6, 0.7, 0.8))
    assert "E2" not in bookable.source  # who did not answer is not named
    contact = [address for address in values if before.get(address) != values[address]]
    assert len(contact) == 2 + len(done.pooled[2].values)
    for address in done.pooled[2].values:  # as today, from half to twice as long
        assert values[address].value.days == pytest.approx(before[address].value.days, abs=1)
        assert size(values[address].low) == pytest.approx(before[address].value.days / 2, abs=1)


def test_a_run_of_the_study_lists_them_as_experts_in_its_manifest(done: Any, home: Path) -> None:
    result = conducted(load(done.study, library=library()), home / "results")
    listed = {each.path: each for each in result.manifest.assumptions if each.evidence == "expert"}
    tracking = listed["tracking.per_open_duty"]
    assert (tracking.value, tracking.low, tracking.high) == ("25 minutes", "11 minutes", "39 minutes")
    assert "Anna Holm (caseworker, 2026-07-01); E2 (leader, 2026-07-02)" in tracking.source
    assert result.manifest.values_set[TRACKING] == "25 minutes (11 minutes to 39 minutes, expert)"
    grades = [grade for grade, _ in assumption_tables(result.manifest.assumptions, "en")]
    assert grades.index("assumption") < grades.index("expert")


def test_an_analysis_of_the_study_samples_the_experts_range_under_their_grade(done: Any) -> None:
    study = load(done.study, library=library())
    pair = compared_columns(study)
    assert pair is not None
    factors = {factor.name: factor for factor in factors_of(study, pair, ("tracking", "bookable")).moved}
    (parameter,) = factors["tracking"].parameters
    assert (parameter.low, parameter.high, factors["tracking"].grade) == (11, 39, "expert")
    assert factors["bookable"].grade == "expert"


def test_it_is_kept_who_said_what(done: Any) -> None:
    with (done.study.parent / SAID).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["question"], row["name"]) for row in rows] == [
        ("tracking", "Anna Holm"), ("tracking", "E2"), ("bookable", "Anna Holm"), ("contact", "Anna Holm"),
    ]  # fmt: skip
    assert [rows[0][key] for key in ("role", "date", "low", "best", "high", "unit", "file")] == [
        "caseworker", "2026-07-01", "10", "20", "30", "minutes", "anna.xlsx",
    ]  # fmt: skip
    assert rows[0]["reason"] == "'=1+1"  # a spreadsheet shows it and computes nothing
    assert [rows[2][key] for key in ("low", "best", "high", "unit")] == ["60", "70", "80", "percent"]
    with (done.study.parent / POOLED).open(encoding="utf-8", newline="") as stream:
        pooled = {row["question"]: row for row in csv.DictReader(stream)}
    assert (pooled["tracking"]["experts"], pooled["tracking"]["best"], pooled["tracking"]["before"]) == (
        "2",
        "25",
        "14",
    )
    assert pooled["contact"]["values"] == str(len(done.pooled[2].values))


def test_values_that_do_not_fit_write_nothing(small: Study, asked: Chosen, blank: bytes, tmp_path: Path) -> None:
    """Nought percent of a time between meetings is no time. The unit allows one percent, the value does not."""
    cells: Cells = {**PERSON, "D11": 0.01, "E11": 0.02, "F11": 0.01}
    filled = read_form(fill(blank, tmp_path / "a.xlsx", cells), asked.questions, small.name)
    with pytest.raises(ScenarioError) as error:
        elicited(small, tmp_path / "results", asked.questions, [filled])
    assert "small-experts" in str(error.value) or "contact" in str(error.value)
    assert not (tmp_path / "results").exists()


def test_two_questions_about_one_value_are_refused(small: Study, asked: Chosen, blank: bytes, tmp_path: Path) -> None:
    twice = replace(asked.questions[0], name="again")
    questions = (*asked.questions, twice)
    content = form((asked.questions[0], twice), small.name, small.title, "en")
    cells: Cells = {**PERSON, "D9": 1.0, "E9": 3.0, "F9": 2.0, "D10": 1.0, "E10": 3.0, "F10": 2.0}
    filled = read_form(fill(content, tmp_path / "a.xlsx", cells), questions, small.name)
    with pytest.raises(ScenarioError, match="two questions of the forms are about the same value"):
        elicited(small, tmp_path / "results", questions, [filled])


def test_values_that_the_study_sets_itself_stay_unless_experts_answered(
    home: Path, asked: Chosen, tmp_path: Path
) -> None:
    own = tmp_path / "small.yaml"
    own.write_text(
        f"{STUDY}follow_up: 0 days\nvalues: {{turnover: high, tracking.per_open_duty: 13 minutes}}\n", encoding="utf-8"
    )
    study = load(own, library=library())
    from sim.elicitation.choice import chosen

    questions = chosen(study, tmp_path / "nothing", values=("tracking",)).questions
    assert questions[0].today[0] == 13  # today's value is the study's own
    content = form(questions, study.name, study.title, "en")
    filled = read_form(
        fill(content, tmp_path / "a.xlsx", {**PERSON, "D9": 5.0, "E9": 9.0, "F9": 7.0}), questions, study.name
    )
    made = load(elicited(study, tmp_path / "r", questions, [filled]).study, library=library())
    values = {address_of(value): value for value in values_of(made)}
    assert values[TRACKING].value == 7
    assert values["office/standard.yaml:turnover"].value == pytest.approx(0.25)


# --- the command


def test_a_form_is_written_filled_and_read(jobsim: Jobsim, tmp_path: Path) -> None:
    code, out, err = jobsim("--values", "tracking,bookable,contact")
    assert (code, err) == (0, "")
    file = tmp_path / "results" / "small" / FOLDER / "form.xlsx"
    assert str(file.relative_to(tmp_path)) in out
    blank = file.read_bytes()
    code, out, err = jobsim("--values", "tracking")
    assert code == 2  # a form that may be filled is not overwritten
    assert "a form is there already" in err
    assert file.read_bytes() == blank
    for name, cells in (("anna", ANNA), ("bo", BO)):
        fill(blank, tmp_path / f"{name}.xlsx", cells)
    code, out, err = jobsim("--read", "anna.xlsx", "bo.xlsx", "--json")
    assert (code, err) == (0, "")
    data = json.loads(out)
    assert data["experts"] == ["Anna Holm (caseworker, 2026-07-01)", "E2 (leader, 2026-07-02)"]
    first = next(each for each in data["pooled"] if each["question"] == "tracking")
    assert (first["question"], first["unit"], len(first["experts"])) == ("tracking", "minutes", 2)
    assert (first["low"], first["best"], first["high"]) == pytest.approx((100 / 9, 25, 350 / 9))
    assert first["values"][TRACKING] == {"value": "25 minutes", "low": "11 minutes", "high": "39 minutes"}
    assert all(Path(name).is_file() for name in data["files"])
    code, out, _ = jobsim("--read", "anna.xlsx", "bo.xlsx")
    assert code == 0
    for words in ("25 minutes", "14 minutes", "2 experts, pooled with equal weights", "Next: jobsim run results"):
        assert words in " ".join(out.split())


def test_a_danish_form_has_its_own_name_and_json_lists_the_questions(jobsim: Jobsim, tmp_path: Path) -> None:
    code, out, _ = jobsim("--language", "da", "--first", "2", "--json")
    data = json.loads(out)
    assert code == 0
    assert Path(data["form"]).name == "form.da.xlsx"
    assert [each["question"] for each in data["questions"]] == ["contact", "ordinary-contact"]
    assert data["questions"][0]["ask"]["da"].startswith("Tænk på et jobcenter")
    assert {"now", "low", "high", "grade", "unit", "key", "values"} <= set(data["questions"][0])


@pytest.mark.parametrize(("arguments", "words"), [
    (("--values", "trackin"), "nearest: tracking"), (("--first", "0"), "out of range"), (("--to", "form.xls"), "ends in .xlsx"),
    (("anna.xlsx",), "--read anna.xlsx"), (("--read",), "no filled form is named"), (("--read", "gone.xlsx"), "there is no such file"),
    (("--read", "x.xlsx", "--values", "tracking"), "--values does not go with --read"),
    (("--read", "x.xlsx", "--to", "y.xlsx"), "--to does not go with --read"),
])  # fmt: skip
def test_wrong_calls_exit_with_2_and_write_nothing(
    arguments: tuple[str, ...], words: str, jobsim: Jobsim, tmp_path: Path
) -> None:
    code, out, err = jobsim(*arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err
    assert not (tmp_path / "results").exists()


def test_a_missing_library_says_how_to_install_it(jobsim: Jobsim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    code, _, err = jobsim()
    assert code == 2
    assert "jobsim[report]" in err


# --- the grade


def test_the_grade_expert_is_between_a_statistic_and_an_assumption_and_known_everywhere() -> None:
    assert GRADES.index("statistic") < GRADES.index("expert") < GRADES.index("assumption")
    assert "expert" in NEED_A_RANGE
    assert set(GRADE_ORDER) == NEED_A_RANGE
    assert [grade for grade in reversed(GRADE_ORDER) if grade in GRADES] == sorted(GRADE_ORDER, key=GRADES.index)
    assert basis_of("expert", "X009") == "expert"
    for grade in GRADES:
        names = {label("grade", grade, lang) for lang in get_args(Lang)}
        assert len(names) == 2 or grade == "law", grade
    assert (label("grade", "expert", "en"), label("grade", "expert", "da")) == ("expert estimate", "ekspertskøn")
    schema = json.loads((ROOT / "docs" / "generated" / "schema" / "study.json").read_text(encoding="utf-8"))
    assert schema["$defs"]["grade"]["enum"] == list(GRADES)
    for document in ("docs/contracts.md", "docs/elicitation.md"):
        assert "expert" in (ROOT / document).read_text(encoding="utf-8")
