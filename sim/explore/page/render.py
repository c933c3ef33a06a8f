"""The page and its parts as HTML text. Every text is escaped by the templates."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from sim.explore.catalogue import WIDTHS, Catalogue
from sim.explore.choice import Choice
from sim.explore.comparing import Standing
from sim.explore.draft import MOST, PILOT, Draft, number_of, rules_of
from sim.explore.findings import Findings
from sim.explore.page.clauses import clause_rows, values_set
from sim.explore.page.four import EDGE, HIGH, WIDE, Card, cards
from sim.explore.page.sections import sections
from sim.explore.page.words import amount, error_lines, limit, say
from sim.files.entry import Lang
from sim.report.citation import plain
from sim.report.law_notes import law_notes
from sim.report.words import number
from sim.study.values import values_of

HERE = "sim.explore.page"
OTHER: dict[Lang, Lang] = {"en": "da", "da": "en"}
SCRIPT, TABLES = "explore.js", "tables.js"
STYLE = "explore.css"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=ChoiceLoader([PackageLoader(HERE), PackageLoader("sim.report")]), autoescape=True,
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def filled(name: str, lang: Lang, **values: Any) -> str:
    """A template with its values. Text is escaped, and an unknown name is an error."""

    def words(key: str, **blanks: object) -> str:
        return say(key, lang, **blanks)

    return _environment().get_template(name).render(t=words, lang=lang, **values)


def style() -> str:
    """The style of the report, and then the page's own."""
    report = (files("sim.report") / "templates" / "style.html").read_text(encoding="utf-8")
    own = (files(HERE) / "static" / STYLE).read_text(encoding="utf-8")
    return re.sub(r"</?style>", "", report) + own


def script(name: str) -> str:
    """One of the page's modules: :data:`SCRIPT` or :data:`TABLES`."""
    return (files(HERE) / "static" / name).read_text(encoding="utf-8")


def page(catalogue: Catalogue, choice: Choice, lang: Lang, *, odd: Exception | None = None, citizen: str = "") -> str:
    """The whole page with a choice filled in.

    Args:
        odd: what the address has that the page does not understand.
    """
    base = catalogue.study(choice.study)
    plain = base.baseline
    known = {None: (values := values_of(base)), "variants": values}
    groups = [
        (name, group, number_of(group, known[group.only]), dict(choice.values).get(name, ""))
        for name, group in catalogue.assumptions.items()
    ]
    return filled(
        "page.html", lang, catalogue=catalogue, choice=choice, rules=rules_of(choice, catalogue), other=OTHER[lang], groups=groups,
        widths=WIDTHS,
        baseline_rules=_title(catalogue.laws, plain.rules, lang), baseline_practice=_title(catalogue.practices, plain.practice, lang),
        odd=error_lines(odd, lang) if odd is not None else [], citizen=citizen, amount=amount, limit=limit,
    )  # fmt: skip


def _title(titles: Any, name: str, lang: Lang) -> str:
    return titles[name].of(lang) if name in titles else name


def clauses(catalogue: Catalogue, draft: Draft, lang: Lang) -> str:
    """What differs from the baseline, clause by clause."""
    rows = clause_rows(draft, lang)
    return filled("clauses.html", lang, rows=rows, values=values_set(draft.choice, catalogue, lang))


def refusal(error: Exception, lang: Lang) -> str:
    """Why a choice cannot be run."""
    return filled("refusal.html", lang, lines=error_lines(error, lang))


def nothing_differs(lang: Lang) -> str:
    """The choice is the baseline."""
    return filled("nothing.html", lang)


def result(catalogue: Catalogue, draft: Draft, findings: Findings, lang: Lang) -> str:
    """The four numbers, the tables, and how to cite them."""
    return filled("result.html", lang, **_of_result(catalogue, draft, findings, lang))


def snapshot(catalogue: Catalogue, draft: Draft, findings: Findings, standing: Standing, lang: Lang) -> str:
    """One HTML file of the present result. It needs no program."""
    return filled(
        "snapshot.html", lang, title=draft.study.title.of(lang), style=style(), script=script(TABLES),
        draft=draft, planned=standing.planned,
        rows=clause_rows(draft, lang), law=law_notes(findings.manifest, lang), place=draft.study.baseline.first.place.title.of(lang),
        **_of_result(catalogue, draft, findings, lang),
    )  # fmt: skip


def _of_result(catalogue: Catalogue, draft: Draft, findings: Findings, lang: Lang) -> dict[str, Any]:
    four = cards(findings, len(catalogue.assumptions), lang)
    not_met = [record.measure for record in findings.precision if not record.met]
    return {
        "cards": four, "wide": WIDE, "high": HIGH, "edge": EDGE, "pairs": findings.pairs, "pilot": PILOT, "most": MOST,
        "finished": bool(findings.precision), "not_met": "; ".join(card.title for card in four if card.name in not_met),
        "level": number(100 * findings.manifest.confidence, lang, 0), "sections": sections(findings, lang),
        "values": values_set(draft.choice, catalogue, lang), "citation": plain(findings.manifest, lang),
    }  # fmt: skip


def said(findings: Findings, lang: Lang) -> str:
    """The four numbers in one sentence, for a screen reader."""
    parts = [_spoken(card) for card in cards(findings, 1, lang)]
    return say("explore_said", lang, pairs=findings.pairs, numbers=" ".join(parts))


def _spoken(card: Card) -> str:
    return f"{card.title}: {card.change} {card.unit}, {card.words}."


def progress(standing: Standing, lang: Lang) -> str:
    """The line that says what a comparison has reached."""
    left = "" if standing.left is None else say("explore_left", lang, seconds=max(round(standing.left), 1))
    texts: dict[str, Callable[[], str]] = {
        "waiting": lambda: say("explore_waiting", lang),
        "pairs": lambda: say(
            "explore_pairs" if standing.fixed else "explore_pilot", lang, count=0, pairs=standing.pairs,
            planned=standing.planned, left=left,
        )
        + ("" if standing.pairs else f" {say('explore_opening', lang)}"),
        "assumptions": lambda: say("explore_testing", lang, done=standing.done, total=standing.total, left=left),
        "done": lambda: say(
            "explore_done" if standing.made else "explore_done_stored", lang, pairs=standing.pairs
        ),
        "stopped": lambda: say("explore_stopped", lang, pairs=standing.pairs),
        "failed": lambda: say("explore_failed", lang),
    }  # fmt: skip
    return texts[standing.stage]()


def plain_page(lang: Lang, heading: str, text: str) -> str:
    """A short page without anything of the model: a wrong address, a refused request."""
    return filled("plain.html", lang, heading=heading, text=text)
