"""Characters that look alike are read, or named with their place in the text."""

from __future__ import annotations

import pytest

from sim.files.characters import odd_characters, plain
from sim.files.errors import ScenarioError
from sim.files.folder import unknown_name
from sim.files.quantity import Duration, duration, money, share
from sim.files.source import parse
from tests.study.stub import STUDY, study


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", "\u3000"])
def test_every_kind_of_space_is_a_space_in_a_quantity(space: str) -> None:
    assert duration(f"2{space}weeks") == Duration(whole_days=14)
    assert share(f"{space}85{space}%") == 0.85


def test_the_minus_of_charts_and_tables_is_a_minus() -> None:
    assert money("\u221225 DKK") == money("-25 DKK") == -25.0
    assert plain("\u221225\u00a0%") == "-25 %"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("2\u200bweeks", "U+200B zero width space at position 2"),
        ("2 weeks\ufeff", "U+FEFF zero width no-break space at position 8"),
        ("\uff12 weeks", "U+FF12 fullwidth digit two at position 1"),
        ("\u0661 week", "U+0661 arabic-indic digit one at position 1"),
        ("b\u0430seline", "U+0430 cyrillic small letter a at position 2"),
        ("base\u00adline", "U+00AD soft hyphen at position 5"),
        ("a\u030arhus", "U+030A combining ring above at position 2"),
        ("team\u2011share", "U+2011 non-breaking hyphen at position 5"),
        ("a\tb", "U+0009 control character at position 2"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, named: str) -> None:
    assert odd_characters(text) == named
    assert f"found: {text} ({named})" in str(ScenarioError("this is wrong", found=text))


def test_ordinary_text_is_not_named() -> None:
    for text in ("Én ø på å", "current \u2192 freed", "from 1 \u2013 2 \u2026", "\u00a7 27, 85 %", "na\u00efve"):
        assert odd_characters(text) == ""
    assert odd_characters("a\u2013b", in_a_name=True) == "U+2013 en dash at position 2"


def test_a_long_text_is_cut_and_few_characters_are_named() -> None:
    words = str(ScenarioError("this is wrong", found="\u200b" * 1000))
    assert "1000 characters" in words
    assert "and 997 more" in words
    assert len(words) < 700


def test_a_name_with_a_foreign_letter_is_not_allowed() -> None:
    error = unknown_name("there is no such practice", "b\u0430seline", ["baseline"])
    assert error.message == "this name is not allowed"
    assert error.nearest == "baseline"
    assert "U+0430" in str(error)


def test_an_unknown_key_names_its_characters(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ScenarioError, match="U\\+0435 cyrillic small letter ie at position 2"):
        study(tmp_path, STUDY.replace("measured:", "m\u0435asured:"))


def test_a_hard_space_after_a_colon_is_named() -> None:
    with pytest.raises(ScenarioError, match="U\\+00A0 no-break space at position 3"):
        parse("a: 1\nb:\u00a02\nc: 3\n", "a.yaml")
