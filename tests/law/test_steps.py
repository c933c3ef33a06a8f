"""The newer words of the law (steps, windows, offers, prolongations, interpreters, ages): what is refused, and how they read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.files.errors import ScenarioError
from sim.files.quantity import Duration
from sim.law.compose.library import Library
from sim.law.reading.diff import rules_diff
from sim.law.reading.outline import rules_show

Edit = Callable[[str, str, str], int]
Refused = Callable[[str], ScenarioError]

FILE = "regimes/R2024.yaml"
PENSIONER = "{unless_aged: 61 years, to: ordinary}"
ADULTS = "{unless_group: [activity-ready-young], to: job}"
OUTDATED = "valid_for: {value: 6 months, low: 3 months"
LONGER = "longer: {value: 40 %, low: 20 %"
CLARIFIED = "number: 2, limit: 69 weeks"
ADULT = "adult_from: {value: 30 years"

# what is written -> what is written instead, line below the first, message, words of what was expected, nearest
SPOILT = [
    # --- steps
    pytest.param(
        "{begin: recategorised}", "{begin: recategorized}", 0,
        "`procedures.sickness-recategorising.steps.1.begin` has an unknown word", "hand-over", "recategorised", id="begin",
    ),
    pytest.param(
        "{begin: recategorised}", "{begin: recategorised, to: done}", 0, "`to` does not go with `begin`", "label", None,
        id="begin-to",
    ),
    pytest.param("{clear: [category-1]}", "{claer: [category-1]}", 0, "unknown key `claer`", "clear", "clear", id="clear"),
    pytest.param(
        "{clear: [category-1]}", "{clear: [category-1], set: [category-3]}", 0, "a step needs exactly one operation",
        "set, clear", None, id="set-and-clear",
    ),
    pytest.param(
        "{set: [less-intensive]}", "{set: less-intensive}", 0,
        "`procedures.less-intensive-effort.steps.2.set` does not fit", "a list in brackets", None, id="set-one-word",
    ),
    pytest.param(
        "{set: [less-intensive]}", "{set: []}", 0, "a step needs exactly one operation", "set, clear", None, id="set-nothing",
    ),
    pytest.param(
        "{await: appeals-board}", "{await: appeals-board, within: 2 weeks}", 0, "`within` does not go with `await`", "label",
        None, id="await-within",
    ),
    pytest.param(
        "{await: appeals-board}", "{await: {value: 20 weeks}}", 0, "`procedures.sanction-appeal.steps.3.await` does not fit",
        "a text", None, id="await-a-value",
    ),
    pytest.param(
        "{appeal: team-appeal, share: team-decision-appealed}", "{appeal: team-apeal, share: team-decision-appealed}", 0,
        "unknown procedure", "team-appeal", "team-appeal", id="appeal",
    ),
    pytest.param(
        "{appeal: team-appeal, share: team-decision-appealed}", "{appeal: team-appeal}", 0,
        "`appeal` needs the share of citizens who appeal", "share", None, id="appeal-without-a-share",
    ),
    pytest.param(
        "{appeal: team-appeal, share: team-decision-appealed}", "{appeal: rehabilitation, share: team-decision-appealed}", 0,
        "an appeal goes on when the citizen switches or leaves", "`outlives: true`", None, id="appeal-that-ends-with-the-spell",
    ),
    pytest.param(
        "{chance: team-decision-wrong, to: again}", "{exit: self-supporting}", 0,
        "a procedure that outlives the spell changes nothing for the citizen", "work, wait, await", None, id="outlives-an-exit",
    ),
    pytest.param(
        "{offer: company-practice}", "{offer: company-practise}", 0, "unknown kind of offer", "wage-subsidy",
        "company-practice", id="offer",
    ),
    pytest.param(
        "prolong: clarification}", "prolong: clarificaton}", 0, "unknown prolongation", "work-injury", "clarification",
        id="prolong",
    ),
    pytest.param("{also: sanction, ", "{also: sancton, ", 0, "unknown procedure", "flexjob", "sanction", id="also"),
    pytest.param(
        PENSIONER, "{unless_aged: 61 years}", 0, "`unless_aged` needs a label to go to", "to", None, id="aged-without-label",
    ),
    pytest.param(
        PENSIONER, "{unless_aged: 61 hours, to: ordinary}", 0, "the unit is wrong", "years", None, id="aged-in-hours",
    ),
    pytest.param(
        PENSIONER, "{unless_aged: 61 years, to: ordinay}", 0, "unknown label", "retention", "ordinary", id="aged-label",
    ),
    pytest.param(
        ADULTS, "{unless_group: [activity-ready-yong], to: job}", 0, "unknown group", "sick", "activity-ready-young",
        id="group",
    ),
    pytest.param(
        ADULTS, "{unless_group: [activity-ready-young]}", 0, "`unless_group` needs a label to go to", "to", None,
        id="group-without-label",
    ),
    pytest.param(OUTDATED, "valid: {value: 6 months, low: 3 months", 0, "unknown key `valid`", "valid_for", "valid_for",
                 id="valid"),
    pytest.param(
        OUTDATED, "valid_for: {value: 6 months, low: 8 months", 0,
        "`procedures.team-hearing.certificate.valid_for` lies outside its range", "8 months", None, id="valid-range",
    ),
    # --- duties
    pytest.param(
        "    counted_within: 9 months\n", "", -9, "the clock `window` and `counted_within` need each other", "both or neither",
        None, id="window-without-length",
    ),
    pytest.param(
        "    clock: window               # 22 weeks within", "    clock: benefit  # 22 weeks within", -8,
        "the clock `window` and `counted_within` need each other", "both or neither", None, id="length-without-window",
    ),
    pytest.param(
        "    counted_within: 9 months\n", "    counted_within: 9 monts\n", 0, "the unit is wrong", "months", None,
        id="window-unit",
    ),
    pytest.param(
        "    follows: [joint-meeting]    # it is the same meeting\n", "", -8, "`follows` and the start `held` need each other",
        "neither", None, id="held-without-follows",
    ),
    pytest.param(
        "    follows: [joint-meeting]", "    follows: [joint-meetin]", 0, "unknown duty", "any-meeting", "joint-meeting",
        id="follows-unknown",
    ),
    pytest.param(
        "in_all: 5 years", "in_all: 260 weeks", 0, "this limit is not in months or years", "5 years", None, id="limit-in-weeks",
    ),
    # --- the regime
    pytest.param("    counts: false           # since", "    count: false  # since", 0, "unknown key `count`", "counts",
                 "counts", id="offer-key"),
    pytest.param(
        "    counts: false           # since", "    counts: no  # since", 0,
        "`offers.guidance-upskilling.counts` does not fit", "true or false", None, id="offer-counts",
    ),
    pytest.param(
        CLARIFIED, "number: 8, limit: 69 weeks", 0, "`prolongations.clarification.number` does not fit", "7", None,
        id="ground-number",
    ),
    pytest.param(CLARIFIED, "number: 2, limit: 69 minutes", 0, "the unit is wrong", "weeks", None, id="ground-limit"),
    pytest.param(
        "waits_for: disability-pension", "waits_for: disability-pensions", 0, "unknown procedure", "flexjob",
        "disability-pension", id="ground-waits",
    ),
    pytest.param(LONGER, "longer: {value: 40 minutes, low: 20 %", 0, "the unit is wrong", "percent", None, id="interpreter"),
    pytest.param("  needs: needs-interpreter\n", "", -1, "the key `needs` is missing", "needs", None, id="interpreter-trait"),
    pytest.param(
        "  activity: repatriation-guidance\n", "  activity: repatriation-guidanse\n", 0, "unknown activity", "guidance",
        "repatriation-guidance", id="repatriation",
    ),
    pytest.param(ADULT, "adult_from: {value: 30", 0, "the unit is missing", "years", None, id="adult-unit"),
    pytest.param(ADULT, "adult_form: {value: 30 years", 0, "unknown key `adult_form`", "adult_from", "adult_from",
                 id="adult-key"),
    pytest.param(
        "  office_activity: office-booking", "  office_activity: office-bookings", 0, "unknown activity", "booking-help",
        "office-booking", id="office-booking",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "below", "message", "expected", "nearest"), SPOILT)
def test_each_misuse_has_file_line_and_what_is_expected(
    edit: Edit, refused: Refused, old: str, new: str, below: int, message: str, expected: str, nearest: str | None
) -> None:
    line = edit(FILE, old, new)
    error = refused("current")
    assert (error.file, error.line) == (FILE, line + below)
    assert error.message == message or error.message.startswith(message + ":")
    assert expected in str(error.expected)
    assert error.nearest == nearest


UNSOUND = [
    pytest.param(
        "    counted_within: 18 months\n", "    counted_within: 6 months\n", 0,
        "the window is shorter than the time that it counts", "12 months", id="window-too-short",
    ),
    pytest.param(
        CLARIFIED, "number: 1, limit: 69 weeks", 0, "two prolongations have the same number", "a number of its own", id="same-ground",
    ),
    pytest.param(
        "waits_for: disability-pension", "waits_for: any", 0, "two prolongations wait for the same procedure", "a procedure of its own",
        id="same-wait",
    ),
    pytest.param(
        "      - {unless_aged: 40 years, to: temporary}\n", "      - {skip_unless: papers-outdated, to: temporary}\n", 0,
        "`papers-outdated` needs a procedure with a certificate for the team", "certificate", id="no-papers",
    ),
    pytest.param(
        "      - {unless_aged: 40 years, to: temporary}\n", "      - {skip_unless: team-heard, to: temporary}\n", 0,
        "`team-heard` needs a procedure that the team hears", "required", id="no-hearing",
    ),
    pytest.param(
        "      - {clear: [category-1]}\n", "      - {also: sickness-recategorising}\n", 0,
        "a procedure restarts itself at once", "a step that takes time before it", id="begins-itself",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "below", "message", "expected"), UNSOUND)
def test_what_no_run_could_make_sense_of_is_refused(
    edit: Edit, refused: Refused, old: str, new: str, below: int, message: str, expected: str
) -> None:
    line = edit(FILE, old, new)
    error = refused("current")
    assert (error.message, error.file, error.line) == (message, FILE, line + below)
    assert expected in str(error.expected)


# --- as they are read
def test_the_newer_words_mean_what_they_say(library: Library) -> None:
    regime = library.rule_set("current").regime
    assert regime.adult_from.value == Duration(months=12 * 30)
    assert {n: ground.number for n, ground in regime.prolongations.items() if ground.waits_for} == {
        "rehabilitation-likely": 1, "team-case": 4, "pension-case": 7,
    }  # fmt: skip
    assert sorted(ground.number for ground in regime.prolongations.values()) == list(range(1, 8))
    within = regime.duties["sickness-revaluation"].counted_within
    assert within is not None
    assert within.value == Duration(months=9)
    counts = {name for name, kind in regime.offers.items() if kind.counts}
    assert "guidance-upskilling" not in counts  # lov 295/2023
    assert {"company-practice", "wage-subsidy"} <= counts
    limits = [regime.prolongations[name].limit for name in ("clarification", "treatment")]
    assert [limit.value.days for limit in limits if limit] == [69 * 7, 134 * 7]  # SDPL § 27(1)


def test_lists_and_lengths_of_steps_read_well(library: Library) -> None:
    shown = {p["clause"].removeprefix("procedures."): p for p in rules_show(library.rule_set("current"))["procedures"]}
    assert "set less-intensive" in shown["less-intensive-effort"]["steps"]
    assert shown["sickness-recategorising"]["steps"][:2] == ["clear category-1", "begin recategorised"]
    assert shown["young-turns-30"]["steps"][0] == "unless_group activity-ready-young → job"
    assert "unless_aged 61 years → ordinary" in shown["flexjob"]["steps"]
    assert "await appeals-board" in shown["sanction-appeal"]["steps"]
    assert "ground-2: prolong clarification" in shown["sickness-right-ends"]["steps"]
    assert "offer company-practice" in shown["offer"]["steps"]
    assert "sanctioned: also sanction" in shown["offer"]["steps"]
    text = " ".join(step for procedure in shown.values() for step in procedure["steps"])
    assert not set("()[]'") & set(text), "a list is printed as Python writes it"


def test_a_used_procedure_says_which_case_it_treats(library: Library) -> None:
    shown = {p["clause"]: p["steps"] for p in rules_show(library.rule_set("current"))["procedures"]}
    assert shown["procedures.clarification-course"][0] == (
        "use team-hearing of job-clarification unless sickness-certificate-suffices"
    )
    assert shown["procedures.repeat-clarification"][0] == "use team-hearing of job-clarification"


def test_windows_and_early_beginnings_are_shown(library: Library) -> None:
    shown = {d["clause"]: d["terms"] for d in rules_show(library.rule_set("current"))["duties"]}
    assert shown["duties.sickness-revaluation"] == {
        "due": "22 weeks",
        "counted_within": "9 months",
        "deadline": "22 weeks",
    }
    assert shown["duties.right-and-duty-offer"]["begins_before"] == "6 weeks"
    valid = {p["clause"]: p["valid_for"] for p in rules_show(library.rule_set("current"))["procedures"]}
    assert valid["procedures.team-hearing"] == "6 months"
    assert valid["procedures.offer"] is None


def test_a_changed_step_is_a_difference(library: Library) -> None:
    before, after = library.rule_set("current"), library.rule_set("current+004-2a")
    rows = rules_diff(before, after)["changes"]
    assert {row["clause"] for row in rows} == {change.path for change in after.changes}
    assert not [row for row in rows if row["law"] is None]
