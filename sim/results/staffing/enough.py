"""How many posts each team needs to meet a norm and to keep deadlines, and the trade-off between caseload and broken deadlines.

All teams get the same multiple of their posts, over a range of multiples. For each team the share of its deadlines that are
broken is read over its posts. More posts never break more deadlines, so the curve is made monotone (isotonic regression) and
read straight between the multiples.

- *By the norm*: the citizens of the team over the recommended cases per post. It follows from stocks alone.
- *By deadlines*: the fewest posts with at most the allowed share broken. A team that breaks more with every multiple waits for
  something else than its own posts, such as the rehabilitation team or a certificate. Its answer is that there is none.
- *Both*: the larger of the two. A last run has these posts in all teams at once and shows whether they keep their promise.
- *Neither*: a team without a norm that keeps its deadlines with the fewest posts tried, or has none, has no such number. What
  would then stand there is the edge of what was tried. It keeps its posts in the last run and in the sum.

Teams share work: a citizen who waits in one team may break a deadline in another. So the curves hold for teams that grow
together, and the last run is the check.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.files.entry import Lang
from sim.files.errors import ScenarioError
from sim.files.writing import write
from sim.law.clauses.vocabulary import ROLES
from sim.report.manifest import Manifest
from sim.results.chart import LANGUAGES, ResultChart
from sim.results.intervals import half_width
from sim.results.own_manifest import own_manifest
from sim.results.run_study import opened
from sim.results.work import Work
from sim.runs.run import Plan, Run
from sim.runs.store import Stored
from sim.study.column import Column
from sim.study.study import Study

Floats = NDArray[np.float64]
MULTIPLES = (0.6, 0.75, 0.9, 1.0, 1.15, 1.35, 1.6, 2.0)
"""The posts that are tried, as multiples of the place's."""
CURVE = ["column", "team", "multiple", "posts", "cases", "broken", "broken_low", "broken_high", "deadlines"]
ANSWERS = [
    "column",
    "team",
    "posts",
    "cases",
    "broken",
    "by_norm",
    "by_deadlines",
    "needed",
    "limit",
    "cases_then",
    "broken_then",
]
LIMITS = ("norm", "deadlines", "least tried", "none keeps deadlines", "neither")
"""What sets the number of posts needed. "least tried": the fewest posts that were tried keep the deadlines, so fewer may too."""
NORMS = ("2016", "2020")


@dataclass(frozen=True)
class Enough:
    """The posts that are enough.

    Attributes:
        norm: the year of the norm.
        broken: the share of deadlines that may be broken.
        curve: one row per column, team and multiple (:data:`CURVE`); cases per post, shares with t intervals.
        answers: one row per column and team (:data:`ANSWERS`). ``by_deadlines`` is nan where no multiple keeps deadlines, and
            where there are none. ``limit`` is one of :data:`LIMITS`. ``needed`` is nan where it is "neither".
            ``cases_then`` and ``broken_then`` are those of the last run.
        manifest: what its chart says of the runs behind it.
    """

    study: Study
    place: str
    norm: str
    broken: float
    curve: pd.DataFrame
    answers: pd.DataFrame
    folder: Path
    files: tuple[Path, ...]
    made: int
    reused: int
    manifest: Manifest = field(repr=False)

    def chart(self, lang: Lang = "en") -> ResultChart:
        """The share of each team's deadlines that are broken, over its posts, with the norm marked."""
        from sim.report.charts.own import drawn
        from sim.report.charts.staff_curve import draw_staff_curve, staff_curve_numbers

        numbers = staff_curve_numbers(self.curve, self.answers, place=self.place, norm=self.norm, allowed=self.broken)
        return ResultChart(drawn("staff-curve", numbers, draw_staff_curve, self.manifest, lang))


