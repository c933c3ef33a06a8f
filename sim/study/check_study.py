"""Checks across the keys of a study: its window, its entries, its columns and its shocks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sim.files.errors import ScenarioError, nearest_name
from sim.files.folder import names_in, unknown_entry
from sim.files.tree import Keys
from sim.files.value import at_value
from sim.law.clauses.vocabulary import ROLES_WITH_POSTS
from sim.place.office.calendar import CALENDAR_FILE, Calendar, read_holidays
from sim.place.people.effects import FOLDER as EFFECTS
from sim.place.people.model import Place
from sim.study.column import OWN, ColumnName, Use
from sim.study.posts import baseline_places, baseline_posts, posts_of_known
from sim.study.setting import DIARY_BEYOND_END, Setting
from sim.study.shocks import ALL, OPEN, Shocks
from sim.study.study import Study

NO_POSTS = "give it posts in the place (`roles: {{{role}: {{posts: …}}}}`), or write `places: team` for sessions that are not held"
MOST_TIMES = 10
"""The largest total of posts that a study may state, as a multiple of the place's own."""


def check_window(study: Study) -> None:
    """Check that the window is valid and that the file of effects exists.

    Raises:
        ScenarioError: at the study's line.
    """
    if study.measured_until - study.first_day < 7:
        raise study.error(
            "the window is too short", ("measured",), found=str(study.measured), expected="1 week or more"
        )
    holidays = read_holidays(study.root / CALENDAR_FILE)
    try:
        Calendar(study.start, study.days + DIARY_BEYOND_END, holidays)
    except ScenarioError as error:
        raise study.error(error.message, ("start",), found=error.found, expected=error.expected, do=error.do) from error
    known = names_in(study.root, EFFECTS)
    if study.effects is not None and study.effects.file not in known:
        raise unknown_entry(
            "there is no such file of effects", study.effects.file, ["off", "on", *known], study.source, ("effects",),
            folder=study.root / EFFECTS,
        )  # fmt: skip


def check_staff(study: Study) -> None:
    """Check a stated total of staff: it belongs to one place, and leaves every team at least a tenth of a post.

    Raises:
        ScenarioError: at the study's line, or at a place's count of its own staff.
    """
    if study.staff is None:
        for setting in (setting for column in study.columns for setting in column.settings.values()):
            _check_count(setting)
        return
    keys: Keys = ("staff", "total")
    if len(study.places) > 1:
        raise study.error(
            "a total of posts belongs to one place", keys, found=", ".join(study.places), expected="one place",
            do="write a study for each place",
        )  # fmt: skip
    for column in study.columns:
        setting = column.first
        if setting.place.staff is not None:
            count = setting.place.staff.count
            raise study.error(
                "the place counts its own staff, so the study cannot state another total", keys,
                found=f"{study.staff.total:g} posts, and {count.posts:g} posts at {count.all_staff.where}",
                expected="one of the two", do="remove `staff` from the study, or `staff` from the place",
            )  # fmt: skip
        least, most, own = _bounds(setting)
        if not least <= study.staff.total <= most:
            raise study.error(
                "the total of posts does not fit the place", keys, found=f"{study.staff.total:g} posts",
                expected=f"{least:g} to {most:,.0f} posts: the place's own are {own:.1f}",
            )  # fmt: skip


def _bounds(setting: Setting) -> tuple[float, float, float]:
    """The fewest and the most posts that a total may state, and the posts by cases per post."""
    place = setting.place.model_copy(update={"staff": None})
    own = posts_of_known(replace(setting, staff=None, place=place))
    posts = sum(own.values())
    return math.ceil(posts / min(own.values())) / 10, posts * MOST_TIMES, posts


def _check_count(setting: Setting) -> None:
    """Check that a place's count of its own staff leaves every team a tenth of a post, and is no slip of the pen."""
    if setting.place.staff is None:
        return
    count = setting.place.staff.count
    least, most, own = _bounds(setting)
    if not least <= count.posts <= most:
        raise at_value(
            count.all_staff, f"the count of staff does not fit the place `{setting.place.place}`",
            found=f"{count.all_staff.text} staff, of whom {count.case_share.text} hold cases: {count.posts:g} posts",
            expected=f"{least:g} to {most:,.0f} posts; cases per post give {own:.1f}",
            do="correct `all_staff` or `case_share`, or remove `staff`",
        )  # fmt: skip


