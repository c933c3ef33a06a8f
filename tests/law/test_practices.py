from collections.abc import Callable
from pathlib import Path

import pytest

from sim.files.errors import ScenarioError
from sim.files.parse import values_in
from sim.files.quantity import Duration
from sim.law.clauses.duty import Duty
from sim.law.clauses.practice import Contact, Offer
from sim.law.compose.library import Library
from sim.law.compose.more_meetings import gaps, most_more
from sim.law.compose.practices import MoreMeetings, PracticeChoice, SetValueError, ValueSet, with_values
from sim.place.read import read_people
from sim.study.read_setting import by_practice

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
        (
            "overload: [shed-optional, late]",
            "overload: [late, shed-optional]",
            "the overload list must name each",
            None,
        ),
        ("phone_share:", "fone_share:", "unknown key `fone_share`", "phone_share"),
        ("    form: choice", "    form: phone", "`contact.insured-later.form` has an unknown word", "choice"),
        (
            "    form: choice",
            "    notice: shrt\n    form: choice",
            "`contact.insured-later.notice` has an unknown",
            "short",
        ),
        ("    clock: accumulated", "    clock: window", "a practice cannot count days within a window", None),
        ("  insured-later:", "  first-week:", "this name belongs to a duty of the law", None),
        ("  insured-later:", "  switch-talk:", "this name belongs to a duty of the law", None),
        ("  later-offer:", "  sick-later:", "this name belongs to a meeting of the practice", None),
        ("insists_in_person: {value: 8 %", "insists_in_person: {value: 8 days", "the unit is wrong", None),
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


def test_an_action_that_happens_once_has_one_time_for_all_needs(root: Path, edit: Edit) -> None:
    """The engines know the time of a single action, and a time for each need only of repeated ones."""
    line = edit(
        "practices/same-contact-by-need.yaml",
        "    first: {value: 1 week, low: 1 week, high: 3 weeks}",
        "    first:\n      light: {value: 3 weeks, low: 1 week, high: 3 weeks}\n"
        "      medium: {value: 1 week, low: 1 week, high: 3 weeks}\n"
        "      heavy: {value: 1 week, low: 1 week, high: 3 weeks}",
    )
    library = Library.load(root)
    with pytest.raises(ScenarioError) as caught:
        library.practice("same-contact-by-need", library.rule_set("freed-six-cities"))
    assert caught.value.message == "an action that happens once has one time for all levels of need"
    assert (caught.value.line, caught.value.found) == (line, "3 weeks, 1 week, 1 week")


def test_a_practice_can_ask_for_all_that_a_duty_asks_for(library: Library) -> None:
    """What freed rules lose is then a choice of the practice and no gap of its file."""
    of_the_law_alone = {
        "law", "short", "active", "demand", "deadline",  # a practice is no law: it cannot be broken and is not tracked
        "counted_within",  # the clock `window`
        "due", "meetings",  # `first` and `every`
        "from_instance", "first_is", "follows",  # an instance or a meeting of another duty
        "detects",  # desk work; a meeting always may detect a need
    }  # fmt: skip
    assert set(Duty.model_fields) - of_the_law_alone <= {*Contact.model_fields, *Offer.model_fields}
    freed = library.rule_set("freed-six-cities")
    first_week = library.rule_set("current").regime.duties["first-week"]
    for name in NAMES[1:]:
        first = library.practice(name, freed).contact["first-meeting"]
        for key in ("groups", "starts", "clock", "activity", "form", "notice"):
            assert getattr(first, key) == getattr(first_week, key), key
        assert first_week.due is not None
        assert first.first.light.value.days <= first_week.due.value.days
        assert not first.gives_way


def test_offers_are_of_both_kinds_wherever_the_law_leaves_them_to_practice(library: Library) -> None:
    """The law's first offer counts towards the right; later offers of ordinary practice are of every kind."""
    freed = library.rule_set("freed-six-cities")
    law = {duty.procedure for duty in library.rule_set("current").regime.duties.values() if duty.demand == "offers"}
    ordinary = {offer.procedure for offer in library.practice("baseline", freed).offers.values()}
    by_need = {offer.procedure for offer in library.practice("same-contact-by-need", freed).offers.values()}
    assert by_need == law | ordinary
    asked = {offer.procedure for offer in library.practice("contact-on-request", freed).offers.values()}
    assert asked == {"right-and-duty-offer"} | ordinary


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
        ("base-line", "the extended practice does not exist", "baseline"),
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


