"""The manifest of a study's results: its runs, rules, people, staff, seed and versions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sim.figures.prices import hour
from sim.figures.provenance import under
from sim.figures.staff_range import staff_range
from sim.files import program
from sim.files.entry import Title
from sim.files.hashes import of_file, of_files
from sim.files.program import versions
from sim.files.quantity import Duration
from sim.files.value import NEED_A_RANGE, Value
from sim.report.column_record import ColumnRecord, ShockRecord
from sim.report.cut_records import BoundRecord, CutRecord
from sim.report.growth_record import GrowthRecord
from sim.report.manifest import Assumption, BreakEven, EffectsRecord, Manifest, Prices, ProposalRecord, RuleSetRecord
from sim.report.run_record import RunRecord
from sim.report.staff_record import StaffRecord
from sim.results.cited import cited
from sim.results.duties import duty_records
from sim.results.later_laws import baseline_law, cautions, later_laws
from sim.results.rule_changes import rule_changes
from sim.results.staffing.reinvest import Reinvested
from sim.results.survey import survey_record
from sim.results.titles import titles
from sim.runs import fingerprint
from sim.runs.run import Plan, Run
from sim.runs.store import Stored
from sim.study.column import Column
from sim.study.posts import posts_of_known
from sim.study.shocks import Shock
from sim.study.study import Study
from sim.study.values import values_of


def manifest_of(
    plan: Plan,
    runs: Sequence[Run],
    stored: Sequence[Stored],
    *,
    cuts: Sequence[CutRecord],
    bounds: Sequence[BoundRecord],
    reinvestments: Sequence[Reinvested],
    saved: Sequence[BreakEven],
    alone: Sequence[Mapping[str, Any]],
    growth: Sequence[GrowthRecord] = (),
) -> Manifest:
    """The manifest of finished runs.

    Args:
        cuts: the result of each search for fewer posts.
        bounds: the fluid bound of each column with all staff.
        reinvestments: the use of freed hours in each column that reinvests them.
        saved: the break-even of each column with staff cut.
        alone: rows of the table of proposals.
        growth: the growth of the baseline's stocks.
    """
    study = plan.study
    price = hour(study.root)
    assumed, proposed, staff = assumptions(study), _proposals(study), staff_records(study)
    return Manifest(
        study=study.name,
        title=study.title,
        statement=study.statement.written(),
        file=study.source.file,
        places=study.places,
        seed=study.seed,
        replications=study.replications,
        start=study.start.isoformat(),
        warm_up=span(study.warm_up),
        measured=span(study.measured),
        follow_up=span(study.follow_up),
        window=study.window,
        confidence=study.confidence,
        run_hash=hashlib.sha256("\n".join(sorted(run.key for run in runs)).encode()).hexdigest(),
        columns=tuple(_column(column) for column in study.columns),
        shocks=tuple(_shock(shock) for shock in study.shocks),
        practices_by_place=dict(study.practices_by_place),
        rules=_rules(study),
        baseline_law=study.library.regime(baseline_law(study)).in_force.isoformat(),
        later_laws=later_laws(study.library, baseline_law(study)),
        cautions=cautions(study),
        bounds=tuple(bounds),
        capacity=tuple(cuts),
        reinvested=tuple(use.record() for use in reinvestments),
        break_even=tuple(saved),
        values_set={change.address: change.said for change in study.changes},
        values_in_all=len(values_of(study)),
        effects=_effects(study),
        assumptions=assumed,
        proposals=proposed,
        bibliography=cited(study.root, assumed, proposed, alone, staff),
        proposals_alone=tuple(alone),
        growth=tuple(growth),
        rule_changes=rule_changes(study),
        survey=survey_record(study),
        labels=titles(study),
        norms={group: band for place in reversed(study.places) for group, band in plan.norms[place].bands.items()},
        prices=Prices(dkk_per_hour=price.dkk_per_hour, hours_per_post=price.hours_per_post),
        staff=tuple(staff),
        duties=duty_records(study),
        versions=versions(),
        sources={
            "model": program.sources(*fingerprint.MODEL),
            "measures": program.sources(*fingerprint.MEASURES),
            "report": program.sources(*fingerprint.REPORT),
        },
        inputs=plan.inputs,
        input_files=_input_files(study, runs),
        runs=tuple(_run(run, made) for run, made in zip(runs, stored, strict=True)),
    )


def _input_files(study: Study, runs: Sequence[Run]) -> dict[str, str]:
    """The hash of each scenario file behind a run, and of the study's own file, by its name in the scenarios folder."""
    names = {name for run in runs if run.replication == 1 for name in run.inputs}
    files = sorted(path for name in names if (path := study.root / name).is_file())
    own = Path(study.source.file) if Path(study.source.file).is_absolute() else study.root / study.source.file
    listed = {f"studies/{own.name}": of_file(own)} if own.is_file() else {}
    return listed | of_files(study.root, files)


