"""Which number of a file becomes which value, over which periods, and what is refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from sim.data.table_map import Counted
from sim.files.errors import ScenarioError
from tests.data.published import (
    MONTHS,
    QUARTERS,
    SICK,
    areas,
    auk01,
    chosen,
    jobindsats_csv,
    jobindsats_json,
    months,
    statbank,
    values,
)

FLAT = [2000.0] * 12


def refusal(raw: bytes, name: str, area: str = "Aalborg", period: str | None = None) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        chosen(raw, name, area, period=period)
    return caught.value


def test_four_quarters_are_averaged_and_the_source_says_it() -> None:
    choice = chosen(auk01(), "AUK01.csv")
    (reading,) = choice.readings
    assert reading.path == "groups.sick.stock"
    assert reading.number == pytest.approx(2740)
    assert reading.evidence == "statistic"
    for word in ("AUK01", "Aalborg", "Sygedagpenge", "2024Q1-2024Q4", "sha256-"):
        assert word in reading.source


def test_the_same_file_gives_the_country_its_stock() -> None:
    raw = auk01(area="Hele landet", numbers=(76000, 77000, 78000, 79000))
    choice = chosen(raw, "AUK01.csv", areas().country, target="people")
    assert values(choice) == {"stocks.sick": 77500}


def test_totals_are_taken_and_never_added_to_parts() -> None:
    """Men, women and all of each quarter: the total alone counts."""
    lines = ["OMRÅDE;YDELSESTYPE;KØN;ALDER;TID;INDHOLD"]
    for quarter, number in zip(QUARTERS, SICK, strict=True):
        for sex, n in (("Mænd", 1200), ("Kvinder", number - 1200), ("I alt", number)):
            lines += [f"Aalborg;Sygedagpenge;{sex};{age};{quarter};{n}" for age in ("Alder i alt", "16-24 år")]
    assert values(chosen("\n".join(lines).encode(), "AUK01.csv")) == {"groups.sick.stock": 2740}


def test_parts_without_their_total_are_refused() -> None:
    raw = statbank([("Aalborg", "Sygedagpenge", quarter, 5) for quarter in QUARTERS], totals=("Mænd", "Alder i alt"))
    refused = refusal(raw, "AUK01.csv")
    assert "without their total" in refused.message
    assert "KØN: Mænd" in str(refused.found)
    assert refused.line == 2


def test_a_map_that_adds_a_total_to_parts_is_refused() -> None:
    with pytest.raises(ValidationError, match="a total is added to its parts"):
        Counted.model_validate({"parts": [["Jobparat"], ["I alt"]], "place": "groups.x.stock", "people": "stocks.x"})


def test_larger_areas_and_citizens_without_an_area_are_left_out() -> None:
    names = ("Region Nordjylland", "Landsdel Nordjylland", "Hele landet", "Uoplyst", "Aalborg")
    raw = statbank(
        [
            (area, "Sygedagpenge", quarter, number)
            for area in names
            for quarter, number in zip(QUARTERS, SICK, strict=True)
        ]
    )
    assert values(chosen(raw, "AUK01.csv")) == {"groups.sick.stock": 2740}


def test_two_areas_of_one_name_are_refused() -> None:
    raw = statbank(
        [(area, "Sygedagpenge", quarter, 100) for area in ("København", "Københavns Kommune") for quarter in QUARTERS]
    )
    refused = refusal(raw, "AUK01.csv", "København")
    assert refused.message == "two areas of one name"
    assert refused.line == 6


def test_a_cell_with_two_numbers_is_refused() -> None:
    rows = [("Aalborg", "Sygedagpenge", quarter, 100) for quarter in QUARTERS]
    refused = refusal(statbank([*rows, ("Aalborg", "Sygedagpenge", "2024K4", 101)]), "AUK01.csv")
    assert ("twice" in refused.message, refused.line) == (True, 6)


def test_two_different_columns_of_one_name_are_refused() -> None:
    columns = ("Periode", "Område", "Fuldtidspersoner", "Fuldtidspersoner")
    raw = jobindsats_csv([[month, "Aalborg", "10", "11"] for month in MONTHS], columns)
    assert "two columns" in refusal(raw, "y07a02.csv").message


def test_net_unemployed_are_no_stock() -> None:
    choice = chosen(auk01(benefit="Nettoledige kontanthjælpsmodtagere"), "AUK01.csv")
    assert not choice.readings
    assert any("net: those in an offer are left out" in note for note in choice.notes)


def test_the_latest_month_is_not_complete_and_left_out() -> None:
    raw = jobindsats_json(months("Aalborg", [*FLAT, 1000.0]))
    choice = chosen(raw, "y07a02.json")
    assert values(choice) == {"groups.sick.stock": 2000}
    assert "2024M01-2024M12" in choice.readings[0].source
    assert any("2025M01" in note and "not complete" in note for note in choice.notes)
    late = chosen(raw, "y07a02.json", with_latest=True)
    assert values(late)["groups.sick.stock"] == pytest.approx((11 * 2000 + 1000) / 12)
    assert any("may rise later" in note for note in late.notes)


def test_a_year_can_be_asked_for() -> None:
    numbers = [1000.0 + at for at in range(13)]
    raw = jobindsats_json(months("Aalborg", numbers))
    assert values(chosen(raw, "y07a02.json", period="2024")) == {
        "groups.sick.stock": pytest.approx(sum(numbers[:12]) / 12)
    }
    refused = refusal(raw, "y07a02.json", period="2023")
    assert "other periods" in refused.message
    assert "2024" in str(refused.do)
    assert "not a period" in refusal(raw, "y07a02.json", period="2024K1").message


def test_too_few_periods_are_refused() -> None:
    raw = statbank([("Aalborg", "Sygedagpenge", quarter, 5) for quarter in QUARTERS[:3]])
    refused = refusal(raw, "AUK01.csv")
    assert (refused.message, refused.found) == ("the file has too few periods", "2024Q1, 2024Q2, 2024Q3")
    gap = statbank([("Aalborg", "Sygedagpenge", quarter, 5) for quarter in ("2023K4", "2024K1", "2024K3", "2024K4")])
    assert "too few" in refusal(gap, "AUK01.csv").message


def test_rolling_years_are_not_taken_for_quarters_or_months() -> None:
    rows = [[f"2024QMAT0{at}", "Aalborg", 3000, 2000] for at in range(1, 5)]
    refused = refusal(jobindsats_json(rows), "y07a02.json")
    assert "another kind" in refused.message
    assert "QMAT" in str(refused.found)
    raw = statbank([("Aalborg", "Sygedagpenge", f"2024QMAT0{at}", 5) for at in range(1, 5)])
    assert "another kind" in refusal(raw, "AUK01.csv").message


def test_a_suppressed_cell_leaves_the_value_as_it_is() -> None:
    choice = chosen(auk01(numbers=(2700, "..", 2740, 2800)), "AUK01.csv")
    assert not choice.readings
    assert any("2024Q2" in note and "stays as it is" in note for note in choice.notes)


KONTANTHJAELP = ("Periode", "Område", "Visitationskategori", "Fuldtidspersoner")


def by_readiness(numbers: dict[str, float], labels: tuple[str, ...] = MONTHS) -> bytes:
    rows = [[month, "Aalborg", member, number] for month in labels for member, number in numbers.items()]
    return jobindsats_json(rows, KONTANTHJAELP)


def test_both_kinds_of_ready_for_education_are_added() -> None:
    raw = by_readiness(
        {"I alt": 1700, "Uddannelsesparat": 400, "Åbenlys uddannelsesparat": 100, "Aktivitetsparat": 1200}
    )
    assert values(chosen(raw, "y38a02.json")) == {
        "groups.education-ready-young.stock": 500, "groups.activity-ready-young.stock": 1200,
    }  # fmt: skip
    half = chosen(by_readiness({"Uddannelsesparat": 400}), "y38a02.json")
    assert not half.readings
    assert any("needs Åbenlys uddannelsesparat too" in note for note in half.notes)


def test_the_table_that_ended_in_june_2025_has_no_later_months() -> None:
    labels = tuple(f"{2024 + at // 12}M{at % 12 + 1:02d}" for at in range(6, 24))
    rows = [[month, "Aalborg", "Jobparat", 500 if month <= "2025M06" else 0] for month in labels]
    choice = chosen(jobindsats_json(rows, KONTANTHJAELP), "y36a02.json")
    assert values(choice) == {"groups.job-ready.stock": 500}
    assert any("ended in 2025-06" in note for note in choice.notes)
    refused = refusal(jobindsats_json([row for row in rows if str(row[0]) > "2025M06"], KONTANTHJAELP), "y36a02.json")
    assert "ended" in refused.message


def test_months_across_the_reform_are_said() -> None:
    labels = tuple(f"{2025 + at // 12}M{at % 12 + 1:02d}" for at in range(13))
    choice = chosen(by_readiness({"Jobparat": 500}, labels), "y60a02.json")
    assert values(choice) == {"groups.job-ready.stock": 500}
    assert any("changed in 2025-07" in note for note in choice.notes)


def test_activity_ready_citizens_need_their_age() -> None:
    """The table of 2025 has all ages in one, the model two groups. Without ages neither is guessed."""
    labels = (*(f"2026M{at:02d}" for at in range(1, 13)), "2027M01")
    choice = chosen(by_readiness({"Aktivitetsparat": 3600}, labels), "y60a02.json")
    assert not choice.readings
    assert any("30 år og derover" in note for note in choice.notes)
    rows = [
        [month, "Aalborg", "Aktivitetsparat", age, number]
        for month in labels for age, number in (("I alt", 3600), ("Under 30 år", 1100), ("30 år og derover", 2500))
    ]  # fmt: skip
    columns = ("Periode", "Område", "Visitationskategori", "Alder", "Fuldtidspersoner")
    assert values(chosen(jobindsats_json(rows, columns), "y60a02.json")) == {
        "groups.activity-ready.stock": 2500, "groups.activity-ready-young.stock": 1100,
    }  # fmt: skip


def test_an_area_that_is_not_in_the_file_is_named() -> None:
    refused = refusal(auk01(area="Aalborg Kommune"), "AUK01.csv", "Aarhus")
    assert "no numbers of Aarhus" in refused.message
    assert refused.found == "Aalborg"


def test_more_citizens_than_inhabitants_are_refused() -> None:
    """A decimal sign read as one of thousands would give this."""
    refused = refusal(auk01(numbers=(274150,) * 4), "AUK01.csv")
    assert "more citizens than inhabitants" in refused.message


def test_members_without_a_value_are_said() -> None:
    rows = [("Aalborg", benefit, quarter, 5) for benefit in ("Sygedagpenge", "Barselsdagpenge") for quarter in QUARTERS]
    assert any("Barselsdagpenge" in note for note in chosen(statbank(rows), "AUK01.csv").notes)
    unread = chosen(auk01(benefit="Jobafklaringsforløbet"), "AUK01.csv")
    assert any("nearest known: jobafklaringsforløb" in note for note in unread.notes)
