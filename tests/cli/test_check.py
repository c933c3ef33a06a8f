"""The tables of ``jobsim check`` on terminals of several widths."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from sim.commands.check import show
from sim.results.staffing.check import Checked, checked
from sim.results.staffing.demand import PARTS
from sim.results.staffing.staffing import Staffing
from sim.study.column import Column
from sim.study.study import Study
from tests.settings import study_of


@pytest.mark.parametrize("width", [80, 200])
def test_check_fits_the_terminal(width: int) -> None:
    """Eighty characters hold every heading and number whole, a wide terminal all columns side by side."""
    numbers = dict.fromkeys(PARTS, 123_456.0)
    mates = ("company-consultant", "insured")
    teams = [
        Staffing(mate, 123.4, 1_234_567.0, 987_654.0, numbers, mates, "cannot do the law at all", 120.1, 150.2)
        for mate in mates
    ]
    column = Checked("aalborg", "freed-six-cities", "same-contact-by-need", 16_527, teams)
    out = Console(width=width, file=io.StringIO(), markup=False)
    show(study_of("aalborg"), [column], out)
    assert isinstance(out.file, io.StringIO)
    text = out.file.getvalue()
    assert max(len(line.rstrip()) for line in text.splitlines()) <= width
    assert "…" not in text
    heads = [line for line in text.splitlines() if line.strip().startswith("Team")]
    assert len(heads) == (3 if width < 160 else 1)
    assert [word for head in heads for word in head.split() if word in {"Bookable", "Meetings", "Tracking"}] == [
        "Bookable", "Meetings", "Tracking",
    ]  # fmt: skip
    for words in ("1,234,567", "987,654", "740,736", "120.1", "150.2"):
        assert text.count(words) == len(teams)
    assert "One pool, judged together: company-consultant, insured." in text
    assert "Cannot do the law at all: company-consultant, insured." in text


def test_each_distinct_column_is_run_once_and_shown_as_it_ends(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Columns that differ only in the use of freed hours are one."""
    asked: list[Column] = []

    def of_column(_study: Study, _place: str, column: Column) -> list[Checked]:
        asked.append(column)
        return []

    monkeypatch.setattr("sim.results.staffing.check._checked", of_column)
    study = study_of("aalborg")
    assert checked(study, progress=True) == []
    assert asked == list(dict.fromkeys(column.kept for column in study.columns))
    assert len(asked) < len(study.columns)
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(" ")[0] for line in lines] == [f"{n}/{len(asked)}" for n in range(1, len(asked) + 1)]
