"""How many posts of caseworkers a place would have by the share of all staff who hold cases."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from pathlib import Path

from sim.figures.collection import load_world, national_population
from sim.place.people.model import Place

HOLDERS = "A007"
"""The figure of the share of staff who hold cases, in percent."""
COUNTRY = "X036"
"""The figure of the full-time staff of all jobcenters."""
STAFF = "staff"
"""The measure that figures of a place's own staff are compared with."""


@dataclass(frozen=True)
class StaffRange:
    """The posts of caseworkers that follow from all staff of a place.

    Attributes:
        staff: all staff of the place.
        source: id of the figure of all staff.
        low_share, high_share: shares of them who hold cases, in percent.
    """

    staff: float
    source: str
    low_share: float
    high_share: float

    @property
    def low(self) -> float:
        """The fewest posts."""
        return self.staff * self.low_share / 100

    @property
    def high(self) -> float:
        """The most posts."""
        return self.staff * self.high_share / 100


def staff_range(root: Path, place: Place) -> StaffRange | None:
    """The range of a place: its own count, else its number of staff in a figure, else its share of the country's by population.

    None if the collection lacks one of the figures.

    Raises:
        ScenarioError: the file of figures is invalid.
    """
    if place.staff is not None:
        count, share_of = place.staff.count, place.staff.count.case_share
        ends = tuple(100 * float(share_of.value if end is None else end) for end in (share_of.low, share_of.high))
        return StaffRange(count.all_staff.value, count.all_staff.source, *ends)
    file = root / "figures" / "world.yaml"
    world = load_world(file)
    rows = {str(row["id"]): row for row in world.to_dict("records")}
    own = world[(world["compare"] == STAFF) & (world["scale"] == "place") & (world["geography"] == place.title.en)]
    if HOLDERS not in rows or (own.empty and COUNTRY not in rows):
        return None
    stated, low, high = (float(rows[HOLDERS][key]) for key in ("value", "low", "high"))
    share = (stated if isnan(low) else low, stated if isnan(high) else high)  # a figure without a range is one number
    if not own.empty:
        return StaffRange(float(own["value"].iloc[0]), str(own["id"].iloc[0]), *share)
    part = float(place.population.value) / national_population(file)
    return StaffRange(float(rows[COUNTRY]["value"]) * part, COUNTRY, *share)
