"""Medical certificates with their fee and delivery time."""

from __future__ import annotations

from typing import Any

from pydantic import model_validator

from sim.files.entry import Sourced, Title
from sim.files.value import DurationValue, MoneyValue, problem, shown, size, unknown_key

_PARTS = ("median", "mean")
_SHARED = ("low", "high", "evidence", "source", "note")


class Delivery(Sourced):
    """A lognormal time by its median and mean. Both have the range, grade and source of the entry."""

    median: DurationValue
    mean: DurationValue

    @model_validator(mode="before")
    @classmethod
    def _share_the_range(cls, raw: Any) -> Any:
        if not isinstance(raw, dict):
            raise problem("this is not a distribution", found=shown(raw), expected="median, mean, low, high")
        known = (*_PARTS, *_SHARED)
        for key in raw:
            if key not in known:
                raise unknown_key(key, known)
        for part in _PARTS:
            if part not in raw:
                raise problem(f"the distribution lacks its {part}", found=", ".join(raw), expected=", ".join(_PARTS))
        shared = {k: raw[k] for k in _SHARED if k in raw}
        return {part: _spread(raw[part], shared) for part in _PARTS}

    @model_validator(mode="after")
    def _mean_is_above_median(self) -> Delivery:
        if size(self.mean.value) < size(self.median.value):
            message = "the mean of a lognormal time cannot be below its median"
            raise problem(message, key=("mean",), found=self.mean.text, expected=f"at least {self.median.text}")
        return self


class Certificate(Sourced):
    title: Title
    fee: MoneyValue
    delivery: Delivery


def _spread(raw: Any, shared: dict[str, Any]) -> Any:
    return shared | raw if isinstance(raw, dict) else shared | {"value": raw}
