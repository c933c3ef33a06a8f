"""Regimes by date: chains, the changes that each makes, and what reports say of them."""

import json
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir
from sim.law.clauses.dated_regime import Dated
from sim.law.clauses.duty import Duty
from sim.law.clauses.vocabulary import Confidence
from sim.law.compose.library import Library
from sim.law.compose.rule_set import RuleSet
from sim.law.reading.diff import rules_diff
from sim.law.reading.outline import rules_show
from sim.place.people.stock import survival_by_day
from sim.study.read_setting import setting_of
from sim.world.build import build_world
from tests.aalborg import SEED, START, setting

Edit = Callable[[str, str, str], int]
Refused = Callable[[str], ScenarioError]

EARLIER = ("R2023", "R2022", "R2021b", "R2021a", "R2020", "R2015")
LATER = ("R2025a", "R2025b", "R2026a", "R2026b", "R2027")
BY_DATE = (*EARLIER, *LATER)
NOT_LAW = ("S", "D", "G")
REFERENCES = ("law.md ", "law-2.md ")
FILE = "regimes/R2023.yaml"


def rule_set(library: Library, name: str) -> RuleSet:
    return library.rule_set(name)


def duty(library: Library, regime: str, name: str) -> Duty:
    return library.rule_set(regime).regime.duties[name]


# --- the files
def test_every_file_of_the_folder_is_a_regime_known_here(library: Library) -> None:
    assert {path.stem for path in (scenarios_dir() / "regimes").glob("*.yaml")} == {"R2024", *BY_DATE}


@pytest.mark.parametrize("name", BY_DATE)
def test_each_is_the_law_of_its_own_day(library: Library, name: str) -> None:
    read = rule_set(library, name)
    assert read.regime.regime == name
    assert read.dated[-1].regime == name
    assert read.regime.title == read.dated[-1].title
    assert read.changes == ()


def test_dates_go_away_from_the_root(library: Library) -> None:
    days = {name: rule_set(library, name).regime.in_force for name in ("R2024", *BY_DATE)}
    assert all(days[one] > days[other] for one, other in pairwise(("R2024", *EARLIER)))
    assert all(days[one] < days[other] for one, other in pairwise(("R2024", *LATER)))


@pytest.mark.parametrize("name", BY_DATE)
def test_every_change_has_law_source_and_confidence(library: Library, name: str) -> None:
    for amendment in rule_set(library, name).amendments:
        assert amendment.law
        assert amendment.source.startswith(REFERENCES)
        assert amendment.confidence in get_args(Confidence)
        assert amendment.where.startswith(f"regimes/{amendment.regime}.yaml:")
    for file in rule_set(library, name).dated:
        assert file.changes or file.left_out
        assert all(entry.source.startswith(REFERENCES) for entry in file.left_out)


@pytest.mark.parametrize("name", BY_DATE)
def test_a_dated_regime_states_no_law_and_has_no_limit_as_a_whole(library: Library, name: str) -> None:
    """Each of its changes gives its own law, and applies to what the regime extends."""
    read = rule_set(library, name)
    dated = Dated(read.dated[-1], read.source)
    assert (dated.id, dated.law, dated.keys, dated.regimes) == (name, "", (), ())


@pytest.mark.parametrize("name", BY_DATE)
def test_a_number_that_is_not_verified_is_no_law(library: Library, name: str) -> None:
    """What law.md grades S, D or G comes in with a range, below the grade `law`."""
    read = rule_set(library, name)
    for amendment in read.amendments:
        if amendment.confidence not in NOT_LAW or amendment.old is not None:
            continue
        for value in read.values():
            if value.path.startswith(f"{amendment.path}."):
                assert value.evidence != "law", value.path
                assert value.low is not None


@pytest.mark.parametrize("name", BY_DATE)
def test_each_builds_a_world(name: str) -> None:
    world = build_world(setting(name, "baseline", 60), 1)
    assert world.citizens.size > 0
    assert len(world.names["duty"]) == world.duties.size


