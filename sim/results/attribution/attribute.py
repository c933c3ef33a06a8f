"""The attribution of a change to the proposals of a rule set: the runs of all sets of parts that it needs."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from sim.files.entry import Lang
from sim.files.errors import ScenarioError, nearest_name
from sim.files.writing import write
from sim.measures.hours import RUNNING
from sim.report.manifest import Manifest
from sim.results.attribution import game
from sim.results.attribution.game import MOST_EXACT, Floats, Set
from sim.results.attribution.parts import By, Parts, parts_of, titles_of
from sim.results.chart import LANGUAGES, ResultChart
from sim.results.own_manifest import own_manifest
from sim.results.run_study import opened
from sim.results.work import Work
from sim.runs.run import Plan, Run
from sim.runs.store import Stored
from sim.study.resolve import column_of
from sim.study.study import Study

Method = Literal["auto", "exact", "sampled"]
Key = tuple[str, str, str]
"""Measure, activity, need."""
MEASURES: tuple[Key, ...] = (
    ("hours_asked", "all", "all"),
    ("hours", RUNNING, "all"),
    ("running_minutes_per_citizen_week", "all", "heavy"),
    ("running_minutes_per_citizen_week", "all", "medium"),
    ("running_minutes_per_citizen_week", "all", "light"),
    ("contact_minutes_per_citizen_week", "all", "heavy"),
    ("contact_minutes_per_citizen_week", "all", "medium"),
    ("contact_minutes_per_citizen_week", "all", "light"),
    ("meetings", "all", "all"),
)
"""What is shared out: the work that is asked for, running casework, and who gets the time."""
WAYS = ("alone", "left out", "in turn", "shapley")
ChartName = Literal["attribution", "turns"]
CHARTS: tuple[ChartName, ...] = ("attribution", "turns")
COLUMNS = ["measure", "activity", "need", "unit", "way", "part", "proposals", "value", "low", "high"]
WHOLE = "whole change"


@dataclass(frozen=True)
class Attribution:
    """A finished attribution.

    Attributes:
        parts: the parts, in order.
        table: one row per measure, way and part (:data:`COLUMNS`). The part :data:`WHOLE` has the whole change.
        pairs: measure, activity, need, unit, two parts, and how much more they change together than apart; exact only.
        exact: whether Shapley's value is over all orders.
        runs: number of sets of parts that were run.
        manifest: what its charts say of the runs behind them.
    """

    rules: str
    base: str
    parts: Parts
    table: pd.DataFrame
    pairs: pd.DataFrame
    exact: bool
    replications: int
    runs: int
    folder: Path
    files: tuple[Path, ...]
    made: int
    reused: int
    manifest: Manifest = field(repr=False)

    def chart(self, name: ChartName = "attribution", lang: Lang = "en", key: Key = MEASURES[0]) -> ResultChart:
        """A chart of one measure.

        Args:
            name: ``attribution`` (Shapley's value beside alone and left out) or ``turns`` (part by part).
            key: measure, activity and need, one of :data:`MEASURES`.
        """
        from sim.report.charts.attribution import attribution_numbers, draw_attribution
        from sim.report.charts.own import drawn
        from sim.report.charts.turns import draw_turns, turns_numbers

        table = self.table.assign(rules=self.rules, base=self.base)
        if name == "turns":
            return ResultChart(drawn(name, turns_numbers(table, *key), draw_turns, self.manifest, lang))
        return ResultChart(drawn(name, attribution_numbers(table, *key), draw_attribution, self.manifest, lang))

    def gap(self, way: str, key: Key) -> float:
        """The sum of a way's shares less the whole change: 0 where the parts add up."""
        rows = self.table[(self.table[["measure", "activity", "need"]] == list(key)).all(axis=1)]
        whole = rows.loc[rows["part"] == WHOLE, "value"].iloc[0]
        return float(rows.loc[(rows["way"] == way) & (rows["part"] != WHOLE), "value"].sum() - whole)


def attribute(
    study: Study,
    rules: str,
    base: str,
    *,
    practices: tuple[str, str] = ("baseline", "baseline"),
    by: By = "auto",
    method: Method = "auto",
    replications: int = 5,
    results: str | Path | None = None,
    workers: int | None = None,
    progress: bool = True,
    work: Work | None = None,
) -> Attribution:
    """Run every set of parts that is needed, and share out the change between two rule sets.

    Runs end with the window, so no wait is shared out.

    Args:
        study: where place, days and seed come from. Its columns do not matter.
        practices: the practice under ``base`` and under ``rules``. If they differ, the practice is a part too.
        by: how proposals are bundled (:func:`sim.results.attribution.parts.parts_of`).
        method: ``exact`` needs at most seven parts; ``auto`` is exact where it can be.
        replications: replications of each set, and for ``sampled`` pairs of orders.

    Raises:
        ScenarioError: invalid input.
        RunError: a run failed. Finished runs are kept, and the same call continues.
    """
    if len(study.places) > 1:
        raise ScenarioError("a change is shared out for one place", found=", ".join(study.places), expected="one place")
    parts = parts_of(study.library, rules, base, practices, by)
    count = len(parts.parts)
    exact = count <= MOST_EXACT if method == "auto" else method == "exact"
    if exact and count > MOST_EXACT:
        raise ScenarioError(
            "an exact share needs the run of every set of parts", found=f"{count} parts, so {2**count:,} sets",
            expected=f"at most {MOST_EXACT} parts", do="bundle more (--by heading, --by paper), or --method sampled",
        )  # fmt: skip
    own = replace(study.without_follow_up(), name=f"attribute-{_plain(rules)}-{_plain(base)}").with_replications(
        replications
    )
    needed = _needed(count, replications, own.seed, exact=exact)
    work = work or Work()
    with opened(own, results, workers, wanted=progress, make=work.make) as (runs, folder):
        plan = Plan.of(own, folder)
        runs.progress.say(f"{len(needed)} sets of {count} parts …")
        tasks = [_task(plan, parts, chosen, numbers) for chosen, numbers in needed.items()]
        stored = dict(zip(needed, runs.finish(tasks), strict=True))
        numbers = {key: _numbers(stored, key) for key in MEASURES}
        table = _table(numbers, parts, own, replications, exact=exact)
        pairs = _pairs(numbers, parts, own.confidence) if exact else _no_pairs()
        done = Attribution(
            rules, base, parts, table, pairs, exact, replications, len(needed), folder, (), runs.made, runs.reused,
            own_manifest(plan, runs, replications, {"part": titles_of(parts, own.library)}),
        )  # fmt: skip
        return replace(done, files=_written(done))


def _plain(name: str) -> str:
    return name.replace("+", ".")


def _needed(count: int, replications: int, seed: int, *, exact: bool) -> dict[Set, list[int]]:
    """Set of parts -> the replications that it needs."""
    every = list(range(1, replications + 1))
    if exact:
        return dict.fromkeys(game.every_set(count), every)
    needed: dict[Set, list[int]] = dict.fromkeys(game.simple_sets(count), every)
    for number in every:
        for chosen in game.sets_of_orders(game.orders_of(count, number, seed)):
            if number not in needed.get(chosen, []):
                needed[chosen] = [*needed.get(chosen, []), number]
    return needed


def _task(
    plan: Plan, parts: Parts, chosen: Set, numbers: Sequence[int]
) -> Generator[Sequence[Run], list[Stored], dict[int, Stored]]:
    rules, practice = parts.column(chosen)
    column = column_of(plan.study, rules, practice)
    stored = yield [plan.run(plan.study.places[0], column, number) for number in numbers]
    return dict(zip(numbers, stored, strict=True))


def _numbers(stored: dict[Set, dict[int, Stored]], key: Key) -> tuple[dict[Set, dict[int, float]], str]:
    """Set -> replication -> the number of a measure over all groups and teams, and its unit. A missing sum is 0."""
    unit = ""
    numbers: dict[Set, dict[int, float]] = {}
    for chosen, of_set in stored.items():
        numbers[chosen] = {}
        for number, run in of_set.items():
            table = run.measures
            row = table[
                (table["measure"] == key[0]) & (table["activity"] == key[1]) & (table["need"] == key[2])
                & (table["group"] == "all") & (table["team"] == "all")
            ]  # fmt: skip
            numbers[chosen][number] = float(row["value"].iloc[0]) if len(row) else 0.0
            unit = str(row["unit"].iloc[0]) if len(row) else unit
    if not unit:
        known = {str(name) for of_set in stored.values() for run in of_set.values() for name in run.measures["measure"]}
        raise ScenarioError("no run has this measure", found=key[0], nearest=nearest_name(key[0], known))
    return numbers, unit


def _table(
    numbers: dict[Key, tuple[dict[Set, dict[int, float]], str]],
    parts: Parts,
    study: Study,
    replications: int,
    *,
    exact: bool,
) -> pd.DataFrame:
    count, every = len(parts.parts), range(1, replications + 1)
    rows = []
    for key, (by_set, unit) in numbers.items():
        whole_sets = {
            chosen: np.array([of_set[number] for number in every])
            for chosen, of_set in by_set.items()
            if len(of_set) == replications
        }
        shares: dict[str, Floats] = {
            "alone": game.alone(whole_sets, count), "left out": game.left_out(whole_sets, count),
            "in turn": game.in_turn(whole_sets, range(count)),
        }  # fmt: skip
        shares["shapley"] = (
            game.shapley(whole_sets, count) if exact else _sampled(by_set, count, replications, study.seed)
        )
        for way, share in shares.items():
            for part, values in zip(parts.parts, share, strict=True):
                found = game.estimate(values, study.confidence)
                rows.append((*key, unit, way, part.name, " ".join(part.proposals), *found))
        whole = whole_sets[frozenset(range(count))] - whole_sets[frozenset()]
        rows.append((*key, unit, "", WHOLE, "", *game.estimate(whole, study.confidence)))
    return pd.DataFrame(rows, columns=COLUMNS)


def _sampled(by_set: dict[Set, dict[int, float]], count: int, replications: int, seed: int) -> Floats:
    """float64[parts, replications], the mean of an order and its reverse in each replication."""
    shares = np.zeros((count, replications))
    for number in range(1, replications + 1):
        orders = game.orders_of(count, number, seed)
        for order in orders:
            one = {chosen: np.array([by_set[chosen][number]]) for chosen in game.sets_of_orders([order])}
            shares[:, number - 1] += game.in_turn(one, order)[:, 0] / len(orders)
    return shares


PAIR_COLUMNS = ["measure", "activity", "need", "unit", "part", "other", "value", "low", "high"]


def _no_pairs() -> pd.DataFrame:
    return pd.DataFrame(columns=PAIR_COLUMNS)


def _pairs(
    numbers: dict[Key, tuple[dict[Set, dict[int, float]], str]], parts: Parts, confidence: float
) -> pd.DataFrame:
    rows = []
    for key, (by_set, unit) in numbers.items():
        values = {chosen: np.array(list(of_set.values())) for chosen, of_set in by_set.items()}
        for (one, other), more in game.together(values, len(parts.parts)).items():
            names = (parts.parts[one].name, parts.parts[other].name)
            rows.append((*key, unit, *names, *game.estimate(more, confidence)))
    return pd.DataFrame(rows, columns=PAIR_COLUMNS)


def _written(done: Attribution) -> tuple[Path, ...]:
    """Write tables and charts."""
    from sim.report.charts import write_chart

    made = []
    for name, frame in (("attribution", done.table), ("interactions", done.pairs)):
        if len(frame):
            made.append(done.folder / "tables" / f"{name}.csv")
            write(made[-1], frame.to_csv(index=False, lineterminator="\n"))
    for lang, folder in LANGUAGES:
        for chart in CHARTS:
            made += write_chart(done.chart(chart, lang).drawn, done.folder / folder)
    return tuple(made)