def enough(
    study: Study,
    *,
    norm: str = "2016",
    broken: float = 0.05,
    multiples: Sequence[float] = MULTIPLES,
    replications: int = 3,
    results: str | Path | None = None,
    workers: int | None = None,
    progress: bool = True,
    work: Work | None = None,
) -> Enough:
    """Find the fewest posts of each team under every column with all staff.

    Args:
        norm: the year of the norm.
        broken: the share of deadlines that may be broken, from 0 to 1.

    Raises:
        ScenarioError: invalid input, or the study has several places.
        RunError: a run failed. Finished runs are kept.
    """
    if len(study.places) > 1:
        raise ScenarioError("posts are found for one place", found=", ".join(study.places), expected="one place")
    if norm not in NORMS:
        raise ScenarioError("there is no such norm", found=norm, expected=" or ".join(NORMS))
    if not 0 < broken < 1:
        raise ScenarioError(
            "the share of broken deadlines is out of range", found=broken, expected="above 0 and below 100 %"
        )
    own = replace(study.without_follow_up().with_replications(replications), name=f"staff-{study.name}")
    columns = list(dict.fromkeys(column.kept for column in own.columns))
    with opened(own, results, workers, wanted=progress, make=(work or Work()).make) as (runs, folder):
        plan = Plan.of(own, folder)
        done = runs.finish([_found(plan, column, norm, broken, tuple(sorted({*multiples, 1.0}))) for column in columns])
        curve = pd.concat([each[0] for each in done], ignore_index=True)
        answers = pd.concat([each[1] for each in done], ignore_index=True)
        found = Enough(
            study, study.places[0], norm, broken, curve, answers, folder, (), runs.made, runs.reused,
            own_manifest(plan, runs, replications),
        )  # fmt: skip
        return replace(found, files=_written(found))


def _written(found: Enough) -> tuple[Path, ...]:
    """Write tables and chart. A place without deadlines has no chart."""
    from sim.report.charts import NoNumbersError, write_chart

    files = []
    for name, table in (("staff_curve", found.curve), ("staff_enough", found.answers)):
        files.append(found.folder / "tables" / f"{name}.csv")
        write(files[-1], table.to_csv(index=False, lineterminator="\n"))
    for lang, folder in LANGUAGES:
        with suppress(NoNumbersError):
            files += write_chart(found.chart(lang).drawn, found.folder / folder)
    return tuple(files)


def _found(
    plan: Plan, column: Column, norm: str, broken: float, multiples: tuple[float, ...]
) -> Generator[Sequence[Run], list[Stored], tuple[pd.DataFrame, pd.DataFrame]]:
    """The curve and the answers of a column."""
    place, numbers = plan.study.places[0], range(1, plan.study.replications + 1)
    base = yield [plan.run(place, column, number) for number in numbers]
    posts = {str(team): float(number) for team, number in base[0].about["posts"].items()}
    teams = [team for team in posts if team not in ROLES and _number(base[0], "caseload_mean", team) is not None]
    others = [multiple for multiple in multiples if multiple != 1.0]
    tried: list[Run] = []
    for multiple in others:
        more = tuple((team, _tenths(count * multiple) if team in teams else count) for team, count in posts.items())
        tried += [plan.run(place, column, number, posts=more) for number in numbers]
    stored = yield tried  # all at once, so that no worker waits for a multiple to end
    size = len(numbers)
    found = {1.0: base} | {multiple: stored[at * size : (at + 1) * size] for at, multiple in enumerate(others)}
    rows = [
        (
            column.name,
            team,
            multiple,
            _tenths(posts[team] * multiple),
            *_at(found[multiple], team, plan.study.confidence),
        )
        for team in teams
        for multiple in multiples
    ]
    curve = pd.DataFrame(rows, columns=CURVE)
    answers, needed = [], dict(posts)
    for team in teams:
        own = curve[curve["team"] == team]
        now = own[own["multiple"] == 1.0].iloc[0]
        by_norm = _mean(base, f"norm_posts_{norm}_most", team)
        tried_posts, shares = own["posts"].to_numpy(), own["broken"].to_numpy()
        by_deadlines = fewest(tried_posts, shares, broken)
        number, limit = _needed(by_norm, by_deadlines, float(tried_posts[0]), due=not np.isnan(shares).all())
        needed[team] = posts[team] if math.isnan(number) else number
        answers.append(
            [column.name, team, posts[team], now["cases"], now["broken"], by_norm, by_deadlines, number, limit]
        )
    last = yield [plan.run(place, column, number, posts=tuple(needed.items())) for number in numbers]
    table = [[*row, *_at(last, str(row[1]), plan.study.confidence)[:2]] for row in answers]
    return curve, pd.DataFrame(table, columns=ANSWERS)