def check_entries(study: Study) -> None:
    """Check that the first entry is a baseline and that no entry contradicts itself.

    Raises:
        ScenarioError: at the entry's line.
    """
    first = study.compare[0]
    if first.team_places is not None and len(first.team_places) > 1:
        raise study.error(
            "the first entry is the baseline, so it has one number of places", ("compare", 0, "team_places"),
            found=", ".join(str(places) for places in first.team_places), do="list several numbers in a later entry",
        )  # fmt: skip
    if len(first.practice) > 1 or first.sweep is not None:
        raise study.error(
            "the first entry is the baseline, so it has one practice",
            ("compare", 0, "practice" if len(first.practice) > 1 else "sweep"),
            found=", ".join(practice.name for practice in first.practices),
            do="sweep practices in a later entry",
        )
    if study.compare[0].capacity != ("keep",):
        raise study.error(
            "the first entry is the baseline, so it keeps its staff",
            ("compare", 0, "capacity"),
            found=", ".join(study.compare[0].capacity),
            expected="an entry with all staff, against which the others are measured",
            do="put the baseline first, such as `{rules: current}`; a staff cut is a later entry",
        )
    for number, entry in enumerate(study.compare):
        if entry.reinvest is not None and "reinvest" not in entry.capacity:
            raise study.error(
                "`reinvest` has no effect: no column reinvests freed hours", ("compare", number, "reinvest"),
                found=", ".join(entry.capacity), expected="capacity: [keep, reinvest]",
            )  # fmt: skip
        if entry.team_places is not None and entry.capacity != ("keep",):
            raise study.error(
                "`team_places` needs all staff: a cut sets the team's places itself", ("compare", number, "capacity"),
                found=", ".join(entry.capacity), expected="capacity: keep", do="write two entries",
            )  # fmt: skip
    for number, place in enumerate(study.places):
        if place in study.places[:number]:
            raise study.error("this place is named twice", ("places", number), found=place, do="remove one")
    _check_own(study)


def _check_own(study: Study) -> None:
    """Check that each place has its own practice if a column uses it, and only then."""
    named = dict(study.practices_by_place)
    for place in named:
        if place not in study.places:
            raise study.error(
                "the study has no such place", ("practices_by_place", place), found=place,
                expected=", ".join(study.places), nearest=nearest_name(place, study.places),
            )  # fmt: skip
    own_entries = [number for number, entry in enumerate(study.compare) if OWN in entry.practice]
    if named and not own_entries:
        raise study.error(
            "no column uses the places' own practices", ("practices_by_place",), found=", ".join(named),
            do=f"write `practice: {OWN}` in an entry of `compare`",
        )  # fmt: skip
    for number in own_entries:
        missing = [place for place in study.places if place not in named]
        if missing or study.compare[number].sweep is not None:
            message = "a place has no practice of its own" if missing else "the places' own practices cannot be swept"
            raise study.error(
                message, ("compare", number, "practice"), found=", ".join(missing) or OWN,
                expected="every place in `practices_by_place`" if missing else "a practice by name",
            )  # fmt: skip


def check_columns(study: Study) -> None:
    """Check that column names are unique, every team has staff, and no column cuts posts that its law requires.

    Raises:
        ScenarioError: at the entry's line, or at the value that requires the posts.
    """
    check_staff(study)
    names: set[ColumnName] = set()
    for column in study.columns:
        if column.names in names:
            raise study.error(
                "this column is named twice", ("compare", column.entry), found=column.name, do="remove one"
            )
        names.add(column.names)
        for setting in column.settings.values():
            baseline_posts(setting)
            baseline_places(setting)
            _check_ceiling(setting, column.use)
        ceilings = column.first.rule_set.regime.caseloads.at_most
        if column.use in ("cut", "reinvest-caseloads") and ceilings:
            raise at_value(
                next(iter(ceilings.values())), f"{study.name}: a staff cut cannot be combined with ceilings on caseloads",
                found=f"{column.rules}, capacity: {column.use}", expected="capacity: keep", do="remove the ceilings or the cut",
            )  # fmt: skip


