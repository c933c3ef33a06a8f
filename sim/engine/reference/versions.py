"""Which version of a duty or a procedure is the law for a citizen's case."""

from __future__ import annotations

from sim.engine.reference.records import Citizen
from sim.engine.reference.shared import Shared
from sim.engine.reference.tables import Duty, Procedure
from sim.world.codes import Running


class Versions:
    """The rows of duties and procedures under one law after another."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self.of_duty: dict[int, list[Duty]] = {}  # by code
        for duty in shared.duties:
            self.of_duty.setdefault(duty.code, []).append(duty)

    def law_day(self, citizen: Citizen, running: Running) -> int:
        """The day whose law holds for a running case: today, the spell's first day, or the first day of the stay."""
        if running is Running.MOVE:
            return self.shared.today
        if running is Running.NEXT_SWITCH:
            return citizen.spell_day
        return citizen.entered

    def in_force(self, citizen: Citizen, duty: Duty) -> bool:
        """Whether this version of a duty is the law for the case: its day has come, and no later version's day has."""
        if duty.enacted and self.law_day(citizen, duty.enacted_for) < duty.enacted:
            return False
        versions = self.of_duty[duty.code]
        later = versions[versions.index(duty) + 1 :]
        return not any(self.law_day(citizen, version.enacted_for) >= version.enacted for version in later)

    def of_procedure(self, citizen: Citizen, procedure: int) -> Procedure:
        """The version under which a procedure begins; it also ends by it."""
        rules = self.shared.procedures
        version = rules[procedure]
        later = version.later
        while later:
            if self.law_day(citizen, rules[later].enacted_for) >= rules[later].enacted:
                version = rules[later]
            later = rules[later].later
        return version
