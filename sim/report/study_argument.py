"""What a command that a page shows calls its study."""

from __future__ import annotations

import shlex
from pathlib import PurePosixPath, PureWindowsPath


def argument(study: str, file: str) -> str:
    """The name of a study of the scenarios, or the name of the file of a user's own study, quoted for a shell.

    The folder of the file is left out, because a page may be published.

    Args:
        file: as the manifest has it; only a file of the user's own has its whole path. The machine may have been another one.
    """
    for kind in (PurePosixPath, PureWindowsPath):
        if (own := kind(file)).is_absolute():
            return shlex.quote(own.name)
    return study
