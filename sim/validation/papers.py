"""The numbers of the papers: each with its arithmetic, what a run says of it, and the verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from sim.figures.claims import read_claims
from sim.figures.provenance import nature_of, read_natures
from sim.files.errors import nearest_name
from sim.law.compose.library import Library
from sim.results.result import Result
from sim.validation.arithmetic import redone
from sim.validation.ends import Moves
from sim.validation.figures_of_today import Today
from sim.validation.judgement import Span, claim_range
from sim.validation.paper_file import Number, Of, Papers, Stated
from sim.validation.row import NOTHING, Row, held
from sim.validation.scale import Scale, scale_of
from sim.validation.work import Work, key_of

NOT_RUN = replace(NOTHING, verdict="not-run", so_far="not-run")
PER_PERSON = Scale(1.0, Span(1.0, 1.0), "per person: no share of the country is needed")
ECHO = "the run's number echoes an input, so it is no finding"


def paper_rows(result: Result, place: str, papers: Papers, table: pd.DataFrame) -> list[Row]:
    """One row for each number, in the order of the file.

    Args:
        table: of :func:`sim.results.baseline.baseline_table` at the place.
    """
    return list(_rows(result, place, papers, table))


def _rows(result: Result, place: str, papers: Papers, table: pd.DataFrame) -> Iterator[Row]:
    study = result.study
    setting, claims = study.baseline.settings[place], read_claims(study.root)
    today, work = Today(result, setting, table, claims), Work(result, place)
    files = {proposal.source.file: proposal.paper for proposal in study.library.proposals.values()}
    for number in papers.file.numbers:
        stated, against = papers.stated[number.id], number.against
        row = Row(
            id=number.id, family="papers", measure=stated.measure, unit=stated.unit, stated=stated.value,
            claim=claim_range(stated.value, number.rounded_to, stated.low, stated.high),
            paper=number.paper, at=number.at, text=number.text or "", source=files.get(f"reforms/{number.paper}.yaml", ""),
            redone=redone(papers, number), notes=(number.note or "",),
        )  # fmt: skip
        if against.figure is not None:
            row = today.held(row, against.figure, stated)
        elif against.of is None:
            row = replace(row, claim=Span(), notes=(papers.file.reasons[against.not_ or ""], *row.notes))
        else:
            name = _column(study.library, papers, number)
            if work.row(name) is None:
                row = replace(row, keep=NOT_RUN, notes=(_command(result, papers, number, name), *row.notes))
            else:
                by_share = scale_of(claims, number.id, stated.geography, setting.place, setting.people)
                scale = PER_PERSON if against.of == "hours-per-person" else by_share
                row = _of_work(row, work, name, against.of, scale, stated)
        yield replace(row, notes=(*row.notes, ECHO)) if row.nature == "echoes" else row


def _column(library: Library, papers: Papers, number: Number) -> str:
    """The name of the proposal or package that a number is held against.

    Raises:
        ScenarioError: there is no such proposal or package.
    """
    against, keys = number.against, papers.keys[number.id]
    for key, name, known in (
        ("proposal", against.proposal, tuple(library.proposals)),
        ("package", against.package, tuple(library.packages)),
    ):
        if name is not None and name not in known:
            raise papers.source.error(
                f"there is no such {key}", (*keys, "against", key), found=name, expected=f"a {key} of the scenarios folder",
                nearest=nearest_name(name, known),
            )  # fmt: skip
    return against.proposal or key_of(str(against.package), against.practice)


def _command(result: Result, papers: Papers, number: Number, name: str) -> str:
    """How to get the column that the number is held against."""
    run_by = papers.file.run_by
    study = run_by.proposal if number.against.proposal is not None else run_by.package
    if study == result.study.name:
        return f"not run: the study has no column that runs {name} alone with all staff"
    return f"not run: jobsim run {study}"


def _of_work(row: Row, work: Work, name: str, of: Of, scale: Scale | None, stated: Stated) -> Row:
    """A row held against the work that a column removes."""
    facts = work.rows[name]
    if scale is None:
        return replace(row, claim=Span(), notes=(f"of {stated.geography} only", *row.notes))
    moved = work.moves(name, of)
    removed = work.kept(name, of)
    keep = held(
        row.claim, removed.value, Span(removed.low, removed.high), moved.around(removed.value, work.worth(name, of)),
        scale.factor, scale.span, complete=moved.is_complete,
    )  # fmt: skip
    cut = None
    freed = work.cut(name, of)
    if freed is not None:
        found, splits = freed
        cut = held(
            row.claim, found.value, Span(found.low, found.high), splits, scale.factor, scale.span, complete=False
        )
    nature, what = facts["nature"], facts["of"]
    if facts["kind"] == "package":
        natures = read_natures(work.result.study.root)
        nature = nature_of(natures, "meetings" if of == "meetings" else "hours_asked", "all")
        what = next((each.of.en if each.of else "" for each in natures if each.fits("hours_asked", "all")), "")
    days = facts.get("break_even_days", float("nan")) if of == "money" else float("nan")
    notes = (scale.words, _assumptions(moved), str(facts["note"]))
    return replace(
        row, keep=keep, cut=cut, nature=nature, of=what, of_work=True, break_even_days=days,
        run=tuple(moved.by_group), not_run=moved.missing, notes=(*row.notes, *notes),
    )  # fmt: skip


def _assumptions(moved: Moves) -> str:
    """Which assumptions have been run, and which of them moves the number most."""
    number = len(moved.by_group) + len(moved.missing)
    if not moved.by_group:
        return "assumptions not run"
    words = f"assumptions: {len(moved.by_group)} of {number} groups run"
    return f"{words}, {moved.widest_group} moves it most"
