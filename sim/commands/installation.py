"""``jobsim doctor`` alone: is the installation sound?"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

import typer

from sim.commands.output import console, counted, print_json
from sim.commands.run import JsonOption, ResultsOption

if TYPE_CHECKING:
    from pathlib import Path

    from sim.installation.finding import Finding

STATE, INDENT = 9, 27
"""Columns of the state, and of state and part together."""
WORDS = {"ok": "OK", "note": "note", "problem": "PROBLEM"}
STYLES = {"ok": "green", "note": "yellow", "problem": "bold red"}


def installation(results: ResultsOption = None, json: JsonOption = False) -> None:
    """Check Python, packages, fonts, scenario files, the cache of compiled code, folders and the machine.

    Ends with exit code 1 if something that a study needs is missing or broken. Each such line says what to do.
    """
    look(results, json=json)


def look(results: Path | None, *, json: bool) -> None:
    """Check, and print a line for each finding. Raises Exit with code 1 if there is a problem."""
    from sim.files.program import versions
    from sim.installation.examination import examined, is_sound

    findings = examined(results)
    sound, version = is_sound(findings), versions()["jobsim"]
    if json:
        print_json({"version": version, "sound": sound, "findings": [each.as_data() for each in findings]})
    else:
        show(findings, version)
    if not sound:
        raise typer.Exit(1)


def show(findings: list[Finding], version: str) -> None:
    """Print a line for each finding, below it what to do, and the sum."""
    from rich.text import Text

    out = console()
    out.print(Text(f"jobsim {version}", "bold"))
    part = ""
    for each in findings:
        beside = "" if each.part == part else each.part
        part = each.part
        words = [each.found, *([f"do: {each.do}"] if each.do and each.state != "ok" else [])]
        lines = [line for text in words for line in wrap(text, max(out.width - INDENT, 30), break_long_words=False)]
        line = Text().append(f"{WORDS[each.state]:<{STATE}}", STYLES[each.state]).append(f"{beside:<{INDENT - STATE}}")
        out.print(line.append(f"\n{'':{INDENT}}".join(lines)), soft_wrap=True)
    problems = sum(each.state == "problem" for each in findings)
    notes = sum(each.state == "note" for each in findings)
    if problems:
        out.print(Text(f"{counted(problems, 'problem')}: a study would fail, or take much longer."))
    else:
        rest = f"{counted(notes, 'note')}." if notes else "Nothing else to note."
        out.print(Text(f"Sound: studies can be run. {rest}"))
