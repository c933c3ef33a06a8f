"""A new study."""

from __future__ import annotations

from pathlib import Path

from sim.authoring.skeletons.skeleton import INSTALLED, check_name, write_skeleton, written
from sim.files.folder import names_in, unknown_name
from sim.files.paths import scenarios_dir
from sim.law.compose.library import Library

BASELINE = "baseline"
FREED, BY_NEED = "freed-six-cities", "same-contact-by-need"
"""The variant of a study for which neither rules nor practice are named."""
KEEP_OR_CUT = "keep the staff, or cut the freed hours; or `reinvest` them"
USUAL = f"{{rules: {FREED}, practice: {BY_NEED}, capacity: [keep, cut]}}    # {KEEP_OR_CUT}"


def new_study(
    name: str,
    *,
    place: str = "aalborg",
    rules: str | None = None,
    practice: str | None = None,
    root: Path | None = None,
) -> Path:
    """Write ``studies/<name>.yaml``, a study that can be run unchanged, and return its path.

    Beside an installed package the file lies in the working folder, because an update replaces the installed files.

    Args:
        place: the place of the study.
        rules: the compared rule set (default: ``current`` if a practice is named, else the freed rules of the six cities).
        practice: the compared practice (default: ``baseline`` if rules are named).
        root: the scenarios folder (default: the one in use).

    Raises:
        ScenarioError: the name is invalid, the file exists, or place, rules or practice do not exist.
    """
    check_name("study", name)
    root = root or scenarios_dir()
    for folder, chosen in (("places", place), ("practices", practice or BASELINE)):
        known = names_in(root, folder)
        if chosen not in known:
            raise unknown_name(
                f"the {folder.removesuffix('s')} of the study does not exist", chosen, known, folder=root / folder
            )
    if rules is not None:
        Library.load(root).rule_set(rules)
    words = {"place": place, "variant": _variant(rules, practice)}
    if root == INSTALLED:
        file = Path.cwd() / f"{name}.yaml"
        return written(file, "study", id=name, argument=f"./{file.name}", schema="schema/study.json", **words)
    return write_skeleton(root, "studies", "study", name, argument=name, **words)


def _variant(rules: str | None, practice: str | None) -> str:
    """The entry that is compared with the baseline."""
    if rules is None and practice is None:
        return USUAL
    return f"{{rules: {rules or 'current'}, practice: {practice or BASELINE}}}"
