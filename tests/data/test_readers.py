"""Every format gives the same records, and a damaged file is named with its line."""

from __future__ import annotations

import contextlib
import json
import random

import pytest

from sim.data.area import Area
from sim.files.errors import ScenarioError
from tests.data.published import (
    AUK01_MEMBERS,
    SICK,
    auk01,
    jobindsats_csv,
    jobindsats_json,
    jsonstat,
    months,
    px,
    read,
    statbank,
    tables,
    xlsx,
)

AALBORG = Area("municipality", "851", "Aalborg")
PX = "100000 100000\n100000 100000\n2700 2720 2740 2800"


def numbers(raw: bytes, name: str, table: str | None = None) -> list[tuple[str, float | None]]:
    """(period, number) of Aalborg's records."""
    data = read(raw, name, table)
    return [(str(each.period), each.value) for each in data.records if each.area == AALBORG]


def test_each_format_of_statbank_gives_the_same_records() -> None:
    expected = [(f"2024Q{at}", float(number)) for at, number in enumerate(SICK, 1)]
    assert numbers(auk01(), "a.csv") == expected
    english = statbank(
        [("Aalborg", "Sickness benefit", f"2024Q{at}", number) for at, number in enumerate(SICK, 1)], mark=False,
        totals=("Total", "Age, total"),
    )  # fmt: skip
    assert numbers(english, "a.csv") == expected
    assert numbers(jsonstat(AUK01_MEMBERS, [1, 2, 3, 4, *SICK]), "auk01.json") == expected
    assert numbers(px(PX), "anything.px") == expected


def test_both_shapes_of_jsonstat_are_read() -> None:
    """Version 1 stands within `dataset`, and values may be a mapping from position to number."""
    sparse = jsonstat(AUK01_MEMBERS, {"4": 2700, "6": 2740})
    assert [value for _, value in numbers(sparse, "AUK01.json")] == [2700, None, 2740, None]
    data = json.loads(jsonstat(AUK01_MEMBERS, [1, 2, 3, 4, *SICK]))
    old = {
        "dimension": data["dimension"] | {"id": data["id"], "size": data["size"]},
        "value": data["value"],
        "label": "x",
    }
    assert [value for _, value in numbers(json.dumps({"dataset": old}).encode(), "AUK01.json")] == list(
        map(float, SICK)
    )


def test_each_format_of_jobindsats_gives_the_same_records() -> None:
    rows = [("2024M07", 2741.5), ("2024M08", None)]
    text = [["2024M07", "Aalborg", 3977, "2741,5"], ["2024M08", "Aalborg", 3900, "-"]]
    columns = ("Periode", "Område", "Fuldtidspersoner")
    assert numbers(jobindsats_csv([[r[0], r[1], r[3]] for r in text], columns), "y07a02.csv") == rows
    data: list[list[object]] = [["2024M07", "Aalborg", 2741.5], ["2024M08", "Aalborg", None], ["2024M07", "Læsø", None]]
    assert numbers(jobindsats_json(data, columns), "y07a02.json") == rows
    sheet = xlsx(
        [["Sygedagpenge"], ["Kilde: Jobindsats.dk"], [None, "Fuldtidspersoner", None], ["Område", "2024M07", "2024M08"],
         ["Hele landet", 76700, 76000], ["Aalborg", "2.741,5", "-"], [], ["Kilde: STAR"]],
        merged=["B3:C3"],
    )  # fmt: skip
    assert numbers(sheet, "y07a02.xlsx") == rows


def test_two_measures_above_the_periods_of_a_sheet_stay_apart() -> None:
    sheet = xlsx(
        [[None, "Antal personer", None, "Fuldtidspersoner", None], ["Område", "Jul 2024", "Aug 2024", "Jul 2024", "Aug 2024"],
         ["Aalborg", 3977, 3900, 2741.5, "2.700"]],
        merged=["B1:C1", "D1:E1"],
    )  # fmt: skip
    records = read(sheet, "y07a02.xlsx").records
    assert [(each.measure, str(each.period), each.value) for each in records] == [
        ("Antal personer", "2024M07", 3977), ("Antal personer", "2024M08", 3900),
        ("Fuldtidspersoner", "2024M07", 2741.5), ("Fuldtidspersoner", "2024M08", 2700),
    ]  # fmt: skip


