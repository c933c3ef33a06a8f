"""What nobody has measured stands beside chance: in words, in tables, in a chart, in both languages."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import pytest

from sim.report.certainty import certainty
from sim.report.charts import NoNumbersError, draw_chart
from sim.report.headline import headline
from sim.report.manifest import BreakEven, Manifest
from sim.report.multiplicity import comparisons_text
from sim.report.ranges import break_even_lines, range_lines, ranges_page_table, zero_lines
from sim.report.ranges_screen import WITHIN, range_tables
from sim.report.ranges_table import ranges_table
from sim.report.text import phrases, read
from tests.report.manifests import CUT, LEADING, RANGES, ends, manifest

if TYPE_CHECKING:
    from sim.files.entry import Lang
    from tests.report.conftest import Study

BOTH = pytest.mark.parametrize("lang", ["en", "da"])


def words(study: Study, lang: Lang = "en", **changes: object) -> dict[str, str]:
    """The lines on what is sure, by their head; later lines of a head are joined."""
    changed = manifest(**changes)
    lines: dict[str, str] = {}
    for line in certainty(headline(study.measures, study.comparisons, changed), changed, lang):
        lines[line.head] = f"{lines.get(line.head, '')} {line.text}".strip()
    return lines


@BOTH
def test_chance_and_assumptions_stand_apart_with_the_practice_first(study: Study, lang: Lang) -> None:
    changed = manifest()
    line = range_lines(headline(study.measures, study.comparisons, changed), changed, lang)[0].text
    chance, contact, tracking = (
        {"en": ("By chance", "how often it meets citizens", "minutes of tracking"),
         "da": ("Ved tilfældighed", "hvor ofte det holder samtaler", "minutter til opfølgning")}[lang]
    )  # fmt: skip
    assert line.index(chance) < line.index(contact) < line.index(tracking)
    assert "5,000" in line if lang == "en" else "5.000" in line
    assert "turnover" not in line  # moves the hours no more than chance
    assert "udskiftning" not in line


def test_a_group_within_chance_is_named_as_such_everywhere(study: Study) -> None:
    changed = manifest()
    table = ranges_table(changed).set_index(["group", "measure"])
    assert not table.loc[("turnover", "hours"), "beyond_chance"]
    assert table.loc[("contact", "hours"), "beyond_chance"]
    screen, _ = range_tables(changed)[0]
    names = [str(cell) for cell in screen.columns[0].cells]
    assert [name.startswith(WITHIN) for name in names] == [False, False, True]
    page = ranges_page_table(changed)
    assert page is not None
    assert [row[3].detail for row in page.rows] == ["", "", "within chance"]


def test_only_groups_within_chance_give_a_sentence_that_says_so(study: Study) -> None:
    changed = manifest(ranges=RANGES[2:3])
    (line,) = range_lines(headline(study.measures, study.comparisons, changed), changed)
    assert "beyond chance" in line.text


@pytest.mark.parametrize(("low", "high", "expected"), [
    (-5_000.0, 60_000.0, 1 - 0.4 * 20 / 25),  # 20,000 falls to zero four fifths of the way to the low end
    (60_000.0, -20_000.0, 1 + 0.6 * 20 / 40),
    (10_000.0, 30_000.0, None),
])  # fmt: skip
def test_the_zero_is_where_a_straight_line_crosses_it(low: float, high: float, expected: float | None) -> None:
    zero = ends("contact", low, high, 1.0).zero(LEADING[0])
    assert zero == (None if expected is None else pytest.approx(expected))


@BOTH
def test_the_end_of_the_gain_is_named_for_the_leading_headline_alone(lang: Lang) -> None:
    (line,) = zero_lines(manifest(), lang)
    assert "68 %" in line.text
    assert {"en": "the time between meetings", "da": "tiden mellem samtaler"}[lang] in line.text


def test_without_ranges_the_lines_name_the_command(study: Study) -> None:
    lines = words(study, ranges=(), leading=(), outcomes=())
    assert "jobsim sensitivity made-up" in lines["Not sure."]
    with pytest.raises(NoNumbersError):
        draw_chart("tornado", study.measures, study.comparisons, manifest(ranges=()))
    assert ranges_page_table(manifest(ranges=())) is None


def test_the_same_rules_under_another_practice_are_named(study: Study) -> None:
    assert "contact on request" in words(study)["Another practice."].lower()


@BOTH
def test_values_without_a_measurement_and_figures_outside_are_counted(study: Study, lang: Lang) -> None:
    line = words(study, lang)[{"en": "Measured or not.", "da": "Målt eller ikke."}[lang]]
    numbers = re.findall(r"\d+", line)
    assumptions = manifest().assumptions
    unknown = sum(each.evidence == "unknown" for each in assumptions)
    assert numbers[:3] == [str(len(assumptions)), "40", str(unknown)]
    assert {"13", "9", "4"} <= set(numbers)


def saving(days: float | None, amount: float | None) -> BreakEven:
    return BreakEven(
        place="nowhere", column=CUT, proposal="", groups=(), saving=amount, persons=16_557.0, day=541.5, days=days, text=""
    )  # fmt: skip


@BOTH
def test_the_break_even_has_its_units(lang: Lang) -> None:
    (line,) = break_even_lines(manifest(break_even=(saving(0.9163, 8_216_146.0),)), lang)
    assert {"en": "0.92 days a year", "da": "0,92 dage"}[lang] in line.text
    assert {"en": "16,557", "da": "16.557"}[lang] in line.text
    assert {"en": "8.2 million DKK", "da": "8,2 mio. kr."}[lang] in line.text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("each", [saving(-0.1, -5.0), saving(None, None)])
def test_without_a_saving_there_is_no_break_even(each: BreakEven) -> None:
    assert break_even_lines(manifest(break_even=(each,))) == []


@BOTH
def test_the_chart_shows_the_widest_group_first_in_both_languages(study: Study, lang: Lang) -> None:
    drawn = draw_chart("tornado", study.measures, study.comparisons, manifest(), lang)
    assert drawn.numbers["group"].tolist() == ["contact", "tracking", "turnover"]
    assert set(drawn.numbers["measure"]) == {"hours"}  # the first outcome alone: other units need another axis
    names = [label.get_text().replace("\n", " ") for label in drawn.figure.axes[0].get_yticklabels()]
    assert names[0] == {"en": "How often it meets citizens", "da": "Hvor ofte det holder samtaler"}[lang]


def test_the_chart_of_one_pair_has_no_half_widths(study: Study) -> None:
    """No range has a half-width, so the column of the table has no number at all."""
    alone = [each.model_copy(update={"low_half": None, "high_half": None}) for each in manifest().ranges]
    drawn = draw_chart("tornado", study.measures, study.comparisons, manifest(ranges=tuple(alone), replications=1))
    assert drawn.numbers["low_half"].isna().all()


def test_a_number_of_comparisons_says_how_many_chance_would_show(study: Study) -> None:
    text = comparisons_text(
        study.comparisons, headline(study.measures, study.comparisons, manifest()), manifest(), "en"
    )
    estimated = int((study.comparisons["high"] > study.comparisons["low"]).sum())
    assert f"{estimated:,}" in text
    assert f"about {estimated * 0.05:,.0f} of them" in text


def test_every_range_phrase_has_both_languages_and_the_same_blanks() -> None:
    for key in read("ranges"):
        texts = phrases()[key]
        blanks = [set(re.findall(r"{(\w+)}", texts[lang])) for lang in ("en", "da")]
        assert blanks[0] == blanks[1], key


def test_a_manifest_with_ranges_can_be_read_again() -> None:
    written = manifest()
    assert Manifest.model_validate_json(written.text()) == written
    assert math.isclose(written.ranges[0].width, 65_000.0)
