"""`--help`: every command by its task, with whole sentences and an example, on a terminal of 80 columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from sim import cli
from sim.commands.tasks import LONGEST, TASKS

COLUMNS = 80


def paths() -> Iterator[tuple[str, ...]]:
    """The words of every command and group below `jobsim`."""
    waiting = [((), get_command(cli.app))]
    while waiting:
        words, command = waiting.pop()
        yield words
        if isinstance(command, TyperGroup):
            waiting += [((*words, name), below) for name, below in command.commands.items()]  # type: ignore[misc]


Shown = Callable[..., str]


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shown:
    """The help of a command on a terminal of so many columns, without colour."""

    def call(*words: str, columns: int = COLUMNS) -> str:
        monkeypatch.setenv("COLUMNS", str(columns))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main([*words, "--help"])
        out, err = capsys.readouterr()
        assert (ended.value.code, err) == (0, "")
        assert "\x1b" not in out
        return out

    return call


def coloured(**environment: str) -> str:
    """The help of `jobsim` as a terminal with colours gets it."""
    done = CliRunner().invoke(cli.app, ["--help"], prog_name="jobsim", env=environment, color=True)
    assert done.exit_code == 0, done.output
    return done.output


def test_every_command_has_one_task_and_a_line_that_is_whole(shown: Shown) -> None:
    listed = [name for task in TASKS for name in task.commands]
    command = get_command(cli.app)
    assert isinstance(command, TyperGroup)
    assert sorted(listed) == sorted(command.commands)
    help_ = shown()
    for task in TASKS:
        assert f"\n{task.title}:\n" in help_
        for name, words in task.commands.items():
            assert len(words) <= LONGEST
            assert re.search(rf"^  {name} +{re.escape(words)}$", help_, re.MULTILINE), name


def test_the_tasks_stand_in_the_order_in_which_they_are_needed(shown: Shown) -> None:
    titles = [task.title for task in TASKS]
    assert titles[0] == "Run and compare"
    assert (
        titles.index("Look at results") < titles.index("Rules") < titles.index("How sure") < titles.index("Own files")
    )
    help_ = shown()
    assert help_.index("Run and compare") < help_.index("Options")
    places = [help_.index(title) for title in titles]
    assert places == sorted(places)


@pytest.mark.parametrize("words", list(paths()), ids=" ".join)
def test_every_help_has_an_example_and_fits_the_terminal(words: tuple[str, ...], shown: Shown) -> None:
    help_ = shown(*words)
    assert f"Example: jobsim {' '.join(words)}".rstrip() in " ".join(help_.split())
    assert max(map(len, help_.splitlines())) <= COLUMNS
    assert not re.search(r"\w\.\.\.$", help_, re.MULTILINE)  # no sentence is cut off


def test_colour_is_left_out_where_nobody_wants_it() -> None:
    bold = coloured(TERM="xterm")
    assert "\x1b[1mRun and compare" in bold
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        plain = coloured(**environment)
        assert "\x1b" not in plain
        assert plain == re.sub(r"\x1b\[\d*m", "", bold)


def test_a_narrow_terminal_wraps_and_cuts_nothing(shown: Shown) -> None:
    help_ = shown(columns=52)
    assert max(map(len, help_.splitlines())) <= 52
    for task in TASKS:
        for words in task.commands.values():
            assert words in " ".join(help_.split())
