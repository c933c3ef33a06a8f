"""The form of files before version 0.1.0. They have `schema: 1` as well, so they are known by their keys alone.

No file of this form was ever released. From 0.1.0 on the number tells the form.
"""

from __future__ import annotations

from typing import Any

from ruamel.yaml.comments import CommentedMap

from sim.authoring.migration.shipped import section
from sim.authoring.migration.step import Notes, Step
from sim.figures.norms import NONE
from sim.files.dates import date_of
from sim.place.office.calendar import public_holidays
from sim.place.office.calendar_file import EARLIEST, LATEST


def _mapping(entry: Any) -> dict[str, Any]:
    """The entry if it is a mapping, else an empty one: its reader says what is wrong with it."""
    return entry if isinstance(entry, dict) else {}


# --- places: a norm for each team


def _teams_with_norm(tree: Any) -> list[str]:
    return [name for name, team in _mapping(tree.get("teams")).items() if "norm" in _mapping(team)]


def _without_norms(tree: Any, notes: Notes) -> None:
    for name in _teams_with_norm(tree):
        norm = tree["teams"][name].pop("norm")
        notes.changes.append(
            f"teams.{name}: `norm: {norm}` removed; figures/norms.yaml names the norm of each group under `groups`"
        )


# --- norms: by group, whatever team holds the case


def _by_group(tree: Any, notes: Notes) -> None:
    known = _mapping(tree.get("norms"))
    old = tree.pop("teams", None)
    if old is not None:
        notes.changes.append("`teams` removed: norms are by group")
    if "groups" not in tree:
        tree["groups"] = section("figures/norms.yaml", "groups")
        for group, norm in tree["groups"].items():
            if norm not in known:
                tree["groups"][group] = NONE
        notes.changes.append("`groups` added: the norm of each group, as in the file that comes along")
        notes.by_hand.append("groups: check the norm of each group against your own teams")


# --- the calendar: years whose holidays are computed, instead of dates


def _computed_holidays(tree: Any, notes: Notes) -> None:
    old = _mapping(tree.pop("holidays"))
    dates = {
        day for year in _mapping(old.get("years")).values() for day in map(_date, _mapping(year)) if day is not None
    }
    years = sorted({day.year for day in dates if EARLIEST <= day.year <= LATEST})
    first, last = (years[0], years[-1]) if years else (1990, 2060)
    new = CommentedMap({key: old[key] for key in ("evidence", "source") if key in old})
    new |= {"first_year": first, "last_year": last}
    tree.insert(list(tree).index("closed_days") if "closed_days" in tree else len(tree), "public_holidays", new)
    notes.changes.append(f"`holidays` by date is now `public_holidays` of {first} to {last}, which are computed")
    odd = sorted(dates ^ {day for day in public_holidays(first, last) if day.year in years})
    if odd:
        shown = ", ".join(map(str, odd[:10]))
        notes.by_hand.append(f"public_holidays: dates of the file that differ from the computed holidays: {shown}")


def _date(key: Any) -> Any:
    return date_of(str(key))


# --- sections that came later


def _later_section(file: str, key: str, check: str) -> Step:
    """A step that copies a section from the file that comes along, because the program did before what it says."""

    def is_needed(tree: Any) -> bool:
        return "extends" not in tree and key not in tree

    def change(tree: Any, notes: Notes) -> None:
        tree[key] = section(file, key)
        notes.changes.append(f"`{key}` added, as in {file}")
        notes.by_hand.append(f"{key}: {check}")

    kinds = {"office": "office", "people": "people", "regimes": "regime"}
    return Step((kinds[file.partition("/")[0]],), is_needed, change)


STEPS = (
    Step(("place",), lambda tree: bool(_teams_with_norm(tree)), _without_norms),
    Step(("norms",), lambda tree: "teams" in tree or "groups" not in tree, _by_group),
    Step(("calendar",), lambda tree: "holidays" in tree, _computed_holidays),
    _later_section("office/standard.yaml", "staff_cut", "check how much worse a service may become in your office"),
    _later_section(
        "people/denmark.yaml", "opening", "check the rules and the practice under which your values were fitted"
    ),
    _later_section("regimes/R2024.yaml", "of_age", "check the age in the law of your regime"),
    _later_section("regimes/R2024.yaml", "pension_age", "check the age in the law of your regime"),
)
"""From the form before 0.1.0 to `schema: 1`."""
