"""The proposals of the five papers: all there, of one kind each, and composed where they can be and nowhere else."""

import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir
from sim.files.source import read
from sim.law.compose.library import Library
from sim.law.compose.proposal import Proposal
from sim.law.compose.reforms import compose
from sim.law.reading.diff import rules_diff
from sim.law.reading.outline import rules_list

Edit = Callable[[str, str, str], int]
Refused = Callable[[str], ScenarioError]

ROOT = Path(__file__).resolve().parents[2]
ID = re.compile(r"(?P<paper>\d{3})-(?P<number>\d+)(?P<letter>[a-z]?)")
PROCESS = [key for key, proposal in Library.load().proposals.items() if proposal.reform.kind == "process"]
IN_FORCE = {"000-7": "R2021a", "000-8": "R2021a", "003-6": "R2022"}  # law.md 7.5: in force in R2024
AGAINST = {
    "000": "R2021a",
    "001": "R2023",
    "002": "R2015",
    "003": "R2023",
    "004": "R2024",
}  # law.md 0.3; 003: R2022 with the bill
OTHERWISE = {"001-7": "R2024", "003-6": "R2022"}  # law.md 7.2, 7.4
CONTRADICT = [
    ("000-5", "003-2"), ("000-5", "003-8"), ("000-6", "001-1"), ("000-6", "004-2a"), ("001-3", "003-2"), ("001-3", "003-8"),
    ("001-6b", "002-3a"), ("001-8", "004-8"), ("001-10", "002-9"), ("001-10", "004-3a"), ("002-9", "004-3a"), ("002-9", "004-3b"),
    ("003-1", "004-2a"), ("003-2", "004-6"), ("003-8", "004-6"),
]  # fmt: skip
SAME = [("000-12", "001-11"), ("001-11", "004-3c"), ("000-5", "001-3"), ("001-3", "004-6"), ("003-2", "003-8")]
ON_TODAY = {"freed-ds": "000", "freed-djoef": "001", "freed-kl": "003", "strengthened": "002"}
ON_THEIR_REGIME = {
    "freed-ds-2021": "000",
    "freed-djoef-2023": "001",
    "freed-kl-2022": "003",
    "strengthened-2015": "002",
}


def process(library: Library) -> list[Proposal]:
    return [proposal for proposal in library.proposals.values() if proposal.reform.kind == "process"]


# --- what there is
def numbered(key: str) -> tuple[str, int, str]:
    """Paper, number and letter of an id."""
    parts = ID.fullmatch(key)
    assert parts, f"{key} is no id of a proposal"
    return parts["paper"], int(parts["number"]), parts["letter"]


def test_each_paper_s_proposals_are_numbered_without_holes(library: Library) -> None:
    """A paper's numbers run from 1; a number with letters has at least two of them, from a."""
    papers: dict[str, dict[int, str]] = {}
    for paper, number, letter in map(numbered, library.proposals):
        numbers = papers.setdefault(paper, {})
        assert letter or number not in numbers
        numbers[number] = numbers.get(number, "") + letter
    assert set(papers) == set(AGAINST)
    for paper, numbers in papers.items():
        assert list(numbers) == list(range(1, len(numbers) + 1)), paper
        for number, letters in numbers.items():
            assert letters in ("", "ab", "abc"), f"{paper}-{number}{letters}"


def test_a_proposal_s_id_begins_with_its_paper(library: Library) -> None:
    for key, proposal in library.proposals.items():
        assert proposal.paper.startswith(f"{numbered(key)[0]}_"), key


def test_every_file_of_a_paper_is_read(library: Library) -> None:
    files = {path.name for path in (scenarios_dir() / "reforms").glob("*.yaml")}
    text = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| \d{3} `([a-z0-9-]+\.yaml)` \|", text, re.MULTILINE))
    assert named == files


