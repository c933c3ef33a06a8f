"""The only draw function of the model: every random number is a pure function of its key.

A key has four parts.

- *Run* combines seed and replication.
- *Entity* is the identity of a citizen or caseworker: stream and ordinal, never a position in a table.
- *Purpose* is the hash of a name.
- *Occurrence* packs spell, instance and attempt.

There is no generator and no hidden state. Two rule sets therefore see the same people with the same fate.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numba import int64, uint64
from numpy.typing import NDArray

from sim.chance.compiled import leaf

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_WEYL = np.uint64(0xD1342543DE82EF95)
_MIX_A = np.uint64(0xBF58476D1CE4E5B9)
_MIX_B = np.uint64(0x94D049BB133111EB)
_S27, _S30, _S31, _S32 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(32)

CERTAIN = 1 << 32
"""The probability 1. A probability is an integer in units of 2^-32."""


def purpose(name: str) -> int:
    """The 64-bit hash of a purpose's name, as a signed integer."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little", signed=True)


def chance(share: float) -> int:
    """A probability between 0 and 1 as an integer in units of 2^-32."""
    return round(share * CERTAIN)


@leaf
def mix(z):  # type: ignore[no-untyped-def]
    """The finaliser of splitmix64: every input bit affects every output bit."""
    z = (z ^ (z >> _S30)) * _MIX_A
    z = (z ^ (z >> _S27)) * _MIX_B
    return z ^ (z >> _S31)


@leaf
def combine(a, b):  # type: ignore[no-untyped-def]
    """Combine two 64-bit integers into one signed integer, e.g. (seed, replication) or (stream, ordinal)."""
    return int64(mix(mix(uint64(a) * _WEYL + _GOLDEN) + uint64(b) * _GOLDEN))


@leaf
def draw(run, entity, name, occurrence):  # type: ignore[no-untyped-def]
    """32 random bits as an integer in [0, 2^32), a pure function of its key."""
    z = mix(uint64(run) + uint64(entity) * _WEYL)
    z = mix(z + uint64(name) + uint64(occurrence) * _GOLDEN)
    return int64(z >> _S32)


@leaf
def occurrence(spell, instance, attempt):  # type: ignore[no-untyped-def]
    """Pack the spell, the instance within it (below 2^20) and the attempt at it (below 2^8) into one integer."""
    return (int64(spell) << 28) | (int64(instance) << 8) | int64(attempt)


@leaf
def draw_many(run, entities, name, occurrence_):  # type: ignore[no-untyped-def]
    """:func:`draw` for each of an array of entities (int64). For one entity use :func:`draw_times`."""
    out = np.empty(entities.shape[0], np.int64)
    for i in range(entities.shape[0]):
        out[i] = draw(run, entities[i], name, occurrence_)
    return out


@leaf
def draw_each(run, entity, name, occurrences):  # type: ignore[no-untyped-def]
    """:func:`draw` of one entity for each of an array of occurrences (int64)."""
    out = np.empty(occurrences.shape[0], np.int64)
    for i in range(occurrences.shape[0]):
        out[i] = draw(run, entity, name, occurrences[i])
    return out


@leaf
def draw_times(run, entity, name, times):  # type: ignore[no-untyped-def]
    """:func:`draw` of one entity for occurrences 0 .. times-1."""
    out = np.empty(times, np.int64)
    for i in range(times):
        out[i] = draw(run, entity, name, i)
    return out


@leaf
def combine_many(a, count):  # type: ignore[no-untyped-def]
    """:func:`combine` of ``a`` with 0 .. count-1."""
    out = np.empty(count, np.int64)
    for i in range(count):
        out[i] = combine(a, i)
    return out


def entities(stream: str, count: int) -> NDArray[np.int64]:
    """The identities (stream, 0) .. (stream, count - 1)."""
    identities: NDArray[np.int64] = combine_many(purpose(stream), count)
    return identities
