"""Check how well a study wants to know its numbers."""

from __future__ import annotations

from sim.study.precision import LEAST_PILOT
from sim.study.study import Study


def check_precision(study: Study) -> None:
    """Check the study's wish for precision before any run.

    Raises:
        ScenarioError: at the study's line.
    """
    wish = study.precision
    if wish is None:
        return
    keys = ("precision",)
    if study.places_in:
        raise study.error(
            "a study of a list of places has a fixed number of pairs", keys, found=study.places_in,
            do="remove `precision`: the sum over many places needs few pairs",
        )  # fmt: skip
    if study.replications < LEAST_PILOT:
        raise study.error(
            "the pilot is too small to read a number of pairs from it", ("replications",), found=study.replications,
            expected=f"{LEAST_PILOT} pairs or more; 10 need fewer pairs in all", do="raise `replications`",
        )  # fmt: skip
    if study.replications > wish.most:
        raise study.error(
            "the pilot has more pairs than `max` allows", (*keys, "max"), found=wish.most,
            expected=f"{study.replications} or more",
        )  # fmt: skip
    if wish.of == "difference" and len(study.columns) < 2:
        raise study.error(
            "the study has no difference: it has one column", (*keys, "of"), found=wish.of, expected="level"
        )
