"""``jobsim check``: is a study sound, and can its staff do its law at all?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.commands.output import console, print_json
from sim.commands.run import JsonOption, StudyArgument

if TYPE_CHECKING:
    from sim.results.staffing.check import Checked
    from sim.study.study import Study


def check(study: StudyArgument, json: JsonOption = False) -> None:
    """Check a study's files, and hold the hours that law and practice ask for against those of its teams. Runs nothing."""
    from sim.results.staffing.check import checked
    from sim.study.study import load

    found = load(study)
    columns = checked(found)
    if json:
        print_json(as_data(found, columns))
    else:
        show(found, columns)


HEADS = {
    "meetings": "Meetings", "desk": "Desk work", "cases": "Cases", "switches": "Switches", "sanctions": "Sanctions",
    "tracking": "Tracking",
}  # fmt: skip
"""Parts of what the law asks for, as columns."""


def show(study: Study, columns: list[Checked]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    out = console()
    for column in columns:
        name = f"{column.variant.rules}, {column.variant.practice}"
        table = Table(
            title=f"{column.place}: {name}; {column.citizens:,} citizens; hours a year",
            title_justify="left",
            box=SIMPLE_HEAD,
            padding=(0, 1),
        )
        table.add_column("Team", no_wrap=True)
        for head in ("Posts", "Hours", "Bookable", *HEADS.values(), "Law", "Practice", "Posts for law", "for all"):
            table.add_column(head, justify="right")
        table.add_column("Staff")
        for team in column.teams:
            hours = (team.available, team.bookable, *(team.parts[part] for part in HEADS), team.law, team.practice)
            shown = [f"{value:,.0f}" for value in hours]
            fewest = [f"{posts:.1f}" for posts in (team.posts_for_law, team.posts_for_all)]
            table.add_row(team.team, f"{team.posts:.1f}", *shown, *fewest, team.verdict)
        out.print(table)
        for pool in dict.fromkeys(team.together for team in column.teams if len(team.together) > 1):
            out.print(f"  One pool, judged together: {', '.join(pool)}.")
        unable = [team.team for team in column.teams if team.verdict == "cannot do the law at all"]
        if unable:
            out.print(f"  Cannot do the law at all: {', '.join(unable)}.")
    out.print(
        "Meetings (with guidance and no-shows) and desk work (with procedures) are the law's duties; cases are begun by terms and\n"
        "needs; tracking holds the office's part of booking. A role with posts of its own has what procedures ask of it. An estimate\n"
        "from a stock that stands still, before any run: nothing is late, shed or broken. The posts for the law are the fewest whose\n"
        "hours are as many as the law's; for all, whose bookable hours hold the practice too. Running casework comes out of what is left.",
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
                "hours_law": team.law, "parts": team.parts, "together": list(team.together),
                "posts_for_law": team.posts_for_law, "posts_for_all": team.posts_for_all,
            }
            for column in columns
            for team in column.teams
        ],
    }  # fmt: skip
