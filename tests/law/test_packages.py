from collections.abc import Callable
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from pydantic import ValidationError

from sim.files.errors import ScenarioError
from sim.law.compose.library import Library

Edit = Callable[[str, str, str], int]
Refused = Callable[[str], ScenarioError]


def test_names_can_be_added_up(library: Library) -> None:
    current = library.rule_set("current")
    assert (current + "004-3c").hash() == library.rule_set("current+004-3c").hash()
    assert (current + "004-3c").hash() != current.hash()
    assert library.rule_set("R2024").hash() == current.hash()
    assert current.changes == ()


def test_a_rule_set_never_changes(library: Library) -> None:
    current = library.rule_set("current")
    before = current.hash()
    _ = current + "004-2a" + "004-8"
    assert current.hash() == before
    with pytest.raises(FrozenInstanceError):
        current.name = "other"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        current.regime.duties["first-week"].active = False  # type: ignore[misc]


def test_reading_twice_gives_the_same(library: Library) -> None:
    again = Library.load().rule_set("freed-six-cities")
    assert again.hash() == library.rule_set("freed-six-cities").hash()
    assert again.values() == library.rule_set("freed-six-cities").values()
    assert again.regime == library.rule_set("freed-six-cities").regime


@pytest.mark.parametrize(
    ("name", "message", "nearest"),
    [
        ("freed-six-citys", "there is no such rule set", "freed-six-cities"),
        ("R2O24", "there is no such rule set", "R2024"),
        ("current+004-3d", "unknown proposal", "004-3c"),
        ("current+", "unknown proposal", None),
        ("current+004-3c+004-3c", "a proposal is named twice", None),
        ("../regimes/R2024", "this name is not allowed", None),
    ],
)
def test_unknown_names(library: Library, name: str, message: str, nearest: str | None) -> None:
    with pytest.raises(ScenarioError) as caught:
        library.rule_set(name)
    assert (caught.value.message, caught.value.nearest) == (message, nearest)


def test_an_unknown_proposal_in_a_package_has_its_line(edit: Edit, refused: Refused) -> None:
    line = edit("packages.yaml", "004-4b, 004-8]", "004-4b, 004-9]")
    error = refused("freed-six-cities")
    assert (error.file, error.line, error.found) == ("packages.yaml", line, "004-9")


def test_a_package_without_its_regime(edit: Edit, refused: Refused) -> None:
    edit("packages.yaml", "regime: R2024", "regime: R2O24")
    error = refused("current")
    assert (error.message, error.nearest) == ("regimes/R2O24.yaml: there is no such file", "R2024")


def test_a_rule_set_that_changes_nothing_has_its_line(root: Path, edit: Edit, refused: Refused) -> None:
    edit("reforms/six-cities.yaml", "    law: LAB § 6\n", "    law: LAB § 6\n    already_in_force: true\n")
    edit("regimes/R2024.yaml", "merged_groups: none", "merged_groups: six-cities")
    edit("packages.yaml", "reforms: [004-1, 004-2a", "reforms: [004-1] # [004-2a")
    error = refused("freed-six-cities")
    assert (error.message, error.file) == ("none of the reforms changes anything", "packages.yaml")
    assert error.line is not None


def test_an_id_stands_in_one_file_only(root: Path) -> None:
    (root / "reforms" / "twin.yaml").write_text((root / "reforms" / "six-cities.yaml").read_text(encoding="utf-8"))
    with pytest.raises(ScenarioError, match="this proposal's id is already taken") as caught:
        Library.load(root)
    assert caught.value.file == "reforms/twin.yaml"


def test_a_missing_package_file(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="there is no such file") as caught:
        Library.load(tmp_path)
    assert caught.value.file == "packages.yaml"