def test_the_documents_say_how_each_process_proposal_is_built() -> None:
    text = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    said = {match.group() for match in ID.finditer(text)}
    assert sorted(set(PROCESS) - said) == []


def test_titles_stand_in_two_languages(library: Library) -> None:
    for key, proposal in library.proposals.items():
        title = proposal.reform.title
        assert title.en, key
        assert title.da, key
        assert title.en != title.da, key


def test_each_is_of_one_kind_and_says_what_its_kind_needs(library: Library) -> None:
    for key, proposal in library.proposals.items():
        reform = proposal.reform
        assert reform.law, key
        assert reform.happened, key
        assert reform.paper_place, key
        assert bool(reform.why) == (reform.kind != "process"), key
        assert (reform.budget is not None) or reform.kind != "budget", key
        assert bool(reform.changes) == bool(reform.touches) == (reform.kind == "process"), key


def test_each_knows_the_regime_that_it_argues_against(library: Library) -> None:
    for key, proposal in library.proposals.items():
        assert proposal.argued_against == OTHERWISE.get(key, AGAINST[key[:3]]), key


@pytest.mark.parametrize("key", PROCESS)
def test_a_process_proposal_makes_its_changes_on_the_regime_that_it_argues_against(library: Library, key: str) -> None:
    proposal = library.proposals[key]
    for regime in {proposal.argued_against, *(() if key in IN_FORCE else ("R2024",))}:
        rule_set = library.rule_set(f"{regime}+{key}")
        said = [c for c in proposal.reform.changes if c.operation != "keep" and (not c.on or regime in c.on)]
        optional = {change.path for change in said if change.already_in_force}
        made = [change.path for change in rule_set.changes]
        assert made == [change.path for change in said if change.path in made]
        assert {change.path for change in said} - optional <= set(made)
        assert rules_diff(library.rule_set(regime), rule_set)["changes"]


def test_the_list_has_all_of_them_in_the_papers_order(library: Library) -> None:
    rows = rules_list(library)["proposals"]
    ids = [row["id"] for row in rows]
    assert ids == sorted(library.proposals, key=numbered)
    by_id = {row["id"]: row for row in rows}
    assert by_id["004-5"]["budget"]["unit"] == {"en": "million DKK per year", "da": "mio. kr. om året"}
    assert by_id["000-2"]["budget"]["amount"] is None
    for key, row in by_id.items():
        assert row["verdict"] is None
        assert row["runnable"] == (row["kind"] == "process")
        assert bool(row["why"]) == (not row["runnable"])
        assert row["already_in_force"] == (key in IN_FORCE)
        assert row["argued_against"] == library.proposals[key].argued_against


def test_claims_are_figures_transcribed(library: Library) -> None:
    source = read(scenarios_dir() / "figures" / "claims.yaml", scenarios_dir())
    figures = {row["id"]: row for row in source.tree["rows"]}
    for key, proposal in library.proposals.items():
        claim, budget = proposal.reform.claim, proposal.reform.budget
        if claim is not None:
            assert claim.source in figures, key
            number, row = claim.saves if claim.saves is not None else claim.states, figures[claim.source]
            alike = {row["value"], row.get("low"), row.get("high")}
            assert key == "004-7" or number in alike, key  # 138 million were spent; the paper halves them
        if budget is not None and budget.amount is not None:
            assert budget.source in figures, key
            assert claim is not None, key
            assert budget.amount == claim.saves, key


def test_the_six_cities_claim_980_million(library: Library) -> None:
    claims = [p.reform.claim for key, p in library.proposals.items() if key.startswith("004-")]
    assert sum(claim.saves for claim in claims if claim and claim.saves) == 980  # law.md 7.5: checked [D]


