"""A made-up study as large as the shipped studies `aalborg` and `denmark`, without a run of the model.

Columns, titles, groups, teams, activities, duties, norms and leading assumptions are those of the shipped files, so the study
grows with them. Its numbers are those of the small made-up study, shared among all teams and as large as a whole country's.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import cycle, islice, pairwise
from pathlib import Path

import pandas as pd

from sim.figures.leading import LeadingFile, read_leading
from sim.figures.norms import norms
from sim.files.entry import Title
from sim.law.compose.library import Library
from sim.measures.tidy import BY_DAY, BY_LOAD, BY_MONTH
from sim.report.column_record import ColumnRecord
from sim.report.index_record import IndexRecord
from sim.report.manifest import Manifest
from sim.report.proposals import VERDICTS
from sim.report.range_records import LeadingRecord, OutcomeRecord, RangeRecord
from sim.report.uncertainty_record import FactorRecord, ShareRecord
from sim.report.words import column_label
from sim.results.duties import duty_records
from sim.results.titles import titles
from sim.study.load import load
from sim.study.study import Study as Shipped
from tests.docs.invented import sampled, with_indices
from tests.report.made_up import SMALL, Size, Study, Value, compare, make_measures
from tests.report.manifests import ALONE, BASELINE, manifest

COUNTRY = "denmark"
"""The study of all municipalities, and the place that is the whole country."""


MORE: tuple[Value, ...] = (
    *(("all", "all", "all", need, "all_contact_minutes_per_citizen_week", "minutes per citizen and week", minutes)
      for need, minutes in (("all", 4.1), ("light", 3.0), ("medium", 4.0), ("heavy", 6.2))),
    ("all", "all", "all", "all", "hours_other_roles", "hours per year", 31_000.0),
)  # fmt: skip
"""Headlines that the small study does not have."""


@cache
def main_study() -> Shipped:
    return load("aalborg")


def shipped(folder: Path) -> tuple[Shipped, Shipped]:
    """The study of Aalborg, and that of all municipalities with the country as its one place, which is read much faster."""
    aalborg = main_study()
    text = (aalborg.root / "studies" / f"{COUNTRY}.yaml").read_text(encoding="utf-8")
    file = folder / f"{COUNTRY}.yaml"
    file.write_text(text.replace("places_in: municipalities", f"places: [{COUNTRY}]"), encoding="utf-8")
    return aalborg, load(file)


def real_size(folder: Path) -> Study:
    """The study: the columns of both shipped studies, those with the longest words first, for charts show the first ones.

    Args:
        folder: for a file that is read once.
    """
    aalborg, country = shipped(folder)
    labels = {kind: {**words, **titles(aalborg)[kind]} for kind, words in titles(country).items()}
    words = manifest(labels=labels)
    columns = {column.name: _record(column) for study in (aalborg, country) for column in study.columns}
    known = words.model_copy(update={"columns": tuple(columns.values())})
    first = columns.pop(BASELINE)
    ordered = [first, *sorted(columns.values(), key=lambda each: -len(column_label(each.name, "da", known)))]
    size = _size(aalborg, country, labels["activity"])
    measures = _with_duties_of(aalborg, country, make_measures(columns=ordered, size=size))
    comparisons = compare(measures, ordered)
    measures = pd.concat([measures, _of_runs(measures, list(_series(aalborg, size)))], ignore_index=True)
    leading = read_leading(aalborg.root)
    known = known.model_copy(
        update={
            "title": max(aalborg.title, country.title, key=lambda title: len(title.da)),
            "columns": tuple(ordered),
            "duties": duty_records(country),
            "norms": norms(aalborg.root, aalborg.places[0]).bands,
            "leading": tuple(_leading(leading)),
            "outcomes": tuple(OutcomeRecord(**outcome.model_dump()) for outcome in leading.outcomes),
            "ranges": tuple(_ranges(comparisons, leading, aalborg.columns[1].name)),
        }
    )
    return Study(measures, comparisons, known)


def _record(column: object) -> ColumnRecord:
    names = ("name", "rules", "practice", "capacity", "use", "own_practice", "team_places")
    return ColumnRecord(**{name: getattr(column, name) for name in names})


def _groups(study: Shipped) -> list[str]:
    """The groups of the study's place whose number is known."""
    place = study.baseline.first.place
    return [group for group, known in place.groups.items() if known.stock.evidence != "unknown"]


