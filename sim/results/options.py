"""The options of the analyses of a study, as the methods of a study take them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

from sim.results.work import Work


class RunOptions(TypedDict, total=False):
    """What every analysis takes.

    Attributes:
        measured: length of the measured window, such as ``1 year`` (default: the study's).
        column: the compared or searched column (default: the first variant with all staff).
        results: folder of results (default ``results`` in the current folder).
        workers: processes (default: one for each processor).
        progress: whether to show progress on the terminal.
        work: functions that make runs and draw the result (default: the model and the report).
    """

    measured: str | None
    column: str | None
    results: str | Path | None
    workers: int | None
    progress: bool
    work: Work | None


class SensitivityOptions(RunOptions, total=False):
    """The options of an analysis of sensitivity, besides those of every analysis.

    Attributes:
        groups: names in ``figures/leading.yaml`` (default: all). Methods that sample also take paths of values, and ``all``.
        samples: trajectories or base samples; not for ``oat``.
        replications: pairs of runs at each end (``oat``, default 3), or with the values as they are (default: the study's number).
    """

    groups: Sequence[str] | None
    samples: int | None
    replications: int | None


class UncertaintyOptions(RunOptions, total=False):
    """The options of an uncertainty analysis, besides those of every analysis.

    Attributes:
        samples: number of samples (default: that of the study's key ``uncertainty``, as for the next two).
        values: ``all``, ``leading``, or names of groups and paths of values.
        source: ``ranges``, or ``calibration NAME`` for the set that a calibration has kept.
        replications: pairs of runs with the values as they are (default: the study's number).
    """

    samples: int | None
    values: Sequence[str] | str | None
    source: str | None
    replications: int | None


class SearchOptions(RunOptions, total=False):
    """The options of a search over practice values, besides those of every analysis.

    Attributes:
        values: paths of practice values, ``*`` for any text, each with bounds after ``=`` if it has any of its own.
        trials: practices that are tried (default: the study's, or 64).
        replications: of each trial.
        confirm: fresh replications of each point of the frontier.
        points: the largest number of points that are run again.
        ends: pairs of each point at both ends of each leading assumption (default: two); 0 for none.
    """

    values: Sequence[str] | None
    trials: int | None
    replications: int
    confirm: int
    points: int
    ends: int
