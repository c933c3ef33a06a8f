"""An expert's answers, and those of several experts together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sim.elicitation.pooling import Judgement
from sim.files.errors import ScenarioError


@dataclass(frozen=True)
class Answer:
    """The answer to one question: three numbers of the form, and a reason."""

    judgement: Judgement
    reason: str = ""


@dataclass(frozen=True)
class Filled:
    """A filled form.

    Attributes:
        file: its path, as the user gave it.
        study: the study that it is about.
        name, role: of the expert; one of them may be empty.
        day: the day of the answers.
        answers: key of a question -> its answer. A question without an answer is missing.
    """

    file: str
    study: str
    name: str
    role: str
    day: date
    answers: Mapping[str, Answer]

    @property
    def expert(self) -> str:
        """The expert as the source of a value names them: ``Anna Holm (caseworker, 2026-07-01)``."""
        about = ", ".join(part for part in (self.role if self.name else "", self.day.isoformat()) if part)
        return f"{self.name or self.role} ({about})"


def check_experts(forms: Sequence[Filled]) -> None:
    """Check that each expert is there once, since an expert with two forms would have twice the weight.

    Raises:
        ScenarioError: two forms have the same name and role.
    """
    seen: dict[tuple[str, str], Filled] = {}
    for form in forms:
        person = form.name.casefold(), form.role.casefold()
        if person in seen:
            raise ScenarioError(
                "two forms are by the same expert, who would have twice the weight", file=form.file,
                found=f"{form.name or form.role}, also in {seen[person].file}", expected="each expert once",
                do="leave out the older form, or write different names or pseudonyms",
            )  # fmt: skip
        seen[person] = form