# --- the wrong regime, and what changes no rule
@pytest.mark.parametrize(("key", "regime"), IN_FORCE.items())
def test_what_is_in_force_is_run_on_the_regime_that_it_argues_against(library: Library, key: str, regime: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        library.rule_set(f"current+{key}")
    error = caught.value
    assert error.message == f"{key} is not for R2024: it is already the law there"
    assert (error.expected, error.do) == (regime, f"combine it with the rules that it argues against: {regime}+{key}")
    assert library.rule_set(f"{regime}+{key}").changes


@pytest.mark.parametrize(
    ("name", "regimes", "why"),
    [
        ("R2023+001-7", "R2024", "`from` does not match the law at `hand_over.paid_hours`"),
        ("R2015+001-8", "R2023 or R2024", "the change has no effect: `duties.sickness-follow-up.active` already has this value"),
        ("R2021a+003-1", "R2023 or R2024", "the change has no effect: `offers.guidance-upskilling.counts` already has this value"),
        ("R2023+004-2a", "R2024", "the change has no effect: `duties.insured-contact.active` already has this value"),
        ("R2025a+002-9", "R2015 or R2024", "`keep` does not match the law at `procedures.team-hearing.required.job-clarification`"),
        ("R2026b+000-6", "R2021a or R2024 or R2023 or R2020 or R2021b or R2022", "it has no changes for this regime"),
    ],
)  # fmt: skip
def test_a_reform_for_the_wrong_regime_says_which_it_is_for(
    library: Library, name: str, regimes: str, why: str
) -> None:
    regime, key = name.split("+")
    with pytest.raises(ScenarioError) as caught:
        library.rule_set(name)
    assert caught.value.message == f"{key} is not for {regime}: {why}"
    assert caught.value.expected == regimes
    against = library.proposals[key].argued_against
    assert caught.value.do == f"combine it with the rules that it argues against: {against}+{key}"
    assert caught.value.line is not None


def test_a_path_that_the_regime_lacks_names_the_regimes_it_is_for(edit: Edit, refused: Refused) -> None:
    edit(
        "regimes/R2015.yaml",
        "  - {set: duties.sickness-follow-up.active, from: true, to: false,",
        "  - {remove: duties.intensified-effort,",
    )
    error = refused("R2015+004-2a")
    assert error.message.startswith("004-2a is not for R2015:")
    assert error.expected == "R2024"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("current+004-5", "004-5 is a budget proposal: it changes no rule"),
        ("current+001-17", "001-17 is a governance proposal: it changes no rule"),
    ],
)
def test_what_changes_no_rule_is_no_part_of_a_rule_set(library: Library, name: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        library.rule_set(name)
    assert caught.value.message == message
    why = library.proposals[name.split("+")[1]].reform.why
    assert why is not None
    assert caught.value.do == why.en
    assert caught.value.line is not None


@pytest.mark.parametrize("file", ["argued_against: R2024", "written_for: R2024"])
def test_a_regime_that_is_not_there(edit: Edit, refused: Refused, file: str) -> None:
    line = edit("reforms/six-cities.yaml", file, file.replace("R2024", "R2O24"))
    error = refused("current")
    assert (error.message, error.found, error.nearest) == ("there is no such regime", "R2O24", "R2024")
    assert (error.file, error.line) == ("reforms/six-cities.yaml", line)


# --- together
@pytest.mark.parametrize(("one", "other"), CONTRADICT)
def test_what_contradicts_cannot_be_composed(library: Library, one: str, other: str) -> None:
    for first, second in ((one, other), (other, one)):
        with pytest.raises(ScenarioError, match=f"{first} and {second} contradict each other") as caught:
            library.rule_set(f"current+{first}+{second}")
        assert first in str(caught.value.found)
        assert second in str(caught.value.found)
        assert caught.value.do == "use only one of them"


def test_all_else_can_be_composed_two_by_two_within_a_paper(library: Library) -> None:
    current = library.rule_set("current")
    for one, other in itertools.combinations([p for p in process(library) if p.id not in IN_FORCE], 2):
        if one.paper == other.paper:
            assert (one.id, other.id) not in CONTRADICT
            assert {made.reform for made in compose(current.source, current.regime, [one, other])[1]} <= {
                one.id,
                other.id,
            }


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_proposal_in_two_papers_is_one_change(library: Library, one: str, other: str) -> None:
    assert library.rule_set(f"current+{one}").hash() == library.rule_set(f"current+{other}").hash()
    assert {change.reform for change in library.rule_set(f"current+{one}+{other}").changes} == {one}


def test_two_proposals_may_add_the_same_word_to_a_list(root: Path, library: Library) -> None:
    path = root / "reforms" / "djoef.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("sickness-first.exempt, value: sickness-exempt", "sickness-first.exempt, value: simple-sick")
    )
    both = Library.load(root).rule_set("current+001-9+004-8")
    assert both.regime.duties["sickness-first"].exempt.count("simple-sick") == 1
    assert library.rule_set("current+001-9+004-8").regime.duties["sickness-first"].exempt[-2:] == (
        "sickness-exempt",
        "simple-sick",
    )


