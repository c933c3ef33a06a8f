"""Write a place for every municipality, the regions, the six cities and the country from published counts.

``python -m sim.calibration.municipalities`` runs the fitted place twice, as :mod:`sim.calibration.fit_flows` does, and takes
the moves per citizen from it. Then it writes ``scenarios/places/`` and ``scenarios/office/`` anew. The fitted place itself
keeps its file. Then it runs every written place, and fits the weekly places of its rehabilitation team to the cases of these
runs (:mod:`sim.calibration.team_queue`). Then it runs every place once more, brings back the stocks that settle beside their
counts (:mod:`sim.calibration.levels`), and fits the teams again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.calibration.fit_flows import DAYS, SEED, START
from sim.calibration.fit_places import Places, write
from sim.calibration.levels import SMALLEST, Split, deviations, factors, level, own_split
from sim.calibration.municipality import (
    CLARIFICATION,
    FLEXJOB,
    SICK,
    SPLIT,
    Balance,
    Nation,
    Stock,
    balance,
    settled,
    stocks_of,
)
from sim.calibration.place_text import office_text, place_text
from sim.calibration.rates import Rates
from sim.calibration.team_queue import OF_MEMBERS, OWN_CASES, fitted, of_several
from sim.data.area import Municipality, read_areas
from sim.data.rewrite import write_all
from sim.engine import run
from sim.figures.municipal import Counts, read_municipal
from sim.files.paths import scenarios_dir
from sim.files.quantity import YEAR_DAYS, Number
from sim.place.people.leavers import expected_returns, per_year
from sim.place.people.model import Place
from sim.study.read_setting import setting_of
from sim.study.setting import Setting
from sim.world.build import build_world

BASE = "aalborg"
DRIFT = (0.05, 0.1)
"""Growth a year of a stock, and of flex jobs, above which the command names it. Flex jobs grow in the nation too."""
SIX_CITIES = ("København", "Aarhus", "Odense", "Aalborg", "Esbjerg", "Randers")
Larger = tuple[str, tuple[str, str], list[str]]
"""A place that is several municipalities: its name, its titles, and their codes."""
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa", " ": "-"})


def slug(name: str) -> str:
    """``Høje-Taastrup`` -> ``hoeje-taastrup``."""
    return name.translate(_LETTERS).lower()


def together(places: Sequence[Mapping[str, Stock]]) -> dict[str, Stock]:
    """The stocks of several municipalities, with the widest grade and the range of the sum."""
    summed = {}
    for group, first in places[0].items():
        numbers = [stocks[group] for stocks in places]
        total = sum(stock.number for stock in numbers)
        grades = {stock.evidence for stock in numbers}
        summed[group] = first._replace(
            number=total,
            low=sum(stock.number * stock.low for stock in numbers) / total,
            high=sum(stock.number * stock.high for stock in numbers) / total,
            evidence="statistic" if grades == {"statistic"} else next(iter(grades - {"statistic"})),
        )
    return summed


def mean_rates(setting: Setting, replications: int = 2) -> Rates:
    """The mean numbers of some runs of the fitted place."""
    grants = {name: factor.value for name, factor in setting.place.grants.items()}
    runs = [Rates.of(run(build_world(setting, number)), grants) for number in range(1, replications + 1)]

    def mean(tables: list[dict[str, float]]) -> dict[str, float]:
        return {
            key: float(np.mean([t.get(key, 0.0) for t in tables]))
            for key in dict.fromkeys(k for t in tables for k in t)
        }

    def nested(tables: list[dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
        return {key: mean([t.get(key, {}) for t in tables]) for key in dict.fromkeys(k for t in tables for k in t)}

    made = {
        part.name: (nested if part.name in {"granted", "ready"} else mean)([getattr(each, part.name) for each in runs])
        for part in fields(Rates)
    }
    return Rates(**made)  # type: ignore[arg-type]


class Draft(NamedTuple):
    """A place before its file is written.

    Attributes:
        titles: in English and Danish.
        code: of the municipality, None for a larger place.
        members: the codes of its municipalities.
    """

    titles: tuple[str, str]
    code: str | None
    members: tuple[str, ...]
    population: float
    stocks: dict[str, Stock]
    balance: Balance

    @property
    def sizes(self) -> dict[str, float]:
        return {group: stock.number for group, stock in self.stocks.items()}


def main(root: Path) -> None:
    """Write the files, and print which stocks drift (:data:`DRIFT`)."""
    setting = setting_of(BASE, "current", "baseline", START, DAYS, SEED)
    rates, base = mean_rates(setting), setting.place
    areas, counts = read_areas(root).file.municipalities, read_municipal(root)
    nation = Nation.of(counts, sum(each.population for each in areas.values()), setting.people)
    stocks = {
        code: settled(rates, base, stocks_of(counts[code], area.population, nation)) for code, area in areas.items()
    }
    in_all = sum(each[FLEXJOB].number for each in stocks.values())
    share = setting.people.stocks[FLEXJOB].value / in_all
    stocks = {
        code: each | {FLEXJOB: each[FLEXJOB]._replace(number=each[FLEXJOB].number * share)}
        for code, each in stocks.items()
    }
    names, larger = {code: slug(area.name) for code, area in areas.items()}, _larger(areas)

    def drafts(stocks: Mapping[str, dict[str, Stock]], changes: Mapping[str, Mapping[str, float]]) -> dict[str, Draft]:
        """Every place with the entries and grants that keep its stocks level, times the factors of ``changes`` by code."""
        found: dict[str, Draft] = {}
        places = [(names[code], (area.name, area.name), [code]) for code, area in areas.items()]
        for name, titles, codes in [*places, *larger]:
            code = codes[0] if name in names.values() else None
            of_place = together([stocks[each] for each in codes]) if code is None else stocks[code]
            level = _balance(rates, setting, {group: stock.number for group, stock in of_place.items()})
            level = level.changed(
                changes[code] if code else _mean_change([found[names[each]] for each in codes], changes)
            )
            people = sum(areas[each].population for each in codes)
            found[name] = Draft(titles, code, tuple(codes), people, of_place, level)
        return {name: draft for name, draft in found.items() if name != BASE}

    unchanged = {code: dict[str, float]() for code in areas}
    first = drafts(stocks, unchanged)
    _write(first, base, counts, root)
    fit_teams(names, larger, root)
    stocks, shares = _with_own_levels(
        stocks, {code: first[name] for code, name in names.items() if name != BASE}, names
    )
    second = drafts(stocks, unchanged)
    changes = unchanged | {
        code: factors(shares[code], second[names[code]].sizes, second[names[code]].balance) for code in shares
    }
    _write(drafts(stocks, changes), base, counts, root)
    fit_teams(names, larger, root)


def _balance(rates: Rates, setting: Setting, sizes: dict[str, float]) -> Balance:
    """What keeps stocks of these sizes level, with the returns that the world expects of them."""
    base = setting.place
    groups = {
        group: entry.model_copy(update={"stock": replace(entry.stock, value=Number(sizes[group]))})
        for group, entry in base.groups.items()
    }
    back = expected_returns(setting.people, base.model_copy(update={"groups": groups}))
    return balance(rates, base, sizes, {group: per_year(back, group) for group in sizes})


def _with_own_levels(
    stocks: Mapping[str, dict[str, Stock]], first: Mapping[str, Draft], names: Mapping[str, str]
) -> tuple[dict[str, dict[str, Stock]], dict[str, dict[str, float]]]:
    """Stocks and deviations by code, after a run of every written place.

    No count splits sickness from job clarification. So the split becomes that at which the place's own runs settle, and the
    deviation of the sick is from their new number.

    Args:
        first: the written places by code.
        names: the names of the places by code.
    """
    sizes = {code: draft.sizes for code, draft in first.items()}
    with ProcessPoolExecutor() as pool:
        levels = list(pool.map(level, [names[code] for code in sizes]))
    shares = dict(zip(sizes, deviations(levels, list(sizes.values())), strict=True))
    found = dict(stocks)
    for code, share in shares.items():
        said = ", ".join(f"{group} {100 * each:+.1f} %" for group, each in share.items())
        print(f"{names[code]}: {said}", flush=True)  # noqa: T201 - progress
        if CLARIFICATION in share and SICK in share:
            sick, course = (sizes[code][group] for group in (SICK, CLARIFICATION))
            left = first[code].balance.left
            split = own_split(
                Split(sick, course, share[SICK]), share[CLARIFICATION],
                (left[SICK] / sick, left[CLARIFICATION] / course), SPLIT,
            )  # fmt: skip
            share[SICK] = split.deviation
            now = {SICK: split.sick, CLARIFICATION: split.course}
            found[code] = stocks[code] | {group: stocks[code][group]._replace(number=now[group]) for group in now}
    return found, shares


def _mean_change(members: Sequence[Draft], changes: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """The factors of a place of several municipalities: the mean of its members', by their entries and grants."""
    result = {}
    for name in dict.fromkeys(name for draft in members for name in changes[draft.members[0]]):
        sizes = [draft.balance.entries.get(name, 0.0) + draft.balance.by_grant.get(name, 0.0) for draft in members]
        of_each = [changes[draft.members[0]].get(name, 1.0) for draft in members]
        if sum(sizes):
            result[name] = float(np.average(of_each, weights=sizes))
    return result


