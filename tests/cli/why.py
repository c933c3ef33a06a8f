"""What the tests of ``jobsim rules why`` share: the command on a short study, and its JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Why = Callable[..., tuple[int, str, str]]


def of(answer: tuple[int, str, str]) -> Any:
    code, out, err = answer
    assert (code, err) == (0, "")
    return json.loads(out)
