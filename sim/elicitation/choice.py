"""Which questions are asked: those that the user names, else the ones that carry most.

What carries most is taken from the last analysis in the folder of results. An uncertainty analysis orders factors by what knowing
them is worth, then by their share of the variance. A sensitivity analysis orders groups by how far they move the first headline.
Without both, the order of the file of leading assumptions holds, which begins with those that moved most when it was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pandas as pd

from sim.elicitation.question import Question
from sim.elicitation.questions_file import Asked, read_questions
from sim.figures.leading import LeadingFile, fits, read_leading
from sim.files.entry import Sentences, Title
from sim.files.errors import ScenarioError, nearest_name
from sim.files.set_values import HIGH, address_of
from sim.files.value import Value, at_value
from sim.report.uncertainty_record import UncertaintyRecord
from sim.results.sensitivity.scenarios import compared_columns
from sim.results.uncertainty.factor import has_range, weakest
from sim.results.uncertainty.factors import factors_of
from sim.study.study import Study
from sim.study.values import values_of

USUAL, MOST = 10, 100
LEADING = "in the order of figures/leading.yaml, since the results have no analysis"


@dataclass(frozen=True)
class Chosen:
    """The questions in the order in which they are asked, and where the order comes from."""

    questions: tuple[Question, ...]
    origin: str


def chosen(study: Study, folder: Path, *, first: int = USUAL, values: Sequence[str] = ()) -> Chosen:
    """The questions about a study.

    Args:
        folder: the study's folder of results.
        first: the number of questions at most, unless values are named.
        values: groups of leading assumptions, paths of values, or addresses, with ``*`` for any text.

    Raises:
        ScenarioError: a name is unknown, or a value cannot be asked about.
    """
    if not 1 <= first <= MOST:
        raise ScenarioError(
            "the number of questions is out of range", found=first, expected=f"1 to {MOST}", do="--first 10"
        )
    known = _Known(study)
    if values:
        named = [question for name in values for question in known.named(name)]
        return Chosen(_once(named), "as named")
    order, origin = ranked(folder, known.file)
    every = known.every(order)
    questions = [every[name] for name in (*order, *known.file.groups) if name in every]
    return Chosen(_once(questions)[:first], origin)


def every_question(study: Study) -> tuple[Question, ...]:
    """Every question that a form about the study may have: groups, other factors, and single values. Raises as :func:`chosen`."""
    known = _Known(study)
    factors = [] if known.pair is None else [factor.name for factor in factors_of(study, known.pair, "all").moved]
    questions = known.every(factors)
    free = [value for value in known.in_study if has_range(value) and known.why_apart(value) is None]
    singles = [known.single(value) for value in free]
    return (*questions.values(), *singles)


def ranked(folder: Path, file: LeadingFile) -> tuple[list[str], str]:
    """Names of factors, those that carry most first, and which analysis says so. No names if there is no analysis."""
    record = _last_record(folder)
    if record is not None:
        names = _by_worth(record)
        if names:
            return (
                names,
                f"those that carry most by the uncertainty analysis in {folder.name} ({record.samples} samples)",
            )
    table = folder / "tables" / "sensitivity.csv"
    if table.is_file():
        names = _by_change(table, file)
        if names:
            return names, f"those that move most in the sensitivity analysis in {folder.name}"
    return [], LEADING


def _last_record(folder: Path) -> UncertaintyRecord | None:
    """The record of the last uncertainty analysis, of whatever version of the model; None if none can be read."""
    files = sorted((folder / "uncertainty").glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files:
        try:
            return UncertaintyRecord.model_validate_json(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
    return None


def _by_worth(record: UncertaintyRecord) -> list[str]:
    shares = [each for each in record.shares if each.kind == "factor"]
    first = [each for each in shares if each.key == shares[0].key]
    by_share = sorted(first, key=lambda each: -(each.total or each.first or 0.0))
    return list(dict.fromkeys([*(each.factor for each in record.worth), *(each.name for each in by_share)]))


def _by_change(table: Path, file: LeadingFile) -> list[str]:
    """Groups by how far they move the first leading headline that the table has."""
    try:
        rows = pd.read_csv(table)
        moved = rows[["low", "high"]].sub(rows["headline"], axis=0).abs().max(axis=1)
        for outcome in file.outcomes:
            own = (
                (rows["measure"] == outcome.measure)
                & (rows["activity"] == outcome.activity)
                & (rows["need"] == outcome.need)
            )
            if own.any():
                by_group = moved[own].groupby(rows["group"][own]).max().sort_values(ascending=False, kind="stable")
                return [str(name) for name in by_group.index]
    except (OSError, ValueError, KeyError, TypeError):
        pass  # the table of another version
    return []


def _once(questions: Iterable[Question]) -> tuple[Question, ...]:
    """The questions without those about a value that an earlier one asks about."""
    kept: list[Question] = []
    taken: set[str] = set()
    for question in questions:
        addresses = set(map(address_of, question.members))
        if not addresses & taken:
            kept.append(question)
            taken |= addresses
    return tuple(kept)


class _Known:
    """The values of a study, and the questions about them.

    A group has the values of the baseline and the first variant, which the analyses move too. A named value may be any of the study.
    """

    def __init__(self, study: Study) -> None:
        self.study, self.file = study, read_leading(study.root)
        self.asked = read_questions(study.root)
        self.pair = compared_columns(study)
        self.in_study = values_of(study)
        self.in_pair = self.in_study if self.pair is None else values_of(replace(study, columns=self.pair))

    def every(self, wanted: Iterable[str]) -> dict[str, Question]:
        """Name -> question: the groups of leading assumptions, and other factors that an analysis names."""
        found = {name: self.group(name) for name in self.file.groups}
        questions = {name: question for name, question in found.items() if question is not None}
        others = [name for name in wanted if name not in self.file.groups]
        if others and self.pair is not None:
            factors = {factor.name: factor for factor in factors_of(self.study, self.pair, "all").moved}
            for name in others:
                factor = factors.get(name)
                if factor is not None and factor.rows is None:
                    values = tuple(parameter.value for parameter in factor.parameters)
                    questions[name] = self._of_values(name, values, factor.opposite)
        return questions

    def group(self, name: str) -> Question | None:
        """The question about a group; None if the study has no value of it."""
        group = self.file.groups[name]
        values = [value for value in self.in_pair if has_range(value)]
        if group.only:
            baseline = replace(self.study, columns=self.study.columns[:1])
            used = {address_of(value) for value in values_of(baseline)}
            values = [value for value in values if address_of(value) not in used]
        ends = {change.address: change.to for change in group.at(HIGH, values)}
        members = [value for value in values if address_of(value) in ends and not self.why_apart(value)]
        if not members:
            return None
        opposite = tuple(ends[address_of(value)] != HIGH for value in members)
        asked = self.asked.get(name) or _without_words(group.of or group.title)
        return Question(
            name,
            _titled(asked.ask),
            _titled(asked.does),
            _titled(group.why),
            tuple(members),
            opposite,
            weakest(members),
        )

    def named(self, name: str) -> list[Question]:
        """The question about a group, or those about the values whose path or address fits. Raises as :func:`chosen`."""
        if name in self.file.groups:
            question = self.group(name)
            if question is None:
                raise ScenarioError("the study has no value of this group", found=name, expected="a group that it uses")
            return [question]
        fitting = [v for v in self.in_study if name in (v.path, address_of(v)) or _fits(v, name)]
        if not fitting:
            names = [*self.file.groups, *(value.path for value in self.in_study)]
            raise ScenarioError(
                "no group of leading assumptions and no value has this name", found=name,
                expected=", ".join(self.file.groups), nearest=nearest_name(name, names),
                do="use a group, or a path of `assumptions` in manifest.json",
            )  # fmt: skip
        for value in fitting if "*" not in name else ():
            if not has_range(value):
                raise at_value(
                    value, f"experts are not asked about `{value.path}`, because it has no range",
                    found=f"{value.text} ({value.evidence})", expected="a value below the grade statistic",
                )  # fmt: skip
            if (why := self.why_apart(value)) is not None:
                raise at_value(value, f"experts are not asked about `{value.path}` alone. {why.en}")
        free = [value for value in fitting if has_range(value) and self.why_apart(value) is None]
        if not free:
            raise ScenarioError(
                "experts can be asked about none of these values", found=name, expected="a value with a range"
            )
        return [self.single(value) for value in free]

    def single(self, value: Value[Any]) -> Question:
        """The question about one value."""
        return self._of_values(address_of(value), (value,))

    def _of_values(self, name: str, values: tuple[Value[Any], ...], opposite: tuple[bool, ...] = ()) -> Question:
        """A question about values outside the groups, or about one of a group: in the words of the file."""
        asked = self._asked_about(values)
        ask = Title(en=f"{asked.ask.en} ({_paths(values)})", da=f"{asked.ask.da} ({_paths(values)})")
        return Question(
            name, ask, _titled(asked.does), None, values, opposite or (False,) * len(values), weakest(values)
        )

    def _asked_about(self, values: tuple[Value[Any], ...]) -> Asked:
        for name, group in self.file.groups.items():
            if name in self.asked and all(fits(v, group.patterns) and not fits(v, group.without) for v in values):
                return self.asked[name]
        return _without_words(Title(en="this value of the model", da="denne værdi i modellen"))

    def why_apart(self, value: Value[Any]) -> Title | None:
        """Why a value is not asked about alone; None if it is."""
        return next((_titled(each.why) for each in self.file.apart if fits(value, each.patterns)), None)


def _fits(value: Value[Any], pattern: str) -> bool:
    return "*" in pattern and (fnmatchcase(value.path, pattern) or fnmatchcase(address_of(value), pattern))


def _paths(values: Sequence[Value[Any]]) -> str:
    first = values[0].path
    return first if len(values) == 1 else f"{first} … {values[-1].path}, {len(values)}"


def _titled(text: Title) -> Title:
    return Title(en=text.en, da=text.da)


def _without_words(title: Title) -> Asked:
    """The question about a group for which the file has none."""
    return Asked(
        ask=Sentences(en=f"What is your judgement of {title.en}?", da=f"Hvad er dit skøn over {title.da}?"),
        does=Sentences(en="", da=""),
    )
