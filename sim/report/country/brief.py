"""The first screen of a study of a list: the sums over the places in the words of one place's page, with posts and money."""

from __future__ import annotations

from sim.files.entry import Lang
from sim.report import brief
from sim.report.country.record import CountryTables
from sim.report.country.tables import ends
from sim.report.manifest import Manifest
from sim.report.words import number, phrase

MILLION = 1e6


def country_brief(country: CountryTables, manifest: Manifest, lang: Lang) -> brief.Brief | None:
    """The first screen about the first column that keeps all staff; None if the study has no such column."""
    sums = country.over_places
    kept = [name for name in dict.fromkeys(sums["variant"]) if not manifest.column(str(name)).cut]
    if not kept:
        return None
    rows = sums[sums["variant"] == kept[0]].rename(
        columns={"variant": "column", "baseline": "baseline_mean", "after": "variant_mean"}
    )
    rows = rows.assign(need="all", confidence=manifest.confidence, pairs=manifest.replications)
    interval = phrase("brief_interval_places", lang, level=number(100 * manifest.confidence, lang, 0))
    return brief.brief(rows, manifest, lang, interval, _money(country, str(kept[0]), lang))


def _money(country: CountryTables, column: str, lang: Lang) -> str:
    """The net posts of a column, and what benefits and activation cost all payers together; empty if a table has no such row."""
    posts, money = country.posts_over_places, country.money_by_payer
    net = posts[(posts["column"] == column) & (posts["answer"] == "net")]
    paid = money[
        (money["variant"] == column) & (money["use"] == "keep") & (money["payer"] == "total")
        & (money["kind"] == "all")
    ]  # fmt: skip
    if net.empty or paid.empty:
        return ""
    free, total = net.iloc[0], paid.iloc[0]
    posts_ends = ends(float(free["low"]), float(free["high"]), lang, 0, signed=False)
    money_ends = ends(float(total["low"]) / MILLION, float(total["high"]) / MILLION, lang, 0)
    return phrase(
        "brief_money", lang, posts=number(float(free["posts"]), lang, 0), range=f" ({posts_ends})" if posts_ends else "",
        of=number(float(free["staff"]), lang, 0), change=number(float(total["difference"]) / MILLION, lang, 0, signed=True),
        ends=f" ({money_ends})" if money_ends else "",
    )  # fmt: skip
