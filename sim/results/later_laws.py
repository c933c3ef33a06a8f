"""The laws of the library that are later than the baseline's, and the rule sets of a study that are not law."""

from __future__ import annotations

from functools import lru_cache

from sim.files.entry import Title
from sim.files.folder import names_in
from sim.law.compose.library import Library
from sim.law.reading.diff import rules_diff
from sim.report.later_law import LaterLaw
from sim.study.study import Study


def baseline_law(study: Study) -> str:
    """The regime of the baseline on its last day."""
    return study.baseline.rule_sets[-1].regime.regime


@lru_cache(maxsize=8)
def later_laws(library: Library, baseline: str) -> tuple[LaterLaw, ...]:
    """The regimes in force after the baseline's date, in order, with the number of clauses that differ from it.

    Regimes that are not adopted are not among them.
    """
    old = library.rule_set(baseline)
    found = []
    for name in names_in(library.root, "regimes"):
        new = library.rule_set(name)
        expected = bool(new.dated and new.dated[-1].expected)
        if new.regime.in_force > old.regime.in_force and not expected:
            clauses = len(rules_diff(old, new)["changes"])
            found.append(
                LaterLaw(name=name, title=new.regime.title, in_force=new.regime.in_force.isoformat(), clauses=clauses)
            )
    return tuple(sorted(found, key=lambda law: law.in_force))


def cautions(study: Study) -> tuple[Title, ...]:
    """The cautions of the regimes that the study's rule sets rest on, each with the regime's title before it."""
    found: dict[str, Title] = {}
    for column in study.columns:
        for rule_set in column.rule_sets:
            for dated in rule_set.dated:
                if (caution := dated.caution) is not None:
                    title = dated.title
                    found[dated.regime] = Title(en=f"{title.en}: {caution.en}", da=f"{title.da}: {caution.da}")
    return tuple(found.values())
