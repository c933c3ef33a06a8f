"""Words and numbers in two languages; the table in the terminal."""

from __future__ import annotations

import io
import math
import re
import string
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from rich.console import Console
from ruamel.yaml import YAML

from sim.files.entry import Title
from sim.report import Lang, print_comparison
from sim.report.headline import headline
from sim.report.methods import methods
from sim.report.quantities import in_one_unit, quantity_order
from sim.report.text import labels, phrases, read
from sim.report.words import (
    capital,
    column_label,
    difference_text,
    interval_text,
    label,
    number,
    percent_text,
    phrase,
    quantity,
)
from tests.report.manifests import COLUMNS, EFFECTS, column, manifest, shock

if TYPE_CHECKING:
    from tests.report.conftest import Study


def test_every_name_has_both_languages() -> None:
    for kind, names in labels().items():
        for name, words in names.items():
            assert set(words) == {"en", "da"}, (kind, name)
            assert bool(words["en"]) == bool(words["da"]), (kind, name)


def test_danish_measures_are_not_english() -> None:
    same = {name for name, words in labels()["measure"].items() if words["en"] == words["da"]}
    assert same == set()


def test_every_sentence_has_both_languages_and_the_same_blanks() -> None:
    def blanks(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for key, words in phrases().items():
        assert set(words) == {"en", "da"}, key
        assert blanks(words["en"]) == blanks(words["da"]), key


def test_no_sentence_is_in_two_files() -> None:
    """The later file would silently replace the sentence of the earlier one."""
    folder = files("sim.report.text")
    names = [file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml")]
    keys = [key for name in names if name != "labels" for key in read(name)]
    assert len(keys) == len(set(keys)) == len(phrases())


def test_units_of_measures_have_words() -> None:
    assert {
        "hours per year",
        "days",
        "DKK per year",
        "posts",
        "cases per post",
        "minutes per citizen and week",
        "share",
    } <= set(labels()["unit"])


@pytest.mark.parametrize(
    ("value", "english", "danish"),
    [
        (1234.5, "1,234", "1.234"),
        (-12.34, "−12.3", "−12,3"),
        (0.256, "0.26", "0,26"),
        (0.0, "0.0", "0,0"),
        (-0.001, "0.00", "0,00"),
    ],
)
def test_numbers_speak_the_language(value: float, english: str, danish: str) -> None:
    assert number(value) == english
    assert number(value, "da") == danish


def test_signs_and_gaps() -> None:
    assert number(5, signed=True) == "+5.0"
    assert number(math.nan) == "–"
    assert percent_text(-12.345) == "−12.3\N{NO-BREAK SPACE}%"


def test_differences_print_their_interval() -> None:
    assert difference_text(-1234.0, -1300.4, -1168.0, "hours per year") == "−1,234 (−1,300 to −1,168)"
    assert (
        difference_text(-0.05, -0.06, -0.04, "share", "da") == "−5,00 (−6,00 til −4,00)"
        or difference_text(-0.05, -0.06, -0.04, "share", "da") == "−5,0 (−6,0 til −4,0)"
    )
    assert difference_text(-2.4e6, math.nan, math.nan, "DKK per year") == "−2.4"
    assert quantity(2.4e6, "DKK per year") == "2.4 million\N{NO-BREAK SPACE}DKK a year".replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_ends_of_a_narrow_interval_differ() -> None:
    assert difference_text(-4.352, -4.391, -4.313, "days") == "−4.35 (−4.39 to −4.31)"


def test_intervals_are_named() -> None:
    assert interval_text(0.95, 10) == interval_text(95, 10) == "95 % interval, paired t over 10 pairs"
    assert interval_text(math.nan, 10) == ""


def test_names_fall_back_to_themselves() -> None:
    added = manifest(columns=(column("current+004-3c", "baseline", "cut"),))
    assert column_label("current+004-3c/baseline/cut", "en", added) == "current+004-3c, staff cut"
    assert label("activity", "quite-new-task") == "Quite new task"
    assert label("measure", "wait_team_p90") == "Wait for the rehabilitation team, 90th percentile"
    assert label("measure", "wait_team_p90", "da") == "Ventetid på rehabiliteringsteamet, 90. percentil"
    own = manifest(labels={"activity": {"quite-new-task": Title(en="New task", da="Ny opgave")}})
    assert label("activity", "quite-new-task", "da", own) == "Ny opgave"


def test_columns_have_names() -> None:
    words = Title(en="Current rules + 004-3c", da="Gældende regler + 004-3c")
    columns = (
        *COLUMNS,
        column("freed-six-cities", "contact-on-request", "cut"),
        column("current+004-3c", "baseline", "cut"),
    )
    labelled = manifest(columns=columns, labels={"rule_set": {"current+004-3c": words}})
    assert column_label("current/baseline/keep", "en", labelled) == "Rules of 1 January 2024"
    assert (
        column_label("freed-six-cities/contact-on-request/cut", "da", labelled)
        == "Frie regler (6-byerne), kontakt efter ønske, personale reduceret"
    )
    assert column_label("current+004-3c/baseline/cut", "en", labelled) == "Current rules + 004-3c, staff cut"


def test_a_column_s_own_shocks_are_in_its_label() -> None:
    raised = column("current", "baseline", "keep", shock("insured +30 %", "2025-01-01", "2025-12-31"))
    cut = column("a", "b", "cut", shock("staff all -25 %", "2025-01-01"), shock("all +5 %", "2025-01-01", "2026-06-30"))
    shocked = manifest(columns=(raised, cut))
    assert column_label(raised.name, "en", shocked, capacity=False).endswith("insured +30 % (2025)")
    assert column_label(cut.name, "en", shocked).endswith("staff all -25 % (2025–), all +5 % (2025–2026)")
    assert "staff kept" in column_label(raised.name, "en", shocked)


@pytest.mark.parametrize("lang", ["en", "da"])
def test_screen_keeps_the_tables_apart(study: Study, lang: Lang) -> None:
    console = Console(width=150, record=True, file=io.StringIO())
    print_comparison(study.measures, study.comparisons, study.manifest, console=console, lang=lang)
    text = console.export_text()
    kept, cut = re.split("Staff cut:|Personale reduceret:", text)
    money, wait = {"en": ("Cost of case", "Wait for"), "da": ("Udgift til", "Ventetid")}[lang]
    assert money not in kept
    assert wait in kept
    assert money in cut
    assert wait not in cut
    assert ("never add them" if lang == "en" else "læg dem aldrig sammen") in text
    assert ("95 % interval" if lang == "en" else "95 %-interval") in text


def test_screen_says_when_there_is_nothing_to_compare(study: Study, capsys: pytest.CaptureFixture[str]) -> None:
    print_comparison(study.measures, study.comparisons.iloc[:0], study.manifest)
    assert "one column only" in capsys.readouterr().out


def test_the_terminal_says_whether_effects_on_behaviour_are_assumed(study: Study) -> None:
    effects = EFFECTS.model_copy(update={"strength": "value", "rests_on": Title(en="On nothing.", da="På intet.")})
    texts = []
    for each in (study.manifest, manifest(effects=effects)):
        console = Console(width=200, record=True, quiet=False, file=io.StringIO())
        print_comparison(study.measures, study.comparisons, each, console=console)
        texts.append(console.export_text())
    assert phrase("effects_off") in texts[0]
    assert "Assumed effects, every strength at its value. On nothing." in texts[1]
    assert phrase("effects_off") not in texts[1]


def test_the_fast_reader_of_words_reads_what_the_plain_one_reads() -> None:
    """The parser in C must not make another value of a word such as `no`."""
    for file in files("sim.report.text").iterdir():
        if file.name.endswith(".yaml"):
            plain = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
            assert read(file.name.removesuffix(".yaml")) == plain, file.name


def test_no_sentence_has_marks_of_markdown() -> None:
    """Pages, screens and files print the sentences as they are: an asterisk or a backtick would be a letter."""
    marked = re.compile(r"`|(?<![\w*])\*[^\W\d_]")
    for kind in (phrases(), *labels().values()):
        for name, words in kind.items():
            for text in words.values():
                assert not marked.search(str(text)), name


def test_a_name_of_the_files_keeps_its_letters_at_the_beginning_of_a_sentence() -> None:
    assert capital("cases per caseworker") == "Cases per caseworker"
    assert capital("needs.*, 26 values") == "needs.*, 26 values"
    assert capital("activities.sanction-decision.minutes") == "activities.sanction-decision.minutes"


@pytest.mark.parametrize(
    ("texts", "same"),
    [
        (("480 minutes", "5 hours", "10 hours"), ("480 minutes", "300 minutes", "600 minutes")),
        (("1 week", "1 day", "4 weeks"), ("7 days", "1 days", "28 days")),
        (("3 weeks", "1 week", "4 weeks"), ("3 weeks", "1 week", "4 weeks")),
        (("3 months", "13 weeks", "1 year"), ("3 months", "13 weeks", "1 year")),  # no exact multiples
        (("0.35", "20 %", ""), ("0.35", "20 %", "")),
    ],
)
def test_the_ends_of_a_range_have_the_unit_of_its_value(texts: tuple[str, ...], same: tuple[str, ...]) -> None:
    assert in_one_unit(*texts) == same
    assert [quantity_order(text) for text in texts] == pytest.approx([quantity_order(text) for text in same])


def test_a_difference_that_is_equal_in_every_pair_gives_no_infinite_ratio(study: Study) -> None:
    headlines = headline(study.measures, study.comparisons, study.manifest)
    headlines = headlines.assign(variance_factor=[math.inf, *[4.0] * (len(headlines) - 1)])
    texts = dict(methods(headlines, study.comparisons, [], study.manifest, "en"))
    assert "4.0 to 4.0" in texts[phrase("m_pairing")]