def test_thousand_points_stand_beside_decimal_commas() -> None:
    columns = ("Periode", "Område", "Fuldtidspersoner")
    raw = jobindsats_csv(
        [["2024M07", "Hele landet", "76.700"], ["2024M07", "Aalborg", "2.741,5"], ["2024M08", "Aalborg", "995"]],
        columns,
    )
    assert numbers(raw, "y07a02.csv") == [("2024M07", 2741.5), ("2024M08", 995.0)]


@pytest.mark.parametrize("sign", ["-", ".", "..", "", "…"])
def test_a_suppressed_cell_is_missing_and_never_zero(sign: str) -> None:
    assert numbers(auk01(numbers=(sign, 1, 2, 3)), "AUK01.csv")[0] == ("2024Q1", None)


def test_windows_1252_is_accepted_for_csv_and_said() -> None:
    data = read(auk01(area="Læsø").decode("utf-8-sig").encode("cp1252"), "AUK01.csv")
    assert data.records[0].area.code == "825"
    assert data.notes == ("AUK01.csv was read as Windows-1252",)


def test_a_column_that_is_there_twice_counts_once() -> None:
    columns = ("Periode", "Område", "Område", "Fuldtidspersoner", "Fuldtidspersoner")
    raw = jobindsats_csv([["2024M07", "Aalborg", "Aalborg", "2741,5", "2741,5"]], columns)
    assert numbers(raw, "y07a02.csv") == [("2024M07", 2741.5)]


def test_the_table_is_known_by_its_columns_its_name_or_the_user() -> None:
    assert read(auk01(), "download.csv").table == "AUK01"
    rows = jobindsats_csv(months("Aalborg", [1.5] * 13))
    assert read(rows, "2026-01 Y07A02 Aalborg.csv").table == "y07a02"
    assert read(rows, "sygedagpenge.csv", "y07a02").table == "y07a02"
    with pytest.raises(ScenarioError, match="does not say which table"):
        read(rows, "sygedagpenge okt24.csv")


def error(raw: bytes, name: str, table: str | None = None) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        read(raw, name, table)
    assert caught.value.file == name
    return caught.value


def test_a_file_of_another_table_is_refused() -> None:
    assert error(px(PX, matrix="AUH01"), "a.px").nearest == "AUK01"
    refused = error(auk01(), "y99a02.csv")
    assert (refused.message, refused.found) == ("this table is not known", "y99a02")
    other = "OMRÅDE;KØN;TID;INDHOLD\nAalborg;I alt;2024K1;200000\n".encode()
    refused = error(other, "AUK01.csv")
    assert (refused.message, refused.line) == ("this is a file of another table", 1)
    assert "YDELSESTYPE" in str(refused.expected)
    assert "another table" in error(px(PX), "a.px", "y07a02").message


def test_percent_is_no_count() -> None:
    columns = ("Periode", "Område", "Fuldtidspersoner i pct. af arbejdsstyrken 16-66 år")
    assert "percent" in error(jobindsats_csv([["2024M07", "Aalborg", "3,1"]], columns), "y07a02.csv").message
    assert "percent" in error(px(PX, units="Pct."), "a.px").message
    refused = error(auk01(numbers=(1, 2, "3 %", 4)), "AUK01.csv")
    assert ("percent" in refused.message, refused.line) == (True, 4)


def test_a_percent_beside_the_count_is_left_out() -> None:
    columns = ("Periode", "Område", "Fuldtidspersoner", "Fuldtidspersoner i pct. af befolkningen")
    raw = jobindsats_csv([["2024M07", "Aalborg", "2741,5", "2,1"]], columns)
    assert {each.measure for each in read(raw, "y07a02.csv").records} == {"Fuldtidspersoner"}


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (("2741,5", "2741.5"), "two kinds of decimals"),
        (("1,234", "5"), "two ways"),
        (("12.5", "1.234"), "two ways"),
        (("12x", "5"), "not a number"),
        (("-5", "5,5"), "negative"),
    ],
)
def test_a_doubtful_number_is_refused_with_its_line(cells: tuple[str, str], message: str) -> None:
    refused = error(auk01(numbers=(*cells, 1, 2)), "AUK01.csv")
    assert message in refused.message
    assert refused.line in (2, 3)