# --- values set, and changes ---
EXTENDING = (
    "team-rarely",
    "team-as-before",
    "certificates-as-before",
    "certificates-rarely",
    "digital-first",
    "flexjob-contact-as-before",
)


@pytest.mark.parametrize("name", EXTENDING)
def test_practices_beside_the_three_go_with_the_freed_rules(library: Library, name: str) -> None:
    practice = library.practice(name, library.rule_set("freed-six-cities"))
    for value in values_in(practice):
        assert value.source, value.path
        assert value.evidence in ("law", "statistic") or value.low is not None, value.path


LAB = {
    "insured",
    "insured-from-start",
    "job-ready",
    "education-ready-young",
    "activity-ready",
    "activity-ready-young",
    "job-clarification",
    "resource-course",
    "flexjob-unemployed",
    "rehabilitation",
}


@pytest.mark.parametrize(("name", "freed"), [("early-contact-by-need", LAB), ("sickness-contact-by-need", {"sick"})])
def test_contact_freed_in_part_is_by_need_there_and_as_before_elsewhere(
    library: Library, name: str, freed: set[str]
) -> None:
    current = library.rule_set("current")
    base, whole, part = (library.practice(one, current) for one in ("baseline", "same-contact-by-need", name))
    both = library.practice("early-and-sickness-contact-by-need", current)
    for entry, contact in part.contact.items():
        group = entry.removesuffix("-later")
        like = whole.contact[group] if group in freed else base.contact[entry]
        if group in freed:
            assert (contact.groups, contact.only, contact.form) == (like.groups, like.only, like.form)
        for need in ("light", "medium", "heavy"):
            for found in (contact, both.contact[entry]) if group in freed else (contact,):
                assert getattr(found.first, need).value == getattr(like.first, need).value
                assert (found.every is None) == (like.every is None)
                if found.every is not None and like.every is not None:
                    assert getattr(found.every, need).value == getattr(like.every, need).value
    assert both.contact.keys() - part.contact.keys() <= {f"{group}-later" for group in LAB} | {"insured-from-start"}
    assert {group for contact in part.contact.values() for group in contact.groups} == {
        group for contact in base.contact.values() for group in contact.groups
    }
    assert part.offers == base.offers


def test_a_change_moves_one_value_and_leaves_its_section(library: Library) -> None:
    freed = library.rule_set("freed-six-cities")
    base, digital = (library.practice(name, freed) for name in ("same-contact-by-need", "digital-first"))
    assert (base.booking.missed_share.value, digital.booking.missed_share.value) == (0.15, 0.10)
    assert digital.booking.missed_share.where.startswith("practices/digital-first.yaml:")
    assert digital.booking.window == base.booking.window
    in_person = {name for name, contact in base.contact.items() if contact.form == "first-in-person"}
    assert in_person == {"insured", "insured-from-start", "sick"}
    for name, contact in base.contact.items():
        assert digital.contact[name] == contact.model_copy(update={"form": "choice"} if name in in_person else {})
    follow_up = library.practice("flexjob-contact-as-before", freed).contact["in-flexjob"]
    assert (follow_up.form, follow_up.random, follow_up.every is not None) == ("in-person", False, True)


@pytest.mark.parametrize(
    ("old", "new", "message", "nearest"),
    [
        ("set: booking.missed_share", "set: booking.mised_share", "the extended practice has no", "booking.missed_share"),
        ("to: {value: 10 %, low: 5 %", "to: {value: 10 weeks, low: 5 weeks", "the unit is wrong", None),
        ("{set: booking.missed_share, to:", "{set: booking.missed_share, two:", "unknown key `two`", "to"),
    ],
)  # fmt: skip
def test_errors_of_a_change(root: Path, edit: Edit, old: str, new: str, message: str, nearest: str | None) -> None:
    line = edit("practices/digital-first.yaml", old, new)
    library = Library.load(root)
    with pytest.raises(ScenarioError) as caught:
        library.practice("digital-first", library.rule_set("freed-six-cities"))
    assert caught.value.message.startswith(message)
    assert (caught.value.file, caught.value.line) == ("practices/digital-first.yaml", line)
    assert caught.value.nearest == nearest


