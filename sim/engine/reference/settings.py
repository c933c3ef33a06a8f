"""The single numbers of a law and an office, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self, get_type_hints


@dataclass(frozen=True, slots=True)
class Settings:
    """Minutes, days, permille, chances of 2^-32, bits of traits, numbers of tables, activities and procedures (-1: none)."""

    run: int  # key of all draws
    days: int
    horizon: int
    spans_back: int
    # meetings
    attempts: int
    no_show_minutes: int
    phone: tuple[int, int, int]  # chances by need level, if the citizen chooses the form
    remote: tuple[int, int, int]  # telephone or video
    interpreter_trait: int
    interpreter_permille: int
    # booking
    help_trait: int
    help_minutes: int
    help_activity: int
    exempt_trait: int
    office_minutes: int
    office_activity: int
    miss_chance: int
    short_notice: int
    # diaries
    overtime_minutes: int
    overload: tuple[int, int, int]  # Overload, in the order of the practice; 0: nothing
    min_piece: int
    cover: bool
    track_duty: int
    track_breach: int
    track_dialogue: int  # thousandths of minutes for each citizen and day
    track_activity: int
    # caseworkers
    margin_share: int
    margin_cases: int
    fixed_caseworker: bool
    key_caseworker: int
    # procedures
    undated_due: int
    extra_beyond: int  # waiting cases beyond which a session of the team hears more; 0: never
    extra_share: int  # so many more, in permille of the session's places
    sanction_chance: int
    sanction_procedure: int
    switch_procedure: int
    switch_talk: bool
    # spells
    hand_over_day: int
    direct_trait: int
    absence_job: int
    absence_other: int
    job_trait: int
    resistance_table: int
    new_right: int  # days at work that earn a new right to dagpenge; 0: none do
    extension: int  # days by which a day at work extends the right in use, at most `extension_most` in all
    extension_most: int
    key_resistance: int
    key_request: int
    key_exit: int
    key_return: int

    @classmethod
    def read(cls, numbers: Mapping[str, int]) -> Self:
        """From the settings of a world or of a later law."""
        types = get_type_hints(cls)
        several = ("phone", "remote", "overload")
        simple = {f.name: types[f.name](numbers[f.name]) for f in fields(cls) if f.name not in several}
        phone, remote, overload = (_three(numbers, name) for name in several)
        return cls(phone=phone, remote=remote, overload=overload, **simple)


def _three(numbers: Mapping[str, int], name: str) -> tuple[int, int, int]:
    return numbers[f"{name}_0"], numbers[f"{name}_1"], numbers[f"{name}_2"]
