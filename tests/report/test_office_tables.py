"""All contact and all staff on the page: every number of the records is there, in both languages."""

from __future__ import annotations

import pytest

from sim.files.entry import Lang
from sim.report.all_staff_table import all_staff_note, all_staff_table
from sim.report.certainty import certainty
from sim.report.contact_table import contact_lines, contact_table
from sim.report.headline import headline
from sim.report.words import number
from tests.report.conftest import Study
from tests.report.manifests import ALL_STAFF, manifest


@pytest.mark.parametrize("lang", ["en", "da"])
def test_the_table_of_contact_has_a_row_per_record_with_its_break_even(lang: Lang) -> None:
    table = contact_table(manifest(), lang)
    assert table is not None
    assert [row[-1].sort for row in table.rows] == pytest.approx([0.05, None, 1.9 / 7.1])
    assert table.rows[1][-1].quiet  # booked contact and running casework rise together, so no share decides
    for row, record in zip(table.rows, manifest().contact, strict=True):
        assert row[4].sort == pytest.approx(record.booked + record.share * record.running)
        assert number(record.at_high, lang, 2, signed=True) in row[5].text


@pytest.mark.parametrize("lang", ["en", "da"])
def test_the_lines_say_when_the_sign_is_not_known(lang: Lang) -> None:
    known, open_ = contact_lines(manifest(), lang)
    assert not manifest().contact[0].open
    assert manifest().contact[2].open
    word = {"en": "nobody has measured", "da": "ingen har målt"}[lang]
    assert word not in known.text
    assert word in open_.text
    assert number(26.8, lang, 1) in open_.text


def test_the_lines_are_among_those_on_certainty(study: Study) -> None:
    rows = headline(study.measures, study.comparisons, study.manifest)
    heads = [line.head for line in certainty(rows, study.manifest)]
    assert heads.count("Contact in all.") == 2


@pytest.mark.parametrize("lang", ["en", "da"])
def test_the_table_of_all_staff_adds_up(lang: Lang) -> None:
    table = all_staff_table(manifest(), lang)
    assert table is not None
    numbers = [row[1].sort or 0.0 for row in table.rows]
    assert sum(numbers[:-1]) == pytest.approx(numbers[-1]) == pytest.approx(400)
    assert ALL_STAFF.rest == pytest.approx((195.9, 121.6, 258.1))
    assert "X215" in all_staff_note(manifest(), lang)


def test_a_place_without_a_figure_of_its_staff_has_no_table() -> None:
    bare = manifest(all_staff=(), contact=())
    assert all_staff_table(bare, "en") is None
    assert contact_table(bare, "en") is None
    assert contact_lines(bare, "en") == []
    assert all_staff_note(bare, "en") == ""
