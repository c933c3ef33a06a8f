"""``jobsim rules why``: a citizen's history with the clause behind each entry, or a list of citizens worth reading."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.commands.names import places, practices, rule_sets
from sim.commands.output import console, print_json
from sim.commands.run import JsonOption, Language, StudyArgument
from sim.commands.screen.twins import WIDEST, twins
from sim.commands.screen.twins import journals as twin_journals
from sim.files.shell import shell_words

if TYPE_CHECKING:
    from rich.table import Table

    from sim.files.entry import Lang
    from sim.journal.why import Entry, History, Journal, Notable, TwinJournals

TELLS_ITSELF = frozenset({"ARRIVE", "SWITCH", "ASSIGN", "EXIT"})
"""Kinds of entry whose text names the citizen's group or caseworker."""
IN_FOOT = (
    "meetings", "elsewhere", "no_shows", "hearings", "sanctions", "breaches", "switches", "caseworkers", "days", "before",
)  # fmt: skip
"""Totals of a history, in the order printed."""


def why(
    study: StudyArgument,
    citizen: Annotated[
        int | None, typer.Option(metavar="N", help="Number of a citizen (default: list some citizens worth reading).")
    ] = None,
    find: Annotated[
        str | None,
        typer.Option(
            metavar="SORT",
            help="List one kind: switch, team, sanction, prolonged, offer, exempt, clarification, flexjob, pension or return.",
        ),
    ] = None,
    rules: Annotated[
        str | None,
        typer.Option(metavar="RULES", autocompletion=rule_sets, help="Any rule set (default: the study's baseline)."),
    ] = None,
    practice: Annotated[
        str | None,
        typer.Option(
            metavar="PRACTICE", autocompletion=practices, help="Default: the practice that the study gives these rules."
        ),
    ] = None,
    replication: Annotated[int, typer.Option(metavar="R", min=1, help="Number of the replication.")] = 1,
    place: Annotated[
        str | None, typer.Option(metavar="PLACE", autocompletion=places, help="Default: the study's first.")
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            metavar="RULES",
            autocompletion=rule_sets,
            help="Show the citizen under this rule set too, side by side. Without --citizen: list the citizens that differ most.",
        ),
    ] = None,
    against_practice: Annotated[
        str | None,
        typer.Option(
            metavar="PRACTICE",
            autocompletion=practices,
            help="Default: the practice that the study gives these rules, else that of the first column.",
        ),
    ] = None,
    whole: Annotated[bool, typer.Option("--whole", help="With --against: print equal entries too.")] = False,
    chart: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="With --citizen and --against: draw both histories (FILE.png, .svg or .pdf; numbers beside it; Danish as FILE.da.png).",
        ),
    ] = None,
    language: Annotated[Language, typer.Option(help="English or Danish.")] = Language.en,
    json: JsonOption = False,
) -> None:
    """Show a citizen's history as a case journal with the law beside it. This runs one column once (two with --against)."""
    from sim.files.errors import ScenarioError
    from sim.journal.why import check_sort, journal

    for option, value in (("--against", against), ("--citizen", citizen)):
        if find is not None and value is not None:
            raise ScenarioError(f"--find and {option} cannot be combined", found=find, do="leave out one of them")
    if whole and citizen is None:
        raise ScenarioError("--whole needs --citizen and --against", do="add --citizen N, or leave out --whole")
    if chart is not None and (citizen is None or against is None):
        raise ScenarioError("--chart needs --citizen and --against", do="add --citizen N --against RULES")
    if against is not None:
        both = twin_journals(study, against, rules, practice, against_practice, replication, place)
        if chart is not None and citizen is not None:
            _draw(study, both, citizen, chart, language.value)
        twins(study, both, citizen, language.value, whole=whole, json=json)
        return
    for option, value in (("--against-practice", against_practice), ("--whole", whole)):
        if value:
            raise ScenarioError(f"{option} needs --against", do="add --against RULES")
    if citizen is None:
        check_sort(find)
    run = journal(study, rules=rules, practice=practice, replication=replication, place=place)
    if citizen is None:
        listed = run.notable(find, language.value)
        if json:
            print_json(_of_run(run) | {"find": find, "citizens": [notable.as_data() for notable in listed]})
        else:
            show_list(study, run, listed, language.value)
        return
    history = run.history(citizen, language.value)
    if json:
        print_json(as_data(history))
    else:
        show(history)


