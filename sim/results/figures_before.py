"""Files of figures that are read after the runs of a study: they are checked before, so that no run is made in vain."""

from __future__ import annotations

from pathlib import Path

from sim.figures.bibliography import read_bibliography
from sim.figures.claims import read_claims
from sim.figures.collection import load_world, national_population
from sim.figures.prices import rates
from sim.figures.provenance import read_natures
from sim.figures.surveys import contact_survey


def check_figures(root: Path) -> None:
    """Read the figures that tables and the page will need.

    Raises:
        ScenarioError: a file is invalid.
    """
    world = root / "figures" / "world.yaml"
    read_natures(root)
    load_world(world)
    national_population(world)
    rates(root)
    contact_survey(root)
    read_claims(root)
    read_bibliography(root)