def _size(aalborg: Shipped, country: Shipped, activities: dict[str, Title]) -> Size:
    """The numbers of the small study in turn for all teams, groups, activities and duties of the law."""
    place, groups = aalborg.baseline.first.place, _groups(aalborg)
    bands = norms(aalborg.root, aalborg.places[0]).bands
    served = {name: team.groups for name, team in place.teams.items() if {*team.groups} & {*groups}}
    teams = dict(zip(served, cycle(SMALL.teams.values()), strict=False))
    posts = sum(number for number, _ in teams.values())
    needed = {name: number for name, (number, _) in teams.items() if any(group in bands for group in served[name])}
    caseworkers = [each for each in SMALL.hours.values() if not each[2]]
    others = {name: each for name, each in zip(activities, cycle(caseworkers), strict=False) if name not in SMALL.hours}
    more = sum(hours for hours, *_ in SMALL.hours.values()) / sum(hours for hours, *_ in others.values()) / 4
    shares = [each for each in SMALL.duties.values() if each[1] is not None]
    stock = [
        sum(each.stock.value for each in study.baseline.first.place.groups.values()) for study in (aalborg, country)
    ]
    return Size(
        teams=teams,
        shares={name: number / posts for name, (number, _) in teams.items()},
        hours={**SMALL.hours, **{name: (more * hours, left, "") for name, (hours, left, _) in others.items()}},
        waiting={"all": 1.0, **dict(zip(groups, cycle((1.3, 0.4, 0.9, 2.1)), strict=False))},
        duties=dict(zip(aalborg.baseline.first.rule_set.regime.duties, cycle(shares), strict=False)),
        norm_posts={name: (n, (1.2 * n, 2.1 * n), (1.3 * n, 2.2 * n)) for name, n in needed.items()},
        more=MORE,
        amount=stock[1] / stock[0],
    )


def _with_duties_of(aalborg: Shipped, country: Shipped, measures: pd.DataFrame) -> pd.DataFrame:
    """Without deadlines of duties that the rules of a column do not have."""
    columns = (column for study in (aalborg, country) for column in study.columns)
    regimes = {column.rules: column.first.rule_set.regime for column in columns}
    held = {(rules, name) for rules, regime in regimes.items() for name, duty in regime.duties.items() if duty.active}
    pairs = zip(measures["rule_set"], measures["activity"], strict=True)
    own = pd.Series([pair in held for pair in pairs], index=measures.index)
    return measures[(measures["measure"] != "breach_share") | own]


def _series(study: Shipped, size: Size) -> Iterator[Value]:
    """Cases by day, loads and months by team, switches, and how many waits begin: the same under all rules."""
    groups = _groups(study)
    for at, group in enumerate(groups):
        for measure, days in (
            ("first_meeting_served", {7: 60.0, 28: 60.0}),
            ("first_meeting_left", {14: 60.0}),
            ("spell_switch", {30: 60.0}),
            ("spell_exit", {90: 60.0}),
            ("spell_never", {400: 60.0}),
        ):
            for day, number in days.items():
                yield group, "all", str(day), "all", f"by_day_{measure}", BY_DAY, number * size.amount / (1 + at)
    for one, other in (*pairwise([*groups, groups[0]]), *zip(groups, islice(cycle(groups), 3, None), strict=False)):
        yield one, "all", other, "all", "switches", "per year", 300.0 * size.amount
    yield "all", "all", "all", "all", "merged_switches", "per year", 1_200.0 * size.amount
    for team in size.norm_posts:
        for year in (2016, 2020):
            for load_, weeks in (("80", 30.0), ("110", 70.0)):
                yield "all", team, load_, "all", f"norm_load_weeks_{year}", BY_LOAD, weeks
            for month in ("2025-01", "2026-01"):
                yield "all", team, month, "all", f"norm_load_month_{year}", BY_MONTH, 1.2
    for wait in (
        "detection_delay",
        *(f"wait_{each}" for each in ("certificate", "team", "decision", "effort", "clarification")),
    ):
        yield "all", "all", "all", "all", f"{wait}_begun", "cases per year", 4_000.0 * size.amount