def test_the_named_packages(library: Library) -> None:
    named = {"law-2015": "R2015", "reform-2025": "R2025b", "reform-2026": "R2026b", "reform-2027-expected": "R2027"}
    for package, regime in named.items():
        assert library.rule_set(package).hash() == library.rule_set(regime).hash()
    assert [library.rule_set(name).dated[-1].expected for name in named] == [False, False, False, True]


# --- there and back
def test_reading_all_regimes_leaves_the_root_as_its_file_says(library: Library) -> None:
    fresh = Library.load().rule_set("R2024")
    for name in BY_DATE:
        rule_set(library, name)
    root = rule_set(library, "R2024")
    assert root.hash() == fresh.hash()
    assert (root.amendments, root.dated) == ((), ())


@pytest.mark.parametrize("name", BY_DATE)
def test_the_way_back_is_the_mirror(library: Library, name: str) -> None:
    root, other = rule_set(library, "R2024"), rule_set(library, name)
    there, back = rules_diff(root, other)["changes"], rules_diff(other, root)["changes"]
    assert {(r["clause"], str(r["old"]), str(r["new"]), r["regime"]) for r in there} == {
        (r["clause"], str(r["new"]), str(r["old"]), r["regime"]) for r in back
    }


def test_the_diff_names_every_change_of_the_chain_once(library: Library) -> None:
    rows = rules_diff(rule_set(library, "R2024"), rule_set(library, "R2026b"))["changes"]
    clauses = [row["clause"] for row in rows]
    assert len(set(clauses)) == len(clauses)
    amendments = rule_set(library, "R2026b").amendments
    for amendment in amendments:
        around = [clause for clause in clauses if f"{amendment.path}.".startswith(f"{clause}.")]
        assert len(around) == 1, amendment.path
    for row in rows:
        assert row["law"]
        assert row["source"].startswith(REFERENCES)
        assert set(row["confidence"].split("; ")) <= set(get_args(Confidence))
        assert any(f"{a.path}.".startswith(f"{row['clause']}.") for a in amendments), row["clause"]
    json.dumps(rows)


def test_between_two_regimes_only_what_lies_between_them_is_named(library: Library) -> None:
    rows = rules_diff(rule_set(library, "R2025a"), rule_set(library, "R2025b"))["changes"]
    changes = rule_set(library, "R2025b").dated[-1].changes
    assert [row["regime"] for row in rows] == ["R2025b"] * len(changes)
    assert {row["clause"] for row in rows} == {change.path for change in changes}


def test_an_addition_to_a_list_keeps_what_stood_there(library: Library) -> None:
    (added,) = [a for a in rule_set(library, "R2025a").amendments if a.path == "duties.sickness-follow-up.exempt"]
    assert (added.old, added.new) == (["category-1"], ["category-1", "light-track"])


def test_show_marks_what_moved_and_what_did_not(library: Library) -> None:
    shown = rules_show(rule_set(library, "R2026b"))
    moved = {
        row["clause"]: [(m["regime"], m["confidence"]) for m in row["moved"]]
        for part in ("groups", "duties", "procedures", "others")
        for row in shown[part]
    }
    assert moved["duties.first-week"] == []
    assert ("R2025a", "V") in moved["duties.sickness-category-3"]
    assert moved["procedures.rehabilitation"] == [("R2026b", "V")]
    assert moved["tracking"] == [("R2026b", "V2")]
    assert {a["path"] for a in shown["amendments"] if a["regime"] == "R2025b"} == {
        c.path for c in rule_set(library, "R2025b").dated[-1].changes
    }
    assert (shown["confidence"], shown["date_confidence"], shown["expected"]) == ("V", "V", False)
    json.dumps(shown)


