"""``jobsim export``: the events of one run in the format of another tool."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.names import places, practices, rule_sets
from sim.commands.output import console, counted, print_json
from sim.commands.run import JsonOption, StudyArgument

if TYPE_CHECKING:
    from sim.world.log import RowKind

RulesOption = Annotated[
    str | None,
    typer.Option(metavar="RULES", autocompletion=rule_sets, help="Any rule set (default: the study's baseline)."),
]
PracticeOption = Annotated[
    str | None,
    typer.Option(
        metavar="PRACTICE", autocompletion=practices, help="Default: the practice that the study gives these rules."
    ),
]
ReplicationOption = Annotated[int, typer.Option(metavar="R", min=1, help="Number of the replication.")]
PlaceOption = Annotated[
    str | None, typer.Option(metavar="PLACE", autocompletion=places, help="Default: the study's first.")
]


def export(
    study: StudyArgument,
    to: Annotated[
        Path,
        typer.Option(
            "--to",
            metavar="FILE",
            help="NAME.xes, .xes.gz, .sqlite (OCEL 2.0), .csv, .csv.gz or .parquet.",
            show_default=False,
        ),
    ],
    citizens: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Only N citizens, evenly spread over all (default: all).")
    ] = None,
    kinds: Annotated[
        str | None,
        typer.Option(metavar="A,B", help="Kinds of event (default: those of a citizen's course); all for every kind."),
    ] = None,
    rules: RulesOption = None,
    practice: PracticeOption = None,
    replication: ReplicationOption = 1,
    place: PlaceOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    json: JsonOption = False,
) -> None:
    """Write the events of one run as XES, OCEL 2.0, CSV or Parquet. This runs one column once.

    Times have the zone of Denmark, and `sequence` orders the events of one minute.
    """
    from sim.export.events import COURSE, OF_CITIZENS, events_of, kinds_named
    from sim.export.write import FORMATS, format_of, write_events
    from sim.files.errors import ScenarioError
    from sim.journal.why import journal

    ending = format_of(to)
    if to.exists() and not force:
        raise ScenarioError("the file is there already", file=str(to), do="choose another name, or add --force")
    if not to.parent.is_dir():
        raise ScenarioError("there is no such folder", file=str(to.parent), do="make the folder, or choose another one")
    chosen: tuple[RowKind, ...] = COURSE
    if kinds is not None:
        chosen = OF_CITIZENS if kinds == "all" else kinds_named([name.strip() for name in kinds.split(",")])
    run = journal(study, rules=rules, practice=practice, replication=replication, place=place)
    events = events_of(run.log, chosen, citizens)
    if events.empty:
        raise ScenarioError(
            "the run has no such event", found=kinds or "the kinds of a course", do="choose other kinds"
        )
    names = (run.setting.place.place, run.setting.rules_name, run.setting.practice_name)
    title = f"{', '.join(names)}, replication {replication}"
    write_events(events, to, title)
    people = int(events["citizen"].nunique())
    told = {
        "file": str(to), "format": FORMATS[ending], "title": title, "events": len(events),
        "citizens": people, "activities": int(events["activity"].nunique()),
        "log_sha256": run.log.sha256(),
    }  # fmt: skip
    if json:
        print_json(told)
        return
    what = f"{counted(len(events), 'event')} of {counted(people, 'citizen')}, {told['activities']:,} activities"
    console().print(f"{to}: {FORMATS[ending]}, {what}\n{title}")
