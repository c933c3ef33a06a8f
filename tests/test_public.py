"""The public interface is the committed one, and what a script relies on is not removed without a word in the changelog."""

from __future__ import annotations

import pytest

import sim
from sim.authoring.public_names import public_names
from tests import public
from tests.public import broken, committed, unsaid


def test_the_public_interface_is_the_committed_one() -> None:
    assert public_names() == committed(), "after a change on purpose: python -m tests.public --write"


def test_every_name_of_the_package_is_there() -> None:
    for name in sim.__all__:
        assert getattr(sim, name) is not None, name
    names = committed()
    assert {
        "sim.load",
        "sim.rule_set",
        "sim.ScenarioError",
        "RunnableStudy.run",
        "Result.compare",
        "Comparison.hours",
    } <= set(names)
    assert not [name for name in names if name.partition(".")[2].startswith("_") and name != "sim.__version__"]
    assert not [name for name, signature in names.items() if signature == "missing" or " at 0x" in signature]
    with pytest.raises(sim.ScenarioError):
        sim.load("no-such-study")
    with pytest.raises(AttributeError):
        _ = sim.nothing


def test_a_name_that_is_gone_or_has_another_signature_is_broken() -> None:
    before = {"sim.load": "(name)", "sim.old": "()", "sim.same": "(a)"}
    assert broken(before, {"sim.load": "(name, root)", "sim.same": "(a)", "sim.new": "()"}) == ["sim.load", "sim.old"]
    assert broken(before, before) == []


def test_a_broken_name_needs_an_entry_of_the_newest_version() -> None:
    names = ["sim.load", "sim.old"]
    head = "# Changelog\n\n## 0.2.0 (unreleased)\n\n"
    old = "\n## 0.1.0\n\n- BREAKING: `sim.old` is gone.\n"
    assert unsaid(names, f"{head}- NEW: `sim.load` has more.\n{old}") == names
    assert unsaid(names, f"{head}- BREAKING: `sim.load` takes a\n  root.\n- NEW: x\n{old}") == ["sim.old"]
    assert unsaid(names, f"{head}- BREAKING: `sim.load` and `sim.old`.\n") == []


def test_the_command_refuses_a_removal_without_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fewer = {name: text for name, text in committed().items() if name != "sim.rule_set"}
    monkeypatch.setattr(public, "public_names", lambda: fewer)
    before = public.FILE.read_bytes()
    assert public.main() == 1
    assert "`sim.rule_set`" in capsys.readouterr().err
    assert public.FILE.read_bytes() == before
