"""``figures/questions.yaml``: the questions to experts, one for each group of leading assumptions."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from sim.files.entry import Entry, Sentences
from sim.files.folder import names_in, read_named
from sim.files.parse import shape

NAME = "questions"


class Asked(Entry):
    """A question, and what its answer changes in the model."""

    ask: Sentences  # without numbers, so that it suggests no answer
    does: Sentences


class QuestionsFile(Entry):
    """``figures/questions.yaml``."""

    schema_version: Literal[1] = Field(alias="schema")
    figures: Literal["questions"]
    groups: dict[str, Asked]  # group of figures/leading.yaml -> its question


def read_questions(root: Path) -> dict[str, Asked]:
    """Group -> its question. A scenarios folder of one's own may do without the file.

    Raises:
        ScenarioError: the file is invalid.
    """
    return shape(QuestionsFile, read_named(root, "figures", NAME)).groups if NAME in names_in(root, "figures") else {}
