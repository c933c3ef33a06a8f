"""The files that the documents show are files that the program reads."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from sim.files.paths import scenarios_dir
from sim.law.compose.library import Library
from sim.study.load import load
from tests.docs.examples import DOCUMENTS, ROOT, Example, blocks

FOLDERS = {"study": "studies", "practice": "practices", "place": "places", "paper": "reforms"}
"""The key that names a file -> its folder."""
PAGES = {"tutorial.md", *(path.name for path in (ROOT / "docs" / "how-to").glob("*.md"))}
BASE: dict[str, Any] = {
    "schema": 1, "study": "my-base", "title": {"en": "A base", "da": "Et grundlag"}, "places": ["aalborg"], "start": "2024-01-01",
    "warm_up": "6 months", "measured": "2 years", "replications": 10, "seed": 1,
    "compare": [{"rules": "current"}, {"rules": "freed-six-cities", "practice": "same-contact-by-need"}],
}  # fmt: skip
"""The study into which a piece of a study is put."""
YAML_BLOCKS = [
    Example(document, line, text, whole=text.startswith("schema:"))
    for document in DOCUMENTS
    if document.name in PAGES
    for line, language, text in blocks(document)
    if language == "yaml"
]


def read(text: str) -> dict[str, Any]:
    return dict(YAML(typ="safe").load(text))


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scenario files with every whole file of the documents."""
    root = tmp_path_factory.mktemp("recipes") / "scenarios"
    shutil.copytree(scenarios_dir(), root)
    for block in YAML_BLOCKS:
        if block.whole:
            tree = read(block.text)
            kind = next(key for key in FOLDERS if key in tree)
            name = "-".join(tree["reforms"]) if kind == "paper" else tree[kind]  # several pages may show one paper
            (root / FOLDERS[kind] / f"{name}.yaml").write_text(block.text, encoding="utf-8")
    return root


@pytest.mark.parametrize("block", YAML_BLOCKS, ids=str)
def test_a_file_of_the_documents_is_read(block: Example, scenarios: Path, tmp_path: Path) -> None:
    tree = read(block.text)
    if block.whole and "paper" in tree:
        for name in tree["reforms"]:
            assert Library.load(scenarios).rule_set(f"current+{name}").changes
        return
    if "practice" in tree:
        tree = BASE | {"compare": [{"rules": "current"}, {"rules": "freed-six-cities", "practice": tree["practice"]}]}
    elif "place" in tree:
        tree = BASE | {"places": [tree["place"]]}
    elif not block.whole:
        tree = BASE | tree
    file = tmp_path / f"{tree['study']}.yaml"
    with file.open("w", encoding="utf-8") as stream:
        YAML(typ="safe").dump(tree, stream)
    study = load(file, scenarios)
    assert len(study.columns) > 1


def test_there_are_whole_files_and_pieces() -> None:
    assert {block.whole for block in YAML_BLOCKS} == {True, False}
    assert len(YAML_BLOCKS) > 10


def test_the_page_of_studies_has_every_study_once() -> None:
    lines = (ROOT / "docs" / "how-to" / "studies.md").read_text(encoding="utf-8").splitlines()
    named = [name.strip(" `") for line in lines if line.startswith("- `") for name in line[2:].split(":")[0].split(",")]
    assert sorted(named) == sorted(path.stem for path in (scenarios_dir() / "studies").glob("*.yaml"))
