"""The first screen: its sentences and numbers are the table's, and its picture keeps their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from sim.report import Lang
from sim.report.brief import brief
from sim.report.check_record import CheckRecord
from sim.report.check_table import check_line, check_table, rules_table
from sim.report.headline import headline
from sim.report.rule_change import RuleChange
from sim.report.words import number, phrase
from tests.report.manifests import BASELINE, KEEP, manifest

if TYPE_CHECKING:
    from tests.report.conftest import Study


def of(study: Study, **changes: float) -> pd.DataFrame:
    """The headlines, with another difference and interval in work asked for."""
    table = study.comparisons.copy()
    rows = (table["measure"] == "hours_asked") & (table["activity"] == "all") & (table["team"] == "all")
    for name, value in changes.items():
        table.loc[rows, name] = value
    return headline(study.measures, table, study.manifest)


@pytest.mark.parametrize("lang", ["en", "da"])
def test_the_first_sentence_says_the_hours_and_the_law(study: Study, lang: Lang) -> None:
    headlines = of(study)
    found = brief(headlines, study.manifest, lang)
    assert found is not None
    asked = headlines[(headlines["measure"] == "hours_asked") & (headlines["column"] == KEEP)].iloc[0]
    assert number(-asked["difference"], lang, 0) in found.lines[0]
    for end in ("low", "high"):
        assert number(asked[end], lang, 0, signed=True) in found.lines[-1]
    assert len(found.numbers) == 4
    assert all(each.change and each.was for each in found.numbers)


def test_a_difference_that_chance_explains_is_no_answer(study: Study) -> None:
    found = brief(of(study, difference=-120.0, low=-640.0, high=400.0), study.manifest, "en")
    assert found is not None
    assert "cannot be told" in found.lines[0]
    assert "120" not in found.lines[0]


def test_one_pair_has_no_line_of_chance(study: Study) -> None:
    found = brief(of(study, low=float("nan"), high=float("nan")), study.manifest, "en")
    assert found is not None
    assert found.lines[-1] == phrase("brief_one", "en")
    assert found.numbers[0].bar is not None
    assert found.numbers[0].bar.chance is None


def test_the_picture_has_zero_and_change_on_the_right_side(study: Study) -> None:
    found = brief(of(study), study.manifest, "en")
    assert found is not None
    for each in found.numbers:
        if each.bar is not None:
            assert (each.bar.at < each.bar.zero) == each.change.startswith("\N{MINUS SIGN}")
            assert 0 <= each.bar.at <= 100
            if each.bar.chance:
                assert each.bar.chance[0] <= each.bar.at <= each.bar.chance[1]


def test_a_check_that_fails_is_named_first(study: Study) -> None:
    good = CheckRecord(
        place="nowhere", kind="hours", name="all", column=BASELINE, left=9.0, right=9.0, gap=0.0, limit=1e-9
    )
    bad = good.model_copy(update={"kind": "little", "name": "sick", "gap": 0.04, "limit": 0.01})
    assert check_line(manifest(checks=(good,)), "en") == phrase("check_all", "en", held=1, of=1)
    both = manifest(checks=(good, bad))
    assert "Little" in check_line(both, "en")
    table = check_table(both, "da")
    assert table is not None
    assert [row[6].text for row in table.rows] == ["ja", "NEJ"]
    assert table.rows[1][4].text == "4,00 %"


def test_a_clause_has_its_title_its_law_and_both_values(study: Study) -> None:
    change = RuleChange(
        rules="freed-six-cities", clause="activities.sanction-hearing.minutes", law="LAS § 36", old="40 minutes", new="0.5 hours",
        reforms=("004-2a",),
    )  # fmt: skip
    table = rules_table(manifest(rule_changes=(change,)), "da")
    assert table is not None
    assert [cell.text for cell in table.rows[0][2:]] == ["LAS § 36", "40 minutter", "0,5 time", "004-2a"]
    assert table.rows[0][0].text.endswith(": minutter")
    assert (table.rows[0][0].detail, table.rows[0][0].code) == ("activities.sanction-hearing.minutes", "detail")
