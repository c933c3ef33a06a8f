"""The treatment of running cases when the law changes, by amendments written by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from sim.law.compose.transition import running, running_procedures


def rules(*amendments: tuple[str, str], uses: dict[str, tuple[str | None, ...]] | None = None) -> Any:
    """A rule set with amendments (path, treatment), and procedures by the procedures that their steps use."""
    made = [SimpleNamespace(regime="later", path=path, running=word) for path, word in amendments]
    procedures = {
        name: SimpleNamespace(steps=[SimpleNamespace(use=each) for each in used]) for name, used in (uses or {}).items()
    }
    return SimpleNamespace(amendments=made, regime=SimpleNamespace(procedures=procedures))


def test_of_the_changes_of_one_duty_the_strongest_protection_applies() -> None:
    new = rules(
        ("duties.contact.due", "next-switch"), ("duties.contact.meetings", "keep"), ("duties.contact.deadline", "move"),
        ("duties.plan.active", "next-switch"), ("duties.offer.due", "move"), ("procedures.course.steps.2", "keep"),
    )  # fmt: skip
    assert running(rules(), new, "duties") == {"contact": "keep", "plan": "next-switch"}
    assert running(rules(), new, "procedures") == {"course": "keep"}


def test_a_change_applies_in_both_directions() -> None:
    new = rules(("duties.contact.due", "keep"), ("duties.plan.active", "next-switch"))
    assert (
        running(new, rules(), "duties") == running(rules(), new, "duties") == {"contact": "keep", "plan": "next-switch"}
    )


def test_a_change_that_both_laws_have_is_none() -> None:
    old = rules(("duties.contact.due", "keep"))
    new = rules(("duties.contact.due", "keep"), ("duties.plan.active", "keep"))
    assert running(old, new, "duties") == {"plan": "keep"}
    assert running(new, new, "duties") == {}


def test_a_procedure_follows_the_changes_of_those_that_it_uses() -> None:
    """The stronger protection of the two applies. What neither changes moves at once."""
    uses: dict[str, tuple[str | None, ...]] = {
        "shared": (None,), "weak": ("shared",), "strong": (None, "shared"), "other": (None,),
    }  # fmt: skip
    new = rules(("procedures.shared.steps.0", "next-switch"), ("procedures.strong.steps.1", "keep"), uses=uses)
    expected = {"shared": "next-switch", "weak": "next-switch", "strong": "keep"}
    assert running_procedures(rules(uses=uses), new) == expected
