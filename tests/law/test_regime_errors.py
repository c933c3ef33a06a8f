from collections.abc import Callable

import pytest

from sim.files.errors import ScenarioError

Edit = Callable[[str, str, str], int]
Refused = Callable[[str], ScenarioError]

FILE = "regimes/R2024.yaml"
GUIDANCE = "{value: 15 minutes, low: 10 minutes, high: 20 minutes, evidence: seed,"

# what is written -> what is written instead, line below the first, words of the message, nearest
SPOILT = [
    pytest.param(
        "    clock: spell\n    due: 1 week",
        "    clokc: spell\n    due: 1 week",
        0,
        "unknown key `clokc`",
        "clock",
        id="misspelt-key",
    ),
    pytest.param("    due: 22 weeks", "    due: 22 minutes", 0, "the unit is wrong", None, id="wrong-unit"),
    pytest.param(
        "    due: 22 weeks", "    due: -22 weeks", 0, "a duration cannot be negative", None, id="negative-duration"
    ),
    pytest.param(
        "    groups: [job-ready,", "    groups: [job-redy,", 0, "unknown group", "job-ready", id="unknown-group"
    ),
    pytest.param(
        "    activity: sickness-revaluation",
        "    activity: sickness-revalution",
        0,
        "unknown activity",
        "sickness-revaluation",
        id="unknown-activity",
    ),
    pytest.param(
        "    procedure: category-3",
        "    procedure: category-4",
        0,
        "unknown procedure",
        "category-3",
        id="unknown-procedure",
    ),
    pytest.param("{order: LAE-265,", "{order: LAE-266,", 0, "unknown certificate", "LAE-265", id="unknown-certificate"),
    pytest.param("{goto: done}", "{goto: doen}", 0, "unknown label", "done", id="unknown-label"),
    pytest.param(
        "{work: team-closing,", "{work: team-closings,", 0, "unknown activity", "team-closing", id="unknown-work"
    ),
    pytest.param(
        "{use: team-hearing, case: others}",
        "{use: team-hearings, case: others}",
        0,
        "unknown procedure",
        "team-hearing",
        id="unknown-use",
    ),
    pytest.param(
        "{use: team-hearing, case: others}",
        "{use: team-hearing, case: other}",
        0,
        "unknown case",
        "others",
        id="unknown-case",
    ),
    pytest.param("{switch: in-flexjob", "{switch: in-flex-job", 0, "unknown group", "in-flexjob", id="unknown-switch"),
    pytest.param("first_is: first-week", "first_is: first-weak", 0, "unknown duty", "first-week", id="unknown-duty"),
    pytest.param(
        "merged_groups: none", "merged_groups: six-city", 0, "unknown merger", "six-cities", id="unknown-merger"
    ),
    pytest.param(
        "      sick: [sick, job-clarification]",
        "      sick: [sick]",
        -2,
        "groups are missing from the merger",
        None,
        id="merger-incomplete",
    ),
    pytest.param(
        "      sick: [sick, job-clarification]",
        "      sick: [sick, sick]",
        0,
        "this group is merged twice",
        None,
        id="merged-twice",
    ),
    pytest.param(
        "    demand: meetings\n",
        "    demand: metings\n",
        0,
        "`duties.first-week.demand` has an unknown word",
        "meetings",
        id="unknown-word",
    ),
    pytest.param("mean: 35 days, ", "", 0, "the distribution lacks its mean", None, id="no-mean"),
    pytest.param(
        "mean: 35 days",
        "mean: 25 days",
        0,
        "the mean of a lognormal time cannot be below its median",
        None,
        id="mean-below-median",
    ),
    pytest.param(
        GUIDANCE,
        "{value: 15 minutes, evidence: seed,",
        0,
        "`activities.guidance.minutes` needs a range: its grade is `seed`",
        None,
        id="no-range",
    ),
    pytest.param(
        GUIDANCE,
        "{value: 15 minutes, low: 10 minutes, evidence: seed,",
        0,
        "the range of `activities.guidance.minutes` has only one end",
        None,
        id="half-a-range",
    ),
    pytest.param(
        GUIDANCE,
        "{value: 25 minutes, low: 10 minutes, high: 20 minutes, evidence: seed,",
        0,
        "`activities.guidance.minutes` lies outside its range",
        None,
        id="outside-its-range",
    ),
    pytest.param(
        GUIDANCE,
        "{value: 15 minutes, low: 10 minutes, high: 20 minutes, evidence: sead,",
        0,
        "unknown evidence grade",
        "seed",
        id="unknown-grade",
    ),
    pytest.param(
        GUIDANCE,
        "{value: 15 minutes, lo: 10 minutes, high: 20 minutes, evidence: seed,",
        0,
        "unknown key `lo`",
        "low",
        id="unknown-value-key",
    ),
    pytest.param(
        "    due: 22 weeks",
        "    due: 22 weeks\n    meetings: {value: 4, within: 6 months}",
        -10,
        "a duty needs exactly one of `due` and `meetings`",
        None,
        id="due-and-meetings",
    ),
    pytest.param(
        "    activity: sickness-revaluation\n",
        "",
        -12,
        "a duty needs exactly one of `activity` and `procedure`",
        None,
        id="asks-for-nothing",
    ),
    pytest.param(
        "    from_instance: 4 ",
        "    from_instance: 7 ",
        0,
        "`from_instance` is beyond the last meeting",
        None,
        id="beyond-last-meeting",
    ),
    pytest.param(
        "{goto: done}",
        "{goto: done, work: offer-casework}",
        0,
        "a step needs exactly one operation",
        None,
        id="two-operations",
    ),
    pytest.param(
        "{goto: done}",
        "{goto: done, case: others}",
        0,
        "`case` does not go with `goto`",
        None,
        id="key-of-another-operation",
    ),
    pytest.param("to: no-team}", "}", 0, "`skip_unless` needs a label to go to", None, id="no-label-to-go-to"),
    pytest.param(
        "{order: LAE-265, label: certificate}",
        "{use: flexjob, label: certificate}",
        None,
        "a procedure uses itself",
        None,
        id="procedure-in-a-circle",
    ),
    pytest.param("in_force: 2024-01-01", "in_force: 2024-13-01", 0, "this is not a date", None, id="no-date"),
    pytest.param(
        "    rides: true", "    rides: yes", 0, "`activities.guidance.rides` does not fit", None, id="yes-is-a-text"
    ),
    pytest.param(
        "    cv: {value: 0.0, low: 0.0, high: 0.3, evidence: assumption, source: S049 gives one number}\n",
        "",
        -6,
        "the spread of the minutes is missing",
        None,
        id="no-spread",
    ),
    pytest.param(
        'title: {en: "Recommendation, decision and closing"',
        "title: {en: Recommendation, decision and closing",
        0,
        "unknown key `decision and closing`",
        None,
        id="comma-in-braces",
    ),
    pytest.param("    law: LAB § 31(5)\n", "", None, "the key `law` is missing", None, id="missing-key"),
]


@pytest.mark.parametrize(("old", "new", "below", "message", "nearest"), SPOILT)
def test_each_error_has_file_line_and_nearest_name(
    edit: Edit, refused: Refused, old: str, new: str, below: int | None, message: str, nearest: str | None
) -> None:
    line = edit(FILE, old, new)
    error = refused("current")
    assert error.message == message or error.message.startswith(message + ":")
    assert error.file == FILE
    assert error.line is not None
    if below is not None:
        assert error.line == line + below
    assert error.nearest == nearest


def test_the_message_says_where_what_and_how_to_mend_it(edit: Edit, refused: Refused) -> None:
    line = edit(FILE, "    due: 22 weeks", "    due: 22 minutes")
    assert str(refused("current")).splitlines() == [
        f"{FILE}:{line}: the unit is wrong",
        "  found: 22 minutes",
        "  expected: a duration in days, weeks, months or years, like `6 months`, at most 100 years",
    ]
