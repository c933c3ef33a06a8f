"""``docs/generated/rules.md``: the rules of the scenarios folder as one page, with an index by section of the law."""

from __future__ import annotations

from sim.authoring.rulebook.page import document

__all__ = ["document"]
