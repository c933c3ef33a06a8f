"""The path of a value in words: each part has Danish words, and no two values have the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pytest

from sim.files.entry import Lang, Title
from sim.law.reading import in_words
from sim.law.reading.titles import all_titles
from sim.report import value_words as room
from sim.report.text import labels
from sim.report.value_words import value_words
from sim.study.values import values_of
from tests.report.danish import english_in
from tests.settings import study_of

STUDIES = ("aalborg", "example", "denmark")
LANGUAGES: tuple[Lang, ...] = ("en", "da")


@pytest.fixture(scope="module")
def titles() -> Mapping[str, Mapping[str, Title]]:
    found: dict[str, dict[str, Title]] = defaultdict(dict)
    for name in STUDIES:
        for column in study_of(name).columns:
            for kind, named in all_titles(next(iter(column.settings.values())).rule_set.regime).items():
                found[kind].update(named)
    return found


@pytest.fixture(scope="module")
def paths() -> list[str]:
    """The paths of the values of the studies that come along."""
    return sorted({value.path for name in STUDIES for value in values_of(study_of(name))})


def test_each_part_of_a_path_has_danish_words_and_each_line_is_used(
    paths: list[str], titles: Mapping[str, Mapping[str, Title]]
) -> None:
    own, of_rules = room._danish(), in_words._danish()
    spoken = {name for kind in room.SPOKEN for name in labels()[kind]} | {n for named in titles.values() for n in named}
    parts = {part for path in paths for part in path.split(".") if not part[0].isdigit()}
    known = spoken | own.keys() | of_rules["keys"].keys() | of_rules["values"].keys()
    assert parts - known == set()
    assert set(own) - parts == set()


def test_a_danish_path_has_no_english(paths: list[str], titles: Mapping[str, Mapping[str, Title]]) -> None:
    assert len(paths) > 1000
    words = {path: value_words(path, "da", titles) for path in paths}
    assert {path: text for path, text in words.items() if english_in(text) or "_" in text} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_values_have_the_same_words(
    paths: list[str], titles: Mapping[str, Mapping[str, Title]], lang: Lang
) -> None:
    words = defaultdict(list)
    for path in paths:
        words[value_words(path, lang, titles)].append(path)
    assert {text: same for text, same in words.items() if len(same) > 1} == {}


def test_a_path_is_read_as_a_person_would_say_it() -> None:
    team = {"procedure": {"team-hearing": Title(en="Rehabilitation team", da="Rehabiliteringsteam")}}
    said = [value_words("procedures.team-hearing.steps.1.within", lang, team) for lang in LANGUAGES]
    assert said == ["Rehabilitation team: step 2, within", "Rehabiliteringsteam: trin 2, inden for"]
    assert value_words("exits.sick.after.survival.52 weeks", "da").endswith("tilbage efter, 52 uger")
    assert value_words("sickness", "da") == "Medarbejdernes sygefravær"
    assert value_words("my_own.rare-thing", "en") == "My own: rare thing"
