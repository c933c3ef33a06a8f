"""The answer to each item of a guideline: generated from the manifest, written by a person, or missing."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

from sim.files.entry import Lang
from sim.files.localised import quantity
from sim.report.check_table import check_line
from sim.report.guidelines.item import Guideline, Item, items
from sim.report.law_notes import day_of
from sim.report.manifest import Manifest
from sim.report.study_argument import argument
from sim.report.words import column_label, effects_text, label, number, phrase


@dataclass(frozen=True)
class Answer:
    """The answer to one item in one language.

    Attributes:
        text: all that is answered; empty if nothing is.
        missing: what is not, each with what to do; empty if the item is complete.
    """

    item: Item
    title: str
    text: str
    missing: tuple[str, ...]
    see: tuple[str, ...]


def answers(guideline: Guideline, manifest: Manifest, lang: Lang) -> list[Answer]:
    """The answer to every item of a guideline, in its own order."""
    blanks = _blanks(manifest, lang)
    return [_answer(item, manifest, blanks, lang) for item in items(guideline)]


def _answer(item: Item, manifest: Manifest, blanks: dict[str, str], lang: Lang) -> Answer:
    written = [manifest.statement[key].of(lang).strip() for key in item.write if key in manifest.statement]
    missing = [
        phrase("guide_write", lang, name=key, what=phrase(f"guide_{key}", lang), study=manifest.study)
        for key in item.write
        if key not in manifest.statement
    ]
    lacking = [name for name in item.needs if not attrgetter(name)(manifest)]
    named = {**blanks, "study": argument(manifest)}
    do = item.do.format(**named) if item.do else phrase("guide_run", lang, study=argument(manifest))
    missing += [phrase("guide_needs", lang, do=do)] if lacking else []
    generated = item.answer[lang].format(**blanks).strip() if item.answer and not lacking else ""
    see = tuple(place.format(**named) for place in item.see)
    return Answer(
        item, item.title[lang], " ".join([*written, *([generated] if generated else [])]), tuple(missing), see
    )


def _blanks(manifest: Manifest, lang: Lang) -> dict[str, str]:
    """What the answers' blanks are filled with."""
    grades = [each.evidence for each in manifest.assumptions]
    inside, outside = (sum(getattr(each, side) for each in manifest.figures) for side in ("inside", "outside"))
    teams = {(check.place, check.name) for check in manifest.checks if check.kind == "little"}
    numbers = {
        "values": manifest.values_in_all, "assumptions": len(grades), "unknown": grades.count("unknown"), "fitted": grades.count("fitted"),
        "clauses": len({row.clause for row in manifest.rule_changes}), "groups": len({row.group for row in manifest.growth}),
        "activities": len(manifest.labels.get("activity", {})), "duties": len(manifest.labels.get("duty", {})),
        "teams": len(teams), "works": len(manifest.bibliography.works),
        "codes": len(manifest.bibliography.codes), "replications": manifest.replications, "confidence": 100 * manifest.confidence,
        "runs": len(manifest.runs), "seconds": sum(float(run.seconds) for run in manifest.runs), "inside": inside, "outside": outside,
        "compared": inside + outside,
    }  # fmt: skip
    words = {
        "columns": "; ".join(column_label(column.name, lang, manifest) for column in manifest.columns),
        "law": day_of(manifest.baseline_law, lang) if manifest.baseline_law else "–",
        "warm_up": quantity(manifest.warm_up, lang), "measured": quantity(manifest.measured, lang),
        "follow_up": quantity(manifest.follow_up, lang), "start": day_of(manifest.start, lang), "seed": str(manifest.seed),
        "versions": ", ".join(f"{name} {version}" for name, version in manifest.versions.items()),
        "version": manifest.versions.get("jobsim", "–"), "hash": manifest.run_hash_short(), "study": manifest.study,
        "posts": number(sum(each.posts for each in manifest.staff), lang, 1), "effects": effects_text(manifest, lang),
        "places": ", ".join(label("place", place, lang, manifest) for place in manifest.places),
        "checks": check_line(manifest, lang) if manifest.checks else "",
        "drift": _drift(manifest, lang), "censored": _censored(manifest, lang),
    }  # fmt: skip
    return {name: number(float(value), lang, 0) for name, value in numbers.items()} | words


def _drift(manifest: Manifest, lang: Lang) -> str:
    """How many stocks still move over the window."""
    known = [check for check in manifest.checks if check.kind == "drift"]
    moving = sum(not check.holds for check in known)
    return phrase("guide_drift", lang, moving=moving, of=len(known)) if known else ""


def _censored(manifest: Manifest, lang: Lang) -> str:
    """The largest share of a wait that the end of the log cuts off."""
    shares = [check.gap for check in manifest.checks if check.kind == "censored"]
    return phrase("guide_censored", lang, percent=number(100 * max(shares), lang, 2)) if shares else ""
