"""``jobsim check``: check that a study's files are valid and that its staff can do its law at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sim.commands.output import console, counted, print_json
from sim.commands.run import JsonOption, StudyArgument

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console
    from rich.table import Table

    from sim.results.staffing.check import Checked
    from sim.results.staffing.staffing import Staffing
    from sim.study.study import Study

    Cell = Callable[[Staffing], str]

WIDE = 160
"""Width in columns of the terminal. From this width on a team has one table; on narrower terminals it has three."""
EXPLAINED = """\
The required hours are the work in one run of each column, measured over the study's window. In this run staff and \
places are unlimited and no caseworker is absent, so no meeting is shed or late. The law's duties are meetings (with \
guidance and no-shows) and desk work (with the procedures that duties begin). Cases are procedures that terms, needs and other \
procedures begin. Sanctions are all sanction cases. Tracking includes the office's part of booking. Work of other roles \
counts if the place gives them posts. The posts for the law are the fewest posts whose hours cover the law. The posts \
for all are the fewest posts whose bookable hours also cover the practice. The hours left are for running casework, \
which has no minimum."""


class Head(NamedTuple):
    """A column of the table: its title, and the function that gives a team's cell."""

    title: str
    cell: Cell


def check(study: StudyArgument, json: JsonOption = False) -> None:
    """Check a study's files, and compare the hours that law and practice require with the hours of its teams.

    Each column is run once, without limits of staff and places. No files are written.
    """
    from sim.figures.unknown_codes import check_codes
    from sim.results.staffing.check import checked
    from sim.study.load import load
    from sim.study.values import values_of

    loaded = load(study)
    check_codes(loaded.root, ((value.source or "", value.where or "") for value in values_of(loaded)))
    columns = checked(loaded, progress=not json)
    if json:
        print_json(as_data(loaded, columns))
    else:
        show(loaded, columns, console())


def show(study: Study, columns: Sequence[Checked], out: Console) -> None:
    """Print the teams of each column, the teams that share a pool, and the teams that cannot do the law."""
    for column in columns:
        name = f"{column.rules}, {column.practice}"
        out.print(f"{column.place}: {name}; {column.citizens:,} citizens; hours a year")
        groups = (POSTS, HOURS, PARTS)
        for heads in [sum(groups, ())] if out.width >= WIDE else groups:
            out.print(_table(column.teams, heads))
        for pool in dict.fromkeys(team.together for team in column.teams if len(team.together) > 1):
            out.print(f"  One pool, judged together: {', '.join(pool)}.")
        unable = [team.team for team in column.teams if team.verdict == "cannot do the law at all"]
        if unable:
            out.print(f"  Cannot do the law at all: {', '.join(unable)}.")
    out.print(EXPLAINED)
    out.print(
        f"{study.source.file}: {counted(len(study.columns), 'column')}, {counted(study.replications, 'replication')}: all files are valid."
    )


def _table(teams: Sequence[Staffing], heads: Sequence[Head]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("Team", no_wrap=True)
    for head in heads:
        table.add_column(head.title, justify="left" if head.title == "Staff" else "right")
    for team in teams:
        table.add_row(team.team, *(head.cell(team) for head in heads))
    return table


def _part(name: str) -> Cell:
    return lambda team: f"{team.parts[name]:,.0f}"


POSTS = (
    Head("Posts", lambda team: f"{team.posts:.1f}"),
    Head("For law", lambda team: f"{team.posts_for_law:.1f}"),
    Head("For all", lambda team: f"{team.posts_for_all:.1f}"),
    Head("Staff", lambda team: team.verdict),
)
HOURS = (
    Head("Hours", lambda team: f"{team.available:,.0f}"),
    Head("Bookable", lambda team: f"{team.bookable:,.0f}"),
    Head("Law", lambda team: f"{team.law:,.0f}"),
    Head("Practice", lambda team: f"{team.practice:,.0f}"),
    Head("Left", lambda team: f"{team.left:,.0f}"),
)
PARTS = (
    Head("Meetings", _part("meetings")),
    Head("Desk", _part("desk")),
    Head("Cases", _part("cases")),
    Head("Switches", _part("switches")),
    Head("Sanctions", _part("sanctions")),
    Head("Tracking", _part("tracking")),
)
"""Parts of the hours that the law requires."""


def as_data(study: Study, columns: Sequence[Checked]) -> dict[str, Any]:
    """The data that ``--json`` prints."""
    return {
        "study": study.name,
        "sound": True,
        "columns": [column.name for column in study.columns],
        "teams": [
            {
                "place": column.place, "rules": column.rules, "practice": column.practice,
                "team": team.team, "posts": team.posts,
                "hours_available": team.available, "hours_bookable": team.bookable,
                "hours_duties": team.duties, "hours_practice": team.practice, "verdict": team.verdict,
                "hours_law": team.law, "hours_left": team.left, "parts": team.parts, "together": list(team.together),
                "posts_for_law": team.posts_for_law, "posts_for_all": team.posts_for_all,
            }
            for column in columns
            for team in column.teams
        ],
    }  # fmt: skip
