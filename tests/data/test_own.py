"""A municipality's own counts: what becomes a value, what is only shown, and that nothing about a person is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.data.contents import contents_of
from sim.data.own.counts import OwnTable, read_own
from sim.data.own.taken import Taken, taken
from sim.data.record import sheet_of
from sim.files.errors import ScenarioError
from sim.files.parse import shape
from sim.files.quantity import Number
from sim.place.people.model import Place
from sim.place.read import place_source, read_people
from tests.data.conftest import Call
from tests.data.published import jobindsats_csv, months, tables

YEAR = tuple(f"2025M{at:02d}" for at in range(1, 13))


def own(text: str, name: str = "counts.csv") -> OwnTable:
    contents = contents_of(Path(name), text.encode())
    sheet = sheet_of(contents)[0]
    assert sheet is not None
    return read_own(sheet, contents, tables().own)


def got(*texts: str, own_people: bool = True) -> Taken:
    place = shape(Place, place_source("aalborg"))
    return taken([own(text) for text in texts], tables().own, place, read_people("denmark"), own_people=own_people)


def refusal(text: str) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        own(text)
    return caught.value


STOCK = "group;month;citizens\n" + "".join(f"sick;{month};{2400 + 10 * at}\n" for at, month in enumerate(YEAR))


def test_citizens_by_month_become_a_stock() -> None:
    (reading,) = got(STOCK).place
    assert (reading.path, reading.number, reading.evidence) == ("groups.sick.stock", 2455, "statistic")
    assert "own counts" in reading.source
    assert "2025M01-2025M12" in reading.source


def test_danish_headings_and_words_are_understood() -> None:
    text = STOCK.replace("group;month;citizens", "Målgruppe;Måned;Antal borgere").replace("sick", "Sygedagpenge")
    assert got(text).place[0].number == got(STOCK).place[0].number
    assert got(text.replace("Sygedagpenge", "6.6")).place[0].number == got(STOCK).place[0].number


@pytest.mark.parametrize("cell", ["", "<5", "..", "-", "*", "under 5"])
def test_a_small_cell_is_missing_and_nothing_is_put_in_its_place(cell: str) -> None:
    result = got(STOCK.replace(";2450\n", f";{cell}\n"))
    assert not result.place
    assert any("2025M06" in note for note in result.notes)
    assert any("small or missing: 1" in note for note in result.notes)


def test_cases_per_post_come_from_posts() -> None:
    """100 cases in 1.0 and 60 in 0.8 posts are 160 in 1.8."""
    result = got("group;caseworker;cases;posts\nsick;k1;100;1\nsick;k2;60;0,8\n")
    (reading,) = result.place
    assert reading.path == "teams.sickness.cases_per_post.sick"
    assert reading.number == pytest.approx(160 / 1.8)
    assert reading.evidence == "statistic"


def test_a_caseworker_with_two_groups_is_divided_by_cases() -> None:
    """40 of k1's 80 cases are sick: half a post. Posts by group add up to the caseworkers."""
    result = got("group;caseworker;cases\nsick;k1;40\nresource-course;k1;40\nsick;k2;60\n")
    numbers = {reading.path: reading.number for reading in result.place}
    assert numbers["teams.sickness.cases_per_post.sick"] == pytest.approx(100 / 1.5)
    assert numbers["teams.resource.cases_per_post.resource-course"] == pytest.approx(40 / 0.5)
    posts = (
        100 / numbers["teams.sickness.cases_per_post.sick"]
        + 40 / numbers["teams.resource.cases_per_post.resource-course"]
    )
    assert posts == pytest.approx(2)
    assert all(reading.evidence == "assumption" and reading.low is not None for reading in result.place)
    assert any("part time" in note for note in result.notes)


def switches(a_month: int = 10, pair: str = "insured;sick") -> str:
    return "from;to;month;switches\n" + "".join(f"{pair};{month};{a_month}\n" for month in YEAR)


def test_switches_that_one_value_makes_are_taken_at_the_size_of_the_country() -> None:
    result = got(switches())
    (reading,) = result.people
    place, people = shape(Place, place_source("aalborg")), read_people("denmark")
    assert reading.path == "moves.insured-falls-ill.per_year"
    here = reading.number * place.groups["insured"].stock.value / people.stocks["insured"].value
    assert here == pytest.approx(120)
    assert not result.beside


def test_other_switches_are_shown_beside_the_model() -> None:
    result = got(switches(pair="sick;job-clarification"))
    assert not result.people
    (beside,) = result.beside
    assert (beside.counted, "jobsim doctor" in beside.model) == ("120", True)
    only = got(switches(), own_people=False)
    assert not only.people
    assert only.beside[0].counted == "120"
    assert "--place" in only.beside[0].why


def test_less_than_a_year_of_switches_is_shown_and_not_taken() -> None:
    """Three months may be those of a season."""
    text = "\n".join(switches().splitlines()[:4])
    result = got(text)
    assert not result.people
    assert (result.beside[0].counted, result.beside[0].why) == ("120", "less than a year of months")


def test_durations_and_meetings_are_only_shown() -> None:
    result = got(
        "group;months in group;citizens\nsick;0;50\nsick;24;50\n",
        "form;month;meetings\n"
        + "".join(f"{form};{month};{n}\n" for month in YEAR for form, n in (("telefon", 30), ("fremmøde", 70))),
    )
    assert not result.place
    assert not result.people
    counted = {beside.what: beside.counted for beside in result.beside}
    assert counted["time of sick in the group until now"] == "mean 12.0 months, 50% over a year"
    assert counted["meetings phone"] == "360 a year, 30%"


