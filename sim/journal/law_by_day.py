"""The laws of a run as a reader of its log needs them: what clause stands behind a row of a day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.journal.clauses import Clauses

if TYPE_CHECKING:
    from sim.study.setting import Setting

_SECTIONS = ("duties", "procedures", "activities", "certificates", "offers", "prolongations")


def laws_of(setting: Setting) -> list[tuple[int, Setting, Clauses]]:
    """(first day, setting, clauses) of each law in order.

    A clause that a later law no longer has stands there as before it: cases may end by the law under which they began.
    """
    found = [(0, setting, Clauses(setting))]
    for law in setting.later:
        before, regime = found[-1][1].rule_set.regime, law.rule_set.regime
        kept: dict[str, Any] = {name: getattr(before, name) | getattr(regime, name) for name in _SECTIONS}
        rules = replace(law.rule_set, regime=regime.model_copy(update=kept))
        there = setting.under(rules, law.practice)
        found.append((law.day, there, Clauses(there)))
    return found
