"""The manifest of a made-up study, and its parts."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.files.entry import Title
from sim.law.compose.library import Library
from sim.law.reading.titles import short_titles
from sim.report.all_staff_record import AllStaffRecord, StaffPart
from sim.report.column_record import ColumnRecord, ShockRecord, Use
from sim.report.contact_record import ContactRecord
from sim.report.cut_records import BoundRecord, CutRecord, UnitBound
from sim.report.manifest import Assumption, EffectsRecord, Manifest, Prices, ProposalRecord
from sim.report.range_records import FiguresRecord, LeadingRecord, OutcomeRecord, RangeRecord
from sim.results.contact import of_pairs

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


NOT_HERE = frozenset(
    {"team-places", "uncertainty", "shares", "share-heat", "claim", "indices", "index-heat", "wait-curves", "spell-curves",
     "exit-curves", "norm-loads", "norm-months", "flows", "duties"}
)  # fmt: skip
"""Charts that the made-up study has no numbers for: no column sets the places of the team, and nobody has sampled its values,
and it has no cases by day, load or month, no flows and no duties."""

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
        of=Title(en="hours per switch", da="timer pr. skift"),
        claim={"saves": 130, "unit": {"en": "million DKK per year", "da": "mio. kr. om året"}, "source": "S005"},
        source="004",
    ),
    ProposalRecord(
        id="004-2a",
        title=Title(en="No process demands", da="Ingen proceskrav"),
        nature="emerges",
        claim={"saves": 190, "unit": {"en": "million DKK per year", "da": "mio. kr. om året"}, "source": "S016"},
        source="004",
    ),
    ProposalRecord(
        id="004-3b",
        title=Title(en="Team by judgement", da="Team efter skøn"),
        nature="echoes",
        of=Title(en="50 % fewer team meetings", da="50 % færre teammøder"),
        claim={"states": 80, "unit": {"en": "million DKK per year", "da": "mio. kr. om året"}},
        source="004",
    ),
)

ALONE = {
    "proposal": "004-2a", "paper": "004", "kind": "process", "title": "No process demands", "title_da": "Ingen proceskrav",
    "column": KEEP, "cut_column": "", "regime": "current", "practice": "same-contact-by-need", "practice_changed": True,
    "removed": 9000.0, "removed_low": 8000.0, "removed_high": 10000.0, "removed_rules": 12000.0,
    "removed_practice": -3000.0, "removed_practice_low": -3500.0, "removed_practice_high": -2500.0, "running": 7000.0,
    "less_shed": 1900.0, "other_roles": 0.0, "meetings": 10.0, "ratio": 0.6, "ratio_low": 0.5, "ratio_high": 0.7,
    "verdict": "less",
    "offers": 0.0, "posts_added": 0.0, "claim": 190.0, "claim_unit": "million DKK per year",
    "claim_unit_da": "mio. kr. om året", "claim_source": "S019",
    "claim_scaled": 7.125, "claim_scaling": "by population", "claim_scaling_da": "efter befolkning", "nature": "scales",
    "of": "an hour", "of_da": "en time", "note": "", "note_da": "",
}  # fmt: skip
"""A row of the proposals run alone."""

LEADING = (
    LeadingRecord(
        name="contact", title=Title(en="how often it meets citizens", da="hvor ofte det holder samtaler"),
        of=Title(en="the time between meetings", da="tiden mellem samtaler"),
        why=Title(en="Nobody has counted.", da="Ingen har talt."), addresses=("practices/p.yaml:contact.a.every",),
        low_factor=0.6, high_factor=1.6, pairs=2,
    ),
    LeadingRecord(
        name="tracking", title=Title(en="minutes of tracking", da="minutter til opfølgning"),
        of=Title(en="minutes of tracking", da="minutter til opfølgning"),
        why=Title(en="Nobody has timed it.", da="Ingen har taget tid."), addresses=("r.yaml:tracking.per_open_duty",),
        low_factor=0.5, high_factor=2.0, pairs=2,
    ),
    LeadingRecord(
        name="turnover", title=Title(en="turnover", da="udskiftning"), of=Title(en="turnover", da="udskiftning"),
        why=Title(en="Of all staff.", da="Af alle ansatte."), addresses=("office/o.yaml:turnover",),
        low_factor=0.8, high_factor=1.7, pairs=2,
    ),
)  # fmt: skip
RUNNING = {"column": KEEP, "measure": "hours", "activity": "running-casework", "need": "all", "unit": "hours per year"}
HEAVY = {**RUNNING, "measure": "running_minutes_per_citizen_week", "activity": "all", "need": "heavy",
         "unit": "minutes per citizen and week"}  # fmt: skip


def ends(group: str, low: float, high: float, half: float, base: float = 20_000.0, **of: str) -> RangeRecord:
    """A headline at both ends of a group."""
    return RangeRecord(
        place="nowhere", group=group, base=base, low=low, high=high, low_half=half, high_half=half, **{**RUNNING, **of}
    )  # fmt: skip


RANGES = (
    ends("contact", -5_000.0, 60_000.0, 700.0),
    ends("tracking", 15_000.0, 30_000.0, 700.0),
    ends("turnover", 19_800.0, 20_300.0, 700.0),
    ends("contact", -1.0, 9.0, 0.3, base=5.0, **HEAVY),
)
"""Ends of three groups: one crosses zero, one does not, and one moves the hours no more than chance."""

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


def contact_record(column: str, need: str, booked: float, running: float) -> ContactRecord:
    """Contact of a column of the made-up study, at an assumed share of 27 % (7 to 57)."""
    before, after = (3.4, 13.4), (3.4 + booked, 13.4 + running)
    a, b, c, d = (np.array([value - 0.01, value + 0.01]) for value in (*before, *after))
    numbers = of_pairs(a, b, c, d, 0.27, 0.07, 0.57, 0.95)
    return ContactRecord.model_validate({"place": "nowhere", "column": column, "need": need, **numbers})


ALL_STAFF = AllStaffRecord(
    place="nowhere", staff=400, source="X215",
    parts=(
        StaffPart(kind="caseworkers", name="caseworkers", posts=160, low=120, high=200),
        StaffPart(kind="role", name="company-consultant", posts=20, low=10, high=30, source="A007"),
        StaffPart(kind="role-hours", name="benefit-office", posts=2.1, low=1.9, high=2.4),
        StaffPart(
            kind="no-case", name="leaders", title=Title(en="Leaders", da="Ledere"), posts=20, low=10, high=40, source="no figure",
        ),
        StaffPart(
            kind="no-case", name="supervision", title=Title(en="Supervision", da="Tilsyn"), posts=2, low=0, high=6,
            source="no figure", owed_under=("current",),
        ),
    ),
)  # fmt: skip
"""All staff of the made-up place."""

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
    "values_in_all": 40,
    "figures": (FiguresRecord(place="nowhere", inside=9, outside=4),),
    "leading": LEADING,
    "outcomes": (
        OutcomeRecord(measure="hours", activity="running-casework", need="all"),
        OutcomeRecord(measure="running_minutes_per_citizen_week", activity="all", need="heavy"),
    ),
    "ranges": RANGES,
    "proposals": PROPOSALS,
    "proposals_alone": (ALONE,),
    "bounds": (bound_record(), bound_record(REQUEST)),
    "capacity": (cut_record(),),
    "all_staff": (ALL_STAFF,),
    "contact": (
        contact_record(KEEP, "all", -0.1, 2.0),
        contact_record(KEEP, "heavy", 0.2, 4.0),
        contact_record(REQUEST, "all", -1.9, 7.1),
    ),
    "labels": {
        kind: {name: Title(en=title.en, da=title.da) for name, title in titles.items()}
        for kind, titles in short_titles(Library.load().rule_set("R2024").regime).items()
    },
}


def manifest(**changes: Any) -> Manifest:
    """The made-up study's manifest with some fields changed."""
    return Manifest(**{**FIELDS, **changes})
