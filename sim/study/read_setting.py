"""Read the files of a setting and check them against each other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sim.files.errors import ScenarioError
from sim.files.folder import read_named
from sim.files.quantity import Share
from sim.files.set_values import SetTo, with_set_values
from sim.law.clauses.practice import Practice
from sim.law.clauses.vocabulary import SUFFICIENT
from sim.law.compose.library import Library
from sim.law.compose.practices import PracticeChoice
from sim.law.compose.rule_set import RuleSet
from sim.place.office.calendar import CALENDAR_FILE, add_months, read_holidays
from sim.place.people.model import People
from sim.place.read import Assumed, read_effects
from sim.study.check_people import check_people
from sim.study.check_place import check_names, check_place
from sim.study.place_files import PlaceFiles, place_files
from sim.study.setting import Law, Setting
from sim.study.shocks import Shocks
from sim.study.stated_staff import StatedStaff


def law_of(library: Library, day: int, rule_set: RuleSet, choice: PracticeChoice) -> Law:
    """A rule set with its practice, in force from a day of the run.

    Raises:
        ScenarioError: the practice does not exist, or it does not fit the rules.
    """
    return Law(day, rule_set, library.practice(choice, rule_set), choice, library.practice_source(choice))


def read_setting(
    library: Library,
    place: str,
    laws: Sequence[Law],
    start: date,
    days: int,
    seed: int,
    *,
    effects: Assumed | None = None,
    shocks: Shocks = (),
    staff: StatedStaff | None = None,
    values: Sequence[SetTo] = (),
    files: PlaceFiles | None = None,
) -> Setting:
    """Read the files of a place, its people and its office, and check them against the laws.

    Args:
        files: the place's files, if they have been read already.
        values: values set in place of those of the files. Those of the laws are set already.

    Raises:
        ScenarioError: the first invalid entry.
    """
    root = library.root
    files = files or place_files(place, root)
    where, source = with_set_values(files.place, files.place_source, values)
    people, people_tree = files.people, files.people_tree
    if values:
        people, changed = with_set_values(people, read_named(root, "people", where.people), values)
        people_tree = changed.tree
    office, office_file = with_set_values(files.office, files.office_source, values)
    holidays = read_holidays(root / CALENDAR_FILE)
    trees: dict[str, Any] = {
        "place": source.tree, "people": people_tree, "office": office_file.tree, "calendar": holidays.content,
    }  # fmt: skip
    setting = Setting(
        where, by_practice(people, laws[0].practice), office, tuple(laws), start, days, seed, holidays,
        shocks=shocks, staff=staff,
    )  # fmt: skip
    if effects is not None:
        assumed, tree = read_effects(effects, setting.people, root, values)
        setting, trees["effects"] = replace(setting, effects=assumed), [tree, effects.strength]
    setting = replace(setting, files={kind: hash_of(content) for kind, content in trees.items()})
    # the stock of the first day is a fact of the place: values that are set, staff and effects do not change its past
    plain = not values and staff is None
    formed = (
        forming(library, setting, people)
        if plain
        else read_setting(library, place, laws, start, days, seed, files=files).formed
    )
    setting = replace(setting, formed=formed)
    check_laws(laws)
    check_people(setting, root)
    check_place(setting, source)
    for law in laws:
        check_names(setting, library.names_used(law.rule_set, law.choice))
    return setting


def setting_of(
    place: str,
    rules: str,
    practice: str,
    start: date,
    days: int,
    seed: int,
    library: Library | None = None,
    effects: Assumed | None = None,
) -> Setting:
    """The setting of a place under a named rule set and practice, without a study. Raises as :func:`read_setting`."""
    library = library or Library.load()
    law = law_of(library, 0, library.rule_set(rules), PracticeChoice(practice))
    return read_setting(library, place, [law], start, days, seed, effects=effects)


TAIL_DAYS = 366
"""Days of a burn-in after its last cross-section, so that events of the following year are planned in it."""


def forming(library: Library, setting: Setting, people: People) -> Setting:
    """The setting under which the opening stock of another setting forms: the burn-in of its place.

    It has the law and the practice that the people file names, no shocks and no effects. It ends on the first day of the
    setting, after the years of :class:`sim.place.people.model.Opening`.

    Raises:
        ScenarioError: the people file names rules or a practice that do not exist, or the calendar begins too late.
    """
    opening = people.opening
    try:
        law = law_of(library, 0, library.rule_set(opening.rules), PracticeChoice(opening.practice))
    except ScenarioError as error:
        raise ScenarioError(
            f"people/{people.people}.yaml: `opening` cannot be used: {error.message}", found=error.found,
            expected=error.expected, nearest=error.nearest, do="name rules and a practice that exist",
        ) from error  # fmt: skip
    if odd := law.rule_set.regime.groups.keys() ^ setting.rule_set.regime.groups.keys():
        raise ScenarioError(
            f"people/{people.people}.yaml: `opening` cannot be used: `{opening.rules}` has other groups than "
            f"`{setting.rule_set.name}`", found=", ".join(sorted(odd)), expected=", ".join(setting.rule_set.regime.groups),
            do="name rules with the same groups",
        )  # fmt: skip
    months = opening.burn_in.value.months
    start = (
        setting.start - timedelta(days=opening.burn_in.value.days)
        if months is None
        else add_months(setting.start, -months)
    )
    start = add_months(start, -12 * (int(opening.cross_sections.value) - 1))
    if start.year < setting.holidays.first <= setting.start.year:
        raise ScenarioError(
            "the study begins too early for the burn-in of its opening stock", found=setting.start.isoformat(),
            expected=f"a burn-in from {setting.holidays.first}-01-01 or later; this one would begin on {start.isoformat()}",
            do=f"begin the study later, or shorten `opening` in people/{people.people}.yaml",
        )  # fmt: skip
    days = (setting.start - start).days + TAIL_DAYS
    files = {kind: content for kind, content in setting.files.items() if kind != "effects"}
    return replace(
        setting,
        people=by_practice(people, law.practice),
        laws=(law,),
        start=start,
        days=days,
        effects=None,
        shocks=(),
        files=files,
    )


def hash_of(tree: Any) -> str:
    """The SHA-256 of plain data. The order of keys does not matter."""
    text = json.dumps(tree, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def by_practice(people: People, practice: Practice) -> People:
    """The people with the practice's share of citizens whose papers suffice without a new certificate."""
    stated = practice.certificate_share
    if stated is None or SUFFICIENT not in people.traits:
        return people
    low, high = (None if end is None else Share(1 - end) for end in (stated.high, stated.low))
    share = replace(stated, value=Share(1 - stated.value), low=low, high=high)
    trait = people.traits[SUFFICIENT].model_copy(update={"share": share})
    return people.model_copy(update={"traits": people.traits | {SUFFICIENT: trait}})