@pytest.mark.parametrize(
    "heading",
    ["CPR", "cpr-nummer", "Personnummer", "borger_id", "id", "Navn", "Fornavn", "name", "Fødselsdato", "birth date", "Adresse", "E-mail",
     "sagsnummer", "Initialer", "Telefonnummer", "Bemærkninger"],
)  # fmt: skip
def test_a_column_about_a_person_is_refused(heading: str) -> None:
    refused = refusal(f"group;month;citizens;{heading}\nsick;2025M01;5;x\n")
    assert refused.message == "this column looks like a fact about a person"
    assert refused.line == 1
    assert refused.found == f"column 4: {heading}"


@pytest.mark.parametrize(
    "cell",
    [
        "010190-1234",
        "0101901234",
        "610190-1234",
        "sag 311299-4321 lukket",
        "hanne@kommune.dk",
        "1990-01-31",
        "31-01-1990",
    ],
)
def test_a_cell_about_a_person_is_refused_and_not_repeated(cell: str) -> None:
    refused = refusal(f"group;month;citizens\nsick;2025M01;5\n{cell};2025M02;5\n")
    assert refused.line == 3
    assert "column 1" in str(refused.found)
    assert cell not in str(refused)


@pytest.mark.parametrize("name", ["Hanne Jensen", "HAJE", "haje", "12345678", "Hanne"])
def test_a_caseworker_is_a_pseudonym(name: str) -> None:
    refused = refusal(f"group;caseworker;cases\nsick;{name};5\n")
    assert refused.line == 2
    assert name not in str(refused)


def test_other_faults_are_named_with_their_line() -> None:
    assert refusal("group;month;citizens\ni alt;2025M01;5\n").message == "a total stands among the groups"
    unknown = refusal("group;month;citizens\nsygedagpeng;2025M01;5\n")
    assert (unknown.line, unknown.message) == (2, "this group is not known")
    assert "not a month" in refusal("group;month;citizens\nsick;2025K1;5\n").message
    twice = refusal("group;month;citizens\nsick;2025M01;5\nsick;2025-01;6\n")
    assert (twice.line, "line 2" in str(twice.expected)) == (3, True)
    assert refusal("group;month;citzens\nsick;2025M01;5\n").nearest == "citizens"
    assert "no table" in refusal("group;citizens\nsick;5\n").message
    assert "not a number" in refusal("group;month;citizens\nsick;2025M01;many\n").message


def test_own_counts_become_a_place_with_people_of_its_own(root: Path, tmp_path: Path, data: Call) -> None:
    (tmp_path / "stock.csv").write_text(STOCK, encoding="utf-8")
    (tmp_path / "cases.csv").write_text(
        "group;caseworker;cases;posts\nsick;k1;100;1\nsick;k2;60;0,8\n", encoding="utf-8"
    )
    (tmp_path / "switches.csv").write_text(switches(), encoding="utf-8")
    code, out, err = data("import", "stock.csv", "cases.csv", "switches.csv", "--place", "our-own", "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert {Path(file).name for file in told["written"]} == {"our-own.yaml"}
    assert len(told["written"]) == 2
    place = shape(Place, place_source("our-own", root))
    assert place.people == "our-own"
    assert place.area == "851"
    assert any("taken to be Aalborg" in note for note in told["notes"])
    assert place.groups["sick"].stock.value == Number(2455)
    assert place.teams["sickness"].cases_per_post["sick"].value == pytest.approx(88.9)
    mine, national = read_people("our-own", root), read_people("denmark", root)
    assert mine.moves["insured-falls-ill"].per_year.value != national.moves["insured-falls-ill"].per_year.value
    assert {name: stock.value for name, stock in mine.stocks.items()} == {
        name: stock.value for name, stock in national.stocks.items()
    }
    comments = [
        line
        for line in (root / "people" / "denmark.yaml").read_text(encoding="utf-8").splitlines()
        if line.startswith("#")
    ]
    assert all(line in (root / "people" / "our-own.yaml").read_text(encoding="utf-8") for line in comments)


def test_a_month_may_be_its_first_day() -> None:
    assert (
        got(STOCK.replace("2025M", "2025-").replace(";24", "-01;24").replace(";25", "-01;25")).place[0].number == 2455
    )


def test_the_headings_of_published_tables_are_no_persons(root: Path, tmp_path: Path, data: Call) -> None:
    columns = ("Periode", "Område", "Antal personer", "Vejledning og opkvalificering", "Fuldtidspersoner")
    rows = [[row[0], row[1], 3000, 5, "2000,5"] for row in months("Aalborg", [0] * 13)]
    (tmp_path / "y07a02.csv").write_bytes(jobindsats_csv(rows, columns))
    code, out, err = data("import", "y07a02.csv", "--check")
    assert (code, err) == (0, "")
    assert "2,000.5" in out


def test_a_list_of_persons_is_refused_whatever_its_columns(root: Path, tmp_path: Path, data: Call) -> None:
    (tmp_path / "y07a02.csv").write_text(
        "Periode;Kommune;Cpr-nr;Fuldtidspersoner\n2025M01;Aalborg;0101901234;1\n", encoding="utf-8"
    )
    code, _, err = data("import", "y07a02.csv")
    assert code == 2
    assert "fact about a person" in err
    assert "0101901234" not in err
