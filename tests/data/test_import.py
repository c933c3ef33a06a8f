"""`jobsim data import`: what it prints, what it writes, and that it writes nothing else."""

from __future__ import annotations

import difflib
import json
from pathlib import Path

import pytest

from sim.data import rewrite
from sim.data.rewrite import write_all
from sim.data.spans import replaced, section, spans
from sim.files import writing
from sim.files.errors import RunError
from sim.files.parse import shape
from sim.files.quantity import Number
from sim.files.source import parse
from sim.place.people.model import Place
from sim.place.read import place_source, read_people
from tests.data.conftest import Call
from tests.data.published import QUARTERS, SICK, auk01, px, statbank


def files_of(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_a_value_is_written_with_its_source_and_every_other_line_stays(root: Path, tmp_path: Path, data: Call) -> None:
    (tmp_path / "AUK01.csv").write_bytes(auk01())
    before = files_of(root)
    old = shape(Place, place_source("aalborg", root)).groups["sick"].stock
    code, out, err = data("import", "AUK01.csv")
    assert (code, err) == (0, "")
    after = files_of(root)
    assert [name for name in after if after[name] != before.get(name)] == ["places/aalborg.yaml"]
    lines = changed_lines(before["places/aalborg.yaml"].decode(), after["places/aalborg.yaml"].decode())
    assert len(lines) == 2
    assert old.text in lines[0]
    new = shape(Place, place_source("aalborg", root)).groups["sick"].stock
    assert (float(new.value), new.evidence, new.low) == (2740.0, "statistic", None)
    for word in ("AUK01", "2024Q1-2024Q4", "sha256-"):
        assert word in new.source
    assert out.index("2,499") < out.index("2,740") < out.index("Written:")
    assert "python -m sim.calibration.fit_flows aalborg" in out


def test_check_writes_nothing(root: Path, tmp_path: Path, data: Call) -> None:
    (tmp_path / "AUK01.csv").write_bytes(auk01())
    before = files_of(root)
    code, out, _ = data("import", "AUK01.csv", "--check")
    assert code == 0
    assert files_of(root) == before
    assert "groups.sick.stock" in out
    assert "Nothing was written" in out


def test_json_says_the_same(root: Path, tmp_path: Path, data: Call) -> None:
    (tmp_path / "a.px").write_bytes(px("1 1\n1 1\n" + " ".join(map(str, SICK))))
    code, out, _ = data("import", "a.px", "--check", "--json")
    told = json.loads(out)
    assert code == 0
    assert [(each["path"], each["old"], each["new"]) for each in told["changes"]] == [("groups.sick.stock", 2499, 2740)]
    assert told["files"][0]["table"] == "AUK01"
    assert len(told["files"][0]["sha256"]) == 64
    assert told["written"] == []


def test_another_municipality_becomes_a_place_of_its_own(root: Path, tmp_path: Path, data: Call) -> None:
    """What a file gives is a statistic. All else that has a size follows the population, as an assumption with a wide range."""
    (tmp_path / "AUK01.csv").write_bytes(auk01(area="Lolland", numbers=(700, 710, 720, 710)))
    (root / "places" / "lolland.yaml").unlink()  # as if no place were shipped for it
    before = files_of(root)
    code, out, err = data("import", "AUK01.csv", "--place", "lolland")
    assert (code, err) == (0, "")
    after = files_of(root)
    assert after.keys() - before.keys() == {"places/lolland.yaml"}
    assert {name: after[name] for name in before} == before
    aalborg, lolland = shape(Place, place_source("aalborg", root)), shape(Place, place_source("lolland", root))
    assert (float(lolland.groups["sick"].stock.value), lolland.groups["sick"].stock.evidence) == (710, "statistic")
    ratio = lolland.population.value / aalborg.population.value
    insured = lolland.groups["insured"].stock
    assert insured.value == pytest.approx(ratio * aalborg.groups["insured"].stock.value, abs=0.05)
    assert insured.evidence == "assumption"
    assert insured.low == pytest.approx(0.53 * insured.value, abs=0.06)
    assert insured.high == pytest.approx(1.35 * insured.value, abs=0.06)
    by_stock = 710 / aalborg.groups["sick"].stock.value
    assert lolland.groups["sick"].entries.value == pytest.approx(
        by_stock * aalborg.groups["sick"].entries.value, abs=0.05
    )
    assert lolland.team_places.per_week.value == pytest.approx(ratio * aalborg.team_places.per_week.value, abs=0.05)
    assert lolland.teams == aalborg.teams
    assert "fit_flows lolland" in out
    code, _, err = data("import", "AUK01.csv", "--place", "lolland")
    assert code == 2
    assert "exists already" in err
    code, _, err = data("import", "AUK01.csv", "--into", "lolland", "--check")
    assert (code, err) == (0, "")


def test_a_place_of_another_name_remembers_its_municipality(root: Path, tmp_path: Path, data: Call) -> None:
    """Later figures must not be those of the place that it extends."""
    rows = [
        (area, "Sygedagpenge", quarter, number)
        for area, number in (("Aalborg", 2740), ("Lolland", 710))
        for quarter in QUARTERS
    ]
    (tmp_path / "AUK01.csv").write_bytes(statbank(rows))
    code, _, err = data("import", "AUK01.csv", "--place", "south", "--area", "360")
    assert (code, err) == (0, "")
    code, out, err = data("import", "AUK01.csv", "--into", "south", "--check", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["area"] == {"code": "360", "name": "Lolland"}
    assert [each["new"] for each in json.loads(out)["changes"]] == [710]


def test_figures_of_another_municipality_do_not_go_into_a_place(root: Path, tmp_path: Path, data: Call) -> None:
    (tmp_path / "AUK01.csv").write_bytes(auk01(area="Lolland"))
    before = files_of(root)
    code, _, err = data("import", "AUK01.csv", "--area", "Lolland")
    assert code == 2
    assert "another municipality" in err
    assert "--place lolland" in err
    assert files_of(root) == before


def test_a_place_that_extends_another_gets_the_section_with_its_comments(
    root: Path, tmp_path: Path, data: Call
) -> None:
    (tmp_path / "AUK01.csv").write_bytes(auk01())
    code, _, err = data("import", "AUK01.csv", "--into", "aalborg-mixed")
    assert (code, err) == (0, "")
    mixed, aalborg = shape(Place, place_source("aalborg-mixed", root)), shape(Place, place_source("aalborg", root))
    assert mixed.groups["sick"].stock.value == Number(2740)
    assert aalborg.groups["sick"].stock.value != Number(2740)
    assert {name: group.entries.value for name, group in mixed.groups.items()} == {
        name: group.entries.value for name, group in aalborg.groups.items()
    }


def test_the_people_file_takes_whole_persons_of_the_country(root: Path, tmp_path: Path, data: Call) -> None:
    (tmp_path / "AUK01.csv").write_bytes(auk01(area="Hele landet", numbers=(76000, 77000, 78000, 79001)))
    code, out, err = data("import", "AUK01.csv", "--people", "denmark")
    assert (code, err) == (0, "")
    assert read_people("denmark", root).stocks["sick"].value == 77500
    assert "rate is flow over stock" in out


def test_two_files_that_disagree_are_refused(root: Path, tmp_path: Path, data: Call) -> None:
    (tmp_path / "AUK01.csv").write_bytes(auk01())
    (tmp_path / "AUK01-2.csv").write_bytes(auk01(numbers=(1, 2, 3, 4)))
    code, _, err = data("import", "AUK01.csv", "AUK01-2.csv", "--check")
    assert code == 2
    assert "two numbers for `groups.sick.stock`" in err


def test_a_file_without_a_value_is_refused(root: Path, tmp_path: Path, data: Call) -> None:
    (tmp_path / "AUK01.csv").write_bytes(statbank([("Aalborg", "Barselsdagpenge", quarter, 5) for quarter in QUARTERS]))
    code, _, err = data("import", "AUK01.csv", "--check")
    assert code == 2
    assert "give no value" in err
    assert "Barselsdagpenge" in err


def test_a_place_that_would_not_be_valid_is_not_written(root: Path, tmp_path: Path, data: Call) -> None:
    """A stock so large that more of it come back than enter."""
    (tmp_path / "AUK01.csv").write_bytes(auk01(numbers=(90000,) * 4))
    before = files_of(root)
    code, _, err = data("import", "AUK01.csv")
    assert code == 2
    assert "more citizens come back" in err
    assert files_of(root) == before


def test_a_huge_file_is_refused_by_its_size(root: Path, tmp_path: Path, data: Call) -> None:
    with (tmp_path / "AUK01.csv").open("wb") as stream:
        stream.truncate(2 << 30)  # a hole: no bytes on the disk
    code, _, err = data("import", "AUK01.csv")
    assert code == 2
    assert "too large" in err
    assert f"{2 << 30:,}" in err


def test_a_missing_file_and_place_are_named_with_the_nearest(root: Path, tmp_path: Path, data: Call) -> None:
    (tmp_path / "AUK01.csv").write_bytes(auk01())
    code, _, err = data("import", "AUK1.csv")
    assert code == 2
    assert "nearest: AUK01.csv" in err
    code, _, err = data("import", "AUK01.csv", "--into", "aalbrg")
    assert code == 2
    assert "nearest: aalborg" in err


def test_tables_of_a_narrow_terminal_cut_no_number(
    root: Path, tmp_path: Path, data: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("FORCE_COLOR", "1")
    (tmp_path / "AUK01.csv").write_bytes(auk01())
    _, out, _ = data("import", "AUK01.csv", "--check")
    for number in ("2,499", "2,740"):
        assert number in out


def test_if_one_file_cannot_be_written_the_others_get_their_old_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text("old", encoding="utf-8")
    write = writing.write

    def full(file: Path, content: str | bytes) -> None:
        if file == second:
            raise RunError("the disk is full")
        write(file, content)

    monkeypatch.setattr(rewrite, "write", full)
    with pytest.raises(RunError):
        write_all({first: "new", second: "new"})
    assert first.read_text(encoding="utf-8") == "old"
    assert not second.exists()


def test_only_the_named_entry_of_a_text_changes() -> None:
    text = '# head\na: {b: {value: 1, source: "x: y"}, c: 2}  # tail\nd:\n  - e: 1   # item\n  - {e: 2}\nf: |\n  text\ng: end\n'
    assert replaced(text, {("a", "b"): "{value: 3}", ("d", 1, "e"): "7"}) == text.replace(
        '{value: 1, source: "x: y"}', "{value: 3}"
    ).replace("{e: 2}", "{e: 7}")
    assert section(text, "d") == "d:\n  - e: 1   # item\n  - {e: 2}\n"
    crlf = text.replace("\n", "\r\n")
    assert replaced(crlf, {("a", "c"): "5"}) == crlf.replace("c: 2", "c: 5")


def test_every_entry_of_a_shipped_file_is_found(root: Path) -> None:
    """The span of an entry, read alone, is the entry."""
    for name in ("places/aalborg.yaml", "people/denmark.yaml"):
        text = (root / name).read_text(encoding="utf-8")
        source = parse(text, name)
        at = spans(text)
        assert at.keys() == source.places.keys()
        for keys in [keys for keys in at if keys and keys[-1] == "stock"]:
            start, end = at[keys]
            alone = parse(f"x: {text[start:end]}\n", name).tree["x"]
            node = source.tree
            for key in keys:
                node = node[key]  # type: ignore[index]
            assert alone == node
