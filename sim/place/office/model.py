"""The model of the office files: hours, leave, sickness and turnover of staff."""

from __future__ import annotations

from pydantic import Field, model_validator

from sim.files.entry import Entry, Sourced, Title
from sim.files.errors import nearest_name
from sim.files.schema import Schema
from sim.files.value import CountValue, DurationValue, MoneyValue, ShareValue, WorkValue, problem
from sim.place.people.model import PartTime

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WORKING_DAYS = 251.6
"""Mean Danish working days a year: 365.25 x 5 / 7, minus 7.14 holidays (X186) and 3 x 5 / 7 closed days.
It only converts hours a year into minutes a day."""
LONGEST_DAY = 960
"""Minutes from 08:00, the start of work, to midnight."""


class CutMargins(Entry):
    """How much worse a service may become and still count as no worse."""

    meetings: ShareValue  # of the meetings per citizen and week with all staff
    running: ShareValue  # of the baseline's running minutes per citizen and week
    deadlines: ShareValue  # percentage points of the deadlines that are broken


class StaffCut(Sourced):
    """What a manager may do with freed hours, and when a service counts as no worse."""

    bookable_ceiling: ShareValue  # the largest share of a day that may be booked ahead
    margins: CutMargins
    fewest_deadlines: CountValue  # a year; duties with fewer are judged together


class Office(Sourced):
    """``office/*.yaml``."""

    schema_version: Schema = Field(alias="schema")
    office: str
    title: Title
    extends: str | None = None  # another office, whose keys this one replaces
    effective_hours: WorkValue  # of a full-time post, a year
    hour_price: MoneyValue
    leave: DurationValue  # working days a year
    leave_by_month: dict[str, ShareValue]
    sickness: ShareValue  # of working days
    sickness_by_month: dict[str, ShareValue]  # level of the month relative to the other months
    sickness_length: DurationValue  # mean, working days
    part_time: PartTime | None = None  # of teams without an entry of their own
    turnover: ShareValue  # a year
    vacancy: DurationValue
    newcomer_share: ShareValue  # of full capacity
    newcomer_time: DurationValue
    min_piece: WorkValue
    staff_cut: StaffCut
    running_contact: ShareValue | None = None  # of running casework: calls and short talks with the citizen

    @model_validator(mode="after")
    def _months_are_whole(self) -> Office:
        for name, shares in (("leave_by_month", self.leave_by_month), ("sickness_by_month", self.sickness_by_month)):
            for month in shares:
                if month not in MONTHS:
                    raise problem(
                        "this is not a month", key=(name, month), found=month, expected=", ".join(MONTHS),
                        nearest=nearest_name(month, MONTHS),
                    )  # fmt: skip
            missing = [month for month in MONTHS if month not in shares]
            if missing:
                raise problem(
                    f"`{name}` lacks months", key=(name,), found=", ".join(shares), expected=", ".join(missing)
                )
            total = sum(share.value for share in shares.values())
            if abs(total - 1) > 1e-6:
                raise problem(
                    f"the shares of `{name}` must sum to 100 %",
                    key=(name,),
                    found=f"{100 * total:g} %",
                    expected="100 %",
                )
        return self

    @model_validator(mode="after")
    def _can_be_worked(self) -> Office:
        if self.sickness.value >= 1:
            raise problem(
                "staff would be ill on every day",
                key=("sickness",),
                found=self.sickness.text,
                expected="less than 100 %",
            )
        if self.days_present < 1:
            raise problem(
                "leave and sickness leave no working day", key=("leave",),
                found=f"{self.leave.text} of leave, {self.sickness.text} of sickness",
                expected=f"less than {WORKING_DAYS:.0f} working days together",
            )  # fmt: skip
        most = LONGEST_DAY * self.days_present / 60
        if self.effective_hours.value > 60 * most:
            raise problem(
                "the effective hours do not fit into the days at work", key=("effective_hours",),
                found=f"{self.effective_hours.text} in {self.days_present:.0f} days at work",
                expected=f"at most {most:.0f} hours: the longest day runs from 08:00 to midnight",
            )  # fmt: skip
        return self

    @model_validator(mode="after")
    def _absences_can_begin(self) -> Office:
        if self.sickness_length.value.days < 1:
            raise problem(
                "an absence must last at least one day",
                key=("sickness_length",),
                found=self.sickness_length.text,
                expected="1 day or more",
            )
        for month, share in self.sickness_by_month.items():
            level = 12 * share.value * self.sickness.value
            if level >= 1 or level > self.sickness_length.value.days * (1 - level):
                raise problem(
                    f"sickness in {month} is too high for absences of this length", key=("sickness_by_month", month),
                    found=f"{100 * level:.0f} % of the working days, in absences of {self.sickness_length.text}",
                    expected="a lower share of the month, less sickness, or longer absences",
                )  # fmt: skip
        return self

    @property
    def days_present(self) -> float:
        """Days at work of a full-time post, a year."""
        return (WORKING_DAYS - self.leave.value.days) * (1 - self.sickness.value)
