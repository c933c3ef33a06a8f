"""The manifest of a made-up study, and its parts."""

from __future__ import annotations

from typing import Any

from sim.files.entry import Title
from sim.law.compose.library import Library
from sim.law.reading.titles import short_titles
from sim.report.cut_records import BoundRecord, CutRecord, UnitBound
from sim.report.manifest import (
    Assumption,
    ColumnRecord,
    EffectsRecord,
    Manifest,
    Prices,
    ProposalRecord,
    ShockRecord,
    Use,
)

BASELINE = "current/baseline/keep"
KEEP = "freed-six-cities/same-contact-by-need/keep"
CUT = "freed-six-cities/same-contact-by-need/cut"
REQUEST = "freed-six-cities/contact-on-request/keep"


def shock(what: str, first: str, until: str | None = None) -> ShockRecord:
    """A shock with its name as a study prints it."""
    return ShockRecord(name=f"{what} {first}..{until or 'end'}", what=what, first=first, until=until)


def column(
    rules: str, practice: str, use: Use = "keep", *shocks: ShockRecord, own_practice: bool = False
) -> ColumnRecord:
    """A column with its name as a study prints it."""
    capacity = f"{use}({', '.join(each.name for each in shocks)})" if shocks else use
    name = f"{rules}/{practice}/{capacity}"
    return ColumnRecord(
        name=name, rules=rules, practice=practice, capacity=capacity, use=use, shocks=shocks, own_practice=own_practice
    )


COLUMNS = (
    column("current", "baseline"),
    column("freed-six-cities", "same-contact-by-need"),
    column("freed-six-cities", "same-contact-by-need", "cut"),
    column("freed-six-cities", "contact-on-request"),
)

EFFECTS = EffectsRecord(
    file="assumed",
    strength="high",
    title=Title(en="Assumed effects", da="Antagne virkninger"),
    rests_on=Title(en="Nobody knows how strong.", da="Ingen ved hvor stærke."),
)

ASSUMPTIONS = (
    Assumption(
        path="activities.follow-up-meeting.forms.in-person.contact",
        value="40 minutes",
        low="25 minutes",
        high="60 minutes",
        evidence="assumption",
        source="A014",
        note="25 minutes is the only sourced value",
    ),
    Assumption(path="switching.hours", value="3 hours", low="2 hours", high="4 hours", evidence="seed", source="S004"),
    Assumption(
        path="tracking.per_open_duty",
        value="7 minutes",
        low="3 minutes",
        high="15 minutes",
        evidence="fitted",
        source="S018 through the open duties of the run",
    ),
    Assumption(
        path="places.team-places",
        value="17",
        low="12",
        high="22",
        evidence="assumption",
        source="flows × 1.05 / 52",
    ),
)

PROPOSALS = (
    ProposalRecord(
        id="004-1",
        title=Title(en="Five target groups", da="Fem målgrupper"),
        nature="scales",
        of="hours per switch",
        claim={"saves": 130, "unit": "million DKK per year", "source": "S005"},
        source="004",
    ),
    ProposalRecord(
        id="004-2a",
        title=Title(en="No process demands", da="Ingen proceskrav"),
        nature="emerges",
        claim={"saves": 190, "unit": "million DKK per year", "source": "S016"},
        source="004",
    ),
    ProposalRecord(
        id="004-3b",
        title=Title(en="Team by judgement", da="Team efter skøn"),
        nature="echoes",
        of="50 % fewer team meetings",
        claim={"states": 80, "unit": "million DKK per year"},
        source="004",
    ),
)

ALONE = {
    "proposal": "004-2a", "paper": "004", "kind": "process", "title": "No process demands", "title_da": "Ingen proceskrav",
    "column": KEEP, "cut_column": "", "regime": "current", "practice": "same-contact-by-need", "practice_changed": True,
    "hours": 9000.0, "hours_low": 8000.0, "hours_high": 10000.0, "other_roles": 0.0, "meetings": 10.0,
    "offers": 0.0, "posts_added": 0.0, "claim": 190.0, "claim_unit": "million DKK per year", "claim_source": "S019",
    "claim_scaled": 7.125, "claim_scaling": "by population", "nature": "scales", "of": "an hour", "note": "",
}  # fmt: skip
"""A row of the proposals run alone."""

