"""The manifest: one record, the same after it is written and read."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from sim.report.manifest import FILE, Manifest
from tests.report.manifests import CUT, EFFECTS, KEEP, column, cut_record, manifest, shock
from tests.report.test_staff_tables import reinvesting

if TYPE_CHECKING:
    from pathlib import Path


def test_a_manifest_is_the_same_after_it_is_written_and_read(tmp_path: Path) -> None:
    shocked = column("current", "baseline", "cut", shock("insured +30 %", "2025-01-01", "2025-12-31"))
    staff = reinvesting()
    full = manifest(
        columns=(*staff.columns, shocked),
        shocks=(shock("staff all -25 %", "2025-01-01"),),
        capacity=staff.capacity,
        reinvested=staff.reinvested,
        effects=EFFECTS,
    )
    full.write(tmp_path)
    assert Manifest.read(tmp_path) == full


def test_the_infinite_level_of_a_team_without_citizens_survives_the_file(tmp_path: Path) -> None:
    unit = cut_record().units["sick"]
    levels = {**unit.levels, "cut": {"running": math.inf, "meetings": 0.1}}
    full = manifest(capacity=(cut_record(units={"sick": unit.model_copy(update={"levels": levels})}),))
    full.write(tmp_path)
    assert Manifest.read(tmp_path) == full


def test_an_unknown_or_missing_field_is_refused(tmp_path: Path) -> None:
    content = json.loads(manifest().text())
    for changed in ({**content, "more": 1}, {key: value for key, value in content.items() if key != "run_hash"}):
        (tmp_path / FILE).write_text(json.dumps(changed))
        with pytest.raises(ValidationError):
            Manifest.read(tmp_path)


def test_a_column_is_looked_up_by_its_printed_name() -> None:
    assert manifest().column(CUT).cut
    assert manifest().column(KEEP).use == "keep"
    with pytest.raises(KeyError):
        manifest().column("freed-six-cities")


def test_a_study_of_several_places_is_shown_place_by_place() -> None:
    assert manifest(places=("a",)).place == "a"
    both = manifest(places=("a", "b"))
    with pytest.raises(ValueError, match="too many values"):
        _ = both.place
    assert [both.at(place).place for place in both.places] == ["a", "b"]
