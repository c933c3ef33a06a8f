"""The files of machine code. A file is complete or counts as missing, so a damaged file is made again.

numba's own cache has an index of numbered files for each function. It fails for ever if a file is damaged. If two processes
write at once, its index may name the code of the other process. Here each file has the hash of its key as its name. The key
is the function, its argument types and the processor. The file begins with the hash of its content.
"""

from __future__ import annotations

import hashlib
import pickle
from contextlib import suppress
from pathlib import Path
from typing import Any

from numba.core.caching import FunctionCache
from numba.core.serialize import dumps

from sim.files.errors import RunError, ScenarioError
from sim.files.writing import write

DIGEST = 32
"""Bytes of a hash at the beginning of a file."""


class CodeFiles:
    """The files of one function, in place of numba's index.

    Attributes:
        folder: the folder of the files.
        name: the beginning of their names.
        stamp: a value that changes with the source file of the function.
    """

    def __init__(self, folder: Path, name: str, stamp: object) -> None:
        self.folder, self.name, self.stamp = folder, name, stamp

    def file(self, key: object) -> Path:
        """The file of a key."""
        return self.folder / f"{self.name}.{hashlib.sha256(repr((self.stamp, key)).encode()).hexdigest()[:24]}.nbc"

    def load(self, key: object) -> Any:
        """The stored code; None if its file is missing or damaged."""
        try:
            content = self.file(key).read_bytes()
        except OSError:
            return None
        digest, data = content[:DIGEST], content[DIGEST:]
        if hashlib.sha256(data).digest() != digest:
            return None
        return pickle.loads(data)  # noqa: S301 - only its owner can write in the folder

    def save(self, key: object, code: Any) -> None:
        """Store code atomically. Raises the errors of :func:`sim.files.writing.write`."""
        data = dumps(code)
        write(self.file(key), hashlib.sha256(data).digest() + data)

    def flush(self) -> None:
        """Remove all files of the function."""
        for file in self.folder.glob(f"{self.name}.*.nbc"):
            file.unlink(missing_ok=True)


class CodeCache(FunctionCache):  # type: ignore[misc]
    """numba's cache of a function with files that may be damaged, missing or impossible to write."""

    def __init__(self, function: Any) -> None:
        super().__init__(function)
        self._cache_file = CodeFiles(
            Path(self.cache_path), self._impl.filename_base, self._impl.locator.get_source_stamp()
        )

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The compiled function; None if it must be compiled, also if libraries cannot read what they wrote before."""
        try:
            return super().load_overload(sig, target_context)
        except Exception:  # noqa: BLE001 - whatever is wrong with the file, the function can be compiled
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Store a compiled function. If this fails (a full disk), the next process compiles it again."""
        with suppress(OSError, RunError, ScenarioError):
            super().save_overload(sig, data)
