"""Build a plain tree from YAML events, with the line of each path. YAML features outside the subset are refused."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamStartEvent,
)

from sim.files.errors import ScenarioError

Keys = tuple[str | int, ...]
Tree = dict[str, Any]

MAX_DEPTH = 20
MAX_ENTRIES = 100_000
"""The most keys and items of lists in a file. The largest file that comes along has a tenth of them."""

_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


def tree_and_lines(events: Iterator[Event], file: str) -> tuple[Tree, dict[Keys, int]]:
    """The single document of ``file``."""
    reader = _Reader(file)
    return reader.document(events), reader.lines


class _Reader:
    """Builds the tree and its places from the events of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Keys, int] = {}

    def document(self, events: Iterator[Event]) -> Tree:
        tree: Any = None
        documents = 0
        for event in events:
            if isinstance(event, StreamStartEvent):
                continue
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1 or event.version or event.tags:
                    raise self.error(event, "the file must be one document without directives")
            elif isinstance(event, NodeEvent):
                if not isinstance(event, MappingStartEvent):
                    raise self.error(event, "the file must be a mapping of keys", expected="key: value")
                self.lines[()] = event.start_mark.line + 1
                tree = self.node(event, events, ())
        if tree is None:
            raise ScenarioError("the file is empty", file=self.file, line=1)
        assert isinstance(tree, dict)
        return tree

    def node(self, event: Event, events: Iterator[Event], keys: Keys) -> Any:
        assert isinstance(event, NodeEvent)
        if isinstance(event, AliasEvent):
            raise self.error(event, "aliases are not allowed", found=f"*{event.anchor}", do="write the value out")
        if event.anchor is not None:
            raise self.error(event, "anchors are not allowed", found=f"&{event.anchor}", do="write the value out")
        assert isinstance(event, (ScalarEvent, CollectionStartEvent))
        if event.tag is not None:
            raise self.error(event, "tags are not allowed", found=str(event.tag), do="write a plain value")
        if len(keys) > MAX_DEPTH:
            raise self.error(event, "the file is nested too deeply", expected=f"at most {MAX_DEPTH} levels")
        if len(self.lines) > MAX_ENTRIES:
            raise self.error(event, "the file has too many entries", expected=f"at most {MAX_ENTRIES:,} keys and items")
        if isinstance(event, ScalarEvent):
            return event.value if event.style else scalar(event.value)
        if isinstance(event, MappingStartEvent):
            return self.mapping(events, keys)
        return self.sequence(events, keys)

    def sequence(self, events: Iterator[Event], keys: Keys) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(events), SequenceEndEvent):
            item_keys = (*keys, len(items))
            self.lines[item_keys] = event.start_mark.line + 1
            items.append(self.node(event, events, item_keys))
        return items

    def mapping(self, events: Iterator[Event], keys: Keys) -> Tree:
        tree: Tree = {}
        while not isinstance(event := next(events), MappingEndEvent):
            if not isinstance(event, ScalarEvent) or event.anchor is not None or event.tag is not None:
                raise self.error(event, "a key must be a plain word")
            key = str(event.value)
            entry_keys = (*keys, key)
            if key in tree:
                first = self.lines[entry_keys]
                raise self.error(
                    event, f"the key `{key}` appears twice", found=f"first on line {first}", do="remove one"
                )
            self.lines[entry_keys] = event.start_mark.line + 1
            tree[key] = self.node(next(events), events, entry_keys)
        return tree

    def error(
        self,
        event: Event,
        message: str,
        *,
        found: str | None = None,
        expected: str | None = None,
        do: str | None = None,
    ) -> ScenarioError:
        return ScenarioError(
            message, file=self.file, line=event.start_mark.line + 1, found=found, expected=expected, do=do
        )


def scalar(text: str) -> str | int | float | bool | None:
    """A plain scalar in the core schema of YAML 1.2, without infinities. Dates and times of day stay text."""
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and math.isfinite(value := float(text)):
        return value
    return text
