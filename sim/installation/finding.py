"""What a check found: it is in order, it is worth knowing, or it is a problem."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

State = Literal["ok", "note", "problem"]


@dataclass(frozen=True)
class Finding:
    """A line of the check.

    Attributes:
        part: what was looked at, in one or two words.
        state: ``problem`` if something that a study needs is missing or broken; ``note`` if a study runs, but not as well.
        found: what was found.
        do: what to do; empty if there is nothing to do.
    """

    part: str
    state: State
    found: str
    do: str = ""

    def as_data(self) -> dict[str, Any]:
        """The finding as plain data."""
        return asdict(self)


def in_bytes(size: float) -> str:
    """A size for people: ``1.2 GB``, ``34 MB``."""
    return (
        f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB" if size < 1e7 else f"{size / 1e6:,.0f} MB"
    )
