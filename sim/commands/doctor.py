"""``jobsim doctor``: compare a study's baseline with published figures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.conformance import conformance
from sim.commands.installation import installation, look
from sim.commands.names import places, studies
from sim.commands.output import console, counted, print_json
from sim.commands.resumable import resumable
from sim.commands.run import JsonOption, ResultsOption, WorkersOption
from sim.commands.screen.all_staff import show_all_staff
from sim.commands.screen.durations import show_durations
from sim.commands.screen.growth import show_growth
from sim.commands.store import store
from sim.commands.tasks import Whole
from sim.commands.versions import versions
from sim.commands.warm_up import warm_up
from sim.files.errors import ScenarioError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from sim.calibration.doctor import Examined
    from sim.calibration.running_casework import Left, Remainder
    from sim.results.money_in_full import FullSum

HELP = """Check the installation; with a command, check stored runs, or compare the model with figures or versions.

Without a command: Python, packages, extras, fonts, scenario files, the cache of compiled code, folders, memory and disk."""

app = typer.Typer(
    cls=Whole,
    help=HELP,
    invoke_without_command=True,
    epilog="Example: jobsim doctor",
)
VERDICTS = {"inside": "Inside their range", "outside": "Outside", "not-comparable": "Not comparable here"}


app.command(epilog="Example: jobsim doctor installation --json")(installation)
app.command(epilog="Example: jobsim doctor store aalborg --prune")(store)
app.command(epilog="Example: jobsim doctor conformance aalborg --rules freed")(conformance)
app.command("warm-up", epilog="Example: jobsim doctor warm-up aalborg --replications 10")(warm_up)
app.command(epilog="Example: jobsim doctor versions HEAD~1 HEAD --study example --replications 3")(versions)


@app.callback(invoke_without_command=True)
def options(context: typer.Context, results: ResultsOption = None, json: JsonOption = False) -> None:
    """Check the installation, unless a command is given."""
    if context.invoked_subcommand is None:
        look(results, json=json)
    elif results is not None or json:
        command = f"jobsim doctor {context.invoked_subcommand}"
        raise ScenarioError(
            "an option of the whole check stands before a command", found="--json" if json else "--results",
            do=f"write it behind the command: {command} {'--json' if json else '--results DIR'}",
        )  # fmt: skip


@app.command(epilog="Example: jobsim doctor baseline aalborg --replications 3")
def baseline(
    context: typer.Context,
    study: Annotated[
        str,
        typer.Argument(
            metavar="[STUDY]", autocompletion=studies, help="Name of a study, or the path of its .yaml file."
        ),
    ] = "aalborg",
    place: Annotated[
        str | None,
        typer.Option(metavar="P", autocompletion=places, help="One of the study's places (default: the first)."),
    ] = None,
    replications: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Runs of the baseline (default: the study's number).")
    ] = None,
    results: ResultsOption = None,
    workers: WorkersOption = None,
    json: JsonOption = False,
) -> None:
    """Compare the study's baseline with every sourced figure, show tensions among figures and the casework time left.

    Only the baseline is run. Finished runs are reused, as in `jobsim run`.
    """
    from sim.calibration.doctor import examine
    from sim.study.load import load

    loaded = load(study).with_replications(replications)
    with resumable():
        examined = examine(loaded, place=place, results=results, workers=workers, progress=not json, work=context.obj)
    if json:
        print_json(examined.as_data())
    else:
        show(examined)


def show(examined: Examined) -> None:
    """Print the figures by verdict, the tensions, the time left for running casework, and the use of the collection."""
    out = console()
    runs = f"{counted(examined.study.replications, 'replication')} ({examined.made} made, {examined.reused} reused)"
    out.print(f"{examined.study.name}, {examined.place}: {examined.study.baseline.name}, {runs}\n")
    for verdict, words in VERDICTS.items():
        rows = examined.table[examined.table["verdict"] == verdict].to_dict("records")
        apart = verdict == "not-comparable"
        heads = ("Stated",) if apart else ("Stated", "Range", "Simulated", "Ratio")
        table = _table(
            f"{words}: {counted(len(rows), 'figure')}",
            "Figure",
            "Measure",
            *heads,
            *(() if apart else ("Nature",)),
            "Note",
        )
        for row in rows:
            numbers = [_number(row["stated"])]
            if not apart:
                limits = f"{_number(row['low'])} – {_number(row['high'])}"
                ratio = "–" if math.isnan(row["ratio"]) else f"{row['ratio']:.2f}"
                numbers += [limits, _number(row["simulated"]), ratio, row["nature"]]
            table.add_row(row["id"], row["measure"], *numbers, row["note"])
        out.print(table)
    show_durations(out, examined.durations, _number)
    _show_tensions(out, examined)
    show_growth(out, examined.growth)
    _show_left(out, examined.remainder)
    _show_money(out, examined.money)
    if examined.staff is not None:
        from sim.report.norm_tables import staff_text

        title = examined.study.baseline.settings[examined.place].place.title.en
        out.print(staff_text(examined.staff, title, "en") + "\n")
    if examined.all_staff is not None:
        show_all_staff(out, examined.all_staff)
    _show_counts(out, examined)


def _show_tensions(out: Console, examined: Examined) -> None:
    out.print(f"Tensions: {len(examined.tensions)} sets of figures that cannot all be true\n")
    for tension in examined.tensions:
        out.print(tension["title"], style="bold")
        for side in tension["sides"]:
            out.print(f"  {side['says']}")
            for row in side["figures"]:
                against = "not compared" if math.isnan(row["simulated"]) else f"run {_number(row['simulated'])}"
                away = 0.0 if math.isnan(row["ratio"]) else round(row["ratio"] - 1, 2)
                apart = f"{away:+.0%}" if away else "no difference"
                ratio = "" if math.isnan(row["ratio"]) else f", {apart}: {row['verdict']}"
                stated = " ".join([_number(row["stated"]), row["unit"]]).strip()
                out.print(f"    {row['id']}  {stated} stated, {against}{ratio}  ({row['measure']})")
        out.print(f"  The model follows: {tension['follows']}, because {tension['why']}.\n")


REST = {
    "S077": "benefits of groups of unknown volume, other places' mix of citizens, taxes, what the sum holds besides",
    "S076": "staff who hold no cases, mentors, rehabilitation, wage subsidies, senior jobs, what the prices miss",
}
"""What the rest of a national sum may be."""


def _show_money(out: Console, sums: list[FullSum]) -> None:
    """Print each national sum at the place, what the run has of it, what is in no run, and the rest."""
    table = _table("The national sums at the place's share of the population, million DKK a year", "Sum", "Million")
    for each in sums:
        table.add_row(f"{each.title}, stated ({each.figure})", f"{each.stated / 1e6:,.0f}")
        for name, dkk in each.run.items():
            table.add_row(f"  in the run: {name}", f"{dkk / 1e6:,.0f}")
        for name, dkk in each.outside.items():
            table.add_row(f"  in no run: {name}", f"{dkk / 1e6:,.0f}")
        table.add_row(f"  rest: {REST[each.figure]}", f"{each.rest / 1e6:,.0f}")
    out.print(table)
    out.print("Prices of activation are assumptions. No price is fitted to these sums.\n")


def _show_left(out: Console, left: Remainder) -> None:
    heads = ("Posts", "Hours a year", "Named tasks", "Running casework", "Share", "Minutes per citizen and week")
    needs = tuple(need.capitalize() for need in left.total.by_need)
    table = _table("Time left for running casework, in the run", "Team", *heads, *needs)
    for row in (*left.teams, left.total):
        table.add_row(row.label, *_left(row), *(f"{minutes:.1f}" for minutes in row.by_need.values()))
    out.print(table)
    table = _table(
        "The same by arithmetic under other assumptions about staff (named tasks stay; the other hours are running casework)",
        "Assumption", *heads, *needs,
    )  # fmt: skip
    for row in left.arithmetic:
        table.add_row(row.label, *_left(row), *(f"{minutes:.1f}" for minutes in row.by_need.values()))
    out.print(table)
    ranges = (f"{team} {ends[0].minutes:.1f} to {ends[1].minutes:.1f}" for team, ends in left.team_ranges.items())
    out.print(
        f"Minutes per citizen and week by arithmetic, from most to fewest cases per caseworker: {'; '.join(ranges)}."
    )
    out.print("A number below 0 means that the named tasks would not fit into the hours.\n")


def _left(row: Left) -> tuple[str, ...]:
    hours = (row.hours, row.named, row.running)
    return f"{row.posts:.1f}", *(f"{value:,.0f}" for value in hours), f"{row.share:.0%}", f"{row.minutes:.1f}"


def _show_counts(out: Console, examined: Examined) -> None:
    counts, verdicts = examined.counts, examined.table["verdict"].value_counts()
    inside, outside = verdicts.get("inside", 0), verdicts.get("outside", 0)
    classes = ", ".join(f"{name} {number}" for name, number in counts["left_out"].items())
    out.print(
        f"{inside} of {inside + outside} comparable figures are inside their range. The collection has {counts['collection']} rows. "
        f"{counts['compared']} of them are compared here. {counts['not_compared']} are listed above with the reason why they are not "
        f"compared. {counts['prices']} are prices, and {counts['inputs']} are inputs of the model. {sum(counts['left_out'].values())} are "
        f"left out by class (see figures/coverage.yaml): {classes}. {counts['beside']} figures are not in the collection."
    )


def _table(title: str, *heads: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1))
    left = {"Figure", "Measure", "Note", "Nature", "Team", "Assumption", "Sum"}
    for head in heads:
        table.add_column(head, justify="left" if head in left else "right", no_wrap=head in {"Figure", "Team"})
    return table


def _number(value: float) -> str:
    """A number with three significant digits, or as a whole number from 1,000 on: 0.176, 84.8, 2,871."""
    if math.isnan(value):
        return "–"
    size = abs(value)
    return (
        f"{value:,.0f}" if size >= 1000 or value == round(value) else f"{value:.1f}" if size >= 10 else f"{value:.3g}"
    )
