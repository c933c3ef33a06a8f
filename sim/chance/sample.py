"""A random value of a distribution, as an integer, from a key and a quantile table."""

from __future__ import annotations

from sim.chance.compiled import leaf
from sim.chance.draw import draw
from sim.chance.quantiles import value_at, value_beyond


@leaf
def sample(tables, table, run, entity, name, occurrence_):  # type: ignore[no-untyped-def]
    """The value of quantile table number ``table`` for this key."""
    return value_at(tables, table, draw(run, entity, name, occurrence_))


@leaf
def sample_beyond(tables, table, run, entity, name, occurrence_, elapsed):  # type: ignore[no-untyped-def]
    """:func:`sample`, conditional on a value above ``elapsed``."""
    return value_beyond(tables, table, draw(run, entity, name, occurrence_), elapsed)
