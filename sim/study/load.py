"""Load a study: read and check its file, and resolve its columns."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from sim.files.bounded import refuse_link
from sim.files.errors import ScenarioError
from sim.files.folder import NAME_RULE, is_name, names_in, quoted, read_named, unknown_entry, unknown_name
from sim.files.parse import shape
from sim.files.paths import absolute, is_path, scenarios_dir, user_path
from sim.files.set_values import SetTo
from sim.files.shell import shell_words
from sim.files.source import Source, read
from sim.law.compose.library import Library
from sim.place.lists import read_lists
from sim.study.check_precision import check_precision
from sim.study.check_study import check_columns, check_entries, check_shock_targets, check_shocks, check_window
from sim.study.resolve import columns_of
from sim.study.size import check_columns_count, check_size
from sim.study.study import Study
from sim.study.study_file import StudyFile
from sim.study.values import changes_of, values_of

FOLDER = "studies"


def load(name_or_path: str | Path, root: Path | None = None, library: Library | None = None) -> Study:
    """Load a study by its name among the scenarios, or by the path of its file.

    A text with a slash or with the ending ``.yaml`` is a path. Every file that the study names is read once and
    checked against the others.

    Args:
        root: the scenarios folder (default: the library's, else the one in use).
        library: the rules of that folder, if they have been read before. Several studies can share one library.

    Raises:
        ScenarioError: the study does not exist, or an entry in one of the files is invalid.
    """
    root = root or (library.root if library else scenarios_dir())
    source, given = study_source(name_or_path, root), os.fspath(name_or_path)
    if is_queue(source):
        raise source.error(
            "this is a queue study, which has no columns, no citizens and no law", ("kind",), found="kind: queue",
            expected="a study of a jobcenter", do=f"jobsim run {shell_words(given)}",
        )  # fmt: skip
    return read_study(source, root, library)


def study_source(name_or_path: str | Path, root: Path) -> Source:
    """The file of a study, of a jobcenter or of queues, by its name among the scenarios or by its path.

    Raises:
        ScenarioError: the file does not exist, is not YAML or has another name than its study.
    """
    text = os.fspath(name_or_path)
    if isinstance(name_or_path, Path) or is_path(text):
        refuse_link(user_path(text), text)
        return read(absolute(Path(text)), root)
    known = names_in(root, FOLDER)
    if text not in known:
        do = "use one of these names, or the path of a file that ends in .yaml"
        message = f"{FOLDER}/{text}.yaml: there is no such study"
        raise unknown_name(message, text, known, do=do, folder=root / FOLDER)
    source = read_named(root, FOLDER, text)
    name_in_file = source.tree.get("study")
    if isinstance(name_in_file, str) and name_in_file != text:
        raise source.error(
            "a study must be named as its file", ("study",), found=name_in_file, expected=text, do="rename one of them"
        )
    return source


def is_queue(source: Source) -> bool:
    """Whether a study is one of queues, which are compared with theory."""
    return bool(source.tree.get("kind") == "queue")


def check_study_name(name: str, source: Source) -> None:
    """Check the name of a study, which also names its folder of results.

    Raises:
        ScenarioError: at the study's line.
    """
    if not is_name(name):
        raise source.error(
            "this is not a valid name of a study", ("study",), found=quoted(name),
            expected=f"{NAME_RULE}: it names the folder of results",
        )  # fmt: skip


def read_study(source: Source, root: Path, library: Library | None = None) -> Study:
    """A study from the tree of its file. Raises as :func:`load`."""
    file = shape(StudyFile, source)
    check_study_name(file.study, source)
    study = Study(
        file.study, file.title, places_of(file, source, root), file.start, file.warm_up, file.measured, file.follow_up, file.replications,
        file.seed, file.confidence, file.compare, root, source, file.effects, file.shocks, tuple(file.practices_by_place.items()),
        library=library or Library.load(root), staff=file.staff, margins=file.margins, ranges=file.ranges,
        precision=file.precision,
        places_in=file.places_in or "",
        sampling=file.sampling,
        search=file.search,
        statement=file.statement,
    )  # fmt: skip
    check_window(study)
    check_entries(study)
    check_shocks(study)
    study = resolved(study)
    if file.set_values:
        study = resolved(replace(study, changes=_changes(study, file)))
    check_precision(study)
    return study


def _changes(study: Study, file: StudyFile) -> tuple[SetTo, ...]:
    """The values that the study's file sets. An address that no value has is an error at its line."""
    changes: list[SetTo] = []
    known = values_of(study)
    for address, to in file.set_values.items():
        try:
            changes += changes_of(study, {address: to}, known)
        except ScenarioError as error:
            details = {"found": error.found, "expected": error.expected, "nearest": error.nearest, "do": error.do}
            raise study.error(error.message, ("values", address), **details) from None
    return tuple(changes)


def places_of(file: StudyFile, source: Source, root: Path) -> tuple[str, ...]:
    """The places of a study: those that it names, or those of the list that it names.

    Raises:
        ScenarioError: the study has both keys or neither, or there is no such list.
    """
    if (file.places is None) == (file.places_in is None):
        keys = ("places_in",) if file.places_in is not None else ()
        raise source.error(
            "a study names its places, or one list of places", keys,
            found="neither" if file.places is None else "places and places_in", expected="places or places_in",
            do="write `places: [aalborg]`, or `places_in: municipalities`",
        )  # fmt: skip
    if file.places is not None:
        return file.places
    lists, name = read_lists(root), str(file.places_in)
    if name not in lists:
        raise unknown_entry("there is no such list of places", name, lists, source, ("places_in",))
    return lists[name].places


def resolved(study: Study) -> Study:
    """The study with its columns. Every name is looked up and every file is read again. Raises as :func:`load`."""
    check_columns_count(study)
    study = replace(study, columns=columns_of(study))
    check_columns(study)
    check_size(study)
    check_shock_targets(study)
    return study
