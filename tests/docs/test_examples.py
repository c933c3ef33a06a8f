"""Commands and Python in the documents: each is one that the program takes; the quick ones are run."""

from __future__ import annotations

import ast
import functools
import importlib
import re
import shutil
from pathlib import Path
from types import ModuleType

import pytest
import typer
from typer.core import TyperGroup
from typer.main import get_command

from sim import cli
from sim.files.paths import SCENARIOS_VARIABLE, scenarios_dir
from sim.study.load import load
from tests.docs.examples import OWN, ROOT, Example, commands, make_targets, python_blocks

COMMANDS = commands()
loaded = functools.cache(load)  # the documents name the same few studies again and again
command_line = functools.cache(lambda: get_command(cli.app))
QUICK = {
    ("rules", "diff"),
    ("rules", "list"),
    ("rules", "show"),
    ("new", "reform"),
    ("new", "place"),
    ("new", "practice"),
    ("schema",),
    ("rules", "document"),
}
"""Commands that read and write scenario files and run nothing."""
UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""What the command line raises for a wrong command, option or argument."""


def parsed(example: Example) -> tuple[tuple[str, ...], dict[str, object]]:
    """The command's words and its options, as the command line reads them; in a sentence arguments may be left out.

    Raises:
        UsageError: there is no such command, option or argument.
    """
    command = command_line()
    context, rest = command.make_context("jobsim", [], resilient_parsing=True), example.arguments
    words: list[str] = []
    while isinstance(command, TyperGroup):
        if _ends_here(command, rest):
            return tuple(words), {}
        name, below, rest = command.resolve_command(context, rest)
        if below is None:
            raise UsageError(f"there is no command {name or rest[0]}")
        command, words = below, [*words, str(name)]
        if isinstance(command, TyperGroup):
            context = command.make_context(name, [], parent=context, resilient_parsing=True)
            if not rest and not example.whole:
                return tuple(words), {}
    try:
        return tuple(words), command.make_context(words[-1], rest, parent=context).params
    except UsageError as error:
        if example.whole or type(error).__name__ not in {"MissingParameter", "BadOptionUsage"}:
            raise
        return tuple(words), {}


def _ends_here(group: TyperGroup, rest: list[str]) -> bool:
    """Whether a group is called by itself: `jobsim doctor`, `jobsim --install-completion`."""
    known = {"--help", *(name for option in group.params for name in option.opts)}
    return all(word in known for word in rest) and (bool(rest) or group.invoke_without_command)


@pytest.mark.parametrize("example", COMMANDS, ids=str)
def test_the_command_line_takes_every_command_of_the_documents(example: Example) -> None:
    _, options = parsed(example)
    name = options.get("study")
    if isinstance(name, str) and name.islower() and not OWN.search(name):  # in capitals it stands for any study
        loaded(name)


def test_a_command_that_does_not_exist_is_noticed() -> None:
    """The check itself: it refuses a wrong command, a wrong option and, in a block, a missing argument."""
    for text, whole in (("jobsim runn aalborg", False), ("jobsim run aalborg --worker 2", False), ("jobsim run", True)):
        with pytest.raises(UsageError):
            parsed(Example(ROOT / "README.md", 1, text, whole=whole))


def test_the_readme_has_examples() -> None:
    assert len([one for one in COMMANDS if one.whole and one.document.name == "README.md"]) > 5
    assert python_blocks()
    assert make_targets()


@pytest.mark.parametrize(
    "example",
    [one for one in COMMANDS if one.whole and parsed(one)[0] in QUICK and "+my-" not in one.text],
    ids=str,
)
def test_quick_commands_of_the_documents_do_what_they_say(
    example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(scenarios_dir(), tmp_path / "scenarios")
    monkeypatch.setenv(SCENARIOS_VARIABLE, str(tmp_path / "scenarios"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        cli.main(example.arguments)
    out, err = capsys.readouterr()
    assert (ended.value.code, err) == (0, "")
    assert out


@pytest.mark.parametrize("example", make_targets(), ids=str)
def test_every_make_target_of_the_documents_exists(example: Example) -> None:
    target = example.text.split()[1]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{re.escape(target)}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("example", python_blocks(), ids=str)
def test_python_in_the_documents_uses_what_there_is(example: Example) -> None:
    """The block compiles, its imports of the package work, and what it takes from them exists."""
    tree = ast.parse(example.text)
    modules: dict[str, ModuleType] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "sim":
                    importlib.import_module(alias.name)
                    modules[alias.asname or "sim"] = importlib.import_module(alias.name if alias.asname else "sim")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sim":
            module = importlib.import_module(str(node.module))
            for alias in node.names:
                value = getattr(module, alias.name, None) or importlib.import_module(f"{node.module}.{alias.name}")
                if isinstance(value, ModuleType):
                    modules[alias.asname or alias.name] = value
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            assert hasattr(modules[node.value.id], node.attr), f"{node.value.id}.{node.attr}"


def test_make_stress_sets_what_the_tests_say_it_sets() -> None:
    """A test that is skipped or small without a variable, and says that `make stress` sets it."""
    said: dict[str, str] = {}
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        text = file.read_text(encoding="utf-8")
        if "make stress" in text and file != Path(__file__):
            said |= dict.fromkeys(re.findall(r'environ\.get\("(JOBSIM_[A-Z]+)"', text), file.name)
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").split("\nstress:")[1].split("\n\n")[0]
    assert len(said) >= 3
    assert {name: file for name, file in said.items() if f"{name}=" not in recipe} == {}
