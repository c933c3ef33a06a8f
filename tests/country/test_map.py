"""The map of tiles: each municipality once, neighbours roughly right, and the numbers of the comparisons."""

from __future__ import annotations

import itertools
from typing import Any

import pandas as pd
import pytest
from ruamel.yaml import YAML

from sim.files.entry import Title
from sim.files.paths import scenarios_dir
from sim.report.charts import NoNumbersError
from sim.report.country.map import MEASURE, drawn_maps, map_numbers, tiles
from tests.report.danish import english_on
from tests.report.manifests import BASELINE, KEEP, manifest

NEIGHBOURS = (
    ("aalborg", "rebild"), ("aarhus", "favrskov"), ("odense", "nyborg"), ("koebenhavn", "frederiksberg"), ("koebenhavn", "taarnby"),
    ("esbjerg", "varde"), ("kolding", "vejle"), ("lolland", "guldborgsund"), ("roskilde", "lejre"), ("gribskov", "helsingoer"),
    ("viborg", "skive"), ("toender", "aabenraa"), ("slagelse", "kalundborg"), ("randers", "mariagerfjord"),
)  # fmt: skip
"""Municipalities that share a border, and are a bridge or less apart."""


def test_each_municipality_has_one_tile_of_its_own() -> None:
    lists = YAML(typ="safe").load((scenarios_dir() / "lists.yaml").read_text(encoding="utf-8"))
    assert sorted(tiles()) == sorted(lists["lists"]["municipalities"]["places"])
    assert len({(tile.column, tile.row) for tile in tiles().values()}) == len({t.short for t in tiles().values()}) == 98


def test_neighbours_touch_and_north_is_up() -> None:
    for one, other in NEIGHBOURS:
        a, b = tiles()[one], tiles()[other]
        assert max(abs(a.column - b.column), abs(a.row - b.row)) <= 1, (one, other)
    rows = [tiles()[name].row for name in ("hjoerring", "aalborg", "viborg", "vejle", "soenderborg")]
    assert all(north < south for north, south in itertools.pairwise(rows))
    columns = [tiles()[name].column for name in ("esbjerg", "odense", "koebenhavn", "bornholm")]
    assert all(west < east for west, east in itertools.pairwise(columns))
    assert tiles()["bornholm"].column == max(tile.column for tile in tiles().values())


def comparisons() -> pd.DataFrame:
    row: dict[str, Any] = {
        "group": "all", "team": "all", "activity": "all", "need": "all", "measure": MEASURE, "unit": "minutes per citizen and week",
        "baseline": BASELINE, "baseline_mean": 5.0, "confidence": 0.95, "pairs": 2,
    }  # fmt: skip
    places = [("aalborg", 2.0, 1.0), ("aarhus", -1.0, 3.0), ("nowhere", 9.0, 1.0)]
    return pd.DataFrame(
        [
            {
                **row,
                "place": place,
                "variant": variant,
                "difference": change,
                "low": change - half,
                "high": change + half,
            }
            for place, change, half in places
            for variant in (KEEP, "other")
        ]
    )


@pytest.mark.parametrize("lang", ["en", "da"])
def test_a_map_has_the_numbers_of_the_first_variant(lang: Any) -> None:
    names = {name: Title(en=name, da=name) for name in ("aalborg", "aarhus")}
    of_list = manifest(places=("aalborg", "aarhus"), labels={"place": names})
    numbers = map_numbers(comparisons(), of_list)
    assert numbers["place"].tolist() == ["aalborg", "aarhus"]
    assert numbers["difference"].tolist() == [2.0, -1.0]
    maps = drawn_maps(comparisons(), of_list, lang)
    assert [chart.name for chart in maps] == ["map", "map-change"]
    assert lang == "en" or [english_on(chart.figure) for chart in maps] == [{}, {}]
    words = [text.get_text() for text in maps[1].figure.axes[0].texts]
    assert words == ["Aal", "+2.0" if lang == "en" else "+2,0", "Aar", "−1.0" if lang == "en" else "−1,0"]
    assert len(maps[1].figure.axes[0].lines) == 1  # the dot of the change that chance could explain


def test_places_without_a_tile_have_no_map() -> None:
    table = comparisons()
    alone = table[table["place"] == "nowhere"]
    with pytest.raises(NoNumbersError):
        map_numbers(alone, manifest())
    assert drawn_maps(alone, manifest(), "en") == []
