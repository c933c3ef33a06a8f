"""Conformance: a run keeps the order of steps, and a log in which a rule is broken by hand says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sim.conformance.conformance import Conformance, conformance
from sim.conformance.deadlines import DEADLINE
from sim.conformance.order import order
from sim.engine import Log, run
from sim.study.read_setting import setting_of
from sim.study.setting import Setting
from sim.world.build import build_world
from sim.world.log import RowKind
from tests.measures.tiny import SICK, Book

NOTICE = 21


@pytest.fixture(scope="module")
def setting() -> Setting:
    return setting_of("samsoe", "current", "baseline", date(2024, 1, 1), 550, 1)


@pytest.fixture(scope="module")
def log(setting: Setting) -> Log:
    return run(build_world(setting, 1))


@pytest.fixture(scope="module")
def found(log: Log, setting: Setting) -> Conformance:
    return conformance(log, setting, 180, 540)


def test_a_run_keeps_the_order_of_steps(found: Conformance) -> None:
    assert found.errors == ()
    assert all(each.cases > 0 for each in found.findings if each.sort != DEADLINE)


def test_broken_deadlines_are_the_breaches_of_the_window(found: Conformance, log: Log) -> None:
    """A breach of a deadline of the window is written on the day after it, and counted once."""
    breaches = log.table(RowKind.BREACH)
    due = breaches["due"]
    inside = (due >= 180) & (due <= 540)
    terms = log.table(RowKind.TERM)
    keys = set(terms[["citizen", "spell", "duty", "due"]].tolist())
    known = np.array([key in keys for key in breaches[["citizen", "spell", "duty", "due"]].tolist()])
    assert sum(each.broken for each in found.findings if each.sort == DEADLINE) == (inside & known).sum() > 0


def test_a_deadline_names_its_clause(found: Conformance) -> None:
    assert all(each.law for each in found.findings if each.sort == DEADLINE)


def case(*steps: tuple[RowKind, int], session: int = 28) -> Log:
    """One case of one citizen: rows on days."""
    book = Book(90)
    book.arrive(0, 0, SICK)
    for kind, day in steps:
        extra = {"extra": session} if kind in {RowKind.PLACE, RowKind.FREE} else {}
        book.row(kind, day, citizen=0, procedure=0, serial=0, form=0, **extra)
    return book.log()


WHOLE = (
    (RowKind.START, 1), (RowKind.ORDER, 1), (RowKind.DELIVER, 4), (RowKind.READY, 5), (RowKind.PLACE, 7), (RowKind.HEARING, 28),
    (RowKind.DECIDE, 30),
)  # fmt: skip


def broken(log: Log) -> list[str]:
    return [each.rule for each in order(log, NOTICE) if each.broken]


def without(kind: RowKind) -> tuple[tuple[RowKind, int], ...]:
    return tuple(step for step in WHOLE if step[0] is not kind)


def test_a_whole_case_breaks_nothing() -> None:
    assert broken(case(*WHOLE)) == []


@pytest.mark.parametrize(
    ("log", "rule"),
    [
        (case((RowKind.DECIDE, 0), *WHOLE), "a step of a procedure comes after its start"),
        (case(*without(RowKind.ORDER)), "a certificate is delivered after it was ordered"),
        (case(*without(RowKind.DELIVER)), "no case goes to the team while a certificate is outstanding"),
        (case(*without(RowKind.READY)), "a place on the agenda is given to a case that is ready"),
        (case(*WHOLE, session=27), "a hearing is on the day of the session of its place"),
        (case(*without(RowKind.HEARING)), "no decision is made while the team has the case"),
    ],
)
def test_a_broken_order_is_found(log: Log, rule: str) -> None:
    assert rule in broken(log)


def test_a_place_within_the_notice_is_found() -> None:
    steps = tuple((kind, 8 if kind is RowKind.PLACE else day) for kind, day in WHOLE)
    assert broken(case(*steps)) == ["between place and hearing lies the notice"]


def test_a_breach_without_a_deadline_is_an_error(log: Log, setting: Setting) -> None:
    rows = log.rows.copy()
    at = int(np.flatnonzero(rows["kind"] == int(RowKind.BREACH))[0])
    rows["due"][at] += 10_000  # a deadline that nobody had, and that has not passed
    wrong = conformance(replace(log, rows=rows), setting, 180, 540)
    assert [each.sort for each in wrong.errors]