def test_the_practice_settles_how_often_papers_suffice(library: Library) -> None:
    """The people's share of sufficient files stands only where the practice says nothing."""
    freed = library.rule_set("freed-six-cities")
    people = read_people("denmark")
    share = people.traits["health-file-sufficient"].share
    assert by_practice(people, library.practice("same-contact-by-need", freed)) is people
    asked = library.practice("certificates-as-before", freed)
    assert asked.certificate_share is not None
    settled = by_practice(people, asked).traits["health-file-sufficient"].share
    assert settled.value == pytest.approx(1 - asked.certificate_share.value)
    assert [settled.low, settled.high] == pytest.approx([0.0, 0.2])
    assert people.traits["health-file-sufficient"].share is share


def test_values_that_are_set_are_printed_with_the_practice(library: Library) -> None:
    set_twice = (
        PracticeChoice("baseline").setting(ValueSet("team_share", "25 %")).setting(ValueSet("booking.attempts", "3"))
    )
    assert set_twice.name == "baseline(team_share=25 %; booking.attempts=3)"
    assert PracticeChoice("baseline").name == "baseline"
    practice = library.practice(set_twice, library.rule_set("current"))
    assert {share.value for share in practice.team_share.values()} == {0.25}
    assert practice.booking.attempts.value == 3


# --- more meetings ---
def with_more(practice: str, *groups: str, more: float) -> PracticeChoice:
    return PracticeChoice(practice, (MoreMeetings(groups, more),))


def test_values_set_together_are_those_set_one_after_the_other(library: Library) -> None:
    values = (
        ValueSet("team_share", "30 %"),
        ValueSet("contact.sick.every.heavy", "20 days"),
        ValueSet("cover", "team"),
    )
    plain = library.practice_source(PracticeChoice("same-contact-by-need"))
    one_by_one = plain
    for value in values:
        one_by_one = with_values(one_by_one, [value])
    assert with_values(plain, values).tree == one_by_one.tree != plain.tree


def test_of_values_set_together_the_one_that_does_not_fit_is_named(library: Library) -> None:
    bad = (ValueSet("team_share", "30 %"), ValueSet("contact.sick.every.heavy", "0 days"), ValueSet("cover", "team"))
    with pytest.raises(SetValueError, match=r"`contact\.sick\.every\.heavy` cannot be 0 days"):
        library.practice_source(PracticeChoice("same-contact-by-need", bad))


def test_more_meetings_shorten_the_gaps_of_heavy_need_first(library: Library) -> None:
    freed = library.rule_set("freed-six-cities")
    base = library.practice("same-contact-by-need", freed).contact["sick"]
    more = library.practice(with_more("same-contact-by-need", "sick", more=3), freed).contact["sick"]
    assert base.every is not None
    assert more.every is not None
    now, then = base.every.heavy.value.days, more.every.heavy.value.days
    assert 365.25 / then - 365.25 / now == pytest.approx(3, abs=0.5)  # whole days
    assert then < now
    assert (more.every.light.value, more.every.medium.value) == (base.every.light.value, base.every.medium.value)
    assert (more.first.light.value, more.first.medium.value) == (base.first.light.value, base.first.medium.value)
    assert more.first.heavy.value.days < base.first.heavy.value.days


def test_more_meetings_come_to_the_shortest_gap_and_then_to_the_next_need() -> None:
    now, shortest = {"light": 100, "medium": 50, "heavy": 28}, {"light": 28, "medium": 21, "heavy": 14}
    room = 365.25 / 14 - 365.25 / 28
    assert gaps(now, shortest, 0.0) == now
    assert gaps(now, shortest, room) == {**now, "heavy": 14}
    assert gaps(now, shortest, room + 2) == {**now, "heavy": 14, "medium": round(365.25 / (365.25 / 50 + 2))}
    assert gaps(now, shortest, 1000.0) == shortest
    close = {"light": 20, "medium": 20, "heavy": 10}  # closer already than meetings are otherwise put
    assert gaps(close, shortest, 1000.0) == close