def test_damaged_files_are_named() -> None:
    assert "empty" in error(b"\xef\xbb\xbf\r\n", "AUK01.csv").message
    assert "no rows" in error(statbank([]), "AUK01.csv").message
    assert "not a text" in error(b"\x00\x01\x02rubbish;\x00", "AUK01.csv").message
    assert "encoding" in error(auk01().decode("utf-8-sig").encode("utf-16"), "AUK01.csv").message
    assert "encoding" in error(b"\x81\x8d\x8f;a\n1;2\n", "AUK01.csv").message
    assert "semicolons" in error(auk01().replace(b";", b","), "AUK01.csv").message
    cut = auk01()[:-25]
    refused = error(cut, "AUK01.csv")
    assert (refused.line, "number of cells" in refused.message) == (5, True)
    assert "not JSON" in error(jobindsats_json(months("Aalborg", [1] * 13))[:-9], "y07a02.json").message
    assert "version 2" in str(error(b'[{"Variables": [], "Data": []}]', "y07a02.json").found)
    assert "not a table" in error(b'{"cause": "Unknown period type: M"}', "y07a02.json").message
    assert "damaged" in error(jsonstat(AUK01_MEMBERS, [1, 2, 3]), "AUK01.json").message
    assert "3 numbers" in str(error(px("1 2 3"), "a.px").found)
    assert "damaged" in error(px(PX)[:200], "a.px").message
    assert "period" in error(statbank([("Aalborg", "Sygedagpenge", "2024K5", 1)]), "AUK01.csv").message


def test_a_damaged_sheet_and_a_bomb_are_refused_before_they_are_unpacked() -> None:
    sheet = xlsx([["Område"]])
    assert "not an Excel sheet" in error(sheet[: len(sheet) // 2], "y07a02.xlsx").message
    refused = error(xlsx([["Område"]], padding=64 << 20), "y07a02.xlsx")
    assert "too large when unpacked" in refused.message
    assert "no headings" in error(xlsx([["Hej", 1, 2]]), "y07a02.xlsx").message
    assert "old Excel" in error(b"\xd0\xcf\x11\xe0" + bytes(600), "y07a02.xls").message


SHEET = xlsx(
    [[None, "Fuldtidspersoner", None], ["Område", "2024M07", "2024M08"], ["Aalborg", 2741.5, 2700]], merged=["B1:C1"]
)
FILES = {
    "AUK01.csv": auk01(), "AUK01.px": px(PX), "AUK01.json": jsonstat(AUK01_MEMBERS, [1, 2, 3, 4, *SICK]),
    "y07a02.csv": jobindsats_csv(months("Aalborg", ["2000,5"] * 13)), "y07a02.json": jobindsats_json(months("Aalborg", [2000.5] * 13)),
    "y07a02.xlsx": SHEET,
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_cut_or_changed_is_read_or_refused_and_never_breaks(name: str) -> None:
    raw, chance = FILES[name], random.Random(1)
    for _ in range(150):
        start = chance.randrange(len(raw))
        piece = chance.choice(
            [b"", b";", b'"', b"\xff", b"[", b"-", "²".encode(), b"9" * 400, bytes([chance.randrange(256)])]
        )
        for damaged in (raw[:start], raw[:start] + piece + raw[start + chance.randrange(9) :]):
            with contextlib.suppress(ScenarioError):
                read(damaged or b"x", name)


def test_every_table_of_the_map_can_be_fetched_and_read() -> None:
    """A map that names a value which no place has would fail only at an import."""
    from sim.files.parse import shape, values_in
    from sim.place.people.model import Place
    from sim.place.read import place_source, read_people

    places = {value.path for value in values_in(shape(Place, place_source("aalborg")))}
    people = {value.path for value in values_in(read_people("denmark"))}
    for name, table in tables().tables.items():
        assert table.query or table.measure, name
        for counted in table.values:
            assert counted.place in places
            assert counted.people in people
    for switch in tables().own.switches:
        assert switch.people in people
