from pathlib import Path

import pytest

from sim.files.errors import ScenarioError
from sim.files.listing import MAX_BYTES
from sim.files.source import parse, read


def refused(text: str) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        parse(text, "a.yaml")
    return caught.value


def test_scalars_are_those_of_yaml_1_2() -> None:
    source = parse(
        "{a: no, b: 1:30, c: 2024-01-01, d: 012, e: 1.5, f: true, g: , h: '7', i: 1e999, j: off, k: -3}", "a.yaml"
    )
    assert source.tree == {
        "a": "no", "b": "1:30", "c": "2024-01-01", "d": 12, "e": 1.5, "f": True, "g": None, "h": "7", "i": "1e999",
        "j": "off", "k": -3,
    }  # fmt: skip


def test_every_path_has_its_line() -> None:
    source = parse("# comment\na:\n  - x\n  - b: 1\n    c: 2\n", "a.yaml")
    assert [source.place(keys).line for keys in ((), ("a",), ("a", 0), ("a", 1, "c"), ("a", 1, "missing"))] == [
        2,
        2,
        3,
        5,
        4,
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb: &x 2\n", 2, "anchors are not allowed"),
        ("a: 1\nb: [*x]\n", 2, "aliases are not allowed"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "tags are not allowed"),
        ("a: 1\nb: !!str 2\n", 2, "tags are not allowed"),
        ("!!map {a: 1}\n", 1, "tags are not allowed"),
        ("a: 1\nb: 2\na: 3\n", 3, "the key `a` appears twice"),
        ("- a\n", 1, "the file must be a mapping of keys"),
        ("", 1, "the file is empty"),
        ("# nothing\n", 1, "the file is empty"),
        ("a: 1\n---\nb: 2\n", 2, "the file must be one document without directives"),
        ("%YAML 1.1\n---\na: no\n", 1, "the file must be one document without directives"),
        ("? [a, b]\n: 1\n", 1, "a key must be a plain word"),
        ("a: 1\nb: [1\nc: 2\n", 3, "this is not YAML"),
        ("a: 1\nb:\n\t- 2\n", 3, "this is not YAML"),
        ("a: 1\nb: \x07\n", 2, "this is not YAML"),
    ],
)
def test_what_is_refused_is_named_with_its_line(text: str, line: int, message: str) -> None:
    error = refused(text)
    assert (error.file, error.line) == ("a.yaml", line)
    assert error.message.startswith(message)


def test_a_duplicate_key_says_where_it_stood_first() -> None:
    assert refused("a: 1\na: 2\n").found == "first on line 1"


def test_depth_is_bounded() -> None:
    parse("a: " + "[" * 19 + "]" * 19, "a.yaml")
    assert refused("a: " + "[" * 100_000).message == "the file is nested too deeply"


def test_a_missing_file_names_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "regimes").mkdir()
    (tmp_path / "regimes" / "R2024.yaml").touch()
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path / "regimes" / "R2042.yaml", tmp_path)
    assert (caught.value.file, caught.value.nearest) == ("regimes/R2042.yaml", "R2024.yaml")


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: " + "x" * MAX_BYTES)
    with pytest.raises(ScenarioError, match="too large"):
        read(tmp_path / "a.yaml", tmp_path)


def test_text_must_be_utf_8(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("a: 1\nb: l\xe6ge\n".encode("latin-1"))
    with pytest.raises(ScenarioError, match="not UTF-8") as caught:
        read(tmp_path / "a.yaml", tmp_path)
    assert caught.value.line == 2


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").mkdir()
    with pytest.raises(ScenarioError, match="cannot be read"):
        read(tmp_path / "a.yaml", tmp_path)


def test_a_text_read_twice_gives_two_trees_of_their_own() -> None:
    first, second = (parse("a: {b: [1, 2]}\n", "a.yaml") for _ in range(2))
    assert first == second
    first.tree["a"]["b"].append(3)
    first.places.clear()
    assert second.tree == parse("a: {b: [1, 2]}\n", "a.yaml").tree == {"a": {"b": [1, 2]}}
    assert second.place(("a", "b", 1)).line == 1


def test_a_text_that_is_refused_is_refused_again_under_its_own_name() -> None:
    for file in ("a.yaml", "a.yaml", "b.yaml"):
        with pytest.raises(ScenarioError, match="anchors are not allowed") as caught:
            parse("a: &x 1\n", file)
        assert caught.value.file == file
