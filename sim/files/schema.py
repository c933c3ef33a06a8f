"""The number of the form of scenario files: ``schema: 1``. It rises when an earlier file is not read any more."""

from __future__ import annotations

from typing import Any, Literal

from sim.files.errors import ScenarioError
from sim.files.program import own_version

Schema = Literal[1]
"""The type of the key ``schema`` in every kind of file."""
SCHEMA = 1
"""The form that this version reads. Beside a higher number goes a step in ``sim/authoring/migration``."""


def check_schema(number: Any, file: str, line: int | None) -> None:
    """Check the number of a file's form, before any other key is read.

    Raises:
        ScenarioError: the form is older or newer than the one that this version reads.
    """
    if isinstance(number, bool) or not isinstance(number, int) or number == SCHEMA:
        return  # an odd number is an ordinary error at its line
    reads = f"schema: {SCHEMA}, which jobsim {own_version()} reads"
    if number > SCHEMA:
        raise ScenarioError(
            "this file is of a later form than this version of jobsim reads", file=file, line=line,
            found=f"schema: {number}", expected=reads,
            do=f"install a later version of jobsim: CHANGELOG.md says which one reads schema {number}",
        )  # fmt: skip
    raise ScenarioError(
        "this file is of an earlier form", file=file, line=line, found=f"schema: {number}", expected=reads,
        do="bring it to the present form: jobsim migrate FILE",
    )  # fmt: skip
