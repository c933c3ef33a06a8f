"""What a command that a page shows calls its study."""

from __future__ import annotations

import shlex
from pathlib import PurePosixPath, PureWindowsPath

from sim.report.manifest import Manifest


def argument(manifest: Manifest) -> str:
    """The name of a study of the scenarios, or the name of the file of a user's own study, quoted for a shell.

    Only a file of the user's own has its whole path in the manifest. Its folder is left out, because a page may be published. The
    machine may have been another one.
    """
    for kind in (PurePosixPath, PureWindowsPath):
        if (own := kind(manifest.file)).is_absolute():
            return shlex.quote(own.name)
    return manifest.study
