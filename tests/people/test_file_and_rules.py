"""The sections of a people file know the groups and procedures of the rules, and each other: else the file is refused at its line."""

from __future__ import annotations

import copy
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from sim.files.errors import ScenarioError
from sim.files.paths import scenarios_dir
from sim.files.source import parse
from sim.study.load import read_study
from tests.settings import library
from tests.study.stub import STUDY


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "scenarios"
    shutil.copytree(scenarios_dir(), folder)
    return folder


def error(root: Path, change: Any) -> ScenarioError:
    """The error of a study whose people file was changed."""
    file = root / "people" / "denmark.yaml"
    tree = parse(file.read_text(encoding="utf-8"), "denmark.yaml").tree
    change(tree)
    file.write_text(json.dumps(tree, indent=1, ensure_ascii=False), encoding="utf-8")  # JSON is YAML too
    with pytest.raises(ScenarioError) as caught:
        read_study(parse(STUDY, "small.yaml"), root, library())
    assert caught.value.file == "people/denmark.yaml"
    assert caught.value.line
    return caught.value


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (("stocks", "integration"), "`stocks` has no `integration`"),
        (("exits", "integration"), "`exits` has no entry for the group `integration`"),
        (("needs_by_group", "sick"), "`needs_by_group` has no entry"),
        (("no_shows", "sick"), "`no_shows` has no entry"),
        (("ages", "groups", "sick"), "`ages` has no entry"),
        (("traits", "has-job"), "there is no trait `has-job`"),
        (("chances", "repeat-clarification"), "the chance `repeat-clarification` is missing"),
    ],
    ids=lambda part: part if isinstance(part, str) else ".".join(part),
)
def test_an_entry_that_the_rules_need_is_missed(keys: tuple[str, ...], words: str, root: Path) -> None:
    def remove(tree: Any) -> None:
        for key in keys[:-1]:
            tree = tree[key]
        del tree[keys[-1]]

    assert words in error(root, remove).message


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (("moves", "finds-flexjob", "to"), "the rules have no group `in-flexjobb`"),
        (("terms", "turns-18", "procedure"), "the rules have no procedure `turns-18b`"),
        (("needs", "sick-flexjob", "group"), "`sickb`"),
        (("needs", "sick-flexjob", "procedure"), "the rules have no procedure `flexjobb`"),
        (("needs", "sick-flexjob", "seen_as"), "`detection.kinds` has no kind `illnessb`"),
    ],
    ids=lambda part: part if isinstance(part, str) else ".".join(part),
)
def test_a_name_that_nobody_knows_has_the_nearest_beside_it(keys: tuple[str, ...], words: str, root: Path) -> None:
    def misspell(tree: Any) -> None:
        for key in keys[:-1]:
            tree = tree[key]
        tree[keys[-1]] += "b"

    found = error(root, misspell)
    assert words in found.message
    assert found.nearest == str(found.found)[:-1]


def test_a_stay_ends_with_one_term(root: Path) -> None:
    def double(tree: Any) -> None:
        name, term = next((name, term) for name, term in tree["terms"].items() if "at_age" not in term)
        tree["terms"][f"{name}-again"] = copy.deepcopy(term)

    found = error(root, double)
    assert "has two terms that end a stay in it" in found.message
    assert "-again" in str(found.found)
