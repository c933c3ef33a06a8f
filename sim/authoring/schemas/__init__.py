"""JSON Schemas of scenario files, with which an editor completes keys and marks errors."""

from __future__ import annotations

from sim.authoring.schemas.kinds import KINDS, FileKind, kind_of
from sim.authoring.schemas.schema import schema_of, schema_text

__all__ = ["KINDS", "FileKind", "kind_of", "schema_of", "schema_text"]
