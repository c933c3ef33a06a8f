"""A place's own count of its staff, and the work of its staff that is no case."""

from __future__ import annotations

from pydantic import model_validator

from sim.files.entry import Entry, Sourced, Title
from sim.files.value import NumberValue, ShareValue, problem


class StaffCount(Sourced):
    """A place's own count of its staff. Cases per post follow from it."""

    all_staff: NumberValue  # full-time, with leaders, other roles and staff without cases
    case_share: ShareValue  # of them, those who hold cases of groups of known volume

    @property
    def posts(self) -> float:
        """Posts of caseworkers, in tenths."""
        return round(self.all_staff.value * self.case_share.value, 1)


class OwnStaff(Entry):
    """``staff`` of a place: its own count, instead of posts from cases per post."""

    count: StaffCount


class WorkWithoutCases(Sourced):
    """Staff of a jobcenter whose work is no case. It is shown beside the modelled posts and changes no run.

    ``caused_by`` is a value of the rules: if a law sets it to 0, the work is not owed under that law.
    """

    title: Title
    posts: NumberValue | None = None
    hours: NumberValue | None = None  # a year
    caused_by: str | None = None

    @model_validator(mode="after")
    def _has_one_size(self) -> WorkWithoutCases:
        given = [name for name in ("posts", "hours") if getattr(self, name) is not None]
        if len(given) != 1:
            raise problem(
                "work without cases needs either `posts` or `hours` a year", found=" and ".join(given) or "neither",
                expected="posts, or hours",
            )  # fmt: skip
        return self
