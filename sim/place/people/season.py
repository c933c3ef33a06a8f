"""The season of arrivals: factors by calendar month and shares by weekday."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field, model_validator

from sim.files.entry import Sourced
from sim.files.errors import nearest_name
from sim.files.value import NumberValue, ShareValue, Value, problem

MONTHS = {
    "january": 31, "february": 28.25, "march": 31, "april": 30, "may": 31, "june": 30, "july": 31, "august": 31,
    "september": 30, "october": 31, "november": 30, "december": 31,
}  # fmt: skip
"""The months of a year and their mean number of days."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TOLERANCE = 0.005
"""How far the mean of the factors may be from 1, and the sum of the shares from 100 %. The rest is scaled away."""


class Season(Sourced):
    """The season of a group's arrivals. A year has as many arrivals with it as without it.

    Attributes:
        months: arrivals a day relative to the mean of the year, by month.
        weekdays: the share of a week's arrivals, by weekday.
    """

    months: dict[str, NumberValue] = Field(default={})
    weekdays: dict[str, ShareValue] = Field(default={})

    @model_validator(mode="after")
    def _adds_up(self) -> Season:
        if not self.months and not self.weekdays:
            raise problem(
                "a season has neither months nor weekdays", found="nothing", expected="`months`, `weekdays` or both",
                do="remove the entry if arrivals are even over the year",
            )  # fmt: skip
        if self.months:
            _check_names("months", self.months, tuple(MONTHS))
            mean = sum(self.months[name].value * days for name, days in MONTHS.items()) / sum(MONTHS.values())
            if abs(mean - 1) > TOLERANCE:
                raise problem(
                    "the factors of a season do not add up: their mean over the days of a year must be 1",
                    key=("months",), found=f"a mean of {mean:.3f}", expected="1",
                    do=f"divide each factor by {mean:.3f}" if mean else "give at least one month a factor above 0",
                )  # fmt: skip
        if self.weekdays:
            _check_names("weekdays", self.weekdays, WEEKDAYS)
            total = sum(share.value for share in self.weekdays.values())
            if abs(total - 1) > TOLERANCE:
                raise problem(
                    "the weekdays of a season do not add up: their shares must sum to 100 %", key=("weekdays",),
                    found=f"{100 * total:.1f} %", expected="100 %", do="change the shares of the seven days",
                )  # fmt: skip
        return self


def _check_names(key: str, given: Mapping[str, Value[float]], known: tuple[str, ...]) -> None:
    for name in given:
        if name not in known:
            raise problem(
                f"a season has an unknown name in `{key}`", key=(key, name), found=name, expected=", ".join(known),
                nearest=nearest_name(name, known),
            )  # fmt: skip
    missing = [name for name in known if name not in given]
    if missing:
        raise problem(
            f"a season lacks some of its {key}", key=(key,), found=", ".join(given), expected=", ".join(known),
            do=f"add {', '.join(missing)}",
        )  # fmt: skip
