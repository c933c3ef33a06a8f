"""Matplotlib, imported without the user's choice of a backend, which may not exist. It is imported here first.

Charts are drawn into files, so no backend of a screen is needed. The user's choice holds again for the user's own plots.
"""

from __future__ import annotations

import logging
import os
from contextlib import suppress

import sim.report.font_cache  # noqa: F401  # it chooses the folder of fonts, so it comes before matplotlib

BACKEND = "MPLBACKEND"
"""The environment variable that chooses a backend."""

_chosen = os.environ.pop(BACKEND, None)
_log = logging.getLogger("matplotlib")
_level = _log.level
_log.setLevel(logging.ERROR)  # warnings about lines of the user's matplotlibrc, which no chart heeds
try:
    import matplotlib as mpl
    import matplotlib.font_manager  # it may say that it writes its list of fonts
finally:
    _log.setLevel(_level)
    if _chosen is not None:
        os.environ[BACKEND] = _chosen
if _chosen is not None:
    with suppress(ValueError):  # no such backend
        mpl.rcParams["backend"] = _chosen

__all__ = ["mpl"]
