"""Misuse of the files of the law, as a user would write it. The whole error is asserted: file, line, found, expected, nearest, do.

``test_regime_errors.py``, ``test_steps.py`` and ``test_practices.py`` have the common mistakes. These are the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.files.errors import ScenarioError
from sim.law.compose.library import Library
from sim.law.compose.practices import PracticeChoice, ValueSet

Edit = Callable[[str, str, str], int]

REGIME, PROPOSALS, PACKAGES = "regimes/R2024.yaml", "reforms/six-cities.yaml", "packages.yaml"
CASEWORK = '    short: {en: "Casework of group switches", da: "Sagsarbejde ved målgruppeskift"}\n    role: caseworker\n'
SIX = "meetings: {value: 6, within: 6 months}"
DELIVERY = "delivery: {median: 12 days, mean: 14 days, low: 8 days, high: 30 days,"
BY_DUE, REVALUED = "    due: 22 weeks\n", "    activity: sickness-revaluation\n"
REVALUATION, JOINT = "demand: meetings\n  sickness-revaluation:", "demand: meetings\n  joint-meeting:"
CLARIFIED = "{use: team-hearing, case: job-clarification}"

# file, what is written, what is written instead, the text at whose end the error stands, the error without its place
MISUSED = [
    # --- activities
    pytest.param(
        REGIME, CASEWORK, CASEWORK + "    meeting: true\n", "switch-casework:\n", "`meeting: true` and `forms` need each other\n"
        "  found: `meeting: true` without `forms`\n  expected: both, or `minutes` for work that is no meeting", id="no-forms",
    ),
    pytest.param(
        REGIME, "    meeting: true\n", "", "follow-up-meeting:\n", "`meeting: true` and `forms` need each other\n"
        "  found: `forms` without `meeting: true`\n  expected: both, or `minutes` for work that is no meeting", id="no-meeting",
    ),
    pytest.param(
        REGIME, "    meeting: true\n", "    meeting: true\n    minutes: {value: 4 minutes, low: 2 minutes, high: 6 minutes}\n",
        "    minutes: {value: 4 minutes,", "a meeting gives its minutes in `forms`\n  expected: forms", id="minutes-of-a-meeting",
    ),
    pytest.param(
        REGIME, CASEWORK + "    minutes:", CASEWORK + "    contact_share: 0 %\n    #", "switch-casework:\n",
        "the minutes are missing\n  expected: minutes", id="no-minutes",
    ),
    # --- certificates
    pytest.param(
        REGIME, DELIVERY, "delivery: 14 days  # {", "delivery: 14 days",
        "this is not a distribution\n  found: 14 days\n  expected: median, mean, low, high", id="one-time-of-delivery",
    ),
    pytest.param(
        REGIME, DELIVERY, DELIVERY.replace("low:", "lows:"), "lows:", "unknown key `lows`\n"
        "  expected: median, mean, low, high, evidence, source, note\n  nearest: low", id="key-of-a-delivery",
    ),
    pytest.param(
        REGIME, DELIVERY, DELIVERY.replace("median: 12 days, ", ""), "delivery: {mean: 14",
        "the distribution lacks its median\n  found: mean, low, high, evidence, source\n  expected: median, mean", id="no-median",
    ),
    pytest.param(
        REGIME, DELIVERY, DELIVERY.replace("12 days", "{value: 20 days, low: 18 days}"), "{value: 20 days, low: 18 days}",
        "the mean of a lognormal time cannot be below its median\n  found: 14 days\n  expected: at least 20 days",
        id="median-with-a-range",
    ),
    # --- duties
    pytest.param(
        REGIME, SIX, "meetings: 6", "meetings: 6", "the term is missing\n  found: 6\n  expected: {value: 4, within: 6 months}",
        id="meetings-without-a-term",
    ),
    pytest.param(
        REGIME, SIX, "meetings: {count: 6, within: 5 days}", "{count: 6, within: 5 days}",
        "the number of meetings does not fit into its term\n  found: 6\n  expected: 1 to 5, one a day", id="more-meetings-than-days",
    ),
    pytest.param(
        REGIME, SIX, "meetings: {value: 0, within: 6 months}", "{value: 0, within: 6 months}",
        "the number of meetings does not fit into its term\n  found: 0\n  expected: 1 to 183, one a day", id="0-meetings",
    ),
    pytest.param(
        REGIME, SIX, SIX + "\n    every: 3 months", "every: 3 months", "`every` repeats a `due`\n  expected: due", id="every-meeting",
    ),
    pytest.param(
        REGIME, BY_DUE, BY_DUE + "    every: 0 days\n", "every: 0 days",
        "a duty cannot repeat every 0 days\n  found: 0 days\n  expected: at least 1 day", id="every-0-days",
    ),
    pytest.param(
        REGIME, BY_DUE, "", REVALUATION, "a duty needs exactly one of `due` and `meetings`\n  found: neither\n  expected: due or meetings",
        id="no-term",
    ),
    pytest.param(
        REGIME, REVALUED, REVALUED + "    procedure: category-3\n", REVALUATION,
        "a duty needs exactly one of `activity` and `procedure`\n  found: both\n  expected: activity or procedure", id="two-demands",
    ),
    # --- names that do not fit their use
    pytest.param(
        REGIME, "    procedure: category-3\n", "    procedure: category-3\n    form: choice\n", "procedure: category-3\n    form: choice",
        "a procedure has no form\n  found: choice\n  do: remove it", id="form-of-a-procedure",
    ),
    pytest.param(
        REGIME, REVALUED, REVALUED + "    form: phone-free\n", "form: phone-free",
        "`duties.sickness-revaluation.form` has an unknown word\n  found: phone-free\n"
        "  expected: in-person, choice, first-in-person", id="unknown-form",
    ),
    pytest.param(
        REGIME, REVALUED, REVALUED + "    form: choice\n", REVALUED + "    form: choice",
        "`sickness-revaluation` is not a meeting, so it has no form\n  found: choice\n  do: remove it", id="form-of-desk-work",
    ),
    pytest.param(
        REGIME, "    activity: joint-meeting\n    form: in-person\n", "    activity: joint-meeting\n", JOINT,
        "a meeting needs its form\n  found: `joint-meeting` without `form`\n  expected: form", id="meeting-without-a-form",
    ),
    pytest.param(
        REGIME, "    activity: joint-meeting\n    form: in-person\n", "    activity: joint-meeting\n    form: choice\n",
        "activity: joint-meeting\n    form: choice",
        "`joint-meeting` has no minutes for this form\n  found: choice\n  expected: in-person", id="form-without-minutes",
    ),
    pytest.param(
        REGIME, "  at_most: none ", "  at_most: {sick: {value: 0, low: 0, high: 9}}", "at_most: {sick",
        "a ceiling on cases must be positive\n  found: 0\n  expected: more than 0 cases", id="ceiling-of-0",
    ),
    # --- steps
    pytest.param(
        REGIME, "label: prepare}", "label: no-team}", "label: no-team}",
        "this label appears twice\n  found: no-team\n  expected: one step of this name", id="label-twice",
    ),
    pytest.param(
        REGIME, "{team: hearing, label: ready}", "{team: hearings, label: ready}", "{team: hearings",
        "unknown team piece\n  found: hearings\n  expected: hearing\n  nearest: hearing", id="team-piece",
    ),
    pytest.param(
        REGIME, "    law: LOB §§ 9-12\n", "    active: false\n", "{use: team-hearing",
        "a procedure that is not active cannot be used\n  found: team-hearing\n"
        "  do: remove the step, or `active: false` of the procedure", id="use-of-a-procedure-that-is-off",
    ),
    pytest.param(
        REGIME, CLARIFIED, "{use: team-hearing}", "{use: team-hearing}",
        "`team-hearing` needs the case that it treats\n  found: no `case`\n"
        "  expected: `case:` with one of job-clarification, others", id="use-without-a-case",
    ),
    pytest.param(
        REGIME, CLARIFIED, "{use: group-switch, case: others}", "{use: group-switch",
        "`group-switch` has no cases\n  found: others\n  do: remove it", id="case-of-a-procedure-without-cases",
    ),
    # --- proposals
    pytest.param(
        PROPOSALS, "- {set: guidance.in_first_meeting", "- guidance\n      - {set: guidance.in_first_meeting", "- guidance\n",
        "`reforms.004-4a.changes.0` does not fit\n  found: guidance\n  expected: a mapping of keys", id="change-of-one-word",
    ),
    pytest.param(
        PROPOSALS, "- {set: guidance.in_first_meeting", "- {put: x}\n      - {set: guidance.in_first_meeting", "- {put: x}",
        "a change needs exactly one of set, add, remove and keep\n  found: put\n  expected: set, add, remove or keep", id="no-operation",
    ),
    pytest.param(
        PROPOSALS, "- {set: guidance.in_first_meeting", "- {set: x, add: y, value: z}\n      - {set: guidance.in_first_meeting",
        "- {set: x, add: y, value: z}",
        "a change needs exactly one of set, add, remove and keep\n  found: set, add\n  expected: set, add, remove or keep",
        id="two-operations",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "at", "words"), MISUSED)
def test_each_misuse_says_where_what_and_how_to_mend_it(
    root: Path, edit: Edit, file: str, old: str, new: str, at: str, words: str
) -> None:
    edit(file, old, new)
    text = (root / file).read_text(encoding="utf-8")
    line = text.count("\n", 0, text.index(at) + len(at.rstrip())) + 1
    with pytest.raises(ScenarioError) as caught:
        Library.load(root).rule_set("current")
    assert str(caught.value) == f"{file}:{line}: {words}"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            "{set: mergd_groups, from: none, to: six-cities}",
            "there is no such path in the law\n  found: mergd_groups\n  expected: KNOWN\n  nearest: merged_groups",
        ),
        (
            "{set: merged_groups, from: none, to: none}",
            "the change has no effect: `merged_groups` already has this value\n  found: none\n  do: remove the change",
        ),
        (
            "{set: merged_groups, from: six-cities, to: expert-group}",
            "`from` does not match the law at `merged_groups`\n  found: from: six-cities\n  expected: from: none",
        ),
    ],
)
def test_a_change_of_a_package_that_does_not_fit_is_refused_at_its_line(
    root: Path, edit: Edit, change: str, words: str
) -> None:
    """A package is for its own regime alone, so the error names no other rules to combine it with."""
    line = edit(PACKAGES, "{set: merged_groups, from: none, to: expert-group}", change)
    rules = Library.load(root)
    with pytest.raises(ScenarioError) as caught:
        rules.rule_set("five-groups-expert")
    known = str(caught.value.expected)
    assert str(caught.value) == f"{PACKAGES}:{line}: {words.replace('KNOWN', known)}"
    if "KNOWN" in words:
        assert set(known.split(", ")) >= set(rules.rule_set("R2024").source.tree)


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("team_shar", "team_share"),
        ("team_share.other", "team_share.others"),
        ("contact.sick.evry", "contact.sick.every"),
        ("contact.sick.every.hevy", "contact.sick.every.heavy"),
        ("offers.later-offer.frst", "offers.later-offer.first"),
        ("certificate_shar", "certificate_share"),
        ("booking.title", None),
        ("practice", None),
        ("contact", None),
    ],
)
def test_a_value_set_at_no_path_of_the_practice_is_refused_with_the_nearest(
    library: Library, path: str, nearest: str | None
) -> None:
    """A study sets it, and knows the line. A name, a title and a whole section are no values."""
    with pytest.raises(ScenarioError) as caught:
        library.practice_source(PracticeChoice("same-contact-by-need", (ValueSet(path, "1"),)))
    error = caught.value
    assert (error.message, error.file, error.found) == (
        "the practice same-contact-by-need has no value of this path", None, path,
    )  # fmt: skip
    assert str(error.expected).startswith("a path such as team_share, contact.")
    assert error.do == "use the dotted path of a value of the practice"
    if nearest:
        assert error.nearest == nearest
