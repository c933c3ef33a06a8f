"""Settings of all tests."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import settings

# No deadline: a first call may compile. Derandomised: the same examples on every machine.
settings.register_profile("jobsim", deadline=None, derandomize=True)
settings.load_profile("jobsim")


SLOW = pytest.mark.skip(reason="repeats at length what other tests show: make stress")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow tests run only with ``JOBSIM_SLOW=all``.

    With several processes, files of few but long tests start first, then those of many: so none is left for the end."""
    if os.environ.get("JOBSIM_SLOW") != "all":
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(SLOW)
    if "PYTEST_XDIST_WORKER" in os.environ:
        tests = Counter(item.path for item in items)
        items.sort(key=lambda item: (item.get_closest_marker("first") is None, -tests[item.path]))


def pytest_collection_finish() -> None:
    """Leave thousands of collected tests out of every later round of the garbage collector."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


CPU = "processor seconds"
SHOWN = 25
"""Files whose processor time is shown at the end."""


def _processor_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Note the processor time of each test, with its fixtures and child processes. Unlike clock time, other work hardly moves it."""
    before = _processor_seconds()
    item.user_properties.append((CPU, before))
    yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    item.user_properties[:] = [
        (name, _processor_seconds() - float(str(value)) if name == CPU and call.when == "teardown" else value)
        for name, value in item.user_properties
    ]
    return (yield)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The files that took the most processor time."""
    seconds: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", None) == "teardown":
                seconds[report.nodeid.partition("::")[0]] += dict(report.user_properties).get(CPU, 0.0)
    terminalreporter.section(f"processor seconds: {sum(seconds.values()):.0f} in all, most in")
    for name, value in seconds.most_common(SHOWN):
        terminalreporter.line(f"{value:6.1f}  {name}")


@pytest.fixture(scope="module")
def no_pictures() -> Iterator[None]:
    """Charts are drawn and not saved as pictures, which takes most of the time and is tested elsewhere."""
    from sim.report.charts import DrawnChart

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DrawnChart, "picture", lambda drawn, kind, **_: f"{drawn.name} as {kind}".encode())
        yield