def _draw(study: str, both: TwinJournals, citizen: int, chart: str, language: Lang) -> None:
    """Write the chart of two histories. A name that ends in ``.da`` before its ending gives a Danish one too."""
    from pathlib import Path

    from sim.results.twin_chart import twin_chart
    from sim.study.load import load

    lang: Lang = "da" if Path(chart).stem.endswith(".da") else language
    twin_chart(load(study), both.twins(citizen, lang), lang).save(chart)


def show(history: History) -> None:
    """Print the head, the journal and the totals."""
    from sim.files.localised import day_in_table
    from sim.journal.words import say

    out, lang = console(), history.lang
    width = min(out.width, WIDEST)
    start, last = (day_in_table(day, lang) for day in (history.start, history.last))
    about = {"place": history.place, "rules": history.rules, "practice": history.practice}
    out.print(say("head", lang, number=history.citizen, way=history.way), width=width)
    out.print(say("head_run", lang, **about, replication=history.replication, start=start, last=last), width=width)
    out.print(_journal(history), width=width)
    out.print(_foot(history), width=width)
    out.print(say("look_up", lang), width=width)


def _journal(history: History) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from sim.files.localised import day_in_table
    from sim.journal.words import say

    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, expand=True)
    table.add_column(say("when", history.lang), no_wrap=True)
    table.add_column(say("what", history.lang), ratio=5)
    table.add_column(say("beside", history.lang), ratio=3, overflow="fold")
    about, worker = "", ""
    for entry in history.entries:
        worker = entry.caseworker if entry.kind == "ASSIGN" else worker
        group, benefit = history.named(entry.group), history.named(entry.benefit)
        now = "; ".join(filter(None, (f"{group}, {benefit}", worker)))
        if now != about and entry.kind not in TELLS_ITSELF:
            table.add_row("", f"── {now} ──", "", style="bold")
            about = now
        when = f"{day_in_table(entry.date, history.lang)} {entry.time}"
        style = "red" if entry.kind == "BREACH" else None
        table.add_row(when, entry.what, beside(entry, history.lang), style=style)
    return table


def beside(entry: Entry, lang: Lang = "en") -> str:
    """The clause behind an entry, on two lines: its path; its law, grade and the proposals that changed it."""
    from sim.journal.words import say
    from sim.report.source_text import said
    from sim.report.words import label

    clause = entry.clause
    law = clause.law or (say("no_law", lang, source=said(clause.source, lang).words) if clause.path else "")
    text = "\n".join(filter(None, (clause.path, law)))
    if clause.evidence:
        text += f" [{clause.evidence if lang == 'en' else label('grade', clause.evidence, lang)}]"
    return text + (say("changed_by", lang, reforms=", ".join(clause.reforms)) if clause.reforms else "")


def _foot(history: History) -> str:
    from sim.files.localised import decimal
    from sim.journal.words import say

    lang = history.lang
    counts = ", ".join(
        f"{say(f'foot_{name}', lang)} {decimal(getattr(history.foot, name), 0, lang)}" for name in IN_FOOT
    )
    return say("in_all", lang, counts=counts)


def show_list(study: str, journal: Journal, listed: list[Notable], lang: Lang = "en") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from sim.journal.words import say

    out = console()
    width = min(out.width, WIDEST)
    setting = journal.setting
    about = {"place": setting.place.place, "rules": setting.rules_name, "practice": setting.practice.practice}
    last = journal.citizens - 1
    out.print(say("list_head", lang, **about, replication=journal.replication, last=last), width=width)
    if not listed:
        out.print(say("list_none", lang), width=width)
        return
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(say("list_citizen", lang), justify="right")
    table.add_column(say("list_why", lang), ratio=1)
    table.add_column(say("list_way", lang), ratio=3)
    for notable in listed:
        table.add_row(str(notable.citizen), notable.why, notable.summary)
    out.print(table, width=width)
    option = "" if lang == "en" else f" --language {lang}"
    command = f"jobsim rules why {shell_words(study)} --citizen {listed[0].citizen}{option}"
    out.print(say("list_read", lang, command=command), soft_wrap=True, highlight=False)


def as_data(history: History) -> dict[str, Any]:
    """The data that ``--json`` prints for a citizen."""
    return {
        "citizen": history.citizen,
        "place": history.place,
        "rules": history.rules,
        "practice": history.practice,
        "replication": history.replication,
        "start": history.start.isoformat(),
        "last": history.last.isoformat(),
        "states": list(history.states),
        "entries": [entry.as_data() for entry in history.entries],
        "in_all": asdict(history.foot),
    }


def _of_run(journal: Journal) -> dict[str, Any]:
    setting = journal.setting
    return {
        "place": setting.place.place,
        "rules": setting.rule_set.name,
        "practice": setting.practice.practice,
        "replication": journal.replication,
    }