def test_meetings_of_other_groups_stay_where_a_row_serves_several(library: Library) -> None:
    current = library.rule_set("current")
    base = library.practice("baseline", current).contact["job-ready-later"]
    contact = library.practice(with_more("baseline", "job-ready", more=5), current).contact
    assert contact["job-ready-later"].groups == ("education-ready-young",)
    assert contact["job-ready-later"].every == base.every
    split = contact["job-ready-later of job-ready"]
    assert split.groups == ("job-ready",)
    assert split.every is not None
    assert base.every is not None
    assert split.every.heavy.value.days < base.every.heavy.value.days


def test_a_group_without_meetings_of_the_practice_gets_optional_ones(library: Library) -> None:
    """In flex jobs the law has its own cadence and the ordinary practice nothing; on request is the citizen's to ask."""
    current = library.rule_set("current")
    more = with_more("baseline", "in-flexjob", more=0.5)
    contact = library.practice(more, current).contact["more-meetings in-flexjob"]
    assert (contact.activity, contact.on_request, contact.groups) == ("flexjob-follow-up", False, ("in-flexjob",))
    assert contact.every is not None
    assert contact.every.heavy.value.days == round(365.25 / 0.5)
    assert contact.every.medium.value.days > 50 * 365
    more = with_more("contact-on-request", "sick", more=2)
    asked = library.practice(more, library.rule_set("freed-six-cities")).contact
    assert asked["sick"].on_request
    assert asked["more-meetings sick"].clock == asked["sick"].clock
    assert asked["more-meetings sick"].exempt == asked["sick"].exempt


@pytest.mark.parametrize("practice", ["baseline", "same-contact-by-need", "contact-on-request"])
def test_nothing_gets_shorter_beyond_the_most(library: Library, practice: str) -> None:
    freed = library.rule_set("freed-six-cities")
    groups = ("sick", "job-clarification")
    most = most_more(library.practice(practice, freed), groups)
    at, beyond = (library.practice(with_more(practice, *groups, more=x), freed).contact for x in (most, most + 9))
    for name, entry in at.items():
        assert entry.every == beyond[name].every, name
        if entry.every is not None and not entry.on_request and set(entry.groups) <= set(groups):
            assert entry.every.heavy.value.days <= 14
            assert entry.every.light.value.days <= 28


def test_a_gap_that_is_shorter_than_the_shortest_takes_no_room_from_other_needs(library: Library) -> None:
    """Other meetings can come as often whether the heavy need meets every 14 days, which is the shortest gap, or every 7."""

    freed = library.rule_set("freed-six-cities")

    def most(heavy: str) -> float:
        choice = PracticeChoice("same-contact-by-need", (ValueSet("contact.sick.every.heavy", heavy),))
        return most_more(library.practice(choice, freed), ("sick",))

    assert most("7 days") == most("14 days") > 0
    assert most("28 days") == pytest.approx(most("14 days") + 365.25 / 14 - 365.25 / 28)


def test_the_traits_that_only_a_practice_uses_are_needed_too(root: Path, edit: Edit) -> None:
    """Each has the place where the practice names it, so that an error about the people can point there."""
    file = "practices/baseline.yaml"
    lines = {"not-met": edit(file, "exempt: [category-1]", "exempt: [not-met]")}
    lines["not-asked"] = edit(file, "exempt: [less-intensive]", "exempt: [not-asked]")
    rules = Library.load(root)
    traits = rules.names_used(rules.rule_set("current"), "baseline")["trait"]
    assert {name: (traits[name].file, traits[name].line) for name in lines} == {
        name: (file, at) for name, at in lines.items()
    }
    plain = rules.rule_set("current").names_used()["trait"]
    assert lines.keys().isdisjoint(plain)
    assert plain.keys() <= traits.keys()
