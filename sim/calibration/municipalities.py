"""Write a place for every municipality, the regions, the six cities and the country from published counts.

``python -m sim.calibration.municipalities`` runs the fitted place twice, as :mod:`sim.calibration.fit_flows` does, and takes
the moves per citizen from it. Then it writes ``scenarios/places/`` and ``scenarios/office/`` anew. The fitted place itself
keeps its file. Last it runs every written place three times, and fits the weekly places of its rehabilitation team to the
cases of these runs (:mod:`sim.calibration.team_queue`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields, replace
from pathlib import Path

import numpy as np

from sim.calibration.fit_flows import DAYS, SEED, START
from sim.calibration.fit_places import Places, write
from sim.calibration.municipality import FLEXJOB, Nation, Stock, balance, settled, stocks_of
from sim.calibration.place_text import office_text, place_text
from sim.calibration.rates import Rates
from sim.calibration.team_queue import OF_MEMBERS, OWN_CASES, fitted, of_several
from sim.data.area import Municipality, read_areas
from sim.data.rewrite import write_all
from sim.engine import run
from sim.figures.municipal import read_municipal
from sim.files.paths import scenarios_dir
from sim.files.quantity import YEAR_DAYS, Number
from sim.place.people.leavers import expected_returns, per_year
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


def main(root: Path) -> None:
    """Write the files, and print which stocks drift (:data:`DRIFT`)."""
    setting = setting_of(BASE, "current", "baseline", START, DAYS, SEED)
    rates, base = mean_rates(setting), setting.place
    areas, counts = read_areas(root).file.municipalities, read_municipal(root)
    nation = Nation.of(counts, sum(each.population for each in areas.values()), setting.people)
    found = {
        code: settled(rates, base, stocks_of(counts[code], area.population, nation)) for code, area in areas.items()
    }
    in_all = sum(stocks[FLEXJOB].number for stocks in found.values())
    share = setting.people.stocks[FLEXJOB].value / in_all
    found = {
        code: stocks | {FLEXJOB: stocks[FLEXJOB]._replace(number=stocks[FLEXJOB].number * share)}
        for code, stocks in found.items()
    }

    texts: dict[Path, str] = {}

    def add(name: str, title: tuple[str, str], stocks: dict[str, Stock], population: float, code: str | None) -> None:
        office, days = "standard", counts[code].absence_days if code else None
        if days is not None:
            office = name
            texts[root / "office" / f"{name}.yaml"] = office_text(name, title[0], days)
        sizes = {group: stock.number for group, stock in stocks.items()}
        groups = {
            group: entry.model_copy(update={"stock": replace(entry.stock, value=Number(sizes[group]))})
            for group, entry in base.groups.items()
        }
        back = expected_returns(setting.people, base.model_copy(update={"groups": groups}))
        level = balance(rates, base, sizes, {group: per_year(back, group) for group in sizes})
        drifts = {
            group: f"{100 * growth / sizes[group]:+.0f} %"
            for group, growth in level.drift.items()
            if abs(growth) > DRIFT[group == FLEXJOB] * sizes[group] and sizes[group] > 20
        }
        if drifts:
            print(f"{title[0]}: drift a year {drifts}")  # noqa: T201 - a command reports
        first = Places(*(max(7 * level.cases / YEAR_DAYS, 0.1) * factor for factor in (1, 0.9, 1.5)))
        texts[root / "places" / f"{name}.yaml"] = place_text(
            name, title, code, population, stocks, level, base, first, office
        )

    for code, area in areas.items():
        if slug(area.name) != BASE:
            add(slug(area.name), (area.name, area.name), found[code], area.population, code)
    for name, title, codes in _larger(areas):
        people = sum(areas[code].population for code in codes)
        add(name, title, together([found[code] for code in codes]), people, None)
    write_all(texts)
    fit_teams({code: slug(area.name) for code, area in areas.items()}, _larger(areas), root)


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
