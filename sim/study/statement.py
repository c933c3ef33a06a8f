"""What a person must write about a study: purpose, aims, sharing, and what journals ask besides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sim.files.entry import Entry, Title


class Prose(Title):
    """A few sentences in English and Danish."""

    LONGEST: ClassVar[int] = 4_000


class Statement(Entry):
    """The key ``statement`` of a study. `jobsim report STUDY --check` lists what is missing."""

    purpose: Prose | None = None  # the reason for the study, its readers, and the decision that it informs
    aims: Prose | None = None  # the questions of the experiments, and why these rule sets and practices are compared
    sharing: Prose | None = None  # where others get program, scenario files and results, and on which terms
    contact: Prose | None = None  # who answers questions about the study
    machine: Prose | None = None  # processor, cores and memory of the machine that made the runs
    review: Prose | None = None  # who in a jobcenter has read rules, practice and results, and what they objected to
    funding: Prose | None = None  # who paid for the study, or that nobody did
    interests: Prose | None = None  # what the authors gain or lose by the result

    def written(self) -> Mapping[str, Title]:
        """What is written, by its key."""
        found = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: Title(en=text.en, da=text.da) for name, text in found.items() if text and text.en.strip()}


NOTHING = Statement()
