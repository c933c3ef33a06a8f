"""The text of the file of a municipality's place, and of its office."""

from __future__ import annotations

from collections.abc import Mapping

from sim.calibration.fit_places import Places
from sim.calibration.municipality import Balance, Stock
from sim.place.people.model import Place

UNEMPLOYED = ("insured", "job-ready", "activity-ready", "education-ready-young", "activity-ready-young")
"""Groups whose offers take the hours of company consultants."""
PERCENT_A_DAY = 6.2 / 14.0
"""Per cent of absence for a sick day: 14.0 days were 6.2 % (Y040)."""
MADE = "Made by `python -m sim.calibration.municipalities`: change that, not this."


EXTRA_PLACES = (
    "  extra:                      # what the municipality does about a long queue",
    '    beyond: {value: 13 weeks, low: 8 weeks, high: 26 weeks, evidence: assumption, source: "no figure; twice the wait of A082"}',
    '    share: {value: 50 %, low: 25 %, high: 100 %, evidence: assumption, source: "no figure; a session of half as many cases again"}',
)


def value(number: float, low: float, high: float, evidence: str, source: str, unit: str = "", digits: int = 1) -> str:
    """The text of a value in a file."""
    span = "" if low == high else f", low: {low:.{digits}f}{unit}, high: {high:.{digits}f}{unit}"
    return f'{{value: {number:.{digits}f}{unit}{span}, evidence: {evidence}, source: "{source}"}}'


def place_text(
    name: str, titles: tuple[str, str], code: str | None, population: float, stocks: Mapping[str, Stock], found: Balance,
    base: Place, places: Places, office: str,
) -> str:  # fmt: skip
    """The file of a place.

    Args:
        titles: in English and Danish.
        code: of the municipality, None for a larger place.
        stocks: by group.
        found: entries, grants and cases for the team.
        base: the fitted place, which the file extends.
        places: weekly places of the rehabilitation team.
        office: name of the office.
    """
    english, danish = titles
    lines = [
        f"# {english}, from published counts (figures/municipal.yaml). {MADE}",
        "# Stocks without a count are shares of the nation's. Entries and grants keep the stocks level.",
        "schema: 1",
        f"place: {name}",
        f'title: {{en: "{english}", da: "{danish}"}}',
        f"extends: {base.place}",
        *([f'area: "{code}"'] if code else []),
        f"office: {office}",
        "population: " + value(population, 0, 0, "statistic", "areas.yaml, FOLK1AM 1 January 2024", digits=0),
        "groups:",
    ]
    for group, stock in stocks.items():
        lines += [f"  {group}:", *_group(stock, found.entries[group], base, group)]
    lines.append("grants:                       # relative to the nation, so that these stocks stay level")
    for procedure, factor in found.grants.items():
        text = value(factor, 0.6 * factor, 1.6 * factor, "fitted", "stock stays level", digits=2)
        lines.append(f"  {procedure}: {text}")
    posts = base.roles["company-consultant"].posts
    offers = sum(stocks[group].number for group in UNEMPLOYED) / sum(
        base.groups[group].stock.value for group in UNEMPLOYED
    )
    of_posts = _share_of(posts.value, posts.low, posts.high, offers)
    return "\n".join(
        [
            *lines,
            "roles:",
            "  company-consultant:",
            "    posts: " + value(*of_posts, "assumption", f"as many per unemployed citizen as {base.place}"),
            "team_places:",
            "  per_week: " + value(*places, "assumption", "as many as expected cases: to be fitted", digits=2),
            "  weekday: tuesday",
            *EXTRA_PLACES,
            "work_without_cases: {}",
            "",
        ]
    )


def office_text(name: str, title: str, days: float) -> str:
    """The file of an office with the absence of a municipality, from sick days in a year."""
    percent = days * PERCENT_A_DAY
    source = f"Y042: {days:g} days in 2022, at 14.0 days = 6.2 % (Y040); all fields of social work"
    return "\n".join(
        [
            f"# Absence of the municipality's social workers. All other keys are those of `standard`. {MADE}",
            "schema: 1",
            f"office: {name}",
            f"title: {{en: Caseworkers in {title}, da: Sagsbehandlere i {title}}}",
            "extends: standard",
            "sickness: " + value(percent, 0.75 * percent, 1.2 * percent, "statistic", source, " %"),
            "",
        ]
    )


def _group(stock: Stock, entries: float, base: Place, group: str) -> list[str]:
    of = base.groups[group].entries
    usual = max(of.value, 1.0)
    low, high = min((of.low or 0.0) / usual, 1.0), max((of.high or 0.0) / usual, 1.0)
    number, grade = stock.number, "unknown" if stock.evidence == "unknown" else "fitted"
    source = f"as many as leave, at the moves per citizen of {base.place} and the levels of own runs"
    return [
        "    stock: " + value(number, number * stock.low, number * stock.high, stock.evidence, stock.source),
        "    entries: " + value(entries, entries * low, entries * high + 1, grade, source),
    ]


def _share_of(number: float, low: float | None, high: float | None, share: float) -> tuple[float, float, float]:
    """A number and its range times a share, in tenths: a tenth at least, and a range of a tenth at least."""
    tenths = [max(round(10 * end * share), 1) for end in (number, low or number, high or number)]
    return tenths[0] / 10, min(tenths[1], max(tenths[0] - 1, 1)) / 10, max(tenths[2], tenths[0] + 1) / 10
