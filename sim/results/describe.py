"""What a study's results say of themselves: what was run, with which rules, people, staff, seed and versions."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from sim.files.entry import Title
from sim.law.compose.library import Library
from sim.law.compose.practices import parts_of
from sim.files.quantity import Duration
from sim.law.compose.rule_set import RuleSet
from sim.files.value import NEED_A_RANGE, Value
from sim.study import rules
from sim.runs import fingerprint as keys
from sim.study import timeline as line
from sim.results.staffing.cut import Cut
from sim.figures.provenance import under
from sim.figures.norms import norms
from sim.figures.prices import hour
from sim.runs.run import Run, setting
from sim.runs.store import Stored
from sim.study.study import OWN, Study

PACKAGES = ("jobsim", "numpy", "pandas", "numba", "simpy", "pyarrow")


def manifest_of(study: Study, runs: Sequence[Run], stored: Sequence[Stored], cuts: Sequence[Cut]) -> dict[str, Any]:
    """The content of ``manifest.json``: plain data, the same whenever the same study is run.

    ``run_hash`` is that of the names of all runs, so of everything that determines the numbers.
    """
    found = {
        "study": study.name,
        "title": study.title.model_dump(),
        "file": study.source.file,
        "places": list(study.places),
        "seed": study.seed,
        "replications": study.replications,
        "start": study.start.isoformat(),
        "warm_up": span(study.warm_up),
        "measured": span(study.measured),
        "window": list(study.window),
        "confidence": study.confidence,
        "run_hash": hashlib.sha256("\n".join(sorted(run.key for run in runs)).encode()).hexdigest(),
        "columns": [variant.name for variant in study.variants],
        "shocks": {v.name: [shock.name for shock in study.shocks_of(v)] for v in study.variants},
        "practices_by_place": dict(study.practices_by_place),
        "rules": _rules(study),
        "capacity": [cut.said() for cut in cuts],
        "effects": effects(study),
        "assumptions": assumptions(study),
        "proposals": proposals(study),
        "labels": labels(study),
        "norms": bands(study),
        "prices": hour(study.root)._asdict(),
        "versions": versions(),
        "sources": {
            "model": keys.model(),
            "measures": keys.sources(*keys.MEASURES),
            "report": keys.sources(*keys.REPORT),
        },
        "runs": [_run(run, one) for run, one in zip(runs, stored, strict=True)],
    }
    return found if len(study.places) != 1 else {**found, "place": study.places[0]}


def _run(run: Run, stored: Stored) -> dict[str, Any]:
    about = {name: stored.about[name] for name in ("log_sha256", "rows", "posts", "places", "engine", "seconds")}
    where = {"place": run.place, "column": run.variant.name, "replication": run.replication}
    return {**where, "key": run.key, "log": run.log_key, **about}


def _rules(study: Study) -> dict[str, dict[str, Any]]:
    """Rule sets by name: regime, reforms, hash."""
    sets = {one.name: one for variant in study.variants for one in rules.rule_sets(study, variant)}
    return {
        name: {"regime": one.regime.regime, "reforms": list(one.reforms), "hash": one.hash()}
        for name, one in sets.items()
    }


def effects(study: Study) -> dict[str, Any] | None:
    """The effects on behaviour that the study assumes, and what they rest on; None: exits depend on nothing that is done."""
    here = setting(study, study.places[0], study.baseline).effects
    if here is None:
        return None
    words = {"title": here.file.title.model_dump(), "rests_on": here.file.rests_on.model_dump()}
    return {"file": here.file.effects, "strength": here.strength, **words}


def assumptions(study: Study) -> list[dict[str, Any]]:
    """Every value of any column that rests on less than a statistic, each once, in the order of files."""
    from sim.world.build import model_values

    values: dict[tuple[str, str], Value[Any]] = {}
    for place in study.places:
        for variant in dict.fromkeys(variant.kept for variant in study.variants):
            for value in model_values(setting(study, place, variant)):
                values.setdefault((value.where, value.path), value)
    return [_assumption(value) for value in values.values() if value.evidence in NEED_A_RANGE]


def _assumption(value: Value[Any]) -> dict[str, Any]:
    ends = {"low": quantity_text(value.low, value.unit), "high": quantity_text(value.high, value.unit)}
    words = {"evidence": value.evidence, "source": value.source, "note": value.note, "where": value.where}
    return {"path": value.path, "value": value.text, **ends, **{k: w for k, w in words.items() if w}}


def quantity_text(quantity: Any, unit: str) -> str:
    """A quantity as the files write it."""
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
    """A duration in the largest unit that is whole: ``1 year``, ``6 months``, ``3 weeks``."""
    months, days = duration.months, duration.whole_days or 0
    if months is not None:
        count, unit = (months // 12, "year") if months and months % 12 == 0 else (months, "month")
    else:
        count, unit = (days // 7, "week") if days and days % 7 == 0 else (days, "day")
    return f"{count} {unit}{'' if count == 1 else 's'}"


def proposals(study: Study) -> list[dict[str, Any]]:
    """The proposals of any column: what they claim and what their numbers are."""
    library = rules.library(study.root)
    sets = [one for variant in study.variants for one in rules.rule_sets(study, variant)]
    ids = [reform for one in sets for reform in one.reforms]
    found = []
    for reform in sorted(dict.fromkeys(ids)):
        proposal = library.proposals[reform]
        entry = proposal.reform.model_dump(by_alias=True, exclude_unset=True, mode="json")
        nature = entry.get("nature") or {}
        word = under(nature.get("is", ""), effects=study.effects is not None)
        found.append(
            {
                "id": proposal.id, "title": entry["title"], "nature": word, "of": nature.get("of", ""),
                "claim": entry.get("claim") or "", "source": proposal.paper,
            }
        )  # fmt: skip
    return found


def labels(study: Study) -> dict[str, dict[str, Any]]:
    """Titles for the names that the report may not know: rule sets, practices, duties, activities, groups, teams."""
    library = rules.library(study.root)
    found: dict[str, dict[str, Any]] = {
        "rule_set": {},
        "practice": {},
        "duty": {},
        "activity": {},
        "group": {},
        "team": {},
    }
    for at, entry in enumerate(study.compare):
        if entry.label is not None:
            found["rule_set"][study.lines(at)[0][0]] = entry.label.model_dump()
    for variant in study.variants:
        for part in line.parts(variant.rules):
            if (title := _title(library, part.name)) is not None:
                found["rule_set"].setdefault(part.name, title.model_dump())
        found["rule_set"].setdefault(variant.rules, _in_time(variant.rules, found["rule_set"]))
        for one in rules.rule_sets(study, variant):
            for kind, entries in (
                ("duty", one.regime.duties),
                ("activity", one.regime.activities),
                ("group", one.regime.groups),
            ):
                for name, item in entries.items():
                    found[kind].setdefault(name, item.title.model_dump())
        if variant.practice == OWN:
            found["practice"][OWN] = {"en": "each place's own practice", "da": "stedets egen praksis"}
            continue
        last = rules.rule_set(study, variant)
        for part in line.parts(variant.practice):
            found["practice"].setdefault(part.name, _practice_title(library, part.name, last))
        found["practice"].setdefault(variant.practice, _in_time(variant.practice, found["practice"]))
    found["rule_set"] = {name: title for name, title in found["rule_set"].items() if title}
    for place in study.places:
        for name, team in setting(study, place, study.baseline).place.teams.items():
            found["team"].setdefault(name, team.title.model_dump())
    return found


def bands(study: Study) -> dict[str, dict[str, list[float]]]:
    """The caseload norms by team and year: the lowest and highest recommended number of cases per post."""
    found: dict[str, dict[str, list[float]]] = {}
    for place in study.places:
        for team, years in norms(study.root, place).items():
            found.setdefault(team, {year: list(band) for year, band in years.items()})
    return found


def _title(library: Library, name: str) -> Title | None:
    """The words for a rule set: of its package, of its regime, or of the one proposal added to it."""
    head, _, added = name.partition("+")
    if added:
        return library.proposals[added].reform.title if added in library.proposals else None
    return library.packages[head].title if head in library.packages else library.rule_set(head).regime.title


def _practice_title(library: Library, name: str, rule_set: RuleSet) -> dict[str, str]:
    """The practice's title, with the values that a study sets in it."""
    _, settings = parts_of(name)
    told = "; ".join(f"{path} {value}" for path, value in settings)
    title = library.practice(name, rule_set).title.model_dump()
    return {lang: f"{words} ({told})" if told else words for lang, words in title.items()}


def _in_time(text: str, titles: dict[str, dict[str, str]]) -> dict[str, str]:
    """The words for a line in time: "Today's rules (R2024), from 2025-01-01 Freed rules"; nothing for a name alone without words."""
    first, *later = line.parts(text)
    if not later:
        return titles.get(text, {})
    said = {"en": "from", "da": "fra"}
    return {
        lang: ", ".join(
            [titles.get(first.name, {}).get(lang, first.name)]
            + [f"{word} {part.since} {titles.get(part.name, {}).get(lang, part.name)}" for part in later]
        )
        for lang, word in said.items()
    }


def versions() -> dict[str, str]:
    """Of Python and of the packages that take part in the numbers."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # run from a folder, not installed
            found[name] = "not installed"
    return found
