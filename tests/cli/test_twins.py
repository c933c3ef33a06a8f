"""``jobsim rules why --against``: two histories side by side, and whose differ most."""

from __future__ import annotations

import pytest

from tests.cli.why import Why, of


def test_the_list_and_one_of_it(why: Why) -> None:
    listed = of(why("--against", "current+004-2c", "--json"))
    assert (listed["one"]["rules"], listed["other"]["rules"]) == ("current", "current+004-2c")
    assert listed["one"]["practice"] == listed["other"]["practice"]
    assert listed["identical_share"] == listed["identical"] / listed["all"] > 0.5
    first = listed["citizens"][0]
    data = of(why("--against", "current+004-2c", "--citizen", str(first["citizen"]), "--json"))
    assert data["citizen"] == first["citizen"]
    assert not data["identical"]
    assert data["counts"] == first["counts"]
    assert data["parting"]["how"] == "rule"
    assert data["parting"]["changes"][0]["by"] == ["004-2c"]
    assert data["parting"]["changes"][0]["clause"] in data["touched"]
    assert set(data["in_all"]["meetings"]) == {"one", "other"}
    dates = [pair["date"] for pair in data["pairs"]]
    assert dates == sorted(dates)
    code, out, _ = why("--against", "current+004-2c", "--citizen", str(first["citizen"]))
    assert code == 0
    assert "By the rules they part on" in out
    assert "by 004-2c" in out
    assert "In all" in out
    assert max(map(len, out.splitlines())) <= 120


def test_the_same_rules_and_practice_make_the_same_history(why: Why) -> None:
    data = of(why("--against", "current", "--citizen", "3708", "--json"))
    assert data["identical"]
    assert data["parting"] is None
    assert {pair["how"] for pair in data["pairs"]} == {"same"}
    code, out, _ = why("--against", "current", "--citizen", "3708", "--whole")
    assert code == 0
    assert "The two histories are the same" in out
    assert "the two rule sets and practices do not differ" in out
    assert data["pairs"][0]["one"]["what"].partition(";")[0].split()[0] in out


def test_another_practice_under_the_same_rules(why: Why) -> None:
    data = of(why("--against", "current", "--against-practice", "contact-on-request", "--citizen", "3708", "--json"))
    assert (data["one"]["practice"], data["other"]["practice"]) == ("baseline", "contact-on-request")
    assert {tuple(change["by"]) for change in data["changes"]} == {("practice",)}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--against", "curent"), "nearest: current"),
        (("--against", "current+004-9z", "--citizen", "1"), "unknown proposal"),
        (("--against", "current", "--against-practice", "basline"), "nearest: baseline"),
        (("--against", "current", "--find", "team"), "--find and --against cannot be combined"),
        (("--citizen", "1", "--whole"), "--whole needs --against"),
        (("--citizen", "1", "--against-practice", "baseline"), "--against-practice needs --against"),
        (("--against", "current", "--citizen", "99999999"), "expected: a number from 0 to "),
        (("--against", "current", "--place", "aalburg"), "nearest: aalborg"),
    ],
)
def test_bad_input_exits_with_2(why: Why, arguments: tuple[str, ...], words: str) -> None:
    code, out, err = why(*arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err


def test_help_has_an_example(why: Why) -> None:
    code, out, _ = why("--help")
    assert code == 0
    assert "--against freed-six-cities" in out
