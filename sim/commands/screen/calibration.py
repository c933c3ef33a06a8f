"""The tables of ``jobsim calibrate`` on the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from sim.calibration.matching.calibrate import Calibrated
from sim.calibration.matching.identified import HARDLY, STRONG
from sim.calibration.matching.record import record
from sim.calibration.matching.setup import Setup
from sim.commands.output import counted
from sim.commands.screen.data import LINE


def show_setup(out: Console, setup: Setup) -> None:
    """Print what would be fitted to what, and the number of runs."""
    _show_file(out, setup)
    table = _table("Free values", "Value", "Now", "Low", "High", "Grade")
    for parameter in setup.space.parameters:
        numbers = (parameter.present, parameter.low, parameter.high)
        table.add_row(_name(parameter.address), *map(_number, numbers), parameter.value.evidence)
    out.print(table)
    for title, targets in (("Targets that are fitted", setup.fitted), ("Targets held out", setup.held_out)):
        table = _table(title, "Target", "Measure", "Value", "Sd", "Discrepancy")
        for target in targets:
            numbers = (target.value, target.sd, target.discrepancy[0])
            table.add_row(_name(target.name), target.what, *map(_number, numbers))
        out.print(table)
    out.print("Sd and discrepancy are standard deviations: of the target, and between model and world.")
    out.print("Nothing was run or written.")


def show_fit(out: Console, done: Calibrated) -> None:
    """Print the waves, the ranges that are left, what is not identified, and the targets held out."""
    _show_file(out, done.setup)
    data = record(done)
    table = _table("Waves", "Wave", "Points", "Kept runs", "Share of the space left")
    for wave in data["waves"]:
        table.add_row(str(wave["wave"]), str(wave["points"]), str(wave["kept"]), _share(wave["share"]))
    out.print(table)
    last = data["waves"][-1]
    table = _table(
        f"Implausibility of the runs of wave {last['wave']}", "Target", "Value", "Sd", "Least", "Median", "Rules out"
    )
    for row in last["targets"]:
        table.add_row(
            _name(row["target"]), _number(row["value"]), _number(row["sd"]), _number(row["least"]), _number(row["median"]),
            f"{row['rules_out']:.0%}" if row["known"] else "no number",
        )  # fmt: skip
    out.print(table)
    if done.is_empty:
        _show_conflicts(out, data)
        return
    if not last["kept"]:
        out.print("No run of the last wave is plausible itself. More waves or points would tell more.\n")
    low, high = (_share(data["share_at_discrepancy"][end]) for end in ("low", "high"))
    out.print(
        f"With the discrepancy at the low end of its range, some {low} of the space would be left; at the high end, {high}.\n"
    )
    table = _table("Ranges that are left", "Value", "Now", "Low", "High", "Before", "Left")
    for row in data["parameters"]:
        ends = (row["present"], row["kept_low"], row["kept_high"])
        before = f"{_number(row['low'])} – {_number(row['high'])}"
        table.add_row(_name(row["value"]), *map(_number, ends), before, f"{row['share']:.0%}")
    out.print(table)
    _list(out, f"Not identified (more than {HARDLY:.0%} of the range is left)", data["not_identified"])
    lines = [f"{pair['first']} and {pair['second']}: {pair['correlation']:+.2f}" for pair in data["together"]]
    _list(out, f"Told together, not apart (correlation of {STRONG} or more)", lines)
    if data["held_out"]:
        table = _table("Targets held out, in the kept runs", "Target", "Value", "Sd", "Low", "High", "Met by")
        for row in data["held_out"]:
            met = "–" if row["met"] is None else f"{round(row['met'] * row['runs'])} of {row['runs']}"
            table.add_row(_name(row["target"]), *(_number(row[key]) for key in ("value", "sd", "low", "high")), met)
        out.print(table)


def _show_conflicts(out: Console, data: dict[str, Any]) -> None:
    out.print("Nothing is left. The old values stay.\n", style="bold")
    for conflict in data["conflicts"]:
        head = "No point meets this target:" if len(conflict) == 1 else "No point meets these together:"
        lines = [
            f"{row['target']}: target {_number(row['value'])}, nearest {_number(row['nearest'])}" for row in conflict
        ]
        _list(out, head.removesuffix(":"), lines)


def _show_file(out: Console, setup: Setup) -> None:
    runs = f"{counted(setup.plan.waves, 'wave')} x {counted(setup.plan.points, 'point')} x {counted(setup.file.replications, 'run')}"
    out.print(
        f"{setup.place}, by {setup.source.file}: {len(setup.space)} free values, {len(setup.fitted)} targets fitted,"
    )
    out.print(f"{len(setup.held_out)} held out; {runs}\n")


def _list(out: Console, head: str, lines: Iterable[str]) -> None:
    lines = list(lines)
    out.print(f"{head}: {'none' if not lines else ''}".rstrip())
    for line in lines:
        out.print(f"  {line}")
    out.print()


def _table(title: str, *heads: str) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1))
    for head in heads:
        left = head == heads[0] or head in ("Measure", "Grade")
        table.add_column(head, justify="left" if left else "right")
    return table


def _name(address: str) -> str:
    """A path or name, broken at its last point if it is long."""
    path = address.rpartition(".yaml:")[2]
    head, point, tail = path.rpartition(".")
    return path if len(path) <= LINE else f"{head}{point}\n{tail}"


def _number(number: float | None) -> str:
    if number is None:
        return "–"
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.4g}"


def _share(share: float) -> str:
    return "none" if not share else f"{share:.1%}" if share >= 0.001 else f"{share:.1e}"
