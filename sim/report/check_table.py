"""The checks of the runs as a table, and the differing clauses of the rules."""

from __future__ import annotations

import json
from typing import Any

from sim.files.entry import Lang
from sim.law.reading.in_words import clause_words, content
from sim.law.reading.references import law_words
from sim.report.check_record import CheckRecord
from sim.report.manifest import Manifest
from sim.report.rule_change import RuleChange
from sim.report.table import Cell, Head, Table
from sim.report.words import column_label, label, number, phrase, rule_set_label

EXACT = 1e-6
"""A limit below this is rounding: nothing may be lost at all."""


def check_table(manifest: Manifest, lang: Lang) -> Table | None:
    """A row for each check of the place; None if the result has none."""
    if not manifest.checks:
        return None
    keys = ("check", "check_of", "check_left", "check_right", "check_gap", "check_limit", "check_holds", "check_column")
    heads = [
        Head(phrase(key, lang), number=key in {"check_left", "check_right", "check_gap", "check_limit"}) for key in keys
    ]
    return Table("checks", heads, [_row(check, manifest, lang) for check in manifest.checks])


def check_line(manifest: Manifest, lang: Lang) -> str:
    """How many checks hold, and the names of those that do not."""
    failed = [check for check in manifest.checks if not check.holds]
    counted = {"held": len(manifest.checks) - len(failed), "of": len(manifest.checks)}
    if not failed:
        return phrase("check_all", lang, **counted)
    names = "; ".join(f"{phrase(f'check_{each.kind}', lang)}: {_name(each, manifest, lang)}" for each in failed)
    return phrase("check_some", lang, names=names, **counted)


def _row(check: CheckRecord, manifest: Manifest, lang: Lang) -> list[Cell]:
    one = check.kind == "drift"
    return [
        Cell(phrase(f"check_{check.kind}", lang)),
        Cell(_name(check, manifest, lang)),
        Cell(number(check.left, lang), check.left),
        Cell("–", quiet=True) if one else Cell(number(check.right, lang), check.right),
        Cell(_percent(check.gap, lang), 100 * check.gap),
        Cell(phrase("check_exact", lang) if check.limit < EXACT else _percent(check.limit, lang), 100 * check.limit),
        Cell(phrase("check_yes" if check.holds else "check_no", lang)),
        Cell(column_label(check.column, lang, manifest)),
    ]


def _percent(share: float, lang: Lang) -> str:
    return f"{number(100 * share, lang, 2)} %"


def _name(check: CheckRecord, manifest: Manifest, lang: Lang) -> str:
    kind = {"censored": "measure", "drift": "group", "citizens": "group"}.get(check.kind, "team")
    whole = phrase("check_every_group" if kind == "group" else "check_whole", lang)
    return whole if check.name == "all" else label(kind, check.name, lang, manifest)


def rules_table(manifest: Manifest, lang: Lang) -> Table | None:
    """A row for each clause of a rule set that differs from the baseline's; None without any."""
    if not manifest.rule_changes:
        return None
    heads = [
        Head(phrase(key, lang)) for key in ("rule_clause", "rule_set", "rule_law", "rule_old", "rule_new", "rule_by")
    ]
    return Table("rules", heads, [_clause(row, manifest, lang) for row in manifest.rule_changes])


def _clause(row: RuleChange, manifest: Manifest, lang: Lang) -> list[Cell]:
    return [
        Cell(clause_words(row.clause, lang, manifest.labels), detail=row.clause, code="detail"),
        Cell(rule_set_label(row.rules, lang, manifest)),
        Cell(law_words(row.law, lang)),
        *(Cell(content(_read(text), lang, manifest.labels)) for text in (row.old, row.new)),
        Cell(", ".join(row.reforms)),
    ]


def _read(text: str) -> Any:
    """A value of the manifest: none, a word or quantity, or a list or an entry in JSON."""
    return json.loads(text) if text[:1] in {"[", "{"} else text or None
