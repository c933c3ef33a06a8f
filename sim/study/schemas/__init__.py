"""JSON Schemas of scenario files, so that an editor completes keys and flags errors."""

from __future__ import annotations

from sim.study.schemas.kinds import KINDS, FileKind, kind_of
from sim.study.schemas.schema import schema_of, schema_text

__all__ = ["KINDS", "FileKind", "kind_of", "schema_of", "schema_text"]