def check_laws(laws: Sequence[Law]) -> None:
    """Check that the laws of one run have the same groups, ceilings on caseloads and share of sufficient papers.

    Every citizen then has a group under every law, and the posts of the run do not change.

    Raises:
        ScenarioError: a later law has other groups or ceilings than the first, or a later practice other papers.
    """
    first = laws[0].rule_set
    groups = first.regime.groups.keys()
    for law in laws[1:]:
        if law.practice.certificate_share != laws[0].practice.certificate_share:
            raise ScenarioError(
                f"the practice `{law.practice.practice}` cannot follow `{laws[0].practice.practice}` in a run: it has another "
                "share of citizens with sufficient papers",
                found="certificate_share", expected="the same share, or none, from the start",
                do="let the practice hold from the start of a column of its own: a citizen's papers are drawn on entry",
            )  # fmt: skip
        if law.rule_set.regime.caseloads.at_most != first.regime.caseloads.at_most:
            raise ScenarioError(
                f"`{law.rule_set.name}` cannot follow `{first.name}` in a run: it has other ceilings on caseloads",
                found="caseloads.at_most", expected="the same ceilings, or none, from the start",
                do="let the proposal hold from the start of a column of its own: posts are fixed for a whole run",
            )  # fmt: skip
        if odd := groups ^ law.rule_set.regime.groups.keys():
            raise ScenarioError(
                f"`{law.rule_set.name}` cannot follow `{first.name}` in a run: it has other groups",
                found=", ".join(sorted(odd)), expected=", ".join(groups),
                do="let the later law keep the groups and merge them (`merged_groups`)",
            )  # fmt: skip
