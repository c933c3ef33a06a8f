"""Areas by name or code, and periods by label."""

from __future__ import annotations

from datetime import date

import pytest

from sim.data.cell import Member
from sim.data.period import Period, period
from sim.files.errors import ScenarioError
from sim.place.read import read_people
from tests.data.published import areas


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Aalborg", "851"), ("Aalborg Kommune", "851"), ("Ålborg", "851"), ("851", "851"), ("/851/", "851"), ("0851", "851"),
        ("851 Aalborg", "851"), ("København", "101"), ("Københavns Kommune", "101"), ("Copenhagen", "101"), ("Assens", "420"),
        ("Assens Kommune", "420"), ("Nordfyns", "480"), ("Nordfyn", "480"), ("Bornholms Regionskommune", "400"),
        ("Vesthimmerlands Kommune", "820"), ("aarhus", "751"), ("Århus Kommune", "751"), ("Høje-Taastrup", "169"),
    ],
)  # fmt: skip
def test_a_municipality_has_many_spellings(name: str, code: str) -> None:
    area = areas().area(name)
    assert (area.kind, area.code) == ("municipality", code)


@pytest.mark.parametrize("name", ["All Denmark", "Hele landet", "Danmark", "000", "0"])
def test_the_country_is_no_municipality(name: str) -> None:
    assert areas().area(name).kind == "country"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Region Nordjylland", "larger"), ("Landsdel Bornholm", "larger"), ("Province Byen København", "larger"),
        ("RAR Nordjylland", "larger"), ("I alt", "larger"), ("Uoplyst", "not-stated"), ("Uoplyst område", "not-stated"),
        ("Not stated municipality", "not-stated"), ("Abroad", "not-stated"), ("997", "not-stated"), ("Atlantis", "other"),
        ("Aalborgs Nabo", "other"), ("101 Aalborg", "other"),
    ],
)  # fmt: skip
def test_other_areas_are_never_taken_for_a_municipality(name: str, kind: str) -> None:
    assert areas().area(name).kind == kind


def test_label_and_code_of_a_member_are_both_understood() -> None:
    known = areas()
    assert known.area(Member("Aalborg", "851")).code == "851"
    assert known.area(Member("Ukendt navn", "851")).code == "851"
    assert known.area(Member("Hele landet", "/")).kind == "country"


def test_all_municipalities_are_there_once() -> None:
    known = areas()
    assert len(known.file.municipalities) == 98
    assert len({known.area(entry.name).code for entry in known.file.municipalities.values()}) == 98
    country = read_people("denmark").population.value
    assert known.population(known.country) == pytest.approx(
        country, rel=1e-4
    )  # without Christiansø, which is in no municipality


def test_an_unknown_municipality_is_named_with_the_nearest() -> None:
    with pytest.raises(ScenarioError) as caught:
        areas().asked("Alborg")
    assert caught.value.nearest == "Aalborg"


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("2025K3", Period("quarter", 2025, 3)), ("2025Q3", Period("quarter", 2025, 3)), ("2025Q03", Period("quarter", 2025, 3)),
        ("3. kvartal 2025", Period("quarter", 2025, 3)), ("K3 2025", Period("quarter", 2025, 3)),
        ("2024M07", Period("month", 2024, 7)), ("2024M10", Period("month", 2024, 10)), ("Jul 2024", Period("month", 2024, 7)),
        ("maj 2024", Period("month", 2024, 5)), ("2024-10", Period("month", 2024, 10)), (date(2024, 5, 1), Period("month", 2024, 5)),
        ("2024", Period("year", 2024, 1)), (2024.0, Period("year", 2024, 1)), ("2024Y01", Period("year", 2024, 1)),
        ("2024QMAT02", Period("rolling", 2024, 2)), ("2024MYTD07", Period("to-date", 2024, 7)),
        ("2024K5", None), ("2024M13", None), ("2024M00", None), ("Aalborg", None), ("", None), ("20240", None),
    ],
)  # fmt: skip
def test_labels_of_periods(label: object, expected: Period | None) -> None:
    assert period(label) == expected


def test_a_rolling_year_is_no_quarter() -> None:
    assert period("2024QMAT02") != period("2024Q2")
