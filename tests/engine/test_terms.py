"""A term that is renewed before it ends has one end: the new day. The old day passes without a procedure."""

from __future__ import annotations

import pytest

from sim.engine import run
from sim.engine.reference.citizens import Citizens
from sim.engine.reference.records import Citizen
from tests.engine.ages import OF_TWENTY
from tests.engine.worlds import random_world

WORLDS = (*(seed for seed in range(200) if seed % 20 in OF_TWENTY), 716)
Spell = tuple[int, int]


def test_a_renewed_term_ends_on_its_new_day_only(monkeypatch: pytest.MonkeyPatch) -> None:
    planned: dict[Spell, list[int]] = {}
    ended: list[tuple[Spell, int, list[int]]] = []
    passed = 0
    true_set, true_end = Citizens._set_term, Citizens._end_term

    def spell(citizen: Citizen) -> Spell:
        return citizen.number, citizen.spell

    def set_term(self: Citizens, citizen: Citizen, clock: int, day: int) -> None:
        true_set(self, citizen, clock, day)
        planned.setdefault(spell(citizen), []).append(citizen.term_day)

    def end_term(self: Citizens, citizen: Citizen) -> None:
        nonlocal passed
        today, served = self.shared.today, citizen.serial
        days = list(planned[spell(citizen)])
        true_end(self, citizen)
        if citizen.serial > served:
            ended.append((spell(citizen), today, days))
        elif today != days[-1]:
            passed += 1

    monkeypatch.setattr(Citizens, "_set_term", set_term)
    monkeypatch.setattr(Citizens, "_end_term", end_term)
    for seed in WORLDS:
        planned.clear()
        run(random_world(seed), "reference")
    assert len(ended) > 50
    assert passed > 5  # old days of renewed terms
    assert [each for each in ended if each[1] != each[2][-1]] == []