def test_keeping_what_does_not_stand_is_an_error(edit: Edit, refused: Refused) -> None:
    edit(
        "reforms/ds-2021.yaml",
        "{keep: duties.first-week.form, value: in-person}",
        "{keep: duties.first-week.form, value: choice}",
    )
    error = refused("current+000-6")
    assert error.message == "`keep` does not match the law at `duties.first-week.form`"
    assert (error.found, error.expected) == ("keep: choice", "keep: in-person")


# --- packages
@pytest.mark.parametrize("name", ON_TODAY)
def test_the_package_of_a_paper_on_todays_rules_is_all_that_is_not_yet_in_force(library: Library, name: str) -> None:
    mine = [p.id for p in process(library) if p.id.startswith(ON_TODAY[name]) and p.id not in IN_FORCE]
    assert library.rule_set(name).regime.regime == "R2024"
    assert sorted(library.rule_set(name).reforms) == sorted(mine)


@pytest.mark.parametrize("name", ON_THEIR_REGIME)
def test_the_package_of_a_paper_on_its_own_regime_is_all_that_argues_against_it(library: Library, name: str) -> None:
    paper = ON_THEIR_REGIME[name]
    mine = [p.id for p in process(library) if p.id.startswith(paper) and p.argued_against == AGAINST[paper]]
    assert library.rule_set(name).regime.regime == AGAINST[paper]
    assert sorted(library.rule_set(name).reforms) == sorted(mine)


def test_the_bill_of_2022_is_the_act_that_it_became(library: Library) -> None:
    assert library.rule_set("bill-2022").hash() == library.rule_set("R2023").hash()
    offers = library.rule_set("bill-2022").regime.offers, library.rule_set("R2022").regime.offers
    assert [kinds["guidance-upskilling"].counts for kinds in offers] == [False, True]  # law.md 7.4, 003-1


def test_freed_says_which_of_two_contradicting_proposals_stands(library: Library) -> None:
    package = library.packages["freed"]
    assert package.note is not None
    for one, other in CONTRADICT:
        assert not {one, other} <= set(package.reforms)
        if not one.startswith("002") and not other.startswith("002"):
            assert {one, other} & set(package.reforms)
            assert one in package.note
            assert other in package.note
    assert not any(key.startswith("002") for key in package.reforms)
    assert library.rule_set("freed").changes


def test_what_is_left_out_of_freed_adds_demands_or_contradicts_what_is_in_it(library: Library) -> None:
    package = library.packages["freed"]
    against = {one for pair in CONTRADICT for one in pair if set(pair) - {one} <= set(package.reforms)}
    left = {p.id for p in process(library) if not p.id.startswith("002")} - set(package.reforms) - IN_FORCE.keys()
    named = {key for key in left if key in str(package.note)}
    assert left == named
    assert against <= left | {key for key in against if key.startswith("002")}


