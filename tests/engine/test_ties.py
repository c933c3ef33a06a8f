"""The one order of events: strict, the order of (kind, who, reference), and packed without loss."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from sim.engine import event_order as ties
from sim.world.codes import EventKind, Life

WHO = st.integers(0, (1 << 24) - 1)
REF = st.integers(0, ties.REF_MASK)
KIND = st.sampled_from(list(EventKind))
SPELL = st.integers(0, (1 << 12) - 1)
DUTY = st.integers(0, (1 << 10) - 1)
SERIAL = st.integers(0, (1 << 20) - 1)


@given(KIND, WHO, REF)
def test_a_key_can_be_taken_apart(kind: EventKind, who: int, ref: int) -> None:
    packed = int(ties.key(int(kind), who, ref))
    found = (packed >> ties.KIND_SHIFT, packed >> ties.WHO_SHIFT & ties.WHO_MASK, packed & ties.REF_MASK)
    assert found == (kind, who, ref)
    assert 0 <= packed < 1 << 62


@given(st.tuples(KIND, WHO, REF), st.tuples(KIND, WHO, REF))
def test_the_order_of_keys_is_that_of_their_parts(
    one: tuple[EventKind, int, int], other: tuple[EventKind, int, int]
) -> None:
    packed = [int(ties.key(int(kind), who, ref)) for kind, who, ref in (one, other)]
    assert (packed[0] < packed[1]) == (one < other)
    assert (packed[0] == packed[1]) == (one == other)


def test_kinds_happen_in_the_order_of_the_design() -> None:
    names = ["REGIME", "STAFF", "ARRIVAL", "LIFE", "INCOMING", "DUTY", "PLAN", "WORK", "SESSION"]
    assert [kind.name for kind in sorted(EventKind)] == names


@given(st.integers(0, (1 << 16) - 1), st.sampled_from(list(Life)))
def test_life_references(spell: int, what: Life) -> None:
    ref = int(ties.life_ref(spell, int(what)))
    assert (ref >> 2, ref & 3) == (spell, what)
    assert ref <= ties.REF_MASK


@given(SPELL, DUTY, st.booleans())
def test_duty_references(spell: int, duty: int, deadline: bool) -> None:
    ref = int(ties.duty_ref(spell, duty, int(deadline)))
    assert (ref >> 11, ref >> 1 & 0x3FF, ref & 1) == (spell, duty, deadline)
    assert ref <= ties.REF_MASK


@given(SERIAL)
def test_procedure_references(serial: int) -> None:
    """Work of a duty, work of a procedure and the hand-over never look alike."""
    ref = int(ties.thread_ref(serial))
    assert ref - ties.THREAD_OWNER == serial
    assert (1 << 10) - 1 < ties.THREAD_OWNER <= ref < ties.HAND_OVER_REF - 0xFF


def test_a_deadline_is_looked_at_after_the_same_day_s_opening() -> None:
    """An instance that opens on the very day is opened before the deadline of the same duty is counted."""
    refs = [int(ties.duty_ref(s, d, x)) for s, d, x in itertools.product((0, 1), (0, 5), (0, 1))]
    assert refs == sorted(refs)
