"""A search over practice values for least waiting and most contact for heavy need, with staff as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from sim.figures.leading import has_leading, read_leading
from sim.files.entry import Lang, Title
from sim.files.errors import ScenarioError, nearest_name
from sim.files.quantity import Duration
from sim.files.shell import shell_words
from sim.files.writing import write
from sim.report.manifest import Manifest
from sim.results.chart import LANGUAGES, ResultChart
from sim.results.frontier.assumed import PAIRS, Ends, tested, with_ends
from sim.results.frontier.confirm import AS_IS, MOST_CONFIRMED, Point, chosen, confirmed, frontier_table
from sim.results.frontier.dials import Dials, dials_of
from sim.results.frontier.practice_text import Origin, practice_text
from sim.results.frontier.practices import Practices, choice_of
from sim.results.frontier.readings import OBJECTIVES, PROMISE_DAYS, promise_of
from sim.results.frontier.runner import Runner
from sim.results.frontier.search import check_installed, searched
from sim.results.frontier.tables import ends_table, trials_table, values_table, with_both
from sim.results.own_manifest import own_manifest
from sim.results.run_study import opened
from sim.results.sensitivity.analysis import span_of
from sim.results.staffing.criteria import Limits
from sim.results.work import Work
from sim.runs.command import resumed
from sim.runs.run import Plan
from sim.study.check_study import check_window
from sim.study.column import Column
from sim.study.search import check_trials
from sim.study.set_values import resolved_as
from sim.study.study import Study

REPLICATIONS, CONFIRMED, POINTS = 2, 10, 6
"""Replications of a trial, fresh replications of a point, and points that are run again, if the user gives no number."""
LEADING = 4
"""Leading assumptions that are named beside chance, if the study names none."""


@dataclass(frozen=True, eq=False)
class Frontier:
    """A finished search.

    Attributes:
        study: the study with the window of the search.
        column: the searched column.
        dials: what moved, and which values stayed.
        groups: the citizens whose first meeting counts.
        echoed: values of the search that promise the first meeting themselves. The wait partly echoes them.
        trials: one row per trial: number, batch, position of each dial, differences in the search, limits.
        points: the points that were run again, the practice as it is first.
        table: one row per point and number (:func:`sim.results.frontier.tables.with_both`): ``low, high`` are chance,
            ``assumptions_low, assumptions_high`` the leading assumptions.
        ends: one row per point, group of leading assumptions and number: the difference at both ends.
        broken: a row for each limit that a point keeps as it is and breaks at an end.
        settings: one row per point and value that moved: point, dial, position, address, now, then.
        on_front: number of trials on the search's frontier.
        fit: number of trials that kept the limits in the search.
        replications, fresh: of a trial and of a point.
        pairs: pairs of each point at each end; 0 if no leading assumption was tested.
        leading: leading assumptions that nobody has measured: those that were tested, else some.
        practices: the practice file of each point but the first.
    """

    study: Study
    column: Column
    dials: Dials
    groups: tuple[str, ...]
    echoed: tuple[str, ...]
    trials: pd.DataFrame
    points: tuple[Point, ...]
    table: pd.DataFrame
    ends: pd.DataFrame
    broken: pd.DataFrame
    settings: pd.DataFrame
    on_front: int
    fit: int
    replications: int
    fresh: int
    pairs: int
    leading: tuple[Title, ...]
    manifest: Manifest
    folder: Path
    files: tuple[Path, ...] = ()
    made: int = 0
    reused: int = 0

    @property
    def frontier(self) -> pd.DataFrame:
        """The points that chance does not rule out: rows of :attr:`table` whose verdict is ``stands`` or ``cannot tell``."""
        return self.table[self.table["verdict"].isin(["stands", "cannot tell"])].reset_index(drop=True)

    @property
    def numbers(self) -> pd.DataFrame:
        """Both objectives of each point, as the chart has them (:data:`sim.report.charts.frontier.NUMBERS`)."""
        from sim.report.charts.frontier import frontier_numbers

        return frontier_numbers(self.table.assign(column=self.column.name))

    def chart(self, lang: Lang = "en") -> ResultChart:
        """The frontier: both objectives, with chance and assumptions apart."""
        from sim.report.charts.frontier import draw_frontier
        from sim.report.charts.own import drawn

        return ResultChart(drawn("frontier", self.numbers, draw_frontier, self.manifest, lang))


def optimise(
    study: Study,
    *,
    values: Sequence[str] | None = None,
    trials: int | None = None,
    replications: int = REPLICATIONS,
    confirm: int = CONFIRMED,
    points: int = POINTS,
    ends: int = PAIRS,
    column: str | None = None,
    measured: str | None = None,
    results: str | Path | None = None,
    workers: int | None = None,
    progress: bool = True,
    work: Work | None = None,
) -> Frontier:
    """Search the practice of a column, run the points of the frontier again, and write tables, chart and practice files.

    Args:
        values: paths of practice values (:func:`sim.results.frontier.dials.dials_of`; default: the study's key ``optimise``).
        trials: their number (default: the study's, or 64).
        replications: of each trial, the same for all.
        confirm: fresh replications of each point of the frontier.
        points: the largest number of points that are run again, besides the practice as it is.
        ends: pairs of each point with the baseline at both ends of each leading assumption, of those in the study's ``ranges``,
            else of all; 0 for none.
        column: the searched column, RULES/PRACTICE (default: the first variant with all staff, else the baseline).
        measured: length of the measured window, such as ``1 year`` (default: the study's).
        results: folder of results (default ``results`` in the current folder).
        workers: processes (default: one for each processor). The result does not depend on them.
        progress: whether to show progress on the terminal.
        work: functions that make runs and draw the result (default: the model and the report).

    Raises:
        ScenarioError: invalid input, or Optuna is not installed.
        RunError: a run failed. Finished runs are kept, and the same call continues with the others.
    """
    asked = study.search
    number = check_trials(asked.trials if trials is None else trials)
    for name, count, least, most, usual in (
        ("replications", replications, 1, 100, REPLICATIONS), ("confirm", confirm, 2, MOST_CONFIRMED, CONFIRMED),
        ("points", points, 1, 26, POINTS), ("ends", ends, 0, confirm, PAIRS),
    ):  # fmt: skip
        if not least <= count <= most:
            raise ScenarioError(
                f"--{name} is out of range", found=count, expected=f"{least} to {most}", do=f"--{name} {usual}"
            )
    own, searched_column = _prepared(study, column, measured)
    dials = dials_of(own, searched_column, asked.moved if values is None else tuple(values))
    practices, promise = Practices(own, searched_column, dials.moved), promise_of(searched_column)
    practices.check_ends()
    limits = Limits.of(searched_column.first.office.staff_cut, own.margins)
    check_installed()
    beside = Ends.of(own, searched_column, dials.moved, ends)
    work = work or Work()
    with opened(own, results, workers, wanted=progress, make=work.make) as (runs, folder):
        plan = Plan.of(own, folder)
        runs.repeat = resumed(["optimise", study.argument], results)
        runner = Runner(runs, plan, practices, promise, limits)
        done = searched(
            dials.moved, number, len(OBJECTIVES), own.seed,
            lambda first, batch: runner.judge(first, batch, replications, number),
        )  # fmt: skip
        again, on_front = chosen(done, points)
        found = confirmed(runner, again, confirm, own.confidence)
        at_ends = tested(runner, beside, found, own.confidence)
        for note in runs.store.notes:
            runs.progress.say(note)
        table = frontier_table(found, own.confidence)
        manifest = with_ends(own_manifest(plan, runs, confirm), beside, at_ends, table)
        result = Frontier(
            own, searched_column, dials, promise.groups, tuple(promise.echoed(dials.moved)),
            trials_table(done, dials.moved, again), tuple(found), with_both(table, manifest), ends_table(manifest), at_ends.broken,
            values_table(found, dials.moved), on_front, sum(trial.outcome.keeps_limits for trial in done), replications, confirm,
            beside.pairs, tuple(each.title for each in manifest.leading) or _leading(study), manifest, folder,
            made=runs.made, reused=runs.reused,
        )  # fmt: skip
        return replace(result, files=_written(result))


def _prepared(study: Study, name: str | None, measured: str | None) -> tuple[Study, Column]:
    """The study with the search's window and a folder of its own, and the searched column.

    Raises:
        ScenarioError: several places, an unknown column, or a window that does not fit.
    """
    if len(study.places) > 1:
        raise ScenarioError(
            "a practice is searched for one place", found=", ".join(study.places), expected="one place",
            do="write a study of the place",
        )  # fmt: skip
    window = study.measured if measured is None else span_of(measured)
    own = replace(study, name=f"optimise-{study.name}", measured=window, follow_up=Duration(whole_days=PROMISE_DAYS))
    own = resolved_as(own)
    check_window(own)
    kept = list(dict.fromkeys(column.kept for column in own.columns))
    if name is None:
        column = kept[min(1, len(kept) - 1)]
    else:
        known = {each.name.removesuffix("/keep"): each for each in kept}
        wanted = name.removesuffix("/keep")
        if wanted not in known:
            raise ScenarioError(
                "the study has no such column with all staff", found=name, expected=", ".join(known),
                nearest=nearest_name(wanted, known), do=f"jobsim check {shell_words(study.argument)}",
            )  # fmt: skip
        column = known[wanted]
    choice_of(column)
    return own, column


def _leading(study: Study) -> tuple[Title, ...]:
    """The leading assumptions of the study, or the first of the file, but for those that a jobcenter chooses."""
    if not has_leading(study.root):
        return ()
    groups = read_leading(study.root).groups
    names = study.ranges or tuple(groups)
    return tuple(groups[name].title for name in names if not groups[name].choice)[:LEADING]


def _written(done: Frontier) -> tuple[Path, ...]:
    """Write tables, charts and practice files. Practice files of an earlier search are removed."""
    from sim.report.charts import write_chart

    paths = []
    tables = {
        "trials": done.trials, "frontier": done.table, "frontier-values": done.settings, "frontier-ends": done.ends,
        "frontier-limits": done.broken,
    }  # fmt: skip
    for name, table in tables.items():
        paths.append(done.folder / "tables" / f"{name}.csv")
        write(paths[-1], table.to_csv(index=False, lineterminator="\n"))
    for lang, name in LANGUAGES:
        paths += write_chart(done.chart(lang).drawn, done.folder / name)
    folder = done.folder / "practices"
    for old in folder.glob("optimise-*.yaml"):
        old.unlink()
    choice, practice = choice_of(done.column), done.column.first.laws[0].practice
    for point in done.points:
        if point.name != AS_IS:
            origin = Origin(
                done.study.name.removeprefix("optimise-"), done.study.places[0], done.column.rules, point.name,
                (practice.title.en, practice.title.da),
            )  # fmt: skip
            paths.append(folder / f"{origin.name}.yaml")
            write(paths[-1], practice_text(origin, choice, done.dials.moved, point.positions))
    return tuple(paths)
