"""The order of events at the same minute: (kind, citizen or caseworker, reference)."""

from __future__ import annotations

from sim.chance.compiled import leaf

WHO_SHIFT = 24
KIND_SHIFT = 48
MINUTE_SHIFT = 52
REF_MASK = (1 << WHO_SHIFT) - 1
WHO_MASK = (1 << 24) - 1
KIND_MASK = (1 << 4) - 1

HAND_OVER_REF = REF_MASK
"""The reference of the a-kasse's hand-over among a citizen's INCOMING events."""

THREAD_OWNER = 1 << 12
"""A procedure's work has this number plus its serial number as its reference. Lower references are duties."""


@leaf
def key(kind, who, ref):  # type: ignore[no-untyped-def]
    """The packed tie order of an event."""
    return (kind << KIND_SHIFT) | (who << WHO_SHIFT) | ref


@leaf
def moment(minute, kind, who, ref):  # type: ignore[no-untyped-def]
    """The order of an event within its day: its minute of the day, then its tie order."""
    return (minute << MINUTE_SHIFT) | key(kind, who, ref)


@leaf
def life_ref(spell, what):  # type: ignore[no-untyped-def]
    """Reference of a LIFE event."""
    return ((spell & 0xFFFF) << 2) | what


@leaf
def duty_ref(spell, duty, deadline):  # type: ignore[no-untyped-def]
    """Reference of a DUTY event: an opening (deadline 0) or a deadline that has passed (1)."""
    return ((spell & 0xFFF) << 11) | (duty << 1) | deadline


@leaf
def duty_of(ref):  # type: ignore[no-untyped-def]
    """The duty in the reference of a DUTY event."""
    return ref >> 1 & 0x3FF


@leaf
def thread_ref(serial):  # type: ignore[no-untyped-def]
    """Reference of an INCOMING or WORK event of a procedure."""
    return THREAD_OWNER + (serial & 0xFFFFF)
