"""Libraries of the extra ``report``, which not everybody has installed."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from sim.files.errors import ScenarioError

INSTALL = "pip install 'jobsim[report]', or `make setup` in a checkout; the page itself needs nothing"


def library(name: str, option: str) -> ModuleType:
    """A library that an option needs.

    Raises:
        ScenarioError: it is not installed, or the machine lacks what it builds on.
    """
    try:
        return import_module(name)
    except (ImportError, OSError) as error:  # WeasyPrint raises an OSError without Pango
        raise ScenarioError(
            f"{option} needs the library {name}",
            found=str(error).splitlines()[0],
            expected="the extra `report`",
            do=INSTALL,
        ) from None
