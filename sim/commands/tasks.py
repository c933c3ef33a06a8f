"""The list of commands in `--help`: those of `jobsim` by task, in the order in which a newcomer needs them; others in full sentences."""

from __future__ import annotations

import os
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup


class Task(NamedTuple):
    """What somebody wants to do, and the commands for it with what each does, in at most :data:`LONGEST` letters."""

    title: str
    commands: dict[str, str]


LONGEST = 63
"""Letters beside the name of a command on a terminal of 80 columns."""
TASKS = (
    Task("Run and compare", {
        "run": "Run or continue a study: comparison, tables, charts, a page.",
        "explore": "Try rules on a page in the browser, and see what changes.",
        "check": "Before a run: are the files valid, can the staff do the law?",
        "plan": "What a study would cost: runs, time, room on the disk.",
    }),
    Task("Look at results", {
        "report": "Draw a finished study again: Danish, Excel, Word, PDF, LaTeX.",
        "validate": "A finished study beside published figures and the papers.",
        "export": "The events of a run for process mining: XES, OCEL, CSV.",
    }),
    Task("Rules", {
        "rules": "List, show and compare rules; one citizen's history and why.",
        "attribute": "Which proposal carries which part of a change.",
    }),
    Task("Data and places", {
        "data": "Published tables and own counts into the values of a place.",
        "sources": "What the code of a source stands for: author, title, address.",
        "calibrate": "Fit the free values of a place to its targets.",
    }),
    Task("How sure", {
        "sensitivity": "How far each group of assumptions moves the headlines.",
        "uncertainty": "All assumptions together: intervals, and what to measure first.",
        "elicit": "Ask experts for the values that carry most, on an Excel form.",
    }),
    Task("Staff and practice", {
        "staff": "The fewest posts that meet a norm and keep deadlines.",
        "optimise": "Search a practice for shorter waits and more contact.",
    }),
    Task("Own files", {
        "new": "Begin a study, place, practice or reform: a file that runs.",
        "schema": "What each kind of file may contain, for your editor.",
        "migrate": "Bring files of an earlier form to the present one.",
    }),
    Task("Check and repair", {
        "doctor": "Is the installation sound? Stored runs, baseline, versions.",
    }),
)  # fmt: skip


class Whole(TyperGroup):
    """A group whose commands are listed with their whole first sentence."""

    def format_commands(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]
        """Write a line for each command."""
        rows = [
            (name, _first_sentence(command.help or ""))
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) is not None and not command.hidden
        ]
        with formatter.section(head("Commands")):
            formatter.write_dl(rows)


class ByTask(TyperGroup):
    """The group of all commands, listed by task."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """The names of the commands in the order of the tasks, which completion keeps."""
        order = [name for task in TASKS for name in task.commands]
        return sorted(super().list_commands(ctx), key=lambda name: order.index(name) if name in order else len(order))

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:  # type: ignore[override]
        """A command with its line, which fish and zsh show beside its name."""
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            command.short_help = next((task.commands[cmd_name] for task in TASKS if cmd_name in task.commands), None)
        return command

    def format_options(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]
        """Write the commands, then the options, which fewer people need."""
        self.format_commands(ctx, formatter)
        rows = [record for each in self.get_params(ctx) if (record := each.get_help_record(ctx)) is not None]
        with formatter.section(head("Options")):
            formatter.write_dl(rows)

    def format_commands(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]
        """Write a section for each task."""
        del ctx
        width = max(len(name) for task in TASKS for name in task.commands)
        for task in TASKS:
            with formatter.section(head(task.title)):
                formatter.write_dl([(name.ljust(width), words) for name, words in task.commands.items()])


def head(title: str) -> str:
    """A heading in bold type. Where the output is no terminal, typer takes the type away again."""
    return title if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else typer.style(title, bold=True)


def _first_sentence(text: str) -> str:
    """The first sentence of a docstring."""
    first = " ".join(text.split("\n\n", maxsplit=1)[0].split())
    end = first.find(". ")
    return first if end < 0 else first[: end + 1]
