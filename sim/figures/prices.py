"""What the measures need from the figures: caseload norms by team, the price of an hour, benefits by the week."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from sim.figures.collection import hour_pair, load_rates
from sim.files.errors import ScenarioError
from sim.files.source import read
from sim.measures import Norms, Rates
from sim.place.read import place_source

WEEKS_PER_MONTH = 365.25 / 7 / 12
FIGURES = ("norms", "rates")
"""Files of ``scenarios/figures/`` that measures depend on."""


@lru_cache(maxsize=4)
def rates(root: Path) -> Rates:
    """The papers' price of an hour, the mean benefits in DKK per citizen and week, and an hour of an interpreter."""
    table = load_rates(root / "figures" / "rates.yaml")
    week: dict[str, float] = {}
    for row in table[table["kind"] == "mean-benefit"].to_dict("records"):
        unit, value = str(row["unit"]), float(row["value"])
        if unit not in {"DKK per month", "DKK per week"}:
            raise ScenarioError(
                f"the rate {row['id']} has a unit that is not understood",
                file="figures/rates.yaml",
                found=unit,
                expected="DKK per month or DKK per week",
            )
        week[str(row["benefit"])] = value / WEEKS_PER_MONTH if unit == "DKK per month" else value
    spoken = table.loc[table["kind"] == "interpreter-hour", "value"]
    return Rates(hour_pair(table).dkk_per_hour, week, float(spoken.iloc[0]) if len(spoken) else 0.0)


@lru_cache(maxsize=8)
def norms(root: Path, place: str) -> Norms:
    """The bands of 2016 and 2020 by the place's teams: each team is held against its ``norm:``, else its own name."""
    file = read(root / "figures" / "norms.yaml", root).tree
    bands, alias = file["norms"], file.get("teams", {})
    teams: dict[str, Any] = place_source(place, root).tree.get("teams", {})
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for team, entry in teams.items():
        name = entry.get("norm", team) if isinstance(entry, dict) else team
        row = bands.get(name) or bands.get(alias.get(name, ""))
        if row:
            found[team] = {
                year: (float(row[f"norm_{year}"]["low"]), float(row[f"norm_{year}"]["high"]))
                for year in ("2016", "2020")
            }
    return found
