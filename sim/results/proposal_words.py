"""The words of the table of proposals: what a paper claims, what a reader must know, and why a proposal is not run."""

from __future__ import annotations

import math
from typing import Any

from sim.figures import claims
from sim.figures.provenance import under
from sim.files.entry import Title
from sim.law.compose.library import Library
from sim.law.compose.proposal import Proposal
from sim.study.study import Study

NAN = math.nan
EMPTY = (
    "place", "column", "cut_column", "regime", "practice", "claim_scaling", "claim_scaling_da", "verdict", "nature", "of", "of_da",
)  # fmt: skip
"""Words of a row that a proposal that is not run does not have."""


def words_of(study: Study, library: Library, name: str, place: str) -> dict[str, Any]:
    """The statements of paper and files about a proposal or package. ``scaled`` is its claim at the place."""
    if name not in library.proposals:
        package = library.packages[name]
        reforms = ", ".join(package.reforms)
        return {
            "proposal": name, "paper": "", "kind": "package", "title": package.title.en, "title_da": package.title.da,
            **dict.fromkeys(("claim_unit", "claim_unit_da", "claim_source", "claim_scaling", "claim_scaling_da", "nature"), ""),
            "of": reforms, "of_da": reforms, "note": package.note or "", "note_da": "", "scaled": claims.NO_CLAIM,
        }  # fmt: skip
    proposal, setting = library.proposals[name], study.baseline.settings[place]
    reform = proposal.reform
    scaled = claims.scaled(claims.read_claims(study.root), reform.claim, setting.place, setting.people)
    nature = reform.nature
    return _of_reform(proposal) | {
        "claim_scaled": scaled.value, "claim_scaling": scaled.words.en, "claim_scaling_da": scaled.words.da, "scaled": scaled,
        "nature": under(nature.is_, effects=study.effects is not None) if nature else "",
        "of": nature.of.en if nature else "", "of_da": nature.of.da if nature else "", "note": reform.note or "", "note_da": "",
    }  # fmt: skip


def _of_reform(proposal: Proposal) -> dict[str, Any]:
    """Names and claim of a proposal. The claim of a budget line is its amount."""
    reform, claim = proposal.reform, proposal.reform.claim
    row: dict[str, Any] = {
        "proposal": proposal.id, "paper": proposal.paper, "kind": reform.kind, "title": reform.title.en,
        "title_da": reform.title.da, "claim_unit": "", "claim_unit_da": "", "claim_source": "",
    }  # fmt: skip
    if claim is not None:
        amount = claim.saves if claim.saves is not None else claim.states
        row |= {"claim": amount, **_unit(claim.unit), "claim_source": claim.source}
    elif reform.budget is not None:
        row |= {"claim": reform.budget.amount, **_unit(reform.budget.unit), "claim_source": reform.budget.source}
    return row


def _unit(unit: Title) -> dict[str, str]:
    return {"claim_unit": unit.en, "claim_unit_da": unit.da}


def notes_of(row: dict[str, Any], scaled: claims.Scaled) -> list[str]:
    """Notes that the reader needs to understand a row."""
    notes = []
    if row["practice_changed"]:
        notes.append(
            f"the practice changes with the rules ({row['practice']}): {row.get('meetings', NAN):+,.0f} meetings "
            f"and {row.get('offers', NAN):+,.0f} offers a year"
        )
    if abs(row.get("posts_added", 0.0)) > 0.05:
        notes.append(f"{row['posts_added']:+.1f} posts although all staff is kept; their hours are running casework")
    if scaled.outside:
        notes.append(f"no ratio: the claim includes {scaled.outside}, which no run covers")
    return notes


def not_run(proposal: Proposal) -> dict[str, Any]:
    """A proposal that the study does not run alone, with the reason."""
    reform = proposal.reform
    why: Title | None = reform.why
    if why is None:
        why = Title(en="not run alone in this study", da="køres ikke alene i denne undersøgelse")
        if reform.already_in_force:
            regime = proposal.argued_against
            why = Title(
                en=f"{why.en}; it has since become law: run it on {regime}",
                da=f"{why.da}; det er siden blevet lov: kør det på {regime}",
            )
    words = dict.fromkeys(EMPTY, "")
    return words | {"practice_changed": False, **_of_reform(proposal), "note": why.en, "note_da": why.da}
