"""``jobsim rules show`` and ``diff`` on the terminal: a table of contents, one clause in full, every clause that moved."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from sim import cli
from sim.law.compose.library import Library
from sim.law.reading.chapters import DEMANDS, PARTS
from sim.law.reading.diff import rules_diff
from sim.law.reading.text import change, clause_lines, names, when

Rules = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load()


@pytest.fixture
def rules(capsys: pytest.CaptureFixture[str]) -> Rules:
    """``jobsim rules``: (exit code, output, errors)."""

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main(["rules", *arguments])
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, out, err

    return call


def cells(out: str, *, column: int) -> set[str]:
    """The words of a column of the tables, row by row: columns are set apart by two blanks and more."""
    found = [[part.strip() for part in line.strip().split("  ") if part.strip()] for line in out.splitlines()]
    return {parts[column] for parts in found if len(parts) > column}


@pytest.mark.parametrize("name", ["R2024", "R2026b"])
def test_every_clause_is_in_the_contents_under_its_chapter(rules: Rules, library: Library, name: str) -> None:
    code, out, err = rules("show", name)
    assert (code, err) == (0, "")
    regime, first = library.rule_set(name).regime, cells(out, column=0)
    sections = (
        regime.groups,
        regime.duties,
        regime.procedures,
        regime.offers,
        regime.certificates,
        regime.activities,
        regime.prolongations,
    )
    for section in sections:
        assert set(section) <= first
    assert set(PARTS) <= first
    used = {duty.demand for duty in regime.duties.values()}
    heads = [out.index(f"Duties: {title.lower()}") for demand, title in DEMANDS.items() if demand in used]
    assert heads == sorted(heads)


def test_one_clause_in_full(rules: Rules) -> None:
    code, out, _ = rules("show", "R2026b", "duties.insured-contact")
    assert code == 0
    for words in (
        "LAB § 31(1)",
        "meetings.within",
        "6 months",
        "Changed by R2026b [V] at duties.insured-contact.meetings",
        "regimes/R2024.yaml:",
    ):
        assert words in out
    data = json.loads(rules("show", "freed-six-cities", "activities.sanction-hearing", "--json")[1])
    minutes = next(row for row in data["rows"] if row["key"] == "minutes")
    assert (minutes["value"], minutes["evidence"]) == ("15 minutes", "assumption")
    assert [row["reform"] for row in data["reforms"]] == ["004-4b"]
    steps = json.loads(rules("show", "R2024", "procedures.flexjob.steps", "--json")[1])["rows"]
    assert steps[1]["value"] == {"use": "team-hearing", "case": "others"}
    value = json.loads(rules("show", "R2024", "duties.early-contact.deadline", "--json")[1])
    assert (value["law"], value["rows"][0]["value"]) == ("LAB § 31(3), § 9", "6 months")


def test_a_clause_nobody_knows_is_refused_with_the_nearest(rules: Rules) -> None:
    code, out, err = rules("show", "R2024", "duties.early-contct")
    assert (code, out) == (2, "")
    assert "nearest: duties.early-contact" in err


@pytest.mark.parametrize("name", ["R2026b", "R2027", "R2015", "freed-six-cities"])
def test_the_diff_shows_every_clause_that_moved_whole_and_once(rules: Rules, library: Library, name: str) -> None:
    code, out, _ = rules("diff", "R2024", name)
    assert code == 0
    rows = rules_diff(library.rule_set("R2024"), library.rule_set(name))["changes"]
    shown = [
        line.split()[0]
        for line in out.splitlines()
        if line.startswith(" ") and not line.startswith("  ") and line.split()
    ]
    for row in rows:
        assert shown.count(row["clause"]) == 1, row["clause"]
    assert f"{len(rows)} clauses differ." in out


def test_the_proposal_behind_a_clause_is_named(rules: Rules) -> None:
    _, out, _ = rules("diff", "current", "freed-six-cities")
    line = next(line for line in out.splitlines() if "procedures.team-hearing.required.others" in line)
    assert line.split()[-1] == "004-3b"


def test_terms_in_words() -> None:
    meetings = {"meetings": "4", "within": "6 months", "deadline": "6 months"}
    assert when(meetings) == "4 meetings within 6 months; legal deadline"
    assert when({"due": "0 days", "deadline": "4 weeks"}) == "at once; legal deadline 4 weeks"
    assert when({"due": "2.5 years", "every": "2.5 years"}) == "by 2.5 years; then every 2.5 years; no legal deadline"
    assert names(["a", "b", "c", "d", "e"]) == "a, b and 3 more"
    assert change(["a", "b", "c"], ["a", "c", "d"]) == ("a, b, c", "− b, + d")
    assert change("none", ["a"]) == ("none", "a")
    assert change(True, False) == ("yes", "no")
    assert (
        clause_lines("procedures.resource-course-ends.steps.13", 34) == "procedures.resource-course-ends.\n  steps.13"
    )
    assert clause_lines("duties.first-week", 30) == "duties.first-week"
