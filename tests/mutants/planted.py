"""A mutant in a process: the changed text is what ``import`` reads. Nothing is written into the checkout."""

from __future__ import annotations

import importlib.abc
import importlib.util
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType

from tests.mutants.mutant import ROOT


def module_of(file: str) -> str:
    """The dotted name of a source file."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


class _Loader(importlib.abc.InspectLoader):
    """Gives the code of a changed file. The code says that it comes from a copy, so no code compiled before is taken for it."""

    def __init__(self, path: Path, copy: Path) -> None:
        self.path, self.copy = path, copy

    def get_source(self, fullname: str) -> str:  # noqa: ARG002 - the signature is importlib's
        return self.copy.read_text(encoding="utf-8")

    def is_package(self, fullname: str) -> bool:  # noqa: ARG002 - same
        return self.path.name == "__init__.py"

    def get_code(self, fullname: str) -> CodeType:
        code: CodeType = compile(self.get_source(fullname), str(self.copy), "exec", dont_inherit=True)
        return code

    def get_filename(self, fullname: str) -> str:  # noqa: ARG002 - same
        return str(self.path)


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, name: str, loader: _Loader) -> None:
        self.name, self.loader = name, loader

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 - the signature is importlib's
        target: ModuleType | None = None,  # noqa: ARG002 - same
    ) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        places = [str(self.loader.path.parent)] if self.loader.is_package(fullname) else None
        return importlib.util.spec_from_file_location(
            fullname, self.loader.path, loader=self.loader, submodule_search_locations=places
        )


def plant(file: str, source: str, folder: Path) -> None:
    """Let this process import the changed text of a file, whose copy goes to a temporary folder.

    Raises:
        RuntimeError: the file's module was imported before.
    """
    name = module_of(file)
    if name in sys.modules:
        raise RuntimeError(f"{name} was imported before its mutant was planted")
    copy = folder / "mutated" / file
    copy.parent.mkdir(parents=True)
    copy.write_text(source, encoding="utf-8")
    sys.meta_path.insert(0, _Finder(name, _Loader(ROOT / file, copy)))