# --- mappings of thirteen groups to five
def test_every_mapping_to_five_groups_has_every_group_once(library: Library) -> None:
    regime = library.rule_set("current").regime
    assert set(regime.mergers) == {"six-cities", "expert-group"}
    for merger in regime.mergers.values():
        assert len(merger.groups) == 5
        assert sorted(group for members in merger.groups.values() for group in members) == sorted(regime.groups)


def test_every_mapping_can_be_switched_on(library: Library) -> None:
    names = ("current+004-1", "five-groups-expert", "R2027")
    merged = [library.rule_set(name).regime.merged_groups for name in names]
    assert merged == ["six-cities", "expert-group", "expert-group"]
    (change,) = library.rule_set("five-groups-expert").changes
    assert (change.path, change.reform) == ("merged_groups", "five-groups-expert")


def test_two_mappings_at_once_contradict_each_other(library: Library) -> None:
    with pytest.raises(ScenarioError, match="five-groups-expert and 004-1 contradict each other at `merged_groups`"):
        library.rule_set("five-groups-expert+004-1")


@pytest.mark.parametrize(
    ("old", "name", "lost"),
    [("      young: [education-ready-young, activity-ready-young]\n", "current+004-1", "education-ready-young, activity-ready-young"),
     ("      sickness: [sick, job-clarification]\n", "five-groups-expert", "sick, job-clarification")],
)  # fmt: skip
def test_a_mapping_that_loses_a_group_names_it(edit: Edit, refused: Refused, old: str, name: str, lost: str) -> None:
    edit("regimes/R2024.yaml", old, "")
    error = refused(name)
    assert (error.message, error.found) == ("groups are missing from the merger", lost)
    assert error.file == "regimes/R2024.yaml"
    assert error.line is not None


# --- a file that does not fit
@pytest.mark.parametrize(
    ("old", "new", "message", "expected"),
    [
        ("    budget: {amount: 220", "    note: {amount: 220", "note", None),
        ('    kind: budget\n    paper_place: "section 5', '    kind: process\n    paper_place: "section 5', "needs `changes`", "changes"),
        ("    touches: [booking-help", "    why: {en: x, da: y}\n    touches: [booking-help", "`why` does not go with", None),
        ("    touches: [booking-help", "    why: x\n    touches: [booking-help", "needs both languages", "{en: …, da: …}"),
        ('unit: {en: "billion DKK of benefits a year", da:', "unit: billions, note: {x:", "a unit needs both languages", None),
        ("claim: {saves: 130,", "claim: {saves: 130, states: 130,", "exactly one of `saves` and `states`", "saves or states"),
    ],
)  # fmt: skip
def test_a_proposal_that_does_not_fit_its_kind(
    root: Path, old: str, new: str, message: str, expected: str | None
) -> None:
    path = root / "reforms" / "six-cities.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        Library.load(root)
    assert caught.value.file == "reforms/six-cities.yaml"
    assert message in caught.value.message
    assert expected is None or caught.value.expected == expected


@pytest.mark.parametrize(("key", "kind"), [("004-5", "budget"), ("004-11", "governance")])
def test_a_proposal_that_changes_no_rule_says_why(root: Path, key: str, kind: str) -> None:
    path = root / "reforms" / "six-cities.yaml"
    text = path.read_text(encoding="utf-8")
    head, _, own = text.partition(f"  {key}:\n")
    without = re.sub(r"    why:(\n      .*){2}\n", "", own, count=1)
    path.write_text(f"{head}  {key}:\n{without}", encoding="utf-8")
    with pytest.raises(ScenarioError, match=f"a {kind} proposal needs `why`"):
        Library.load(root)


# --- what a proposal says of itself
def test_what_rests_on_a_number_without_source_or_on_the_practice_is_not_said_to_emerge(library: Library) -> None:
    for proposal in process(library):
        nature = proposal.reform.nature
        assert nature is not None
        said = [word for word in ("no figure", "assumed", "practice", "minutes") if word in nature.of.en]
        assert nature.is_ != "emerges" or not said, f"{proposal.id} emerges of {nature.of.en}"