# --- the law of each day (law.md 0.3 to 6)
def test_before_2024_the_jobcenter_meets_the_insured_four_times(library: Library) -> None:
    for regime in EARLIER:
        read = rule_set(library, regime).regime
        active = {
            name: d
            for name, d in read.duties.items()
            if d.active and d.groups == ("insured",) and d.demand == "meetings"
        }
        assert {name for name, d in active.items() if d.meetings} == {"insured-at-jobcenter"}
        meetings = active["insured-at-jobcenter"].meetings
        assert meetings is not None
        assert (meetings.count.value, str(meetings.within.text)) == (4, "6 months")
        assert read.hand_over.paid_hours.value == 0
        world = build_world(setting(regime, "baseline", 60), 1)
        insured = next(n for n, name in world.names["state"].items() if name == "insured")
        bits = [row["bit"] for row in world.traits if row["states"] >> insured & 1 and row["lasting"] == 1]
        assert world.settings["direct_trait"] in bits


@pytest.mark.parametrize(("regime", "wanted"), [("R2015", 1), ("R2020", 5), ("R2021a", 10), ("R2024", 10)])
def test_self_booking_reached_group_after_group(library: Library, regime: str, wanted: int) -> None:
    groups = rule_set(library, regime).regime.self_booking.groups
    assert len(groups) == wanted
    assert "insured" in groups


def test_repatriation_at_every_meeting_until_august_2021(library: Library) -> None:
    every = {
        name: rule_set(library, name).regime.repatriation.every.value.days for name in ("R2021a", "R2021b", "R2024")
    }
    assert every["R2021a"] == 1
    assert every["R2021b"] == every["R2024"] > 30
    assert not duty(library, "R2021a", "repatriation-meeting").active
    assert duty(library, "R2021b", "repatriation-meeting").active


def test_resource_courses_run_up_to_five_years_before_2022() -> None:
    def longest(regime: str) -> float:
        world = build_world(setting(regime, "baseline", 60), 1)
        course = next(n for n, name in world.names["state"].items() if name == "resource-course")
        (row,) = [row for row in world.clocks if row["state"] == course and row["term"] and not row["aged"]]
        return float(world.tables[row["table"]].max())

    assert longest("R2022") <= 3 * 365
    assert 4.5 * 365 < longest("R2021b") <= 5 * 365.25


def test_guidance_and_upskilling_counts_outside_2023_to_2026(library: Library) -> None:
    counts = {n: rule_set(library, n).regime.offers["guidance-upskilling"].counts for n in ("R2024", *BY_DATE)}
    assert {name for name, held in counts.items() if not held} == {"R2023", "R2024", "R2025a", "R2025b", "R2026a"}


def test_sickness_follow_up_by_regime(library: Library) -> None:
    def held(regime: str) -> set[str]:
        duties = rule_set(library, regime).regime.duties
        repeated = {"sickness-every-4-weeks", "sickness-follow-up", "sickness-one-meeting"}
        return {name for name in repeated if name in duties and duties[name].active}

    assert held("R2015") == {"sickness-every-4-weeks"}
    assert held("R2020") == held("R2025a") == {"sickness-follow-up"}
    assert held("R2026b") == {"sickness-one-meeting"}
    assert "light-track" in duty(library, "R2025a", "sickness-follow-up").exempt
    assert "light-track" not in duty(library, "R2024", "sickness-follow-up").exempt
    certificate = duty(library, "R2015", "sickness-certificate").procedure or ""
    assert not any(s.chance for s in rule_set(library, "R2015").regime.procedures[certificate].steps)


def test_the_team_by_regime(library: Library) -> None:
    required = {n: dict(rule_set(library, n).regime.procedures["team-hearing"].required) for n in ("R2024", *LATER)}
    assert required["R2024"] == {"job-clarification": "always", "others": "always"}
    assert required["R2025a"] == {"job-clarification": "by-judgement", "others": "always"}
    assert required["R2026b"] == {"job-clarification": "by-judgement", "others": "by-judgement"}
    advised = rule_set(library, "R2026b").regime.procedures
    for case in ("flexjob", "disability-pension"):
        assert "health-advice" in {step.use for step in advised[case].steps}
    assert "health-coordinator" in {step.work for step in advised["health-advice"].steps}


