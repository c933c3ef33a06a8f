"""The command ``jobsim``."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.attribute import attribute
from sim.commands.calibrate import calibrate
from sim.commands.check import check
from sim.commands.data import app as data_app
from sim.commands.doctor import app as doctor_app
from sim.commands.elicit import elicit
from sim.commands.explore import explore
from sim.commands.export import export
from sim.commands.migrate import migrate
from sim.commands.new import app as new_app
from sim.commands.optimise import optimise
from sim.commands.plan import plan
from sim.commands.report import report
from sim.commands.resumable import STOPPED, STOPPED_MESSAGE
from sim.commands.rules import app as rules_app
from sim.commands.run import run
from sim.commands.schema import schema
from sim.commands.sensitivity import sensitivity
from sim.commands.sources import sources
from sim.commands.staff import staff
from sim.commands.stop import stoppable
from sim.commands.streams import StreamError, code_of, standard_streams
from sim.commands.tasks import ByTask
from sim.commands.uncertainty import uncertainty
from sim.commands.validate import validate
from sim.files.errors import RunError, ScenarioError

if TYPE_CHECKING:
    from sim.results.work import Work

BAD_INPUT, FAILED = 2, 1
DEBUG = "JOBSIM_DEBUG"

HELP = """Jobcenter case processes under the law and under freed rules: hours, waits, deadlines, caseloads.

Begin with `jobsim run example` (a few minutes), then open results/example/report.html. `jobsim COMMAND --help` explains a command and
has an example. Everything is also one call in Python (`import sim`)."""
EPILOG = "Example: jobsim run aalborg"

app = typer.Typer(
    name="jobsim",
    cls=ByTask,
    help=HELP,
    epilog=EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command(epilog="Example: jobsim run aalborg --replications 20 --workers 4")(run)
app.command(epilog="Example: jobsim check aalborg")(check)
app.command(
    epilog="Example: jobsim sensitivity aalborg --method morris --groups contact,tracking,bookable --samples 10"
)(sensitivity)
app.command(epilog="Example: jobsim attribute freed-six-cities current --by heading")(attribute)
app.command(epilog="Example: jobsim staff aalborg --norm 2020 --breaches 5%")(staff)
app.command(epilog="Example: jobsim optimise aalborg --values 'contact.*.heavy,contact.*.light' --trials 64")(optimise)
app.command(epilog="Example: jobsim uncertainty aalborg --samples 200 --claim 'hours_asked < -20000'")(uncertainty)
app.command(epilog="Example: jobsim elicit aalborg --language da --first 10")(elicit)
app.command(epilog="Example: jobsim calibrate aalborg --waves 2 --points 80")(calibrate)
app.command(epilog="Example: jobsim plan aalborg --replications 20")(plan)
app.command(epilog="Example: jobsim validate aalborg-proposals --paper six-cities --steps")(validate)
app.command(epilog="Example: jobsim report aalborg --language da --excel --headings da")(report)
app.command(epilog="Example: jobsim explore aalborg --language da")(explore)
app.command(epilog="Example: jobsim export aalborg --to aalborg.xes.gz --citizens 500")(export)
app.command(epilog="Example: jobsim schema reforms")(schema)
app.command(epilog="Example: jobsim migrate scenarios/places/aalborg.yaml --check")(migrate)
app.command(epilog="Example: jobsim sources X177 A014 law.md 3.1")(sources)
app.add_typer(data_app, name="data")
app.add_typer(doctor_app, name="doctor")
app.add_typer(new_app, name="new")
app.add_typer(rules_app, name="rules")


def _version(value: bool) -> None:
    if value:
        import sim

        typer.echo(sim.__version__)
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Options of every command."""


def main(arguments: list[str] | None = None, work: Work | None = None) -> None:
    """The entry of the script: run a command and end the process with its exit code.

    The exit codes are 0 (success), 1 (a run failed), 2 (invalid input), 130 (stopped with Ctrl-C) and 141 (the reader of
    the output has left). A command that another signal stops has 128 plus its number: 143 after SIGTERM, 129 after
    SIGHUP.

    Args:
        arguments: the arguments after ``jobsim`` (default: the arguments of the process).
        work: functions that make runs and draw results (default: the model and the report).
    """
    try:
        with standard_streams():
            code = _code(arguments, work)
    except StreamError as error:
        code = code_of(error)
    sys.exit(code)


def _code(arguments: list[str] | None, work: Work | None) -> int:
    """Run a command, until a signal stops it, and return its exit code."""
    with stoppable() as signals:
        try:
            code = _finished(arguments, work)
            if not signals:
                return code
        except BaseException:  # not only Stopped: a closed terminal cannot show the end of the progress
            if not signals:
                raise
    with suppress(OSError):
        sys.stderr.write(STOPPED_MESSAGE + "\n")
    return 128 + signals[0]


def _finished(arguments: list[str] | None, work: Work | None) -> int:
    """Run a command and return its exit code. Errors are printed on stderr."""
    try:
        app(arguments, prog_name="jobsim", obj=work)
    except SystemExit as end:  # raised at the end of every command, and for a wrong option or argument
        return end.code if isinstance(end.code, int) else 0
    except KeyboardInterrupt:
        return _failure(STOPPED_MESSAGE, STOPPED)
    except ScenarioError as error:
        return _failure(f"jobsim: {error}", BAD_INPUT)
    except RunError as error:
        return _failure(f"jobsim: {error}", FAILED)
    except StreamError:
        raise
    except Exception as error:
        if os.environ.get(DEBUG) == "1":
            raise
        summary = f"{type(error).__name__}: {error}".splitlines()[0]
        request = f"please report it with your command and the output of the same command with {DEBUG}=1"
        return _failure(f"jobsim: an error of the program, not of your input: {summary}\n  do: {request}", FAILED)
    return 0


def _failure(message: str, code: int) -> int:
    sys.stderr.write(message + "\n")
    return code


if __name__ == "__main__":
    main()
