"""The store of the page: its own runs, and those that the named study has made already."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sim.runs.scheduler import store_of
from sim.runs.store import Store, Stored

FOLDER = "explore"
"""The folder of the page's runs in a folder of results."""


@dataclass
class Shelf(Store):
    """A store that also reads other stores, and writes only its own.

    Attributes:
        others: stores of finished studies.
    """

    others: list[Store] = field(default_factory=list)

    def load(self, key: str) -> Stored | None:
        """The measures of a run, from the first store that has them."""
        own = super().load(key)
        return own or next((found for store in self.others if (found := store.load(key)) is not None), None)

    def keeps(self, key: str) -> bool:
        """Whether a file of this run is there. It is not read, so it may be damaged."""
        return any(store.measures_file(key).exists() for store in (self, *self.others))


def shelf_of(results: Path, study: str) -> Shelf:
    """The store of the page, with that of a study beside it."""
    own = store_of(results / FOLDER)
    return Shelf(own.folder, others=[store_of(results / study)])
