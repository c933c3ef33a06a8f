"""The base of every part of the manifest."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A part of the manifest: only known fields, and nothing changes."""

    # a level of a team without citizens is infinite; `null` in its place could not be read again
    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_inf_nan="constants")