def test_no_new_courses_from_july_2026() -> None:
    """A need for one ends where it begins: no citizen is switched to it."""
    world = build_world(setting("R2026b", "baseline", 60), 1)
    entries = {name: world.procedures[n]["entry"] for n, name in world.names["procedure"].items()}
    following = sorted([*entries.values(), world.steps.size])
    length = {name: following[following.index(entry) + 1] - entry for name, entry in entries.items()}
    assert (length["resource-course"], length["rehabilitation"]) == (1, 1)


def test_one_benefit_from_july_2025(library: Library) -> None:
    four = ("job-ready", "activity-ready", "education-ready-young", "activity-ready-young")
    for regime, benefits in (("R2025a", 2), ("R2025b", 1)):
        groups = rule_set(library, regime).regime.groups
        assert len({groups[name].benefit for name in four}) == benefits


def test_a_quarter_of_each_pool_is_exempt_from_the_75_per_cent_rule() -> None:
    """The exempt share of those who enter a pool, from the people file's clocks: as many enter a group as its stock over its mean stay."""
    settled = setting("R2026b", "baseline", 60)
    world, traits = build_world(settled, 1), settled.people.traits
    states = {name: number for number, name in world.names["state"].items()}

    def stay(group: str) -> NDArray[np.float64]:
        rows = world.clocks[(world.clocks["state"] == states[group]) & (world.clocks["term"] == 0)]
        left: NDArray[np.float64] = np.prod([survival_by_day(world.tables[row["table"]]) for row in rows], axis=0)
        return left

    def exempt(pool: dict[str, tuple[str, int]]) -> float:
        """group -> (entry of a trait, days after which citizens enter the pool). The exempt share of the pool."""
        spared, entered = 0.0, 0.0
        for group, (name, begins) in pool.items():
            left, trait = stay(group), traits[name]
            assert trait.life_at_most is not None
            rate = settled.place.groups[group].stock.value / left.sum()
            entered += rate * left[begins]
            spared += rate * trait.share.value * (left[begins] - left[trait.life_at_most.value.days])
        return float(spared / entered)

    hand_over = 78
    pools = (
        {"insured": ("flexible-akasse", 0)},
        {
            "insured": ("flexible-contact", hand_over), "job-ready": ("flexible-contact-others", 0),
            "flexjob-unemployed": ("flexible-contact-others", 0),
        },
        {"insured": ("flexible-offer", 0), "job-ready": ("flexible-offer", 0), "education-ready-young": ("flexible-offer", 0)},
    )  # fmt: skip
    assert [exempt(pool) for pool in pools] == pytest.approx([0.25] * 3, abs=0.015)


def test_the_five_expected_groups_hold_everyone_once(library: Library) -> None:
    regime = rule_set(library, "R2027").regime
    assert regime.merged_groups == "expert-group"
    wholes = regime.mergers["expert-group"].groups
    assert len(wholes) == 5
    assert sorted(group for members in wholes.values() for group in members) == sorted(regime.groups)
    assert not {"activity-ready", "activity-ready-young"} & set(regime.sanctions.groups)


# --- errors
def test_a_proposal_goes_on_top_of_another_regime(library: Library) -> None:
    read = library.rule_set("R2020+004-2c")
    assert [change.reform for change in read.changes] == ["004-2c"] * 2
    assert read.amendments == rule_set(library, "R2020").amendments


def test_from_that_does_not_match_has_file_and_line(edit: Edit, refused: Refused) -> None:
    line = edit(FILE, "from: 410 hours", "from: 400 hours")
    error = refused("R2023")
    assert error.message == "`from` does not match the law at `hand_over.paid_hours`"
    assert (error.file, error.line) == (FILE, line)
    assert (error.found, error.expected) == ("from: 400 hours", "from: 410 hours")
    assert refused("R2020").line == line  # through the chain


