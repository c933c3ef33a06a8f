"""A law later than the baseline's, as the manifest keeps it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from sim.files.entry import Title


class LaterLaw(BaseModel):
    """A regime of the library and how many of its clauses differ from the baseline's; ``in_force`` is an ISO date."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: Title
    in_force: str
    clauses: int