def staff_records(study: Study) -> list[StaffRecord]:
    """The posts of each place, under the baseline, against the share of all its staff who hold cases."""
    rows = []
    for place, setting in study.baseline.settings.items():
        known = staff_range(study.root, setting.place)
        if known is not None:
            rows.append(
                StaffRecord(
                    place=place, posts=round(sum(posts_of_known(setting).values()), 1), stated=setting.staff is not None,
                    counted=setting.place.staff is not None, low=known.low, high=known.high, **asdict(known),
                )
            )  # fmt: skip
    return rows


def _column(column: Column) -> ColumnRecord:
    return ColumnRecord(
        name=column.name, rules=column.rules, practice=column.practice, capacity=column.capacity, use=column.use,
        shocks=tuple(_shock(shock) for shock in column.own_shocks), own_practice=column.own_practice,
        team_places=column.team_places,
    )  # fmt: skip


def _shock(shock: Shock) -> ShockRecord:
    until = None if shock.until is None else shock.until.isoformat()
    return ShockRecord(name=shock.name, what=shock.what, first=shock.first.isoformat(), until=until)


def _run(run: Run, stored: Stored) -> RunRecord:
    about = {name: stored.about[name] for name in ("log_sha256", "rows", "posts", "places", "engine", "seconds")}
    return RunRecord(
        place=run.place, column=run.column.name, replication=run.replication, key=run.key, log=run.log_key, **about
    )


def _rules(study: Study) -> dict[str, RuleSetRecord]:
    """Rule sets by name."""
    sets = {rule_set.name: rule_set for column in study.columns for rule_set in column.rule_sets}
    return {
        name: RuleSetRecord(regime=rule_set.regime.regime, reforms=rule_set.reforms, hash=rule_set.hash())
        for name, rule_set in sets.items()
    }


def _effects(study: Study) -> EffectsRecord | None:
    """The effects on behaviour that the study assumes. None means that exits do not depend on the jobcenter's work."""
    effects = study.baseline.first.effects
    if effects is None:
        return None
    file = effects.file
    return EffectsRecord(
        file=file.effects, strength=effects.strength, title=file.title,
        rests_on=file.rests_on,
    )  # fmt: skip


def assumptions(study: Study) -> tuple[Assumption, ...]:
    """Every value of any column whose grade is below a statistic, each once, in the order of the files."""
    return tuple(_assumption(value) for value in values_of(study) if value.evidence in NEED_A_RANGE)


def _assumption(value: Value[Any]) -> Assumption:
    return Assumption(
        path=value.path, value=value.text, low=quantity_text(value.low, value.unit),
        high=quantity_text(value.high, value.unit), evidence=value.evidence, source=value.source or "",
        note=value.note or "", where=value.where or "",
    )  # fmt: skip


def quantity_text(quantity: Any, unit: str) -> str:
    """A quantity in the notation of the scenario files; "" for None."""
    if quantity is None:
        return ""
    if isinstance(quantity, Duration):
        return span(quantity)
    if unit == "share":
        return f"{100 * quantity:.6g} %"
    if unit == "minutes of work":
        return f"{quantity // 60} hours" if quantity > 60 and quantity % 60 == 0 else f"{quantity} minutes"
    return f"{quantity:.10g} DKK" if unit == "DKK" else f"{quantity:.10g}"


def span(duration: Duration) -> str:
    """A duration in the largest unit that gives a whole number: ``1 year``, ``6 months``, ``3 weeks``."""
    months, days = duration.months, duration.whole_days or 0
    if months is not None:
        count, unit = (months // 12, "year") if months and months % 12 == 0 else (months, "month")
    else:
        count, unit = (days // 7, "week") if days and days % 7 == 0 else (days, "day")
    return f"{count} {unit}{'' if count == 1 else 's'}"


def _proposals(study: Study) -> tuple[ProposalRecord, ...]:
    """The proposals of all columns, with their claims and the nature of their numbers."""
    ids = [reform for column in study.columns for rule_set in column.rule_sets for reform in rule_set.reforms]
    records = []
    for number in sorted(dict.fromkeys(ids)):
        proposal = study.library.proposals[number]
        reform = proposal.reform
        nature = reform.nature
        word = under(nature.is_, effects=study.effects is not None) if nature else ""
        claim = (
            None if reform.claim is None else reform.claim.model_dump(by_alias=True, exclude_unset=True, mode="json")
        )
        records.append(
            ProposalRecord(
                id=proposal.id, title=reform.title, nature=word,
                of=Title(en=nature.of.en, da=nature.of.da) if nature else Title(en="", da=""), claim=claim, source=proposal.paper,
            )
        )  # fmt: skip
    return tuple(records)
