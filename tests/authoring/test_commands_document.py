"""The page of commands says what the program takes."""

from __future__ import annotations

from typing import Annotated

import pytest
import typer
from typer.main import get_command

from sim.authoring.commands_document import commands, document
from sim.cli import app
from tests.docs.examples import ROOT


@pytest.fixture(scope="module")
def text() -> str:
    return document(get_command(app))


def test_every_command_has_words_and_an_example(text: str) -> None:
    for name, command in commands(get_command(app), "jobsim"):
        section = text.partition(f"\n## `{name}`\n")[2].partition("\n## ")[0]
        assert (command.help or "").split(".")[0].split("\n")[0].replace("``", "`") in section, name
        example = (command.epilog or "").removeprefix("Example: ")
        assert example.startswith("jobsim "), name
        assert f"```\n{example}\n```" in section, name


def test_no_line_of_a_help_becomes_a_heading(text: str) -> None:
    heads = [line for line in text.splitlines() if line.startswith("#")]
    assert heads == ["# Commands", *(f"## `{name}`" for name, _ in commands(get_command(app), "jobsim"))]


def test_defaults_are_those_of_the_program_or_of_its_words() -> None:
    app = typer.Typer()

    def one(
        study: Annotated[str, typer.Argument(metavar="STUDY", help="A study.")],
        pairs: Annotated[int, typer.Option(help="Pairs.")] = 3,
        folder: Annotated[str | None, typer.Option(metavar="DIR", help="Folder (default: ./results).")] = None,
        quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing.")] = False,
    ) -> None:
        """Do one thing."""

    app.command(epilog="Example: jobsim run example")(one)
    app.command(epilog="Example: jobsim run example")(lambda: None)
    page = document(get_command(app))
    assert "| `STUDY` | – | required | A study. |" in page
    assert "| `--pairs` | `NUMBER` | `3` | Pairs. |" in page
    assert "| `--folder` | `DIR` | ./results | Folder. |" in page
    assert "| `--quiet` | – | off | Say nothing. |" in page


def test_the_committed_page_lists_the_commands_in_the_order_of_the_help() -> None:
    page = (ROOT / "docs" / "generated" / "commands.md").read_text(encoding="utf-8")
    places = [page.index(f"\n## `{name}`\n") for name, _ in commands(get_command(app), "jobsim")]
    assert places == sorted(places)
