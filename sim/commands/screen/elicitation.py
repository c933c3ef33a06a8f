"""What ``jobsim elicit`` prints: the questions of a form, and the pooled answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.commands.output import console, counted, print_json
from sim.files.shell import shell_words

if TYPE_CHECKING:
    from rich.table import Table

    from sim.elicitation.choice import Chosen
    from sim.elicitation.record import Elicited

LONGEST = 26
"""Letters of a name that is never broken; the address of a single value is longer."""


def show_form(asked: Chosen, file: Path, study: str, *, json: bool) -> None:
    """Print the questions with today's values, and the path of the form."""
    if json:
        print_json(
            {
                "form": str(file), "order": asked.origin,
                "questions": [
                    {
                        "question": each.name, "key": each.key, "ask": {"en": each.ask.en, "da": each.ask.da},
                        "unit": each.scale.words.en, **dict(zip(("now", "low", "high"), each.today, strict=True)),
                        "grade": each.grade, "values": [value.path for value in each.members],
                    }
                    for each in asked.questions
                ],
            }
        )  # fmt: skip
        return
    rows = [
        (each.name, each.scale.shown(now), each.scale.span(low, high), each.grade, str(len(each.members)))
        for each in asked.questions
        for now, low, high in (each.today_rounded,)
    ]
    out = console()
    out.print(_table(("Question", "Now", "Range", "Rests on", "Values"), rows))
    out.print(f"{counted(len(rows), 'question')}: {asked.origin}.", highlight=False)
    out.print(f"Written: {_near(file)}", soft_wrap=True, highlight=False)
    out.print(
        f"Next: send it to experts, then: jobsim elicit {shell_words(study)} --read FORM…",
        soft_wrap=True,
        highlight=False,
    )


def show_pooled(done: Elicited, *, json: bool) -> None:
    """Print the pooled answers beside what they replace, who answered, and the paths of the files."""
    experts = [form.expert for form in done.forms]
    if json:
        print_json(
            {
                "pooled": [
                    {
                        "question": each.question.name, "unit": each.question.scale.words.en, **each.judgement._asdict(),
                        "experts": list(each.experts), "values": each.values,
                    }
                    for each in done.pooled
                ],
                "experts": experts, "study": str(done.study), "files": [str(file) for file in done.files],
            }
        )  # fmt: skip
        return
    rows = []
    for each in done.pooled:
        scale, (now, low, high) = each.question.scale, each.question.today_rounded
        least, best, most = (float(f"{number:.3g}") for number in each.judgement)
        rows.append(
            (
                each.question.name, str(len(each.experts)), scale.shown(best), scale.span(least, most), scale.shown(now),
                scale.span(low, high),
            )
        )  # fmt: skip
    out = console()
    out.print(_table(("Question", "Experts", "Best", "5 – 95 %", "Before", "Its range"), rows))
    out.print(f"{counted(len(experts), 'expert')}, pooled with equal weights: {'; '.join(experts)}.", highlight=False)
    for file in done.files:
        out.print(f"Written: {_near(file)}", soft_wrap=True, highlight=False)
    out.print(f"Next: jobsim run {shell_words(_near(done.study))}", soft_wrap=True, highlight=False)


def _near(file: Path) -> Path:
    """A path as somebody in the working folder writes it."""
    here = Path.cwd()
    return file.relative_to(here) if file.is_relative_to(here) else file


def _table(heads: Iterable[str], rows: Sequence[tuple[str, ...]]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    whole = all(len(row[0]) <= LONGEST for row in rows)
    for at, head in enumerate(heads):
        left = head in ("Question", "Rests on")
        table.add_column(
            head, justify="left" if left else "right", overflow="fold", no_wrap=whole if at == 0 else at > 0
        )
    for row in rows:
        table.add_row(*row)
    return table
