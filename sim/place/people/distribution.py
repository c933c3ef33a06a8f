"""The distribution of a length of time in a people file."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from sim.files.entry import Entry
from sim.files.quantity import QuantityError, duration
from sim.files.value import DurationValue, LengthValue, ShareValue, SpreadValue, problem


class Part(Entry):
    """One part of a mixture."""

    share: ShareValue
    fixed: DurationValue | None = None
    mean: LengthValue | None = None
    cv: SpreadValue | None = None  # lognormal with this coefficient of variation, else exponential
    delay: DurationValue | None = None

    @model_validator(mode="after")
    def _has_a_mean(self) -> Part:
        if (self.fixed is None) == (self.mean is None):
            raise problem("a distribution needs exactly one of `mean` and `fixed`", expected="mean or fixed")
        return self


class Distribution(Entry):
    """The distribution of a length of time: fixed, exponential by its mean, by survival points, or a mixture."""

    fixed: DurationValue | None = None
    mean: LengthValue | None = None
    survival: dict[str, ShareValue] = Field(default={})
    mixture: Annotated[tuple[Part, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _is_one(self) -> Distribution:
        forms = [name for name in ("fixed", "mean", "survival", "mixture") if getattr(self, name)]
        if len(forms) != 1:
            raise problem(
                "the distribution is missing" if not forms else "a distribution has more than one form",
                found=", ".join(forms) or "nothing",
                expected="exactly one of fixed, mean, survival, mixture",
            )
        if self.mixture and abs(sum(part.share.value for part in self.mixture) - 1) > 1e-6:
            raise problem("the shares of a mixture must sum to 100 %", key=("mixture",))
        self._falls()
        return self

    def _falls(self) -> None:
        """Check that survival points are in order of time, and that the share left falls from point to point."""
        before, left = 0, 1.0
        for time, share in self.survival.items():
            try:
                days = duration(time).days
            except QuantityError as error:
                raise problem(error.message, key=("survival", time), found=time, expected=error.expected) from None
            if days <= before:
                raise problem(
                    "survival points must be in order of time", key=("survival", time), found=time,
                    expected=f"more than {before} days",
                )  # fmt: skip
            if not 0 < share.value < left:
                raise problem(
                    "the share left must fall from point to point", key=("survival", time), found=share.text,
                    expected=f"more than 0 % and less than {100 * left:g} %",
                )  # fmt: skip
            before, left = days, share.value
