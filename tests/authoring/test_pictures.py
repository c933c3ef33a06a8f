"""The pictures in the documentation: made from today's rules, complete, and readable."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from sim.authoring.flow_picture import flow_picture
from sim.authoring.pictures import PEOPLE, RULES, pictures
from sim.authoring.ways import Way, ways_between
from sim.law.compose.library import Library
from sim.law.compose.rule_set import RuleSet
from sim.place.people.model import People
from sim.place.read import read_people

SVG = "{http://www.w3.org/2000/svg}"
NAMES = sorted(pictures())


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return pictures()


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return Library.load().rule_set(RULES)


@pytest.fixture(scope="module")
def people() -> People:
    return read_people(PEOPLE)


@pytest.fixture(scope="module")
def ways(rules: RuleSet, people: People) -> dict[str, Way]:
    return {way.name: way for way in ways_between(rules.regime, people)}


@pytest.mark.parametrize("name", NAMES)
def test_words_stay_on_the_page_and_in_their_box(name: str, texts: dict[str, str]) -> None:
    page = ElementTree.fromstring(texts[name])
    width, height = float(page.attrib["width"]), float(page.attrib["height"])
    boxes = [_box(rect) for rect in page.iter(f"{SVG}rect") if "rx" in rect.attrib]
    for text in page.iter(f"{SVG}text"):
        x, y, length = float(text.attrib["x"]), float(text.attrib["y"]), _length(text)
        angle = (
            -math.radians(float(text.attrib["transform"].split("(")[1].split()[0])) if "transform" in text.attrib else 0
        )
        start = x - {"start": 0, "middle": length / 2, "end": length}[text.attrib["text-anchor"]]
        assert start + length * math.cos(angle) <= width, text.text
        assert 0 <= y - length * math.sin(angle) <= height, text.text
        for left, top, right, bottom in boxes:
            if left <= x <= right and top <= y <= bottom:
                assert start + length <= right, text.text


def test_every_column_has_its_dots_and_heads(rules: RuleSet, people: People, ways: dict[str, Way]) -> None:
    page = ElementTree.fromstring(flow_picture(rules, people))
    known = {name for name, group in rules.regime.groups.items() if group.evidence != "unknown"}
    every = ways_between(rules.regime, people)
    shown = [way for way in every if known & set(way.sources) or way.cause == "return"]
    dots = sum(len(way.sources if way.cause == "return" else known & set(way.sources)) for way in shown)
    heads = sum(len(known & set(way.targets)) + len(way.exits) for way in shown)
    legend_dots, legend_heads = 1, 2
    assert len(list(page.iter(f"{SVG}circle"))) == dots + legend_dots
    assert len(list(page.iter(f"{SVG}polygon"))) == heads + legend_heads


def test_the_ways_are_those_of_the_law(ways: dict[str, Way]) -> None:
    """SDPL §§ 24-27: no sickness benefit at 22 weeks. LAB § 6: readiness. LOB § 9: cases of the team."""
    sickness = ways["sickness-right-ends"]
    assert (sickness.sources, sickness.cause) == (("sick",), "clock")
    assert {"job-clarification", "activity-ready", "activity-ready-young"} == set(sickness.targets)
    assert ways["readiness-to-job"].sources == ("activity-ready",)
    assert ways["readiness-to-job"].targets == ("job-ready",)
    heard = {name for name, way in ways.items() if way.team and way.cause == "decision"}
    assert heard == {"flexjob", "disability-pension", "resource-course"}
    assert not ways["rehabilitation"].team


def test_returns_lead_from_outside_to_the_groups_of_the_people_file(people: People, ways: dict[str, Way]) -> None:
    """A share of 0 % turns an entry off."""
    back = [way for way in ways.values() if way.cause == "return"]
    on = [entry for entry in people.returns.values() if entry.share.value]
    assert {source for way in back for source in way.sources} == {name for entry in on for name in entry.left_for}
    assert {name for way in back for name in way.targets} == {
        name for entry in on for name in (*entry.to, *entry.too_old.values())
    }


def test_a_procedure_without_new_cases_has_no_column(people: People) -> None:
    """From July 2026 nobody enters a resource course or rehabilitation."""
    names = {way.name for way in ways_between(Library.load().rule_set("R2026b").regime, people)}
    assert not {"resource-course", "rehabilitation"} & names
    assert "flexjob" in names


def _box(rect: ElementTree.Element) -> tuple[float, float, float, float]:
    x, y, width, height = (float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def _length(text: ElementTree.Element) -> float:
    """Pixels in DejaVu Sans, the widest of the fonts that the pictures name; no less than the letters need."""
    font = FontProperties(family="DejaVu Sans", weight=text.attrib.get("font-weight", "normal"))
    path = TextPath((0, 0), text.text or "", size=float(text.attrib["font-size"]), prop=font)
    return float(np.ptp(path.vertices[:, 0]))
