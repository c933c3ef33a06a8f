"""The practices: the additions of each to the law, and its differences from the practice that it extends."""

from __future__ import annotations

from typing import Any

from sim.authoring.rulebook.markdown import blocks, code, heading, table
from sim.authoring.rulebook.words import origin
from sim.files.edit import model_at
from sim.files.folder import names_in, read_named
from sim.files.parse import shape, values_in
from sim.files.source import Source
from sim.law.clauses.practice import NEEDS, Levels, Practice, Voluntary
from sim.law.compose.library import Library
from sim.law.compose.practices import CHANGES
from sim.law.reading.text import ranged

VOLUNTARY = ("contact", "offers")
"""Sections whose entries are added to the law."""


def practices(library: Library) -> dict[str, str]:
    """Heading of each practice -> its block of the page."""
    by_title = {}
    for name in names_in(library.root, "practices"):
        own = read_named(library.root, "practices", name)
        practice = shape(Practice, _whole(library, name))
        title = f"{name}: {practice.title.en}"
        by_title[title] = blocks(heading(3, title), _practice_head(practice, own), *_sections(practice, own))
    return by_title


def _whole(library: Library, name: str) -> Source:
    from sim.law.compose.practices import PracticeChoice, read_practice

    return read_practice(library.root, PracticeChoice(name))


def _practice_head(practice: Practice, own: Source) -> str:
    below = f" The tables have only the differences from {code(own.tree['extends'])}." if "extends" in own.tree else ""
    return f"Default grade: {origin(practice)}.{below}"


def _sections(practice: Practice, source: Source) -> list[str]:
    """The additions to the law, then the other values: whole sections of the file and values that its ``changes`` set."""
    own = set(source.tree)
    changed = [tuple(str(change["set"]).split(".")) for change in source.tree.get(CHANGES, ())]
    entries = {keys[:2] for keys in changed if keys[0] in VOLUNTARY}
    added = [
        (f"{section}.{name}", entry)
        for section in VOLUNTARY
        for name, entry in getattr(practice, section).items() if section in own or (section, name) in entries
    ]  # fmt: skip
    parts = [getattr(practice, key) for key in type(practice).model_fields if key in own - set(VOLUNTARY)]
    parts += [model_at(practice, keys) for keys in changed if keys[0] not in VOLUNTARY]
    more = practice.more_meetings
    words = [
        ("cover", practice.cover), ("overload", ", then ".join(practice.overload)), ("more_meetings.activity", more.activity),
        ("more_meetings.activity_of", ", ".join(f"{group}: {activity}" for group, activity in more.activity_of.items())),
    ]  # fmt: skip
    paths = own | {".".join(keys[:end]) for keys in changed for end in range(1, len(keys) + 1)}
    rows = [(code(value.path), ranged(value), origin(value)) for value in values_in(tuple(parts))]
    rows += [(code(key), text, "") for key, text in words if text and paths & {key, key.partition(".")[0]}]
    return [
        table(["Entry", "Title", "Who", "First", "Then every", "Starts by (clock)", "Asks for", "Grade: source"],
              [_voluntary(path, entry, practice) for path, entry in added]),
        table(["Value", "Is", "Grade: source"], rows),
    ]  # fmt: skip


def _voluntary(path: str, entry: Voluntary, practice: Practice) -> tuple[Any, ...]:
    exempt = [*entry.exempt, *(f"{trait} while {duty} holds" for trait, duty in entry.exempt_when_active.items())]
    who = ", ".join(entry.groups) + (f"; only {', '.join(entry.only)}" if entry.only else "")
    who += f"; not {', '.join(exempt)}" if exempt else ""
    asks = code(getattr(entry, "activity", None) or getattr(entry, "procedure", ""))
    asks += f", {entry.form}" if hasattr(entry, "form") else ""
    asks += "; short notice" if getattr(entry, "notice", "") == "short" else ""
    begins_before = getattr(entry, "begins_before", None)
    asks += f"; begins {ranged(begins_before)} before" if begins_before else ""
    asks += "; the citizen has a right to it" if getattr(entry, "on_request", False) else ""
    asks += "" if getattr(entry, "gives_way", True) else "; does not give way to duties"
    every = _by_need(entry.every) if entry.every else "once"
    grade = f"{entry.evidence or practice.evidence}: {entry.source or practice.source}"
    return (
        code(path), entry.title.en, who, _by_need(entry.first), every + (" (random)" if entry.random else ""),
        f"{', '.join(entry.starts)} ({entry.clock})", asks, grade,
    )  # fmt: skip


def _by_need(times: Levels) -> str:
    by_level = {need: ranged(getattr(times, need)) for need in NEEDS}
    if len(set(by_level.values())) == 1:
        return by_level["light"]
    return "; ".join(f"{need} {text}" for need, text in by_level.items())
