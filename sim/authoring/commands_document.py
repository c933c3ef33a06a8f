"""Every command of ``jobsim`` as a document: what it does, an example, and each argument and option with its default."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from typing import Any

from sim.authoring.rulebook.markdown import blocks, code, heading, table

HEAD = """<!-- Generated from the command line by `make generated`. Do not edit. -->

# Commands

A command with `--help` prints the same on the screen. In a checkout the program is `.venv/bin/jobsim`, on Windows
`.venv\\Scripts\\jobsim`.

Exit codes are 0 (success), 1 (something failed) and 2 (invalid input). A command that a signal stops has 128 plus its
number: 130 after Ctrl-C, 143 after SIGTERM. Finished runs are kept, and the same command continues.

| variable of the environment | content |
| --- | --- |
| `JOBSIM_SCENARIOS` | another folder of scenario files |
| `JOBSIM_CACHE` | the folder of compiled code and of opening stocks |
| `JOBSIM_DEBUG` | `1` prints the whole trace of an error of the program |
"""
EXAMPLE = "Example: "
DEFAULT = re.compile(r" ?\(default: ([^()]*(?:\([^()]*\)[^()]*)*)\)")
NOTHING = "–"


def document(command: Any) -> str:
    """The text of ``docs/generated/commands.md``.

    Args:
        command: the program as Typer's group (``typer.main.get_command``).
    """
    every = list(commands(command, "jobsim"))
    listed = table(
        ("command", "what it does"),
        ([f"[{code(name)}](#{name.replace(' ', '-')})", _first_sentence(each)] for name, each in every),
    )
    return blocks(HEAD, listed, *(_section(name, each) for name, each in every))


def commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """(name, command) of every command that can be called, such as ``jobsim rules diff``."""
    below = getattr(command, "commands", None)
    if below is None:
        yield name, command
        return
    for word, each in below.items():
        yield from commands(each, f"{name} {word}")


def _section(name: str, command: Any) -> str:
    """The section of a command."""
    example = (command.epilog or "").removeprefix(EXAMPLE)
    rows = [_row(each) for each in command.params if not each.hidden and each.name != "help"]
    return blocks(
        heading(2, code(name)), _text(command), f"```\n{example}\n```" if example else "",
        table(("argument or option", "value", "default", "meaning"), rows),
    )  # fmt: skip


def _row(option: Any) -> list[str]:
    """An argument or option."""
    is_argument = len(option.opts) == 1 and not option.opts[0].startswith("-")
    name = option.metavar or option.name.upper() if is_argument else ", ".join(option.opts)
    text = option.help or ""
    found = DEFAULT.search(text)
    return [code(name), _value(option, is_argument=is_argument), _default(option, found), DEFAULT.sub("", text)]


def _value(option: Any, *, is_argument: bool) -> str:
    """What an option takes."""
    if getattr(option, "is_flag", False):
        return NOTHING
    kind = option.type_descriptor.annotation
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return ", ".join(code(each.value) for each in kind)
    several = ", several" if option.multiple or option.nargs != 1 else ""
    return NOTHING if is_argument and not several else f"{code(option.metavar or _kind(kind))}{several}"


def _kind(kind: object) -> str:
    names = {int: "NUMBER", float: "NUMBER"}
    return names.get(kind, "TEXT") if isinstance(kind, type) else "TEXT"


def _default(option: Any, found: re.Match[str] | None) -> str:
    """The default that the program or the help names; "required" without one."""
    if option.required:
        return "required"
    if getattr(option, "is_flag", False):
        return "on" if option.default is True else "off"
    default = option.default
    if isinstance(default, enum.Enum):
        return code(default.value)
    if default is not None and default not in ((), []):
        return code(default)
    return found[1] if found else NOTHING


def _text(command: Any) -> str:
    """The help of a command in paragraphs."""
    text = re.sub(r"[ \t]+", " ", (command.help or "").replace("``", "`"))
    text = re.sub(r"^(#.*)$", r"`\1`", text, flags=re.MULTILINE)  # a line of a file, no heading
    return re.sub(r"\n{2,}", "\n\n", text).strip()


def _first_sentence(command: Any) -> str:
    return re.split(r"(?<=[.;]) |\n", _text(command))[0].rstrip(";.") + "."