WAY = {"safe": 11.5, "value": 12.0, "low": 11.4, "high": 12.6}
FIXED = {"safe": 5.0, "value": 6.0, "low": 5.1, "high": 6.9}
STOP = {"criterion": "running", "posts": 0.5, "worse": 0.012, "margin": 0.0}


def cut_record(**changes: Any) -> CutRecord:
    """The made-up study's staff cut: one unit, with some fields changed."""
    estimate = {"value": 12.5, "low": 12.2, "high": 12.8}
    role = {
        "hours": {"value": 4000.0, "low": 3900.0, "high": 4100.0},
        "posts": None,
        "dkk": {"value": 2e6},
    }
    unit = {
        "teams": ("sick",), "posts": 52.2, "bound": estimate, "free": {**WAY, "share": 0.95, "stop": STOP},
        "fixed": {**FIXED, "share": 0.8, "stop": {**STOP, "criterion": "meetings", "margin": 0.01}},
        "deadline_rise": -0.011,
        "levels": {
            "baseline": {"running": 5.0, "meetings": 0.12}, "keep": {"running": 6.0, "meetings": 0.1},
            "cut": {"running": 5.01, "meetings": 0.0995},
        },
    }  # fmt: skip
    dkk = {"bound": 10e6, "free": 9.6e6, "fixed": 5.9e6}
    fields: dict[str, Any] = {
        "place": "nowhere", "column": CUT, "kept": KEEP, "baseline": {"sick": 52.2}, "posts": {"sick": 40.7}, "freed": {"sick": 11.5},
        "total": {"baseline": 52.2, "posts": 40.7, "freed": 11.5}, "places_baseline": 17, "places": 7, "share": 0.8, "ceiling": 0.95,
        "bookable": {"sick": 0.95}, "units": {"sick": unit}, "bound": estimate, "free": WAY,
        "fixed": FIXED,
        "dkk": {name: {"value": value, "low": 0.9 * value, "high": 1.1 * value} for name, value in dkk.items()},
        "roles": {"team-member": role}, "fees": {"value": 1e5}, "margins": {"running": 0.0, "meetings": 0.01, "deadlines": 0.02},
        "fewest": 500, "confidence": 0.95, "trials": 30,
    }  # fmt: skip
    return CutRecord.model_validate({**fields, **changes})


def bound_record(column: str = KEEP) -> BoundRecord:
    """The fluid bound of a column of the made-up study."""
    cut = cut_record()
    unit = {name: getattr(cut.units["sick"], name) for name in ("teams", "posts", "bound")}
    return BoundRecord(
        place="nowhere", column=column, posts=52.2, confidence=0.95, units={"sick": UnitBound(**unit)}, total=cut.bound,
        dkk=cut.dkk["bound"], roles=cut.roles, fees=cut.fees,
    )  # fmt: skip


REQUIRED: dict[str, Any] = {
    "study": "made-up",
    "title": Title(en="Nowhere under current and freed rules", da="Ingensteds under gældende og frie regler"),
    "places": ("nowhere",),
    "seed": 20240101,
    "replications": 10,
    "start": "2024-01-01",
    "warm_up": "1 year",
    "measured": "2 years",
    "window": (366, 1095),
    "confidence": 0.95,
    "run_hash": "0f3c9ab1d2e47788aa01",
    "columns": COLUMNS,
    "prices": Prices(dkk_per_hour=500.0, hours_per_post=1_300.0),
}
"""The fields that every manifest has."""

FIELDS: dict[str, Any] = {
    **REQUIRED,
    "norms": {
        "job-ready": {"2016": (50, 70), "2020": (35, 55)},
        "activity-ready": {"2016": (40, 55), "2020": (25, 40)},
        "sick": {"2016": (25, 45), "2020": (25, 45)},
    },
    "versions": {"jobsim": "0.1.0", "numpy": "2.4.6", "python": "3.11.7"},
    "assumptions": ASSUMPTIONS,
    "proposals": PROPOSALS,
    "proposals_alone": (ALONE,),
    "bounds": (bound_record(), bound_record(REQUEST)),
    "capacity": (cut_record(),),
    "labels": {
        kind: {name: Title(en=title.en, da=title.da) for name, title in titles.items()}
        for kind, titles in short_titles(Library.load().rule_set("R2024").regime).items()
    },
}


def manifest(**changes: Any) -> Manifest:
    """The made-up study's manifest with some fields changed."""
    return Manifest(**{**FIELDS, **changes})
