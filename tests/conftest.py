"""Settings of all tests."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import settings

# No deadline: a first call may compile. Derandomised: the same examples on every machine.
settings.register_profile("jobsim", deadline=None, derandomize=True)
settings.load_profile("jobsim")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With several processes, files of few but long tests start first, then those of many: so none is left for the end."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        tests = Counter(item.path for item in items)
        items.sort(key=lambda item: (item.get_closest_marker("first") is None, -tests[item.path]))


@pytest.fixture(scope="module")
def no_pictures() -> Iterator[None]:
    """Charts are drawn and not saved as pictures, which takes most of the time and is tested elsewhere."""
    from sim.report.charts import DrawnChart

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DrawnChart, "picture", lambda drawn, kind, **_: f"{drawn.name} as {kind}".encode())
        yield
