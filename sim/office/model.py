"""The office files: hours, leave, sickness, coming and going of staff."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.law.entry import Sourced, Title
from sim.law.value import DurationValue, MoneyValue, ShareValue, WorkValue

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip


class Office(Sourced):
    """``office/*.yaml``."""

    schema_version: Literal[1] = Field(alias="schema")
    office: str
    title: Title
    effective_hours: WorkValue  # of a full-time post in a year
    hour_price: MoneyValue
    leave: DurationValue  # working days a year
    leave_by_month: dict[str, ShareValue]
    sickness: ShareValue  # of working days
    sickness_length: DurationValue  # mean, working days
    turnover: ShareValue  # a year
    vacancy: DurationValue
    newcomer_share: ShareValue  # of full capacity
    newcomer_time: DurationValue
    min_piece: WorkValue
