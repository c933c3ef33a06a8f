"""Notebooks that are kept as Python text (percent format). They are shown as they are, without results."""

from __future__ import annotations

from typing import Any

import jupytext


def reads(text: str) -> Any:
    """The notebook in a text. Its language is named, so that its cells get their colours."""
    notebook = jupytext.reads(text, fmt="py:percent")
    notebook.metadata["language_info"] = {"name": "python", "pygments_lexer": "python"}
    return notebook
