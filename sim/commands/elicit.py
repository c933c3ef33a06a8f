"""``jobsim elicit``: ask experts for the values that carry most, and pool what they answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.run import JsonOption, Language, ResultsOption, StudyArgument
from sim.commands.screen.elicitation import show_form, show_pooled
from sim.files.errors import ScenarioError
from sim.files.shell import shell_words


def elicit(
    study: StudyArgument,
    forms: Annotated[
        list[Path] | None, typer.Argument(metavar="[FORM…]", help="With --read: the filled forms.")
    ] = None,
    read: Annotated[bool, typer.Option("--read", help="Read filled forms, and pool their answers.")] = False,
    values: Annotated[
        str | None,
        typer.Option(
            metavar="A,B",
            help="Groups of leading assumptions or paths of values, with commas (default: those that carry most).",
        ),
    ] = None,
    first: Annotated[int, typer.Option(metavar="N", help="The number of questions.")] = 10,
    language: Annotated[Language, typer.Option(help="English or Danish.")] = Language.en,
    to: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The form (default: elicitation/form.xlsx or form.da.xlsx in the results)."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a form that is there.")] = False,
    results: ResultsOption = None,
    json: JsonOption = False,
) -> None:
    """Write a form (Excel) that asks experts for the values that carry most; with --read, pool filled forms.

    What carries most follows from the study's last uncertainty or sensitivity analysis. The pooled values are in a study of their
    own, with the grade `expert` and the experts as their source. Names or pseudonyms are kept with the results.
    """
    from sim.files.paths import results_dir
    from sim.study.load import load

    loaded = load(study)
    folder = results_dir(results) / loaded.name
    if read:
        from sim.elicitation.choice import every_question
        from sim.elicitation.reading import read_form
        from sim.elicitation.record import elicited

        _refuse({"--values": values, "--to": to, "--force": force or None})
        if not forms:
            raise ScenarioError(
                "no filled form is named", do=f"jobsim elicit {shell_words(study)} --read anna.xlsx bo.xlsx"
            )
        questions = every_question(loaded)
        done = elicited(loaded, folder, questions, [read_form(file, questions, loaded.name, study) for file in forms])
        show_pooled(done, json=json)
        return
    if forms:
        names = shell_words(*forms)
        raise ScenarioError(
            "filled forms are named without --read",
            found=names,
            do=f"jobsim elicit {shell_words(study)} --read {names}",
        )
    from sim.elicitation.choice import chosen
    from sim.elicitation.form import form

    wanted = [name.strip() for name in (values or "").split(",") if name.strip()]
    asked = chosen(loaded, folder, first=first, values=wanted)
    file = to or folder / "elicitation" / ("form.da.xlsx" if language is Language.da else "form.xlsx")
    _write(file, form(asked.questions, loaded.name, loaded.title, language.value), force=force)
    show_form(asked, file, study, json=json)


def _refuse(options: dict[str, object]) -> None:
    """Refuse options of the form when forms are read."""
    for option, given in options.items():
        if given is not None:
            raise ScenarioError(f"{option} does not go with --read", found=option, do=f"leave out {option}")


def _write(file: Path, content: bytes, *, force: bool) -> None:
    from sim.files.paths import user_path
    from sim.files.writing import write

    file = user_path(file)
    if file.suffix.lower() != ".xlsx":
        raise ScenarioError("a form is an Excel workbook", found=str(file), expected="a name that ends in .xlsx")
    if file.exists() and not force:
        raise ScenarioError(
            "a form is there already, and may be filled",
            file=str(file),
            do="choose another name with --to, or add --force",
        )
    write(file, content)
