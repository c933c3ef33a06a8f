"""``jobsim rules why``: a citizen's history on the terminal and as JSON."""

from __future__ import annotations

from datetime import date

import pytest

from sim.journal.entry import COLUMNS_OF_ENTRIES
from tests.cli.why import Why, of


def test_without_a_citizen_some_are_listed_and_one_can_be_read(why: Why) -> None:
    code, out, err = why("--find", "team")
    assert (code, err) == (0, "")
    assert "treated by the rehabilitation team" in out
    number = out.rstrip().rpartition(" ")[2]
    code, out, _ = why("--citizen", number)
    assert code == 0
    for words in (f"Citizen {number}", "aalborg under current", "The rehabilitation team treats", "LOB §§ 9-12"):
        assert words in out
    assert "In all: meetings held" in out
    assert max(map(len, out.splitlines())) <= 120


def test_a_history_in_danish(why: Why) -> None:
    code, out, err = why("--find", "team", "--language", "da")
    assert (code, err) == (0, "")
    assert "behandlet i rehabiliteringsteamet" in out
    number = out.rstrip().rpartition("--citizen ")[2].split()[0]
    code, out, _ = why("--citizen", number, "--language", "da")
    assert code == 0
    for words in (
        f"Borger {number}: ",
        "aalborg under current, praksis baseline",
        "Rehabiliteringsteamet behandler",
        "01.01.2024",
    ):
        assert words in out
    assert "I alt: holdte samtaler" in out
    told = of(why("--citizen", number, "--language", "da", "--json"))["entries"]
    english = of(why("--citizen", number, "--json"))["entries"]
    assert [entry["date"] for entry in told] == [entry["date"] for entry in english]
    assert all(a["what"] != b["what"] for a, b in zip(told, english, strict=True))


def test_json_of_a_citizen(why: Why) -> None:
    listed = of(why("--json"))
    assert (listed["rules"], listed["find"]) == ("current", None)
    data = of(why("--citizen", str(listed["citizens"][0]["citizen"]), "--json"))
    assert {"citizen", "rules", "practice", "place", "replication", "states", "entries", "in_all"} <= set(data)
    assert data["citizen"] == listed["citizens"][0]["citizen"]
    first = data["entries"][0]
    assert tuple(first) == COLUMNS_OF_ENTRIES
    assert (first["kind"], first["date"]) == ("ARRIVE", "2024-01-01")
    dates = [date.fromisoformat(entry["date"]) for entry in data["entries"]]
    assert dates == sorted(dates)
    assert all(entry["what"] for entry in data["entries"])


def test_the_same_citizen_under_other_rules(why: Why) -> None:
    number = str(of(why("--find", "team", "--json"))["citizens"][0]["citizen"])
    freed = of(why("--citizen", number, "--rules", "freed-six-cities", "--json"))
    assert (freed["rules"], freed["practice"]) == ("freed-six-cities", "same-contact-by-need")
    now = of(why("--citizen", number, "--json"))
    assert freed["entries"][0]["what"].partition(";")[0] == now["entries"][0]["what"].partition(";")[0]
    asked = of(why("--citizen", number, "--practice", "contact-on-request", "--json"))
    assert (asked["rules"], asked["practice"]) == ("current", "contact-on-request")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--citizen", "99999999"), "expected: a number from 0 to "),
        (("--citizen", "1", "--rules", "curent"), "nearest: current"),
        (("--citizen", "1", "--rules", "current+004-9z"), "unknown proposal"),
        (("--citizen", "1", "--practice", "basline"), "nearest: baseline"),
        (("--citizen", "1", "--place", "aalburg"), "nearest: aalborg"),
        (("--citizen", "one"), "--citizen"),
        (("--citizen", "1", "--replication", "0"), "--replication"),
        (("--find", "teem"), "nearest: team"),
        (("--find", "team", "--citizen", "1"), "--find and --citizen cannot be combined"),
        (("--whole",), "--whole needs --citizen and --against"),
    ],
)
def test_bad_input_exits_with_2(why: Why, arguments: tuple[str, ...], words: str) -> None:
    code, out, err = why(*arguments)
    assert code == 2
    assert out == ""
    assert words in err
    assert "Traceback" not in err


def test_unknown_studies_and_queues_exit_with_2(why: Why) -> None:
    assert why(study="aalburg")[0] == 2
    code, _, err = why(study="queue-mm1")
    assert code == 2
    assert "this is a queue study, which has no columns, no citizens and no law" in err


def test_help_has_an_example(why: Why) -> None:
    code, out, _ = why(study="--help")
    assert code == 0
    assert "Example: jobsim rules why aalborg --citizen" in out
