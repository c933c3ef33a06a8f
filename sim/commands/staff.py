"""``jobsim staff``: the fewest posts that meet a norm and keep deadlines."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.commands.output import console, print_files, print_json
from sim.commands.resumable import resumable
from sim.commands.run import JsonOption, ResultsOption, StudyArgument, WorkersOption

if TYPE_CHECKING:
    from sim.results.staffing.enough import Enough


def staff(
    context: typer.Context,
    study: StudyArgument,
    norm: Annotated[str, typer.Option(metavar="YEAR", help="The social workers' norm: 2016 or 2020.")] = "2016",
    breaches: Annotated[
        str, typer.Option(metavar="SHARE", help="The share of deadlines that may be broken, such as '5%'.")
    ] = "5%",
    replications: Annotated[int, typer.Option(metavar="N", min=1, help="Runs of each number of posts.")] = 3,
    results: ResultsOption = None,
    workers: WorkersOption = None,
    json: JsonOption = False,
) -> None:
    """Find the fewest posts of each team that meet the norm and keep deadlines, under every rule set of a study.

    Nine numbers of posts are run for each column with all staff. Finished runs are reused.
    """
    from sim.results.staffing.enough import enough
    from sim.study.load import load

    begin = time.monotonic()
    with resumable():
        found = enough(
            load(study), norm=norm, broken=_share(breaches), replications=replications, results=results, workers=workers,
            progress=not json, work=context.obj,
        )  # fmt: skip
    seconds = time.monotonic() - begin
    if json:
        print_json(as_data(found, seconds))
    else:
        show(found, seconds)


def _share(text: str) -> float:
    """``5%`` or ``5 %``."""
    from sim.files.errors import ScenarioError
    from sim.files.quantity import QuantityError, share

    try:
        return float(share(text.replace(" ", "").replace("%", " %")))
    except QuantityError as error:
        raise ScenarioError(error.message, found=f"--breaches {text}", expected=error.expected) from None


def show(found: Enough, seconds: float) -> None:
    """Print a table for each column, and what the last run says."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from sim.report.words import label

    out = console()
    out.print(
        f"{found.place}: fewest posts for the norm of {found.norm} and at most {100 * found.broken:g} % of deadlines broken. "
        "Cases are per post. The last two columns are a run with these posts in all teams."
    )
    for column, rows in found.answers.groupby("column", sort=False):
        table = Table(title=str(column), title_justify="left", title_style="bold", box=SIMPLE_HEAD, padding=(0, 1))
        heads = ("Team", "Posts", "Cases", "Broken", "Norm", "Deadlines", "Needed", "Cases", "Broken")
        for head in heads:
            table.add_column(head, justify="left" if head == "Team" else "right", overflow="fold")
        for row in rows.to_dict("records"):
            table.add_row(
                label("team", str(row["team"]), "en"), f"{row['posts']:.1f}", _cases(row["cases"]), _percent(row["broken"]),
                _posts(row["by_norm"]), _by_deadlines(row), _needed(row), _cases(row["cases_then"]), _percent(row["broken_then"]),
            )  # fmt: skip
        kept = rows["needed"].fillna(rows["posts"])
        table.add_row("All", f"{rows['posts'].sum():.1f}", "", "", "", "", f"{kept.sum():.1f}", "", "")
        out.print(table)
    out.print(
        "Norm: citizens over recommended cases, an echo of the stock. Deadlines: read from the curve over nine numbers of posts."
    )
    out.print("None: even twice the posts break more. The team then waits for something else than its own time.")
    out.print(
        "–: no number, because neither a norm nor a deadline asks for posts. The team keeps its posts in the sum and in the last run."
    )
    out.print("≤: the fewest posts that were tried keep the deadlines, so fewer may be enough.")
    print_files(out, found.made, found.reused, seconds, found.folder, found.files)


def _by_deadlines(row: Mapping[Any, Any]) -> str:
    if _missing(row["by_deadlines"]):
        return "none" if row["limit"] == "none keeps deadlines" else "–"
    at_most = "≤ " if row["limit"] in ("least tried", "neither") else ""
    return f"{at_most}{row['by_deadlines']:.1f}"


def _needed(row: Mapping[Any, Any]) -> str:
    if _missing(row["needed"]):
        return "–"
    return f"{'≤ ' if row['limit'] == 'least tried' else ''}{row['needed']:.1f}"


def _missing(number: Any) -> bool:
    return number is None or math.isnan(number)


def _cases(number: float) -> str:
    return "–" if _missing(number) else f"{number:.0f}"


def _posts(number: float | None) -> str:
    return "no norm" if number is None or math.isnan(number) else f"{number:.1f}"


def _percent(number: float) -> str:
    return "–" if _missing(number) else f"{100 * number:.0f} %"


def as_data(found: Enough, seconds: float) -> dict[str, Any]:
    """The data that ``--json`` prints."""
    return {
        "study": found.study.name,
        "place": found.place,
        "norm": found.norm,
        "broken": found.broken,
        "answers": found.answers.to_dict("records"),
        "curve": found.curve.to_dict("records"),
        "runs": {"made": found.made, "reused": found.reused, "seconds": round(seconds, 1)},
        "folder": str(found.folder),
        "files": [str(path) for path in found.files],
    }
