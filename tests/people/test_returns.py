"""The returns of a people file: bad input is refused at its line, and expected returns follow from the table of flows."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir
from sim.files.quantity import YEAR_DAYS, Number
from sim.place.people import fate
from sim.place.people.inflow_shock import Surge, surged
from sim.place.people.leavers import expected_returns, per_year, place_leavers
from sim.place.read import place_source, read_people
from sim.study.check_place import check_place
from sim.study.read_setting import setting_of
from sim.study.setting import Setting
from sim.world.returns import new_citizens

RETURN = "    group: sick\n    left_for: [recovered]\n    share: {value: 36 %, low: 0 %, high: 71 %"
AFTER = "    after: {mean: {value: 26 weeks, low: 13 weeks, high: 52 weeks}}\n"
TO = "    to: {sick: {value: 100 %, low: 90 %, high: 100 %}}\n"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (RETURN, RETURN.replace("sick", "sikc"), r"no exit leaves this group.*sikc.*nearest: sick"),
        (RETURN, RETURN.replace("[recovered]", "[]"), r"a return needs a past.*found: \[\]"),
        (RETURN, RETURN.replace("recovered", "recoverd"), r"never left for this destination.*nearest: recovered"),
        (RETURN, RETURN.replace("recovered", "disability-pension"), r"nobody comes back from this destination"),
        (RETURN, RETURN.replace("36 %", "136 %").replace("71 %", "171 %"), r"136 %"),
        (RETURN, RETURN.replace("sick\n    left_for: [recovered]", "insured\n    left_for: [work]"), r"two returns have the same past"),
        (AFTER, AFTER.replace("26 weeks", "-26 weeks"), r"-26 weeks"),
        (TO, TO.replace("value: 100 %", "value: 60 %").replace("low: 90 %", "low: 50 %"), r"must sum to 100 %.*found: 60 %"),
        (TO, TO.replace("sick:", "sickness:"), r"unknown group.*sickness.*nearest: sick"),
        ("  at: [work, recovered]", "  at: [wrok]", r"no exit has this destination.*nearest: work"),
        ("too_old: {education-ready-young: job-ready}", "too_old: {education-ready-young: jobs}", r"unknown group.*jobs"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_at_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    root = Path(shutil.copytree(scenarios_dir(), tmp_path / "scenarios"))
    file = root / "people" / "denmark.yaml"
    text = file.read_text(encoding="utf-8")
    at = text.index("  sick-again:") if old in {RETURN, AFTER, TO} else 0
    assert old in text[at:]
    file.write_text(text[:at] + text[at:].replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ScenarioError) as refusal:
        read_people("denmark", root)
    assert re.search(says, str(refusal.value).replace("\n", " "))
    assert re.match(r".*people/denmark\.yaml:\d+: ", str(refusal.value))


@pytest.fixture(scope="module")
def aalborg() -> Setting:
    return setting_of("aalborg", "current", "baseline", date(2024, 1, 1), 400, 1)


def test_no_more_citizens_come_back_than_enter(aalborg: Setting) -> None:
    entries = aalborg.place.groups["sick"].entries
    few = aalborg.place.groups["sick"].model_copy(update={"entries": replace(entries, value=Number(100), text="100")})
    place = aalborg.place.model_copy(update={"groups": {**aalborg.place.groups, "sick": few}})
    with pytest.raises(ScenarioError, match="more citizens come back to `sick` than enter it"):
        check_place(replace(aalborg, place=place), place_source("aalborg"))


def test_expected_returns_are_leavers_times_the_share(aalborg: Setting) -> None:
    """Leavers to a destination are its part of the national flow, at the place's share of the stock."""
    people, place = aalborg.people, aalborg.place
    share = place.groups["insured"].stock.value / people.stocks["insured"].value
    way = people.exits["insured"]
    for destination in ("work", "education"):
        expected = way.per_year.value * way.to[destination].value * share
        assert place_leavers(people, place, "insured", (destination,)) == pytest.approx(expected)
    ever = people.returns["insured-again"].share.value
    whole = way.per_year.value * share
    assert per_year(expected_returns(people, place), "insured") == pytest.approx(ever * whole)


def test_who_goes_back_to_the_group_before_the_illness_does_not_leave(aalborg: Setting) -> None:
    """275,000 end a sickness spell a year; 9,000 and 5,000 of them have come from dagpenge and flex jobs."""
    people, place = aalborg.people, aalborg.place
    share = place.groups["sick"].stock.value / people.stocks["sick"].value
    back = sum(people.moves[name].per_year.value for name in ("insured-falls-ill", "flexjob-worker-falls-ill"))
    expected = (people.exits["sick"].per_year.value - back) * share
    assert place_leavers(people, place, "sick", ("recovered",)) == pytest.approx(expected)


@pytest.mark.parametrize("change", [0.5, -0.3])
def test_a_shock_changes_all_entries_and_leaves_the_expected_returns(
    aalborg: Setting, monkeypatch: pytest.MonkeyPatch, change: float
) -> None:
    """New citizens under a shock are (1 + change) x entries less the expected returns, within the error of a count."""
    entries, days = aalborg.place.groups["insured"].entries.value, 400
    shock = [Surge(0, days, change)]
    monkeypatch.setattr("sim.world.returns.surges", lambda *_: shock)
    usual = fate.arrivals(7, "insured", 0, entries, days)
    all_entries = surged(7, "insured", 0, entries, usual, shock)
    new = new_citizens(7, aalborg, "insured", all_entries, outside_known=True)
    back = per_year(expected_returns(aalborg.people, aalborg.place), "insured")
    expected = ((1 + change) * entries - back) * days / YEAR_DAYS
    assert new["arrive"].size == pytest.approx(expected, abs=4.5 * expected**0.5)
