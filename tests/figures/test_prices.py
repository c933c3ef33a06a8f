"""Prices with a fault are refused with the line, what was found and what is known."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.figures.prices import rates
from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("benefit: fleksløntilskud\n    weeks_from", "benefit: fleksløntilskuds\n    weeks_from", "without a mean benefit"),
        ("benefit: dagpenge\n    paid_by: others", "benefit: dagpenge\n    paid_by: other", "nearest: others"),
        ("item: offers\n    paid_by: state\n    value: 0", "item: offers\n    paid_by: state\n    value: 101", "0 and 100"),
        ("item: transport", "item: transports", "nobody buys"),
        ("item: transport\n    paid_by: state", "item: transport\n    paid_by: employer", "a payer is unknown"),
        ("weeks_to: 4\n    value: 80", "weeks_to: 4\n    value: 180", "0 and 100"),
        ("weeks_from: 53\n    value: 500", "weeks_from: 50\n    value: 500", "no step"),
        ("value: 500\n    low: 0\n    high: 1300", "value: 12000\n    low: 0\n    high: 13000", "exceed the benefit"),
        ("high: 4000\n    unit: DKK per week", "high: 4000\n    unit: DKK per day", "unknown unit"),
    ],
)  # fmt: skip
def test_a_fault_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    (tmp_path / "figures").mkdir()
    file = tmp_path / "figures" / "rates.yaml"
    shutil.copy(scenarios_dir() / "figures" / "rates.yaml", file)
    text = file.read_text(encoding="utf-8")
    assert old in text
    changed = text.replace(old, new, 1)
    file.write_text(changed, encoding="utf-8")
    with pytest.raises(ScenarioError, match=says) as refusal:
        rates(tmp_path)
    assert refusal.value.line
    assert "figures/rates.yaml" in str(refusal.value)


def test_shares_of_one_item_that_exceed_one_are_refused(tmp_path: Path) -> None:
    """Two rows of one item, of 60 and 50 percent."""
    (tmp_path / "figures").mkdir()
    text = (scenarios_dir() / "figures" / "rates.yaml").read_text(encoding="utf-8")
    text = text.replace(
        "item: offers\n    paid_by: state\n    value: 0", "item: transport\n    paid_by: state\n    value: 60"
    )
    (tmp_path / "figures" / "rates.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match="exceed 100 percent"):
        rates(tmp_path)


GAP = "weeks_from: 5\n    weeks_to: 26"
"""The weeks of the second refund (X292)."""


@pytest.mark.parametrize(
    ("old", "new", "row", "says"),
    [
        (GAP, "weeks_to: 26", "X292", ("needs `weeks_from`", "found: no weeks_from", "add `weeks_from:`")),
        (GAP, "weeks_from: 5", "X293", ("without weeks_to", "weeks_to in every price but the last")),
        (GAP, "weeks_from: 6\n    weeks_to: 26", "X292", ("found: weeks_from: 6", "expected: weeks_from: 5")),
        ("weeks_from: 53\n    value: 500", "value: 500", "", ("flex-contribution needs `weeks_from`",)),
        ("benefit: kontanthjælp\n    paid_by", "paid_by", "G003", ("mean-benefit needs `benefit`", "add `benefit:`")),
        ("benefit: fleksløntilskud\n    weeks_from", "weeks_from", "", ("flex-contribution needs `benefit`",)),
        ("    item: transport\n", "", "", ("activation-share needs `item`",)),
        ("kind: hours-per-post\n    pair: papers", "kind: fee\n    pair: papers", "", ("one price of the kind hours-per-post",)),
    ],
)  # fmt: skip
def test_a_key_that_is_absent_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, row: str, says: tuple[str, ...]
) -> None:
    (tmp_path / "figures").mkdir()
    text = (scenarios_dir() / "figures" / "rates.yaml").read_text(encoding="utf-8")
    assert old in text
    changed = text.replace(old, new, 1)
    (tmp_path / "figures" / "rates.yaml").write_text(changed, encoding="utf-8")
    with pytest.raises(ScenarioError) as refusal:
        rates(tmp_path)
    told = str(refusal.value)
    for words in says:
        assert words in told
    line = changed.splitlines().index(f"  - id: {row}") + 1 if row else None
    assert refusal.value.line == line or (line is None and refusal.value.line)
