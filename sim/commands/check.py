"""``jobsim check``: is a study sound, and can its staff do its law at all?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.commands.output import console, print_json
from sim.commands.run import JsonOption, StudyArgument

if TYPE_CHECKING:
    from sim.study.check import Checked
    from sim.study.study import Study


def check(study: StudyArgument, json: JsonOption = False) -> None:
    """Check a study's files, and hold the hours that its duties ask for against those of its teams. Runs nothing."""
    from sim.study.check import checked
    from sim.study.study import load

    found = load(study)
    columns = checked(found)
    if json:
        print_json(as_data(found, columns))
    else:
        show(found, columns)


def show(study: Study, columns: list[Checked]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    out = console()
    for column in columns:
        name = f"{column.variant.rules}, {column.variant.practice}"
        table = Table(
            title=f"{column.place}: {name}; {column.citizens:,} citizens",
            title_justify="left",
            box=SIMPLE_HEAD,
            padding=(0, 1),
        )
        table.add_column("Team")
        for head in ("Posts", "Hours a year", "Bookable", "Duties", "Practice", "Booked of bookable"):
            table.add_column(head, justify="right")
        table.add_column("Staff")
        for team in column.teams:
            booked = (team.duties + team.practice) / team.bookable if team.bookable else 0.0
            hours = [f"{value:,.0f}" for value in (team.available, team.bookable, team.duties, team.practice)]
            table.add_row(team.team, f"{team.posts:.1f}", *hours, f"{booked:.0%}", team.verdict)
        out.print(table)
    out.print(
        "Duties and practice: meetings and desk work that fall due in a stock that stands still. Procedures,\n"
        "switches, sanctions, no-shows and tracking come on top, so `too few` is sure and `enough` is not: the run tells.",
    )
    out.print(f"{study.source.file}: {len(study.variants)} columns, {study.replications} replications: all files fit.")


def as_data(study: Study, columns: list[Checked]) -> dict[str, Any]:
    """What ``--json`` prints."""
    return {
        "study": study.name,
        "sound": True,
        "columns": [variant.name for variant in study.variants],
        "teams": [
            {
                "place": column.place, "rules": column.variant.rules, "practice": column.variant.practice,
                "team": team.team, "posts": team.posts,
                "hours_available": team.available, "hours_bookable": team.bookable,
                "hours_duties": team.duties, "hours_practice": team.practice, "verdict": team.verdict,
            }
            for column in columns
            for team in column.teams
        ],
    }  # fmt: skip
