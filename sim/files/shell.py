"""A word of a command that the program suggests, as the user can paste it into a shell."""

from __future__ import annotations

import os
import shlex
import subprocess


def shell_words(*words: object, windows: bool = os.name == "nt") -> str:
    """Words of a command, such as paths and names that the user gave, quoted for the shell of the system."""
    texts = [str(word) for word in words]
    return subprocess.list2cmdline(texts) if windows else shlex.join(texts)