def _needed(by_norm: float | None, by_deadlines: float, least: float, *, due: bool) -> tuple[float, str]:
    """The posts needed, in tenths, and what sets them (:data:`LIMITS`).

    Args:
        by_norm: None without a norm.
        by_deadlines: nan if no multiple keeps deadlines.
        least: the fewest posts that were tried.
        due: whether the team has deadlines.
    """
    norm = math.nan if by_norm is None else by_norm
    if due and math.isnan(by_deadlines):
        return (math.nan if math.isnan(norm) else _tenths(norm, up=True)), "none keeps deadlines"
    if not due or by_deadlines <= least:
        if math.isnan(norm):
            return math.nan, "neither"
        return (_tenths(norm, up=True), "norm") if not due or norm >= least else (_tenths(least), "least tried")
    if math.isnan(norm) or by_deadlines > norm:
        return _tenths(by_deadlines, up=True), "deadlines"
    return _tenths(norm, up=True), "norm"


def fewest(posts: Floats, broken: Floats, allowed: float) -> float:
    """The fewest posts with at most the allowed share of deadlines broken; nan if none of those tried has.

    Args:
        posts: float64[n], rising.
        broken: float64[n], the share with these posts; nan where the team has no deadline.

    Returns:
        The least posts that were tried if they are enough; nan if there is no deadline.
    """
    from scipy.optimize import isotonic_regression

    known = ~np.isnan(broken)
    if not known.any():
        return math.nan
    posts = posts[known]
    falling = isotonic_regression(broken[known], increasing=False).x
    enough_at = np.flatnonzero(falling <= allowed)
    if not len(enough_at):
        return math.nan
    first = int(enough_at[0])
    if first == 0:
        return float(posts[0])
    above, below = falling[first - 1], falling[first]
    return float(posts[first - 1] + (above - allowed) / (above - below) * (posts[first] - posts[first - 1]))


def _at(stored: Sequence[Stored], team: str, confidence: float) -> tuple[float, float, float, float, float]:
    """Cases per post, share of deadlines broken with its interval, and deadlines a year of a team."""
    cases = _mean(stored, "caseload_mean", team)
    counts = np.array([[_sum(run, name, team) for name in ("breaches_team", "deadlines_team")] for run in stored])
    due = float(counts[:, 1].mean())
    if not (counts[:, 1] > 0).all():
        return (math.nan if cases is None else cases), math.nan, math.nan, math.nan, due
    shares = counts[:, 0] / counts[:, 1]
    mean, half = float(shares.mean()), half_width(shares, confidence)
    return (math.nan if cases is None else cases), mean, mean - half, mean + half, due


def _rows(run: Stored, measure: str, team: str) -> pd.DataFrame:
    table = run.measures
    return table[
        (table["measure"] == measure) & (table["team"] == team) & (table["group"] == "all") & (table["need"] == "all")
    ]


def _number(run: Stored, measure: str, team: str) -> float | None:
    rows = _rows(run, measure, team)
    rows = rows[rows["activity"] == "all"]
    return float(rows["value"].iloc[0]) if len(rows) else None


def _mean(stored: Sequence[Stored], measure: str, team: str) -> float | None:
    found = [_number(run, measure, team) for run in stored]
    known = [number for number in found if number is not None]
    return float(np.mean(known)) if known else None


def _sum(run: Stored, measure: str, team: str) -> float:
    """The sum over activities. A count that is zero has no row."""
    rows = _rows(run, measure, team)
    return float(rows.loc[rows["activity"] != "all", "value"].sum())


def _tenths(posts: float, *, up: bool = False) -> float:
    """Posts in tenths, at least one of them."""
    tenths = math.ceil(10 * posts - 1e-6) if up else round(10 * posts)
    return max(tenths, 1) / 10
