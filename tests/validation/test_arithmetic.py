"""The papers' arithmetic: each operation by hand, errors with their line, and every number of the collection in the file."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from sim.figures.coverage import expanded, read_coverage
from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir
from sim.validation.arithmetic import Redone, redone
from sim.validation.paper_file import Papers, read_papers

ROOT = scenarios_dir()
START = """\
schema: 1
figures: papers
run_by: {proposal: aalborg-proposals, package: aalborg}
reasons: {wish: what the paper asks for}
numbers:
  - {id: N101, paper: six-cities, at: here, measure: a number, value: 8, unit: things, against: {not: wish}}
"""
NUMBER = "  - {id: N102, paper: six-cities, at: there, text: eight, measure: another, value: 20, unit: things, against: {not: wish}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the papers' file refers to."""
    root = tmp_path_factory.mktemp("scenarios")
    for name in ("figures", "reforms"):
        copytree(ROOT / name, root / name)
    return root


def read(folder: Path, *lines: str) -> Papers:
    (folder / "figures" / "papers.yaml").write_text(START + "\n".join(lines) + "\n", encoding="utf-8")
    return read_papers(folder)


def done(folder: Path, steps: str, more: str = "rounded_to: 10") -> Redone:
    papers = read(folder, f"{NUMBER}, {more}, steps: [{steps}]}}")
    result = redone(papers, papers.file.numbers[1])
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("step", "result"),
    [
        ("plus: [N101, N101, 4], because: four", 20.0),
        ("minus: [N101, 1, 2], because: one and two", 5.0),
        ("times: [N101, 0.5, 3], because: a half", 12.0),
        ("over: [N101, 2, 4], because: two and four", 1.0),
        ("percent_of: [25, N101], because: a quarter", 2.0),
        ("as_percent_of: [2, N101], because: two", 25.0),
    ],
)
def test_each_operation_is_that_of_the_school(folder: Path, step: str, result: float) -> None:
    assert done(folder, f"{{says: it, unit: things, {step}}}").result == pytest.approx(result)


def test_a_step_may_use_the_results_before_it(folder: Path) -> None:
    steps = (
        "{says: twice, unit: things, plus: [N101, N101]}, {says: four times, unit: things, plus: [above, above]}, "
        "{says: less, unit: things, minus: [above, step 1]}"
    )
    found = done(folder, steps)
    assert [step.result for step in found.steps] == [16.0, 32.0, 16.0]
    assert found.steps[2].inputs == (("above", 32.0), ("step 1", 16.0))


@pytest.mark.parametrize(
    ("value", "rounded_to", "comes_out"),
    [("15", 10, True), ("25", 10, True), ("14.9", 10, False), ("20.4", 1, True), ("21", 1, False)],
)
def test_a_result_comes_out_if_it_rounds_to_what_is_printed(
    folder: Path, value: str, rounded_to: int, comes_out: bool
) -> None:
    found = done(
        folder, f"{{says: it, unit: things, over: [{value}, 1], because: made up}}", f"rounded_to: {rounded_to}"
    )
    assert found.comes_out is comes_out


def test_an_implied_number_is_held_against_nothing(folder: Path) -> None:
    found = done(folder, "{says: it, unit: things, plus: [N101, N101]}", "implies: a price")
    assert (found.comes_out, found.printed, found.words) == (None, None, "implied")


def read_and_redo(folder: Path, line: str) -> None:
    papers = read(folder, line)
    redone(papers, papers.file.numbers[1])


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("rounded_to: 1, steps: [{says: it, unit: u, plus: [N101, N999]}]", "no such number"),
        ("rounded_to: 1, steps: [{says: it, unit: u, plus: [N101, step 1]}]", "no such step"),
        ("rounded_to: 1, steps: [{says: it, unit: u, over: [N101, 0], because: none}]", "divided by 0"),
        ("rounded_to: 1, steps: [{says: it, unit: u, plus: [N101, 2]}]", "because"),
        ("rounded_to: 1, steps: [{says: it, unit: u}]", "one operation"),
        ("rounded_to: 1, steps: [{says: it, unit: u, plus: [N101, N101], over: [N101, N101]}]", "one operation"),
        ("rounded_to: 1, steps: [{says: it, unit: u, percent_of: [N101, N101, N101]}]", "two operands"),
        ("steps: [{says: it, unit: u, plus: [N101, N101]}]", "rounding"),
        ("low: 30, high: 40", "outside its range"),
        ("rounded_to: 0", "not above 0"),
    ],
)
def test_an_error_names_file_and_line(folder: Path, more: str, message: str) -> None:
    with pytest.raises(ScenarioError, match=r"figures/papers\.yaml:7: ") as error:
        read_and_redo(folder, f"{NUMBER}, {more}}}")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("paper: six-cities", "paper: six-citys", "nearest: six-cities"),
        ("against: {not: wish}", "against: {not: wishes}", "nearest: wish"),
        ("against: {not: wish}", "against: {figure: S999}", "not known"),
        ("against: {not: wish}", "against: {proposal: 004-1}", "`of` belongs"),
        ("against: {not: wish}", "against: {package: freed, of: money}", "needs its practice"),
        ("against: {not: wish}", "against: {not: wish, figure: S001}", "held against one thing"),
        ("id: N102", "id: N101", "stands twice"),
        ("id: N102", "id: S005", "in one place only"),
        ("measure: another, value: 20, unit: things", "at: there", "at"),
    ],
)
def test_a_wrong_entry_is_refused(folder: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(ScenarioError) as error:
        read(folder, f"{NUMBER}}}".replace(old, new))
    assert message in str(error.value)


@pytest.fixture(scope="module")
def papers() -> Papers:
    return read_papers(ROOT)


def test_every_number_that_was_read_in_a_paper_is_there(papers: Papers) -> None:
    collection = {name for name in expanded(read_coverage(ROOT).collection.ids) if name.startswith("S")}
    assert collection <= {number.id for number in papers.file.numbers}


def test_a_number_without_words_follows_from_others(papers: Papers) -> None:
    """Nobody prints it, so its arithmetic is all that it has."""
    assert [number.id for number in papers.file.numbers if number.text is None and not number.steps] == []


def test_numbers_that_nobody_prints_are_their_own_arithmetic(papers: Papers) -> None:
    """An implied number of the collection is the result of its steps: that is its definition."""
    off = {
        number.id: found.words
        for number in papers.file.numbers
        if number.text is None and (found := redone(papers, number)) is not None and found.comes_out is False
    }
    assert off == {}


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("S064", 3.0 / 2.5 * 100),  # printed as 80
        ("S060", 1.8 / 2.5 * 100),
        ("S074", 130 + 220 + 190 + 40 + 220 + 80 + 70 + 30),
        ("S026", 95_000 / 600),
        ("N008", 100 * 220 / 340),
        ("S005", 130e6 / (90_000 * 3)),
    ],
)
def test_the_steps_are_those_of_the_paper(papers: Papers, name: str, result: float) -> None:
    found = redone(papers, next(number for number in papers.file.numbers if number.id == name))
    assert found is not None
    assert found.result == pytest.approx(result)