def _check_ceiling(setting: Setting, use: Use) -> None:
    """Check that a search for staff may book at least as much of a day as the practice does.

    Raises:
        ScenarioError: at the ceiling of the office file.
    """
    ceiling, own = setting.office.staff_cut.bookable_ceiling, setting.practice.booking.bookable_share
    if use != "keep" and ceiling.value < own.value:
        raise at_value(
            ceiling, f"the practice `{setting.practice.practice}` books more of a day than the ceiling of a staff cut",
            found=f"{ceiling.text}, and {own.text} at {own.where}", expected=f"{own.text} or more",
            do="raise `staff_cut.bookable_ceiling`, or lower the practice's `bookable_share`",
        )  # fmt: skip


# --- shocks ---


def _written(study: Study) -> Iterator[tuple[Keys, Shocks]]:
    """The shocks of the study, then of each entry, with their keys in the file."""
    yield ("shocks",), study.shocks
    for number, entry in enumerate(study.compare):
        yield ("compare", number, "shocks"), entry.shocks


def check_shocks(study: Study) -> None:
    """Check that shocks lie within the run and that shocks to the same target do not overlap.

    Raises:
        ScenarioError: at the first shock that fails.
    """
    end = date.fromordinal(study.start.toordinal() + study.days - 1)
    span = f"{study.start} to {end}"
    for keys, shocks in _written(study):
        for number, shock in enumerate(shocks):
            shock_keys = (*keys, number)
            for key, day in (("from", shock.first), ("until", shock.until)):
                if day is not None and not study.start <= day <= end:
                    do = f"write `until: {OPEN[0]}`" if key == "until" and day > end else None
                    raise study.error(
                        "this day lies outside the run", (*shock_keys, key), found=day, expected=span, do=do
                    )
            if shock.until is not None and shock.until < shock.first:
                raise study.error(
                    "a shock ends before it begins", (*shock_keys, "until"), found=shock.until,
                    expected=f"{shock.first} or later",
                )  # fmt: skip
            if shock.staff is not None and shock.change > 0:
                raise study.error(
                    "a shock to staff must be a reduction", (*shock_keys, "change"), found=f"{100 * shock.change:+.6g} %",
                    expected="-100 % to -1 %", do="for more staff, give the place more posts",
                )  # fmt: skip
            others = [*(() if keys == ("shocks",) else study.shocks), *shocks[:number]]
            for other in others:
                if shock.same_thing(other) and shock.meets(other):
                    raise study.error(
                        f"two shocks change `{shock.thing}` at the same time", shock_keys, found=shock.name,
                        expected=f"days that do not overlap with {other.name}", do="merge the two shocks",
                    )  # fmt: skip


def check_shock_targets(study: Study) -> None:
    """Check that every place has the groups and teams that shocks change, and that the group has an inflow.

    Raises:
        ScenarioError: at the first shock that fails.
    """
    for setting in study.baseline.settings.values():
        _check_targets(study, setting.place)


def _check_targets(study: Study, place: Place) -> None:
    known_of = {"inflow": [ALL, *place.groups], "staff": [ALL, *place.teams, *place.roles], "places": ["team"]}
    for keys, shocks in _written(study):
        for number, shock in enumerate(shocks):
            target = shock.target
            known = known_of[target]
            target_keys = (*keys, number, target)
            if shock.thing not in known:
                raise study.error(
                    f"{place.place} has no {'group' if target == 'inflow' else 'team'} of this name", target_keys,
                    found=shock.thing, expected=", ".join(known), nearest=nearest_name(shock.thing, known),
                    do=NO_POSTS.format(role=shock.thing) if shock.thing in ROLES_WITH_POSTS else None,
                )  # fmt: skip
            if target == "inflow" and shock.thing != ALL and not place.groups[shock.thing].entries.value:
                open_ = [name for name, group in place.groups.items() if group.entries.value]
                raise study.error(
                    f"`{shock.thing}` has no inflow from outside, so a shock cannot change it", target_keys,
                    found=shock.thing, expected=", ".join(open_),
                )  # fmt: skip
