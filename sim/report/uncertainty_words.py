"""The findings of an uncertainty analysis in sentences. The manifest has one place."""

from __future__ import annotations

from sim.files.entry import Lang, Title
from sim.report.captions import row_label
from sim.report.manifest import Manifest
from sim.report.summary import Line
from sim.report.uncertainty_record import (
    BothRecord,
    ClaimRecord,
    FactorRecord,
    LimitRecord,
    OfHeadline,
    ShareRecord,
    UncertaintyRecord,
)
from sim.report.words import (
    column_label,
    decimals_for,
    difference_parts,
    in_millions,
    label,
    number,
    phrase,
    quantity,
    shown,
)

LEAST_POINTS = 100
"""Fewer samples give no shares (:data:`sim.results.uncertainty.surface.LEAST_POINTS`)."""
NOISE = 0.1
"""From this share of chance on, the text of a claim says that samples near the threshold may stand on the wrong side."""
EXACT = 1e-9
MISSED = 3.0
"""No exception in n samples: with 95 % confidence there is one in at most 3 / n (the rule of three)."""


def known(manifest: Manifest) -> UncertaintyRecord:
    """The record of a manifest that has one."""
    assert manifest.uncertainty is not None
    return manifest.uncertainty


def name_of(each: OfHeadline, lang: Lang, manifest: Manifest) -> str:
    """The words of a headline."""
    return row_label(each.measure, each.activity, each.need, lang, manifest)


def titles(record: UncertaintyRecord) -> dict[str, FactorRecord]:
    """The factors by name."""
    return {factor.name: factor for factor in record.factors}


def leading_key(record: UncertaintyRecord) -> tuple[str, str, str] | None:
    """The headline whose shares lead: that of the claim; None without a claim."""
    return record.claims[0].key if record.claims else None


def leading_shares(record: UncertaintyRecord) -> list[ShareRecord]:
    """The shares of the leading headline: factors by size, then grades by size, then products, chance and the rest."""
    order = ("factor", "grade", "products", "chance", "rest")
    rows = [each for each in record.shares if each.key == leading_key(record)]
    return sorted(rows, key=lambda each: (order.index(each.kind), -(each.total or 0.0)))


def title_of(share: ShareRecord, record: UncertaintyRecord, lang: Lang) -> str:
    """The words of a part of the variance."""
    if share.kind == "factor":
        return titles(record)[share.name].title.of(lang)
    if share.kind == "grade":
        return phrase("u_by_grade", lang, grade=label("grade", share.name, lang))
    return phrase(f"u_{share.kind}", lang)


def percent(share: float | None, lang: Lang) -> str:
    """A share in percent, without the sign."""
    return "–" if share is None else number(100 * share, lang, 0 if abs(share) >= 0.1 or share == 0 else 1)


def note(manifest: Manifest, lang: Lang = "en") -> str:
    """What was sampled and how both intervals are to be read. Empty without a record."""
    record = manifest.uncertainty
    if record is None:
        return ""
    text = phrase(
        "u_note", lang, samples=record.samples, values=number(record.values, lang, 0), all=number(record.in_all, lang, 0),
        factors=len(record.factors), unranged=record.without_range, apart=record.apart,
        level=95 if record.samples >= FULL else round(100 * (record.samples - 1) / (record.samples + 1)),
        column=column_label(record.column, lang, manifest),
    )  # fmt: skip
    if record.not_chosen:
        text += " " + phrase("u_not_chosen", lang, count=record.not_chosen)
    choices = [factor.title.of(lang) for factor in record.factors if factor.choice]
    if choices:
        text += " " + phrase("u_choices", lang, titles=phrase("u_and", lang).join(choices))
    if record.samples < FULL:
        text += " " + phrase("u_few", lang, samples=record.samples)
    if record.samples < LEAST_POINTS:
        text += " " + phrase("u_no_shares", lang, samples=record.samples, least=LEAST_POINTS)
    return text


FULL = 39
"""From so many samples on, the interval by assumptions is the middle 95 %."""


def least_text(record: UncertaintyRecord, lang: Lang) -> str:
    """How large a share must be to be distinguished. Empty if no share was estimated."""
    if record.least_share is None:
        return ""
    return phrase("u_least", lang, percent=number(max(100 * record.least_share, 0.1), lang, 1))