def _write(drafts: Mapping[str, Draft], base: Place, counts: Mapping[str, Counts], root: Path) -> None:
    """Write the files of places and offices, and print which stocks drift."""
    texts: dict[Path, str] = {}
    for name, draft in drafts.items():
        office, days = "standard", counts[draft.code].absence_days if draft.code else None
        if days is not None:
            office = name
            texts[root / "office" / f"{name}.yaml"] = office_text(name, draft.titles[0], days)
        drifts = {
            group: f"{100 * growth / draft.sizes[group]:+.0f} %"
            for group, growth in draft.balance.drift.items()
            if abs(growth) > DRIFT[group == FLEXJOB] * draft.sizes[group] and draft.sizes[group] > SMALLEST
        }
        if drifts:
            print(f"{draft.titles[0]}: drift a year {drifts}")  # noqa: T201 - a command reports
        places = Places(*(max(7 * draft.balance.cases / YEAR_DAYS, 0.1) * factor for factor in (1, 0.9, 1.5)))
        texts[root / "places" / f"{name}.yaml"] = place_text(
            name, draft.titles, draft.code, draft.population, draft.stocks, draft.balance, base, places, office
        )
    write_all(texts)


def fit_teams(names: Mapping[str, str], larger: Sequence[Larger], root: Path) -> None:
    """Fit the weekly places of every team, and write them into the files of the places, but into that of the fitted place."""
    with ProcessPoolExecutor() as pool:
        found = {}
        for (code, name), each in zip(names.items(), pool.map(fitted, names.values()), strict=True):
            found[code] = each
            print(f"{name}: {each.cases:.2f} cases and {each.places.number:g} places a week", flush=True)  # noqa: T201 - progress
            if name != BASE:
                write(name, each.places, root, OWN_CASES)
    base = next(found[code] for code, name in names.items() if name == BASE)
    for name, _, codes in larger:
        write(name, of_several([found[code] for code in codes], base), root, OF_MEMBERS)


def _larger(areas: Mapping[str, Municipality]) -> list[Larger]:
    """The places that are several municipalities."""
    regions = dict.fromkeys(area.region for area in areas.values())
    found = [
        (slug(region), (region, region), [code for code, area in areas.items() if area.region == region])
        for region in regions
    ]
    return [
        ("denmark", ("Denmark", "Danmark"), list(areas)), *found,
        ("six-cities", ("The six cities", "6-byerne"), [code for code in areas if areas[code].name in SIX_CITIES]),
    ]  # fmt: skip


if __name__ == "__main__":
    main(scenarios_dir())