def _of_runs(measures: pd.DataFrame, values: list[Value]) -> pd.DataFrame:
    """Values as rows of the first two runs of every column with all staff, which are those that charts of them show."""
    names = ["study", "place", "rule_set", "practice", "capacity", "replication"]
    table = pd.DataFrame(values, columns=["group", "team", "activity", "need", "measure", "unit", "value"])
    two = (measures["replication"] <= 2) & (measures["capacity"] == "keep")
    return measures.loc[two, names].drop_duplicates().merge(table, how="cross")


def _leading(file: LeadingFile) -> Iterator[LeadingRecord]:
    for name, group in file.groups.items():
        yield LeadingRecord(
            name=name, title=group.title, of=group.of or group.title, why=group.why, addresses=group.patterns,
            low_factor=0.602, high_factor=1.654, pairs=2,
        )  # fmt: skip


def _ranges(comparisons: pd.DataFrame, file: LeadingFile, column: str) -> Iterator[RangeRecord]:
    """Every difference of a column over all groups and teams at both ends of each group, of which the first moves it most."""
    own = comparisons[comparisons["variant"] == column]
    whole = own[(own[["group", "team"]] == "all").all(axis=1)]
    wide = {name: 0.6 / (1 + at) for at, name in enumerate(file.groups)}
    names = ["measure", "activity", "need", "unit", "difference"]
    for measure, activity, need, unit, base in whole[names].itertuples(index=False, name=None):
        for group, share in wide.items():
            yield RangeRecord(
                place="nowhere", column=column, group=group, measure=measure, activity=activity, need=need, unit=unit,
                base=base, low=base * (1 - share), high=base * (1 + share), low_half=abs(base) / 50, high_half=abs(base) / 50,
            )  # fmt: skip


def with_proposals(known: Manifest) -> Manifest:
    """The manifest with every proposal of the library that claims a sum, each run alone."""
    verdicts = cycle(VERDICTS)
    rows = []
    for at, proposal in enumerate(each for each in Library.load().proposals.values() if each.reform.claim is not None):
        title, removed = proposal.reform.title, 2_258_706.0 / (1 + at)
        number = {
            "removed": removed,
            "removed_low": 0.9 * removed,
            "removed_high": 1.1 * removed,
            "running": 0.8 * removed,
        }
        words = {"proposal": proposal.id, "title": title.en, "title_da": title.da, "verdict": next(verdicts)}
        rows.append({**ALONE, **number, **words, "column": known.columns[1 + at % (len(known.columns) - 1)].name})
    return known.model_copy(update={"proposals_alone": tuple(rows)})


def with_samples(known: Manifest) -> Manifest:
    """The manifest with samples and indices of all leading assumptions: the first ones carry most of every outcome."""
    small, factors = sampled().uncertainty, [
        FactorRecord(name=group.name, title=group.title, grade="assumption", addresses=group.addresses)
        for group in known.leading
    ]  # fmt: skip
    assert small is not None
    column = known.columns[1].name
    units = {each.key: each.unit for each in known.ranges}
    keys = [outcome.model_dump() | {"unit": units[tuple(outcome.model_dump().values())]} for outcome in known.outcomes]
    carried = {factor.name: 0.5 ** (1 + at / 2) for at, factor in enumerate(factors)}
    shares = [
        ShareRecord(place="nowhere", kind="factor", name=name, first=share, total=1.2 * share, **key)
        for key in keys
        for name, share in carried.items()
    ]
    shares += [each for each in small.shares if each.kind != "factor"]
    both = [small.both[0].model_copy(update=key) for key in keys]
    rows = [
        IndexRecord(
            place="nowhere", factor=name, index=index, value=part * 2e6 * share, low=part * 1.9e6 * share, high=part * 2.1e6 * share,
            samples=10, **key,
        )
        for key in keys
        for name, share in carried.items()
        for index, part in (("mu_star", 1.0), ("mu", -1.0), ("sigma", 0.3))
    ]  # fmt: skip
    indices = with_indices().indices
    assert indices is not None
    of_samples = {
        "column": column,
        "factors": tuple(factors),
        "both": tuple(both),
        "shares": tuple(shares),
        "claims": small.claims,
    }
    of_indices = {"column": column, "factors": tuple(factors), "rows": tuple(rows)}
    return known.model_copy(
        update={"uncertainty": small.model_copy(update=of_samples), "indices": indices.model_copy(update=of_indices)}
    )
