"""Settings of all tests."""

from __future__ import annotations

from hypothesis import settings

# No deadline: a first call may compile. Derandomised: the same examples on every machine.
settings.register_profile("jobsim", deadline=None, derandomize=True)
settings.load_profile("jobsim")
