"""English and Danish titles of the names in a study: rule sets, practices, duties, activities, groups, teams."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sim.files.entry import Title
from sim.files.localised import day_in_words
from sim.law.clauses.practice import Practice
from sim.law.compose.library import Library
from sim.law.compose.practices import PracticeChoice
from sim.law.compose.rule_set import RuleSet
from sim.law.reading.titles import all_titles
from sim.study.column import OWN
from sim.study.setting import Setting
from sim.study.study import Study
from sim.study.timeline import Timeline, name_of

T = TypeVar("T")
Titles = dict[str, Title]


def titles(study: Study) -> dict[str, Titles]:
    """The titles of all names in the study's columns: kind of name -> name -> title.

    The kinds are rule_set, practice, duty, activity, offer, procedure, certificate, group, merger (of groups), team, case (a
    need: its group and its procedure) and place.
    """
    known: dict[str, Titles] = {
        "rule_set": {}, "practice": {}, "duty": {}, "activity": {}, "offer": {}, "procedure": {}, "certificate": {}, "group": {},
        "merger": {}, "team": {}, "case": {}, "place": {},
    }  # fmt: skip
    for column in study.columns:
        label = study.compare[column.entry].label
        if label is not None:
            known["rule_set"].setdefault(column.rules, label)
    for column in study.columns:
        setting = column.first
        _over_time(setting.rules_over_time, known["rule_set"], _name_of_rules, _rule_set_title(study.library))
        for rule_set in column.rule_sets:
            _of_regime(rule_set, known)
        if column.own_practice:
            known["practice"][OWN] = Title(en="each place's own practice", da="stedets egen praksis")
        for local in column.settings.values():
            for law in local.laws:
                _of_practice(law.practice, known["duty"])
            _over_time(local.practice_over_time, known["practice"], _name_of_practice, _practice_title(local))
    for setting in study.baseline.settings.values():
        known["place"][setting.place.place] = setting.place.title
        _needs(setting, known)
        for name, team in setting.place.teams.items():
            known["team"].setdefault(name, team.title)
    return known


def _of_regime(rule_set: RuleSet, known: dict[str, Titles]) -> None:
    """Add the short titles of a rule set's duties, activities and offers, and the titles of its other entries."""
    for kind, words in all_titles(rule_set.regime).items():
        for name, title in words.items():
            known[kind].setdefault(name, title)


def _of_practice(practice: Practice, known: Titles) -> None:
    """Add the titles of a practice's meetings and offers: measures of duties count them too."""
    for entries in (practice.contact, practice.offers):
        for name, entry in entries.items():
            known.setdefault(name, entry.title)


def _needs(setting: Setting, known: dict[str, Titles]) -> None:
    """Add a title for each need: "Sick-listed: Flex job"."""
    regime = setting.rule_set.regime
    for name, need in setting.people.needs.items():
        group, procedure = regime.groups[need.group].title, regime.procedures[need.procedure].title
        known["case"].setdefault(name, Title(en=f"{group.en}: {procedure.en}", da=f"{group.da}: {procedure.da}"))


def _over_time(
    timeline: Timeline[T], known: Titles, print_name: Callable[[Timeline[T]], str], title_of: Callable[[T], Title]
) -> None:
    """Add the titles of a timeline's parts, and that of the whole: "Rules of 2024, from 1 January 2025 Freed rules"."""
    of_parts = [known.setdefault(print_name((part._replace(since=None),)), title_of(part.what)) for part in timeline]
    first, *later = of_parts
    days = [part.since for part in timeline[1:]]
    words = [
        Title(
            en=f"from {day_in_words(day, 'en')} {title.en}" if day else title.en,
            da=f"fra {day_in_words(day, 'da')} {title.da}" if day else title.da,
        )
        for day, title in zip(days, later, strict=True)
    ]
    every = [first, *words]
    joined = Title(en=", ".join(each.en for each in every), da=", ".join(each.da for each in every))
    known.setdefault(print_name(timeline), joined)


def _name_of_rules(timeline: Timeline[RuleSet]) -> str:
    return name_of(timeline, lambda rule_set: rule_set.name)


def _name_of_practice(timeline: Timeline[PracticeChoice]) -> str:
    return name_of(timeline, lambda choice: choice.name)


def _rule_set_title(library: Library) -> Callable[[RuleSet], Title]:
    """A function that returns the title of a rule set.

    It is the title of the package, of the regime, or of the only proposal added. Several added proposals are named by their ids.
    """

    def title(rule_set: RuleSet) -> Title:
        if not rule_set.added:
            package = library.packages.get(rule_set.name)
            return package.title if package is not None else rule_set.regime.title
        parent = library.rule_set(rule_set.parent)
        if not parent.added:
            return library.proposals[rule_set.added].reform.title
        before = title_of_several(parent)
        return Title(en=f"{before.en} + {rule_set.added}", da=f"{before.da} + {rule_set.added}")

    def title_of_several(rule_set: RuleSet) -> Title:
        if not rule_set.added:
            return title(rule_set)
        before = title_of_several(library.rule_set(rule_set.parent))
        return Title(en=f"{before.en} + {rule_set.added}", da=f"{before.da} + {rule_set.added}")

    return title


def _practice_title(setting: Setting) -> Callable[[PracticeChoice], Title]:
    """A function that returns the title of a practice, with the values that a study sets in it."""
    practices = {law.choice: law.practice for law in setting.laws}

    def title(choice: PracticeChoice) -> Title:
        words = practices[choice].title
        values = "; ".join(value.name.replace("=", " ", 1) for value in choice.values)
        ending = f" ({values})" if values else ""
        return Title(en=words.en + ending, da=words.da + ending)

    return title
