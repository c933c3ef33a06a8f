"""Named lists of places: complete, checked with line and nearest name, and independent of each other by chance."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.calibration.municipalities import slug
from sim.data.area import read_areas
from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir
from sim.place.lists import read_lists
from sim.world.build import build_world
from tests.study.stub import STUDY, study

LISTED = STUDY.replace("places: [aalborg]", "places_in: six-cities")


def test_the_list_of_municipalities_has_each_municipality_once_and_no_larger_area() -> None:
    areas = read_areas(scenarios_dir()).file.municipalities.values()
    listed = read_lists(scenarios_dir())["municipalities"].places
    assert len(listed) == len(set(listed)) == 98
    assert set(listed) == {slug(area.name) for area in areas}


def test_the_list_of_north_jutland_has_its_municipalities() -> None:
    areas = read_areas(scenarios_dir()).file.municipalities.values()
    expected = {slug(area.name) for area in areas if area.region == "Region Nordjylland"}
    assert set(read_lists(scenarios_dir())["north-jutland"].places) == expected


def failure(folder: Path, text: str) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        study(folder, text)
    return caught.value


def test_an_unknown_list_is_an_error_with_the_nearest_name(tmp_path: Path) -> None:
    error = failure(tmp_path, LISTED.replace("six-cities", "municipalites"))
    assert error.message == "there is no such list of places"
    assert error.nearest == "municipalities"
    assert error.line == 4


@pytest.mark.parametrize("places", ["places: [aalborg]\nplaces_in: municipalities", "note: none"])
def test_a_study_names_its_places_or_one_list(tmp_path: Path, places: str) -> None:
    error = failure(tmp_path, STUDY.replace("places: [aalborg]", places))
    assert error.message == "a study names its places, or one list of places"
    assert error.do is not None


def test_a_list_that_names_an_unknown_place_is_an_error_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "aalborg.yaml").write_text("", encoding="utf-8")
    text = "schema: 1\nlists:\n  two:\n    title: {en: Two, da: To}\n    places: [aalborg,\n      aalburg]\n"
    (tmp_path / "lists.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_lists(tmp_path)
    assert (caught.value.found, caught.value.nearest, caught.value.line) == ("aalburg", "aalborg", 6)


def test_places_of_a_list_have_a_chance_of_their_own_and_places_that_are_named_share_theirs(tmp_path: Path) -> None:
    """The sum of a list has the variance of independent places only if no place repeats the draws of another."""
    listed = study(tmp_path, LISTED)
    seeds = {place: listed.seed_at(place) for place in listed.places}
    assert len(set(seeds.values())) == len(seeds) == 6
    named = study(tmp_path, STUDY.replace("[aalborg]", "[aalborg, laesoe]"))
    assert named.seed_at("aalborg") == named.seed_at("laesoe") == named.seed


def test_a_place_has_the_same_chance_in_every_list(tmp_path: Path) -> None:
    first = study(tmp_path, LISTED)
    other = study(tmp_path, LISTED.replace("places_in: six-cities", "places_in: north-jutland"))
    assert first.seed_at("aalborg") == other.seed_at("aalborg")


def test_the_seed_of_a_place_reaches_its_citizens(tmp_path: Path) -> None:
    listed, named = study(tmp_path, LISTED), study(tmp_path, STUDY.replace("[aalborg]", "[esbjerg]"))
    worlds = [build_world(replace(s.baseline.settings["esbjerg"], formed=None), 1) for s in (listed, named)]
    assert worlds[0].settings["run"] != worlds[1].settings["run"]
    assert listed.baseline.settings["esbjerg"].seed == listed.seed_at("esbjerg")
