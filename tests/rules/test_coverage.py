"""Every clause of the law that binds has a case, or a reason why none can be written."""

from __future__ import annotations

from tests.rules.coverage import LeftOut, cases_by_clause, clauses

RULES = {clause: says for section in clauses().values() for clause, says in section.items()}


def test_every_clause_that_binds_has_a_case() -> None:
    bind = {clause for clause, says in RULES.items() if not isinstance(says, LeftOut)}
    assert sorted(bind - cases_by_clause().keys()) == []


def test_no_case_is_about_a_clause_that_is_unknown_or_left_out() -> None:
    left_out = {clause for clause, says in RULES.items() if isinstance(says, LeftOut)}
    assert sorted(cases_by_clause().keys() - (RULES.keys() - left_out)) == []


def test_no_clause_stands_in_two_sections() -> None:
    assert sum(len(section) for section in clauses().values()) == len(RULES)