def parts(each: BothRecord, lang: Lang) -> tuple[str, str, str, str]:
    """A headline as it is, its interval by chance, that by assumptions, and the mean of the samples, all in one unit."""
    nan = float("nan")
    low, high = (nan if end is None else end for end in (each.chance_low, each.chance_high))
    central, chance = difference_parts(each.central, low, high, each.unit, lang)
    mean, assumed = difference_parts(each.mean, each.low, each.high, each.unit, lang)
    return central, chance or "–", assumed or mean, mean


def claim_words(claim: ClaimRecord, lang: Lang, manifest: Manifest) -> str:
    """The claim in words."""
    threshold = quantity(claim.threshold, claim.unit, lang, signed=True)
    key = "u_claim_more" if claim.more else "u_claim_less"
    return phrase(key, lang, name=name_of(claim, lang, manifest), threshold=threshold)


def claim_lines(manifest: Manifest, lang: Lang = "en") -> list[Line]:
    """Where the claim holds, as sentences. Empty without a record."""
    if manifest.uncertainty is None:
        return []
    return [
        Line(phrase("u_where_head", lang), claim_text(each, manifest, lang)) for each in manifest.uncertainty.claims
    ]


def claim_text(claim: ClaimRecord, manifest: Manifest, lang: Lang) -> str:
    """Where a claim holds, in words."""
    words = claim_words(claim, lang, manifest)
    most = number(100 * MISSED / claim.samples, lang, 1)
    if claim.verdict != "box":
        key = {"everywhere": "u_everywhere", "nowhere": "u_nowhere", "no box": "u_no_box", "too few": "u_too_few"}
        return phrase(key[claim.verdict], lang, claim=words, samples=claim.samples, met=claim.met, most=most)
    limits = phrase("u_and", lang).join(limit_text(limit, lang) for limit in claim.limits)
    text = phrase(
        "u_box", lang, claim=words, met=claim.met, samples=claim.samples, limits=limits, inside=claim.inside,
        density=percent(claim.density, lang), held_out=percent(claim.density_held_out, lang),
        outside=percent(claim.density_outside, lang), coverage=percent(claim.coverage, lang),
        chance=percent(claim.chance, lang),
    )  # fmt: skip
    if claim.chance_share is not None and claim.chance_share > NOISE:
        text += " " + phrase("u_box_noise", lang, percent=percent(claim.chance_share, lang))
    return text


def limit_text(limit: LimitRecord, lang: Lang) -> str:
    """A side of a box in words."""
    low, high = (end_text(end, limit.unit, lang) for end in (limit.low_number, limit.high_number))
    key = "u_between" if low and high else "u_above" if low else "u_below"
    return phrase(key, lang, title=limit.title.of(lang), low=low, high=high)


def end_text(end: float | None, unit: str, lang: Lang) -> str:
    """A number of a limit with its unit; empty for no limit."""
    if end is None:
        return ""
    shown_end = shown(end, unit)
    places = next((places for places in (0, 1, 2) if abs(shown_end - round(shown_end, places)) < EXACT), 3)
    return phrase(f"u_unit_{unit.replace(' ', '_')}", lang, number=number(shown_end, lang, places))


def worth_note(manifest: Manifest, lang: Lang = "en") -> str:
    """What the worth of knowing a factor means here. Empty without any."""
    record = manifest.uncertainty
    if record is None or not record.worth or not record.claims:
        return ""
    claim = record.claims[0]
    words = claim_words(claim, lang, manifest)
    if all(each.worth == 0 for each in record.worth):
        return phrase("u_worth_none", lang, claim=words)
    value = record.all_known[0][1] if record.all_known else 0.0
    scale = 1e-6 if in_millions(claim.unit, value) else 1.0
    million = {"en": "million ", "da": "mio. "}[lang] if scale != 1 else ""
    text = number(value * scale, lang, 1 if scale != 1 else decimals_for(value, unit=claim.unit))
    return phrase("u_worth_note", lang, claim=words, all=text, unit=million + label("unit", claim.unit, lang))


def measured_by(factor: FactorRecord, lang: Lang) -> str:
    """What would measure the values of a factor."""
    return "; ".join(factor.measured_by) or phrase("u_own_count", lang)


__all__ = [
    "Title",
    "claim_lines",
    "claim_text",
    "known",
    "leading_shares",
    "measured_by",
    "note",
    "parts",
    "worth_note",
]
