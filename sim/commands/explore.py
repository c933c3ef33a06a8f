"""``jobsim explore``: the page on which one tries rules."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from sim.commands.names import studies
from sim.commands.output import print_json
from sim.commands.resumable import resumable
from sim.commands.run import ResultsOption, WorkersOption


def explore(
    study: Annotated[
        str,
        typer.Argument(
            metavar="[STUDY]",
            autocompletion=studies,
            help="The study that gives baseline and dates: its name, or the path of its .yaml file.",
        ),
    ] = "aalborg",
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="Port of this machine (default: a free one).")
    ] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")] = True,
    lang: Annotated[
        str,
        typer.Option("--language", "--lang", metavar="en|da", help="First language of the page; the page can switch."),
    ] = "en",
    address: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Open the choice of an address of an earlier start.")
    ] = "",
    workers: WorkersOption = None,
    results: ResultsOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print the address as JSON.")] = False,
) -> None:
    """Open a page on which you choose rules and see the paired difference arrive. It serves this machine only."""
    from sim.explore.web.serve import serve
    from sim.report.words import check_language

    check_language(lang)

    def told(page: str) -> None:
        if json:
            print_json({"address": page})
            sys.stdout.flush()  # whoever waits for the address gets it now
        else:
            typer.echo(f"The page is at {page}")
            typer.echo("The address has a token: whoever on this machine has it can use the page. Ctrl-C ends it.")
        if browser:
            import webbrowser

            webbrowser.open(page)

    with resumable():
        serve(
            study,
            told,
            port=port,
            workers=workers,
            results=results,
            lang="da" if lang == "da" else "en",
            address=address,
        )
