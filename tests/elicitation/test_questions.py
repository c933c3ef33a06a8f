"""What is asked, in which order and in which unit."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.elicitation.choice import LEADING, Chosen, chosen, every_question
from sim.elicitation.question import Question
from sim.elicitation.questions_file import read_questions
from sim.elicitation.scale import notation, scale_of, scale_of_today, typical
from sim.figures.leading import read_leading
from sim.files.entry import Title
from sim.files.errors import ScenarioError
from sim.files.parameter import READERS
from sim.files.paths import scenarios_dir
from sim.files.set_values import address_of
from sim.files.value import NEED_A_RANGE, Value, size
from sim.report.range_records import RangeRecord
from sim.report.ranges_table import COLUMNS
from sim.report.uncertainty_record import FactorRecord, ShareRecord, UncertaintyRecord, WorthRecord
from sim.study.study import Study
from sim.study.values import values_of

HOURS = {"place": "aalborg", "measure": "hours_asked", "activity": "all", "need": "all", "unit": "hours a year"}
TEXT = Title(en="x", da="x")


def value(text: str, unit: str, low: str, high: str) -> Value[Any]:
    """A value as a file states it."""
    read = READERS[unit]
    raw = float(text) if unit == "number" else int(text) if unit == "count" else text
    ends = [float(end) if unit == "number" else int(end) if unit == "count" else end for end in (low, high)]
    return Value(
        read(raw), unit, read(ends[0]), read(ends[1]), text, "assumption", "no figure", "", "a.b", "office/x.yaml:3"
    )


VALUES = (
    value("30 %", "share", "20 %", "45 %"), value("10 months", "duration", "8 months", "12 months"),
    value("3 weeks", "duration", "1 week", "6 weeks"), value("21 days", "duration", "5 days", "42 days"),
    value("14 minutes", "minutes of work", "5 minutes", "30 minutes"), value("1315 hours", "minutes of work", "1233 hours", "1450 hours"),
    value("481 DKK", "DKK", "475 DKK", "513 DKK"), value("4", "count", "2", "6"), value("28.2", "number", "27.8", "29"),
)  # fmt: skip


def question(*values: Value[Any], opposite: tuple[bool, ...] = ()) -> Question:
    return Question("q", TEXT, TEXT, None, values, opposite or (False,) * len(values), "assumption")


# --- the words


def test_every_group_has_a_question_in_both_languages_that_suggests_no_number() -> None:
    root = scenarios_dir()
    questions = read_questions(root)
    assert set(questions) == set(read_leading(root).groups)
    for asked in questions.values():
        for text in (asked.ask.en, asked.ask.da):
            assert text.rstrip().endswith(("?", "."))
            assert "?" in text
            assert not re.search(r"\d", text)
        assert asked.does.en != asked.does.da
        assert re.search(r"[æøåÆØÅ]| og | er | af | det ", asked.ask.da + asked.does.da)


# --- units


@pytest.mark.parametrize("each", VALUES, ids=lambda each: each.text)
def test_an_answer_is_in_the_unit_of_the_file_and_comes_back_as_the_file_writes_it(each: Value[Any]) -> None:
    """Today's value, as the form shows it, is today's value again in the notation of the files."""
    own = question(each)
    now, low, high = own.today
    assert low <= now <= high
    assert own.scale.least <= low
    assert high <= own.scale.most
    (texts,) = own.set_to(now, low, high).values()
    for key, end in (("value", each.value), ("low", each.low), ("high", each.high)):
        raw = float(texts[key]) if each.unit == "number" else int(texts[key]) if each.unit == "count" else texts[key]
        assert size(READERS[each.unit](raw)) == pytest.approx(
            size(end), rel=1e-3, abs=0.5 if each.unit == "duration" else 1e-9
        )
    shown = own.scale.shown(now)
    number, unit = shown.partition(" ")[0], each.text.partition(" ")[2]
    assert float(number.replace(",", "")) == pytest.approx(float(each.text.partition(" ")[0]), rel=0.01)
    assert shown.endswith(unit.rstrip("s")) or unit in shown


def test_a_number_that_the_unit_wants_whole_is_whole() -> None:
    for each, number, text in (
        (VALUES[2], 24.6, "25 days"), (VALUES[1], 152.1875, "5 months"), (VALUES[1], 137.0, "137 days"), (VALUES[4], 11.4, "11 minutes"),
        (VALUES[7], 3.6, "4"), (VALUES[0], 0.123456, "12.35 %"), (VALUES[8], 123456.0, "123456"), (VALUES[8], 0.0123456, "0.01235"),
        (VALUES[6], 499.5, "499.5 DKK"), (VALUES[0], 0.0, "0 %"),
    ):  # fmt: skip
        assert notation(each, number) == text


def test_danish_numbers_have_a_comma() -> None:
    scale = scale_of(VALUES[8])
    assert (scale.shown(28.2, "en"), scale.shown(28.2, "da")) == ("28.2", "28,2")
    assert scale_of(VALUES[0]).span(0.125, 0.4, "da") == "12,5 – 40 %"
    assert scale_of(VALUES[5]).span(1233, 1450, "da") == "1.233 – 1.450 timer"


def test_several_values_are_asked_in_percent_of_todays_and_no_share_can_exceed_all() -> None:
    shares = (value("40 %", "share", "20 %", "60 %"), value("80 %", "share", "40 %", "100 %"))
    both = question(*shares)
    assert both.today == pytest.approx((1.0, 0.5, (1.5 + 1.25) / 2))
    assert both.scale.most == pytest.approx(1.25)
    texts = both.set_to(1.1, 0.5, 1.25)
    assert texts == {
        "office/x.yaml:a.b": {"value": "88 %", "low": "40 %", "high": "100 %"}
    }  # both have this address here
    assert scale_of_today(VALUES[1:3]).most == 20
    assert typical(VALUES[1:3]) == ("5.3 months", "3 weeks", "10 months")
    assert typical((VALUES[0], VALUES[4])) is None


def test_a_value_that_moves_the_other_way_is_divided() -> None:
    other = question(VALUES[4], replace(VALUES[4], path="a.c"), opposite=(False, True))
    texts = other.set_to(2.0, 0.5, 4.0)
    assert texts["office/x.yaml:a.b"] == {"value": "28 minutes", "low": "7 minutes", "high": "56 minutes"}
    assert texts["office/x.yaml:a.c"] == {"value": "7 minutes", "low": "4 minutes", "high": "28 minutes"}


# --- the key


def test_the_key_changes_with_all_that_an_answer_depends_on() -> None:
    base = question(VALUES[0])
    others = [
        question(value("31 %", "share", "20 %", "45 %")), question(value("30 %", "share", "20 %", "46 %")),
        question(replace(VALUES[0], path="a.c")), question(VALUES[0], VALUES[1]), replace(base, ask=Title(en="y", da="x")),
        replace(base, opposite=(True,)),
    ]  # fmt: skip
    assert len({base.key, *(other.key for other in others)}) == 1 + len(others)
    assert replace(base, grade="fitted", does=Title(en="z", da="z")).key == base.key


# --- which questions


def test_without_an_analysis_the_order_is_that_of_the_leading_assumptions(small: Study, tmp_path: Path) -> None:
    found = chosen(small, tmp_path)
    groups = list(read_leading(small.root).groups)
    names = [each.name for each in found.questions]
    assert names == [name for name in groups if name in names]
    assert (len(names), names[0], found.origin) == (10, "contact", LEADING)
    assert [each.name for each in chosen(small, tmp_path, first=3).questions] == names[:3]


def record(*, worth: tuple[str, ...] = (), shares: dict[str, float] | None = None) -> UncertaintyRecord:
    names = dict.fromkeys([*worth, *(shares or {})])
    return UncertaintyRecord(
        column="x", samples=200, seed=1, source="ranges", values=9, in_all=9, without_range=0, apart=0, sample_hash="0", window="1 year",
        factors=tuple(FactorRecord(name=name, title=TEXT, grade="assumption", addresses=()) for name in names),
        shares=tuple(
            ShareRecord(**HOURS, kind="factor", name=name, first=share, total=share) for name, share in (shares or {}).items()
        ),
        worth=tuple(
            WorthRecord(**HOURS, factor=name, worth=1.0, worth_low=0.0, worth_high=2.0, share=0.1, width=0.9) for name in worth
        ),
    )  # fmt: skip


def test_an_uncertainty_analysis_orders_by_worth_then_by_share_and_the_last_one_holds(
    small: Study, tmp_path: Path
) -> None:
    folder = tmp_path / "uncertainty"
    folder.mkdir()
    kept = record(
        worth=("turnover", "tracking"), shares={"tracking": 0.2, "sanctions": 0.5, "gone": 0.1, "no-shows": 0.3}
    )
    (folder / "new.json").write_text(kept.model_dump_json(), encoding="utf-8")
    (folder / "old.json").write_text(record(worth=("health-file",)).model_dump_json(), encoding="utf-8")
    import os

    os.utime(folder / "old.json", (1, 1))
    found = chosen(small, tmp_path, first=5)
    assert [each.name for each in found.questions] == ["turnover", "tracking", "sanctions", "no-shows", "contact"]
    assert "200 samples" in found.origin
    (folder / "new.json").write_text("{", encoding="utf-8")  # damaged: the one before it holds
    assert chosen(small, tmp_path).questions[0].name == "health-file"


def test_an_uncertainty_analysis_may_name_factors_beside_the_groups(small: Study, tmp_path: Path) -> None:
    (tmp_path / "uncertainty").mkdir()
    name = "activities.guidance.minutes"
    (tmp_path / "uncertainty" / "a.json").write_text(record(worth=(name,)).model_dump_json(), encoding="utf-8")
    first = chosen(small, tmp_path).questions[0]
    assert (first.name, len(first.members)) == (name, 1)
    assert name in first.ask.en


def test_a_sensitivity_analysis_orders_by_how_far_a_group_moves_the_first_headline(
    small: Study, tmp_path: Path
) -> None:
    rows = [
        {"group": group, "measure": measure, "activity": "all", "need": "all", "headline": -100.0, "low": low, "high": high}
        for group, measure, low, high in (
            ("bookable", "hours_asked", -90.0, -120.0), ("tracking", "hours_asked", -180.0, -95.0),
            ("turnover", "hours_asked", -101.0, -99.0), ("sanctions", "wait_x", -900.0, 900.0),
        )
    ]  # fmt: skip
    assert set(rows[0]) <= set(COLUMNS)
    assert set(RangeRecord.model_fields) >= {"group", "low", "high"}
    (tmp_path / "tables").mkdir()
    pd.DataFrame(rows).to_csv(tmp_path / "tables" / "sensitivity.csv", index=False)
    found = chosen(small, tmp_path, first=4)
    assert [each.name for each in found.questions] == ["tracking", "bookable", "turnover", "contact"]
    assert "sensitivity" in found.origin
    (tmp_path / "tables" / "sensitivity.csv").write_text("group,low\nx,1\n", encoding="utf-8")  # of another version
    assert chosen(small, tmp_path).origin == LEADING


def test_a_group_has_the_values_that_an_analysis_moves(small: Study, asked: Chosen) -> None:
    contact = next(each for each in asked.questions if each.name == "contact")
    assert {each.path.partition(".")[0] for each in contact.members} == {"contact"}
    assert not {address_of(each) for each in contact.members} & {
        address_of(each) for each in values_of(replace(small, columns=small.columns[:1]))
    }


def test_values_are_named_by_path_address_or_pattern(small: Study, tmp_path: Path) -> None:
    names = ("turnover", "practices/baseline.yaml:team_notice", "no_shows.*")
    found = chosen(small, tmp_path, values=names).questions
    assert found[0].name == "turnover"  # the group
    assert found[1].name == "practices/baseline.yaml:team_notice"
    assert {each.members[0].path for each in found[2:]} == {
        v.path for v in values_of(small) if v.path.startswith("no_shows.")
    }
    assert all(each.single for each in found)
    assert "no-shows" not in {each.name for each in found}
    assert found[-1].ask.da.startswith("Hvor stor en del af de samtaler")  # the question of its group, with the path
    assert found[-1].members[0].path in found[-1].ask.da


@pytest.mark.parametrize(("names", "words"), [
    (("contakt",), "nearest: contact"), (("team_notices",), "nearest: team_notice"), (("booking.notice",), "no range"),
    (("needs.sick-pension.perhaps*",), "no value has this name"), (("pension_age",), "choice of method or law"),
])  # fmt: skip
def test_a_value_that_nobody_can_be_asked_about_is_refused(
    names: tuple[str, ...], words: str, small: Study, tmp_path: Path
) -> None:
    with pytest.raises(ScenarioError) as error:
        chosen(small, tmp_path, values=names)
    assert words in str(error.value)


@pytest.mark.parametrize("first", [0, -1, 101])
def test_the_number_of_questions_has_bounds(first: int, small: Study, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="out of range"):
        chosen(small, tmp_path, first=first)


def test_every_value_with_a_range_can_be_asked_about_once_by_itself(small: Study) -> None:
    questions = every_question(small)
    assert len({each.key for each in questions}) == len(questions)
    groups = {each.name for each in questions}
    assert {"tracking", "contact"} <= groups
    single = [each.name for each in questions if each.single and ".yaml:" in each.name]
    free = {address_of(v) for v in values_of(small) if v.low is not None and size(v.low) < size(v.high)}
    assert set(single) <= free
    assert all(each.members[0].evidence in NEED_A_RANGE or each.members[0].low is not None for each in questions)


def test_questions_are_plain_data(asked: Chosen) -> None:
    json.dumps([each.set_to(1.0, 0.5, 2.0) for each in asked.questions if not each.single])
