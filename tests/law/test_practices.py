from collections.abc import Callable
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.law.packages import Library
from sim.law.quantity import Duration
from sim.law.shape import values_in

Edit = Callable[[str, str, str], int]

NAMES = ("baseline", "same-contact-by-need", "contact-on-request")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rules", ["current", "freed-six-cities"])
def test_each_practice_goes_with_each_rule_set(library: Library, name: str, rules: str) -> None:
    practice = library.practice(name, library.rule_set(rules))
    assert practice.practice == name
    for value in values_in(practice):
        assert value.source, value.path
        assert value.evidence in ("law", "statistic") or value.low is not None, value.path


def test_a_practice_keeps_what_it_does_not_replace(library: Library) -> None:
    freed = library.rule_set("freed-six-cities")
    base, by_need = (library.practice(name, freed) for name in NAMES[:2])
    assert by_need.booking.model_dump(exclude={"evidence"}) == base.booking.model_dump(exclude={"evidence"})
    assert by_need.booking.window.where.startswith("practices/baseline.yaml:")
    assert set(by_need.contact) & set(base.contact) == {
        "on-request"
    }  # a right of the citizen (LAB § 32(1)), whatever the practice
    assert by_need.contact["sick"].first.light.where.startswith("practices/same-contact-by-need.yaml:")


def test_one_duration_serves_every_need(library: Library) -> None:
    first = library.practice("baseline", library.rule_set("current")).contact["sick-later"].first
    assert first.light == first.medium == first.heavy
    assert first.light.value == Duration(whole_days=34 * 7)
    assert first.light.path == "contact.sick-later.first"


def test_heavier_need_means_more_contact(library: Library) -> None:
    freed = library.rule_set("freed-six-cities")
    for name in NAMES[1:]:
        for key, contact in library.practice(name, freed).contact.items():
            if contact.every is not None:
                gaps = [contact.every.light, contact.every.medium, contact.every.heavy]
                assert [gap.value.days for gap in gaps] == sorted((gap.value.days for gap in gaps), reverse=True), key


@pytest.mark.parametrize(
    ("old", "new", "message", "nearest"),
    [
        ("groups: [sick]", "groups: [sik]", "unknown group", "sick"),
        ("activity: follow-up-meeting", "activity: follow-up-meting", "unknown activity", "follow-up-meeting"),
        ("procedure: offer", "procedure: ofer", "unknown procedure", "offer"),
        ("  job-clarification: {value: 20 %", "  job-clarifikation: {value: 20 %", "unknown case", "job-clarification"),
        ("    form: choice", "    form: choise", "`contact.insured-later.form` has an unknown word", "choice"),
        ("  window: {value: 14 days", "  window: {value: 14 minutes", "the unit is wrong", None),
        ("overload: [shed-optional, late]", "overload: [late, shed-optional]", "the overload list names each", None),
        ("phone_share:", "fone_share:", "unknown key `fone_share`", "phone_share"),
    ],
)
def test_errors_of_a_practice(root: Path, edit: Edit, old: str, new: str, message: str, nearest: str | None) -> None:
    line = edit("practices/baseline.yaml", old, new)
    library = Library.load(root)
    with pytest.raises(ScenarioError) as caught:
        library.practice("baseline", library.rule_set("current"))
    assert caught.value.message.startswith(message)
    assert (caught.value.file, caught.value.line) == ("practices/baseline.yaml", line)
    assert caught.value.nearest == nearest


def test_a_duty_named_in_an_exemption_must_exist(root: Path, edit: Edit) -> None:
    line = edit(
        "practices/same-contact-by-need.yaml", "{simple-sick: simple-sickness-meeting}", "{simple-sick: simple-sick}"
    )
    library = Library.load(root)
    with pytest.raises(ScenarioError) as caught:
        library.practice("same-contact-by-need", library.rule_set("current"))
    assert (caught.value.message, caught.value.line) == ("unknown duty", line)


@pytest.mark.parametrize(
    ("below", "message", "nearest"),
    [
        ("base-line", "the practice extends one that is not there", "baseline"),
        ("contact-on-request", "a practice extends itself", None),
        ("same-contact-by-need", "a practice extends itself", None),
    ],
)
def test_what_a_practice_extends_must_be_there(root: Path, edit: Edit, below: str, message: str, nearest: str) -> None:
    edit("practices/same-contact-by-need.yaml", "extends: baseline", "extends: contact-on-request")
    edit("practices/contact-on-request.yaml", "extends: baseline", f"extends: {below}")
    library = Library.load(root)
    with pytest.raises(ScenarioError) as caught:
        library.practice("same-contact-by-need", library.rule_set("current"))
    assert (caught.value.message, caught.value.nearest) == (message, nearest)


def test_an_unknown_practice(library: Library) -> None:
    with pytest.raises(ScenarioError) as caught:
        library.practice("basline", library.rule_set("current"))
    assert caught.value.nearest == "baseline"
