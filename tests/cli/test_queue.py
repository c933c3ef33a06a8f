"""A queue is run like any study."""

from __future__ import annotations

import json

import pytest

from sim.cli import main
from sim.commands.queue import is_queue


def test_a_queue_is_known_by_its_kind() -> None:
    assert is_queue("queue-mm1")
    assert not is_queue("aalborg")
    assert not is_queue("no-such-study")


def test_a_queue_prints_simulation_beside_theory(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["run", "queue-md1", "--json"])
    assert ended.value.code == 0
    rows = json.loads(capsys.readouterr().out)["queue-md1"]
    assert {row["name"] for row in rows} == {"wait", "waiting_share", "utilisation"}
    assert all(abs(row["z"]) < 4 for row in rows)
