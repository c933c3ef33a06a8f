"""A small log: the smallest municipality over a year and a half, run by the kernel."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from sim.engine import Log, run
from sim.export.events import events_of
from sim.study.read_setting import setting_of
from sim.world.build import build_world


@pytest.fixture(scope="session")
def log() -> Log:
    return run(build_world(setting_of("samsoe", "current", "baseline", date(2024, 1, 1), 550, 1), 1))


@pytest.fixture(scope="session")
def events(log: Log) -> pd.DataFrame:
    return events_of(log)