@pytest.mark.parametrize(
    ("old", "new", "message", "nearest"),
    [
        ("duties.akasse-first.active", "duties.akasse-frist.active", "there is no such path", "duties.akasse-first.active"),
        ("from: 6, to: 4", "from: 6, to: 6", "the change has no effect", None),
        ("confidence: V, running: keep}", "confidence: V3, running: keep}", "`changes.0.confidence` has an unknown", "V"),
        (', law: "LAB § 31 (LBK 701/2022)"', "", "the key `law` is missing", None),
        ("extends: R2024", "extends: R2042", "the extended regime does not exist", None),
        ("regime: R2023", "regime: R2033", "the name of the regime differs from its file's", None),
        ("in_force: 2023-03-22", "in_force: 22 March", "this is not a date", None),
    ],
)  # fmt: skip
def test_what_does_not_fit(edit: Edit, refused: Refused, old: str, new: str, message: str, nearest: str | None) -> None:
    line = edit(FILE, old, new)
    error = refused("R2023")
    assert error.message.startswith(message)
    assert (error.file, error.line) == (FILE, line)
    assert nearest is None or error.nearest == nearest


def test_a_change_that_changes_nothing_cannot_be_called_in_force(edit: Edit, refused: Refused) -> None:
    edit(FILE, "from: 6, to: 4", "from: 6, to: 6")
    assert refused("R2023").do == "remove the change"


def test_a_change_that_stands_twice(edit: Edit, refused: Refused) -> None:
    change = (
        '  - {set: duties.insured-contact.active, from: true, to: false, law: x, source: "law.md 3.1", confidence: V}\n'
    )
    line = edit(FILE, "  - {set: duties.insured-contact.active", change + "  - {set: duties.insured-contact.active")
    error = refused("R2023")
    assert (error.message, error.found) == ("a change appears twice", "duties.insured-contact.active")
    assert (error.file, error.line) == (FILE, line + 1)


def test_a_chain_in_a_circle(edit: Edit, refused: Refused) -> None:
    line = edit("regimes/R2023.yaml", "extends: R2024", "extends: R2021b")
    error = refused("R2021b")
    assert (error.message, error.found) == ("a regime extends itself", "R2021b → R2022 → R2023 → R2021b")
    assert (error.file, error.line) == ("regimes/R2023.yaml", line)


@pytest.mark.parametrize(
    ("name", "old", "new", "base"),
    [
        ("R2022", "in_force: 2022-01-01", "in_force: 2023-06-01", "2023-03-22 (R2023)"),
        ("R2025b", "in_force: 2025-07-01", "in_force: 2024-12-31", "2025-01-01 (R2025a)"),
        ("R2023", "in_force: 2023-03-22", "in_force: 2024-01-01", "2024-01-01 (R2024)"),
    ],
)
def test_dates_out_of_order_name_both(edit: Edit, refused: Refused, name: str, old: str, new: str, base: str) -> None:
    line = edit(f"regimes/{name}.yaml", old, new)
    error = refused(name)
    assert error.message == "the dates of a chain of regimes are out of order"
    assert (error.file, error.line) == (f"regimes/{name}.yaml", line)
    assert name in str(error.found)
    assert base in str(error.expected)


def test_a_practice_that_names_what_a_regime_lacks_says_which_regime(edit: Edit, root: Path) -> None:
    line = edit("practices/baseline.yaml", "groups: [insured]", "groups: [insured, jobless]")
    library = Library.load(root)
    with pytest.raises(ScenarioError) as caught:
        library.practice("baseline", library.rule_set("R2025a"))
    assert (caught.value.message, caught.value.file, caught.value.line) == (
        "unknown group",
        "practices/baseline.yaml",
        line,
    )
    assert "R2025a" in str(caught.value.do)


def test_a_term_limit_names_a_term_of_the_people(tmp_path: Path) -> None:
    root = tmp_path / "scenarios"
    shutil.copytree(scenarios_dir(), root)
    file = root / "regimes" / "R2021b.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("term_limits.resource-course-term", "term_limits.resource-course-therm"), "utf-8")
    wrong = setting_of("aalborg", "R2021b", "baseline", START, 60, SEED, Library.load(root))
    with pytest.raises(ScenarioError) as caught:
        build_world(wrong, 1)
    assert (caught.value.file, caught.value.nearest) == ("regimes/R2021b.yaml", "resource-course-term")
