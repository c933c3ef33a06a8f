"""Resolve the columns of a study. Every name in ``compare`` is looked up once and every file is read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sim.files.errors import ScenarioError, UnknownNameError
from sim.files.folder import NOT_ALLOWED, WRONG_ENDING, names_in, unknown_entry
from sim.files.tree import Keys
from sim.law.compose.practices import PracticeChoice, SetValueError
from sim.law.compose.rule_set import RuleSet
from sim.study import timeline
from sim.study.column import OWN, Column, ColumnName, Use, capacity_name
from sim.study.place_files import PlaceFiles, place_files
from sim.study.read_setting import law_of, read_setting
from sim.study.setting import Law, Setting
from sim.study.study import Study
from sim.study.study_file import Compared
from sim.study.timeline import Part, Timeline


def columns_of(study: Study) -> tuple[Column, ...]:
    """Every column of a study, in the order of the file.

    Raises:
        ScenarioError: at the study's line, if days are out of order or outside the run. Also if the law has a gap or a
            name does not exist. At the line of another file, if that file is invalid.
    """
    _check_places(study)
    resolver = Resolver(study)
    return tuple(
        column
        for number, entry in enumerate(study.compare)
        for practice in entry.practices
        for column in resolver.columns(number, entry, practice)
    )


def column_of(study: Study, rules: str, practice: str | None = None) -> Column:
    """A column of any rule set and practice, with all staff.

    If a column of the study prints the name ``rules``, the result has that column's rules. Without ``practice``, it
    also has that column's practice.

    Raises:
        ScenarioError: as :func:`columns_of`.
    """
    same_rules = [column for column in study.columns if column.rules == rules]
    practice_name = practice or (same_rules[0] if same_rules else study.baseline).practice
    for column in same_rules:
        if column.practice == practice_name and not column.own_shocks and column.team_places is None:
            return column.kept
    resolver = Resolver(study)
    of_rules = {column.rules: _names(column.first.rules_over_time) for column in reversed(study.columns)}
    of_practice = {column.practice: column.first.practice_over_time for column in reversed(study.columns)}
    return resolver.column(
        0,
        of_rules.get(rules, (Part(None, rules),)),
        of_practice.get(practice_name, (Part(None, PracticeChoice(practice_name)),)),
    )


def _names(rules: Timeline[RuleSet]) -> Timeline[str]:
    return tuple(Part(part.since, part.what.name) for part in rules)


def _practice_name(choice: PracticeChoice) -> str:
    return choice.name


@dataclass
class Resolver:
    """Resolves the entries of one study. Columns share laws and settings, so each is read once."""

    study: Study
    _settings: dict[tuple[object, ...], Setting] = field(default_factory=dict)
    _files: dict[str, PlaceFiles] = field(default_factory=dict)

    def columns(self, number: int, entry: Compared, practice: PracticeChoice) -> list[Column]:
        """The columns of an entry with one of its practices: one for each use of freed hours and number of places."""
        rules, practices = self._over_time(number, entry, practice)
        return [
            self.column(number, rules, practices, use, places)
            for use in entry.uses
            for places in entry.team_places or (None,)
        ]

    def column(
        self,
        number: int,
        rules: Timeline[str],
        practice: Timeline[PracticeChoice],
        use: Use = "keep",
        team_places: int | None = None,
    ) -> Column:
        """One column, resolved at every place of the study."""
        own_shocks = self.study.compare[number].shocks
        own = any(part.what.file == OWN for part in practice)
        names = ColumnName(
            timeline.name_of(rules), timeline.name_of(practice, _practice_name),
            capacity_name(use, own_shocks, team_places),
        )  # fmt: skip
        settings = {place: self._setting(number, place, rules, practice) for place in self.study.places}
        return Column(names, use, number, own_shocks, own, settings, team_places)

    def _over_time(
        self, number: int, entry: Compared, practice: PracticeChoice
    ) -> tuple[Timeline[str], Timeline[PracticeChoice]]:
        """Rules and practice of an entry over time."""
        study = self.study
        rules: list[Part[str]] = [Part(None, entry.rules)]
        practices: list[Part[PracticeChoice]] = [Part(None, practice)]
        try:
            if entry.rules in (timeline.ENACTED, timeline.EXPECTED):
                expected = entry.rules == timeline.EXPECTED
                rules = list(timeline.by_date(study.root, study.start, study.last, expected=expected))
            for position, then in enumerate(entry.then or ()):
                if then.rules is None and then.practice is None:
                    raise study.error(
                        "this part changes nothing", ("compare", number, "then", position), expected="rules, practice or both",
                        do="name one, or remove the entry",
                    )  # fmt: skip
                rules += [Part(then.since, then.rules)] if then.rules else []
                practices += [Part(then.since, PracticeChoice(then.practice))] if then.practice else []
            timeline.check_days(tuple(rules), study.start, study.last)
            timeline.check_days(tuple(practices), study.start, study.last, _practice_name)
        except ScenarioError as error:
            keys: Keys = ("compare", number, "then" if entry.then else "rules")
            raise self._placed(error, keys) from error
        return timeline.without_repeats(tuple(rules)), timeline.without_repeats(tuple(practices))

    def _setting(self, number: int, place: str, rules: Timeline[str], practice: Timeline[PracticeChoice]) -> Setting:
        study = self.study
        own = PracticeChoice(dict(study.practices_by_place).get(place, OWN))
        own_practice = tuple(part._replace(what=own) if part.what.file == OWN else part for part in practice)
        shocks = study.shocks + study.compare[number].shocks
        key = (place, rules, own_practice, tuple(shock.name for shock in shocks))
        if key not in self._settings:
            laws = [self._law(number, place, *part) for part in timeline.together(rules, own_practice)]
            if place not in self._files:
                self._files[place] = place_files(place, study.root)
            self._settings[key] = read_setting(
                study.library, place, laws, study.start, study.days, study.seed_at(place), effects=study.effects, shocks=shocks,
                staff=study.staff, values=study.changes, files=self._files[place],
            )  # fmt: skip
        return self._settings[key]

    def _law(self, number: int, place: str, since: date | None, rules: str, choice: PracticeChoice) -> Law:
        """A rule set with its practice. An unknown name is an error at the study's line."""
        study = self.study
        try:
            rule_set = study.library.rule_set(rules)
        except ScenarioError as error:
            raise self._named(error, ("compare", number, "rules"), "rule set") from error
        try:
            law = law_of(study.library, (since - study.start).days if since else 0, rule_set, choice)
        except ScenarioError as error:
            raise self._named(error, self._practice_keys(number, place, error), "practice") from error
        return law.with_set_values(study.changes) if study.changes else law

    def _practice_keys(self, number: int, place: str, error: ScenarioError) -> Keys:
        """The keys of the study's entry that names an invalid practice."""
        entry = self.study.compare[number]
        if OWN in entry.practice:
            return ("practices_by_place", place)
        if entry.sweep is not None and not isinstance(error, UnknownNameError):
            return ("compare", number, "sweep", "values" if isinstance(error, SetValueError) else "path")
        return ("compare", number, "practice")

    def _named(self, error: ScenarioError, keys: Keys, kind: str) -> ScenarioError:
        """The error at the study's line if a name does not exist, else the error of the other file."""
        if isinstance(error, UnknownNameError):
            message = error.message if error.message in (NOT_ALLOWED, WRONG_ENDING) else f"there is no such {kind}"
            return self.study.error(message, keys, **_details(error))
        return self._placed(error, keys)

    def _placed(self, error: ScenarioError, keys: Keys) -> ScenarioError:
        """The error at a place of the study's file, unless it already has a file."""
        return error if error.file is not None else self.study.error(error.message, keys, **_details(error))


def _details(error: ScenarioError) -> dict[str, Any]:
    return {"found": error.found, "expected": error.expected, "nearest": error.nearest, "do": error.do}


def _check_places(study: Study) -> None:
    known = names_in(study.root, "places")
    for number, place in enumerate(study.places):
        if place not in known:
            raise unknown_entry(
                "there is no such place", place, known, study.source, ("places", number), folder=study.root / "places"
            )
