"""``docs/generated/rules.md``: the rules of the scenarios folder as one page that a reader of the law can find a clause in."""

from __future__ import annotations

from sim.authoring.rulebook.page import document

__all__ = ["document"]
