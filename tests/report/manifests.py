"""The manifest of a made-up study, and its parts."""

from __future__ import annotations

from typing import Any

from sim.files.entry import Title
from sim.law.compose.library import Library
from sim.law.reading.titles import short_titles
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


NOT_HERE = frozenset({"team-places"})
"""Charts that the made-up study has no numbers for: no column of it sets the places of the team."""

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
    "removed": 9000.0, "removed_low": 8000.0, "removed_high": 10000.0, "removed_rules": 12000.0,
    "removed_practice": -3000.0, "removed_practice_low": -3500.0, "removed_practice_high": -2500.0, "running": 7000.0,
    "less_shed": 1900.0, "other_roles": 0.0, "meetings": 10.0, "ratio": 0.6, "ratio_low": 0.5, "ratio_high": 0.7,
    "verdict": "less",
    "offers": 0.0, "posts_added": 0.0, "claim": 190.0, "claim_unit": "million DKK per year", "claim_source": "S019",
    "claim_scaled": 7.125, "claim_scaling": "by population", "nature": "scales", "of": "an hour", "note": "",
}  # fmt: skip
"""A row of the proposals run alone."""

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
    "labels": {
        kind: {name: Title(en=title.en, da=title.da) for name, title in titles.items()}
        for kind, titles in short_titles(Library.load().rule_set("R2024").regime).items()
    },
}


def manifest(**changes: Any) -> Manifest:
    """The made-up study's manifest with some fields changed."""
    return Manifest(**{**FIELDS, **changes})
