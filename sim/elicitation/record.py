"""The result of an elicitation: who said what, the pooled values, and a study that has them as values of its own."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from sim.elicitation.answer import Filled, check_experts
from sim.elicitation.pooling import Judgement, pooled
from sim.elicitation.question import Question
from sim.files.entry import Title
from sim.files.errors import ScenarioError
from sim.files.folder import LONGEST_NAME
from sim.files.source import copy_of, parse
from sim.files.writing import write
from sim.study.load import read_study
from sim.study.study import Study

FOLDER = "elicitation"
ENDING = "-experts"
GRADE = "expert"
SAID, POOLED = "who-said-what.csv", "pooled.csv"
HEAD = """\
# {study} with the judgement of {count}, pooled by `jobsim elicit` as a linear pool with equal weights. Run it: jobsim run {file}
# Low and high are the 5 and 95 percent points of the pool, the value is its middle. {said} has who said what.
"""
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a text that a spreadsheet would compute instead of showing."""


@dataclass(frozen=True)
class Pooled:
    """The pooled answer to a question.

    Attributes:
        judgement: its 5, 50 and 95 percent points, in units of the form.
        experts: those who answered, as the source names them.
        values: address of each value -> ``value``, ``low`` and ``high`` in file notation.
    """

    question: Question
    judgement: Judgement
    experts: tuple[str, ...]
    values: Mapping[str, Mapping[str, str]]

    @property
    def source(self) -> str:
        """The source of the values."""
        return f"expert judgement, linear pool of {len(self.experts)}: {'; '.join(self.experts)}"


@dataclass(frozen=True)
class Elicited:
    """A finished elicitation: the pooled answers, the forms, the file of the new study, and all files that were written."""

    pooled: tuple[Pooled, ...]
    forms: tuple[Filled, ...]
    study: Path
    files: tuple[Path, ...]


def elicited(study: Study, folder: Path, questions: Sequence[Question], forms: Sequence[Filled]) -> Elicited:
    """Pool filled forms, and write the result into ``folder``/elicitation.

    Args:
        questions: every question that the forms may have, by which the answers are ordered.

    Raises:
        ScenarioError: two forms are by the same expert, or the pooled values do not fit the study.
        RunError: the disk is full.
    """
    check_experts(forms)
    asked = {key for form in forms for key in form.answers}
    results = tuple(pool(question, forms) for question in questions if question.key in asked)
    _check_once(results)
    name = f"{study.name[: LONGEST_NAME - len(ENDING)]}{ENDING}"
    text = study_text(study, name, results, forms)
    read_study(parse(text, f"{name}.yaml"), study.root, study.library)  # before anything is written
    inner = folder / FOLDER
    files = {SAID: said(questions, forms), POOLED: pooled_table(results), f"{name}.yaml": text}
    for file, content in files.items():
        write(inner / file, content)
    paths = tuple(inner / file for file in files)
    return Elicited(results, tuple(forms), paths[-1], paths)


def _check_once(results: Sequence[Pooled]) -> None:
    """Check that no two questions set the same value. Raises a ScenarioError."""
    seen: dict[str, str] = {}
    for result in results:
        for address in result.values:
            if address in seen:
                raise ScenarioError(
                    "two questions of the forms are about the same value", found=f"{seen[address]} and {result.question.name}",
                    expected=f"one answer for {address}", do="read the forms with one of these questions only",
                )  # fmt: skip
            seen[address] = result.question.name


def pool(question: Question, forms: Sequence[Filled]) -> Pooled:
    """The pooled answer to a question that at least one form answers."""
    own = [form for form in forms if question.key in form.answers]
    scale = question.scale
    judgement = pooled([form.answers[question.key].judgement for form in own], scale.least, scale.most)
    values = question.set_to(judgement.best, judgement.low, judgement.high)
    return Pooled(question, judgement, tuple(form.expert for form in own), values)


def study_text(study: Study, name: str, results: Sequence[Pooled], forms: Sequence[Filled]) -> str:
    """The study with the pooled values as values of its own (``values``), as the text of a file."""
    tree: dict[str, Any] = copy_of(study.source.tree)
    tree["study"] = name
    experts = f"{len(forms)} expert{'' if len(forms) == 1 else 's'}"
    tree["title"] = _title(study.title)
    own = dict(tree.get("values") or {})
    for result in results:
        for address, texts in result.values.items():
            own[address] = {**texts, "evidence": GRADE, "source": result.source}
    tree["values"] = own
    stream = StringIO()
    yaml = YAML()
    yaml.allow_unicode, yaml.width = True, 4096
    yaml.dump(tree, stream)
    return HEAD.format(study=study.name, count=experts, file=f"{name}.yaml", said=SAID) + stream.getvalue()


def said(questions: Sequence[Question], forms: Sequence[Filled]) -> str:
    """A row per question and expert: what each of them said."""
    heads = ("question", "key", "name", "role", "date", "low", "best", "high", "unit", "reason", "file")
    rows = [
        (
            question.name, question.key, form.name, form.role, form.day.isoformat(),
            *(_plain(number, question) for number in answer.judgement), _unit(question), answer.reason, Path(form.file).name,
        )
        for question in questions
        for form in forms
        if (answer := form.answers.get(question.key)) is not None
    ]  # fmt: skip
    return _csv(heads, rows)


def pooled_table(results: Sequence[Pooled]) -> str:
    """A row per question: the pooled numbers beside those that they replace."""
    heads = (
        "question",
        "experts",
        "low",
        "best",
        "high",
        "before_low",
        "before",
        "before_high",
        "unit",
        "grade_before",
        "values",
    )
    rows = []
    for result in results:
        question = result.question
        now, low, high = question.today
        numbers = (*result.judgement, low, now, high)
        rows.append(
            (
                question.name, len(result.experts), *(_plain(number, question) for number in numbers), _unit(question), question.grade,
                len(result.values),
            )
        )  # fmt: skip
    return _csv(heads, rows)


def _title(title: Title) -> dict[str, str]:
    """The title of the new study. A title without room for more stays as it is."""
    longer = {"en": f"{title.en} (values of experts)", "da": f"{title.da} (eksperters værdier)"}
    return longer if max(map(len, longer.values())) <= Title.LONGEST else {"en": title.en, "da": title.da}


def _plain(number: float, question: Question) -> str:
    """A number for a table: percent as percent."""
    return f"{100 * number if question.scale.percent else number:.6g}"


def _unit(question: Question) -> str:
    return question.scale.words.en


def _csv(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """The text of a CSV. A text that a spreadsheet would compute gets an apostrophe before it."""
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(heads)
    table.writerows([[_inert(content) for content in row] for row in rows])
    return stream.getvalue()


def _inert(content: object) -> object:
    is_number = isinstance(content, str) and content.lstrip("-+").replace(".", "", 1).replace("e", "", 1).isdigit()
    return f"'{content}" if isinstance(content, str) and content.startswith(_ACTIVE) and not is_number else content