def test_the_same_thing_put_in_has_the_same_nature(library: Library) -> None:
    """Guidance is S049's minutes and a dialogue is three minutes, whoever proposes to take them away."""
    kinds = {key: getattr(library.proposals[key].reform.nature, "is_", None) for key in library.proposals}
    dialogue, guidance = ("000-5", "001-3", "003-2", "003-8", "004-6"), ("003-7", "004-4a")
    certificate, weeks = ("000-12", "001-11", "004-3c"), ("002-3a", "002-10")
    assert {kinds[key] for key in (*dialogue, *guidance, *certificate, *weeks)} == {"echoes"}


def test_who_changes_what_is_tracked_touches_the_tracking(library: Library) -> None:
    """Every open duty of a tracked demand is followed (S018): one more or fewer moves those hours."""
    for proposal in process(library):
        regime = library.rule_set(f"{proposal.argued_against}+{proposal.id}").regime
        for change in proposal.reform.changes:
            keys = change.path.split(".")
            switched = keys[0] == "duties" and (len(keys) == 2 or keys[2] in ("active", "exempt", "groups"))
            if switched and change.operation != "keep" and regime.duties[keys[1]].demand in regime.tracking.demands:
                assert "deadline-tracking" in proposal.reform.touches, f"{proposal.id}: {change.path}"


def test_a_number_that_a_proposal_puts_in_says_where_it_comes_from(library: Library) -> None:
    """Else it takes the grade of what stood there: the law's."""
    for proposal in process(library):
        for change in proposal.reform.changes:
            new = change.to if change.operation == "set" else None
            if isinstance(new, dict) and "value" in new:
                assert new.get("source"), f"{proposal.id}: {change.path}"


# --- what stays
@pytest.mark.parametrize("name", ["current+001-8", "current+004-2a", "freed-six-cities", "freed-djoef", "freed"])
def test_the_right_to_ask_for_an_early_sickness_follow_up_stays(library: Library, name: str) -> None:
    duties = library.rule_set(name).regime.duties
    assert duties["sickness-fast-track"].active  # SDPL § 13 b; no paper names it


def test_the_one_meeting_of_a_simple_sickness_case_is_the_first_one(library: Library) -> None:
    """In person, an early follow-up is it, and so is the talk of a switch (SDPL § 13 b)."""
    duties = library.rule_set("current+004-8").regime.duties
    one, first = duties["simple-sickness-meeting"], duties["sickness-first"]
    assert (one.form, one.first_is) == (first.form, first.first_is) == ("in-person", "switch-talk")
    assert {"category-1", "fast-track"} <= set(one.exempt)


def test_other_hands_are_not_less_work(library: Library) -> None:
    """000-1 asks for municipal offers instead of another provider's: what is owed stays owed."""
    before, after = (library.rule_set(name).regime.duties for name in ("R2021a", "R2021a+000-1"))
    assert [name for name, duty in before.items() if duty.active] == [
        name for name, duty in after.items() if duty.active
    ]


def test_ceilings_are_for_cash_benefit_and_help_to_the_young(library: Library) -> None:
    """002, Forslag 11: "på kontanthjælpsområdet" (S095-S097)."""
    regime = library.rule_set("current+002-11").regime
    assert regime.caseloads.at_most is not None
    assert {regime.groups[name].benefit for name in regime.caseloads.at_most} == {"kontanthjælp", "uddannelseshjælp"}


def test_freed_says_what_leaves_nothing_of_another(library: Library) -> None:
    note = str(library.packages["freed"].note)
    assert not library.rule_set("freed").regime.guidance.active  # 003-7
    assert "With 003-7, 000-10 and 004-4a have no effect." in note
