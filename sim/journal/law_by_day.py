"""The laws of a run in order of their days, to find the clause behind a row of the log."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.journal.clauses import Clauses

if TYPE_CHECKING:
    from sim.files.entry import Lang
    from sim.study.setting import Setting

_SECTIONS = ("duties", "procedures", "activities", "certificates", "offers", "prolongations")


def laws_of(setting: Setting, lang: Lang = "en") -> list[tuple[int, Setting, Clauses]]:
    """(first day, setting, clauses) of each law in order.

    Later laws keep the clauses that they repeal, because running cases may end by the law under which they began. The
    clauses are in the language ``lang``.
    """
    laws = [(0, setting, Clauses(setting, lang))]
    for law in setting.later:
        before, regime = laws[-1][1].rule_set.regime, law.rule_set.regime
        kept: dict[str, Any] = {name: getattr(before, name) | getattr(regime, name) for name in _SECTIONS}
        rules = replace(law.rule_set, regime=regime.model_copy(update=kept))
        later = setting.under(rules, law.practice)
        laws.append((law.day, later, Clauses(later, lang)))
    return laws
