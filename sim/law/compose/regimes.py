"""Regimes by name. The root comes from its file; dated regimes are composed along their chain of ``extends``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sim.files.folder import names_in, read_named, unknown_entry
from sim.files.parse import shape
from sim.files.source import Source
from sim.law.clauses.dated_regime import Amendment, Dated, DatedRegime
from sim.law.clauses.regime import Regime
from sim.law.compose.references import check_regime
from sim.law.compose.reforms import compose

_OWN = ("regime", "title", "in_force")


@dataclass(frozen=True, slots=True)
class ReadRegime:
    """A regime with its tree, the changes since the root, and the dated regimes with these changes, in order."""

    source: Source
    regime: Regime
    amendments: tuple[Amendment, ...] = ()
    dated: tuple[DatedRegime, ...] = ()
    dates: tuple[tuple[str, date], ...] = ()  # from the root to this one


def read_regime(
    root: Path, name: str, above: tuple[str, ...], other: Callable[[str, tuple[str, ...]], ReadRegime]
) -> ReadRegime:
    """Read ``regimes/name.yaml`` with the regimes that it extends.

    Args:
        above: the chain of regimes that extend this one.
        other: the reader of the extended regime.

    Raises:
        ScenarioError: a file is missing or invalid, or a change does not fit. Or a chain forms a circle, turns back in
            time or names a missing regime.
    """
    source = read_named(root, "regimes", name)
    if "extends" not in source.tree:
        regime = shape(Regime, source)
        check_regime(regime, source)
        return ReadRegime(source, regime, dates=((name, regime.in_force),))
    file = shape(DatedRegime, source)
    if file.regime != name:
        raise source.error(
            "the name of the regime differs from its file's", ("regime",), found=file.regime, expected=name
        )
    chain = (*above, name)
    if file.extends in chain:
        found = " → ".join([*chain, file.extends])
        raise source.error("a regime extends itself", ("extends",), found=found)
    known = names_in(root, "regimes")
    if file.extends not in known:
        raise unknown_entry(
            "the extended regime does not exist", file.extends, known, source, ("extends",), folder=root / "regimes"
        )
    base = other(file.extends, chain)
    _check_date(file, source, base)
    return _composed(Dated(file, source), base)


def _check_date(file: DatedRegime, source: Source, base: ReadRegime) -> None:
    """Check that a chain goes in one direction of time, starting from the root."""
    (_, first), (last_name, last) = base.dates[0], base.dates[-1]
    later = file.in_force > last if len(base.dates) == 1 else last > first
    if file.in_force == last or (file.in_force > last) != later:
        ways = f"{'after' if later else 'before'} {last} ({last_name})"
        expected = ways if len(base.dates) > 1 else f"before or after {last} ({last_name})"
        found = f"{file.in_force} ({file.regime})"
        raise source.error(
            "the dates of a chain of regimes are out of order", ("in_force",), found=found, expected=expected
        )


def _composed(dated: Dated, base: ReadRegime) -> ReadRegime:
    file = dated.file
    composed, changes_made = compose(base.source, base.regime, [dated])
    if len(changes_made) < len(file.changes):
        paths = [change.path for change in file.changes]
        twice = next(n for n, path in enumerate(paths) if path in paths[:n])
        raise dated.source.error("a change appears twice", ("changes", twice), found=paths[twice], do="remove one")
    tree = composed.tree | {key: dated.source.tree[key] for key in _OWN}
    places = composed.places | {keys: p for keys, p in dated.source.places.items() if not keys or keys[0] in _OWN}
    source = Source(dated.source.file, tree, places)
    regime = shape(Regime, source)
    check_regime(regime, source)
    amendments = tuple(
        Amendment(
            made.path,
            made.old,
            made.new,
            file.regime,
            change.law,
            change.source,
            change.confidence,
            change.running,
            made.where,
        )
        for made, change in zip(changes_made, file.changes, strict=True)
    )
    dates = (*base.dates, (file.regime, file.in_force))
    return ReadRegime(source, regime, (*base.amendments, *amendments), (*base.dated, file), dates)
