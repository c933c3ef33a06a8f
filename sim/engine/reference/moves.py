"""What a step of a procedure, a meeting or an exit clock may do to a citizen."""

from __future__ import annotations

from typing import Protocol

from sim.engine.reference.records import Citizen, RunningProcedure
from sim.engine.reference.steps import Renew
from sim.engine.reference.tables import Detects, Duty


class Moves(Protocol):
    """The one thing that lower parts know of the parts above them. ``citizens.py`` keeps it."""

    def switch(self, citizen: Citizen, target: int, cause: int, case: RunningProcedure | None = None) -> None:
        """Into another state, by a step of a procedure or by life."""

    def leave(self, citizen: Citizen, destination: int, case: RunningProcedure | None = None) -> None:
        """Out of the jobcenter."""

    def renew_term(self, case: RunningProcedure, step: Renew) -> None:
        """The term of the spell begins anew."""

    def prolong_if_waiting(self, case: RunningProcedure) -> bool:
        """A right ends. True: the benefit runs on, since the citizen's case waits."""

    def start_duties(self, citizen: Citizen, how: int) -> None:
        """The duties that start in this way begin."""

    def start_followers(self, citizen: Citizen, held: Duty) -> None:
        """A meeting was held: the duty that follows from it begins."""

    def give_occasion(self, citizen: Citizen, kind: Detects) -> None:
        """Somebody has met the citizen and may see a need."""

    def end_by_life(self, citizen: Citizen, clock: int) -> None:
        """A latent clock (its row) ends the spell."""
