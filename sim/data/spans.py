"""The position of each entry in the text of a scenario file. One value can then change while every other letter stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from sim.files.tree import Keys

Span = tuple[int, int]


@lru_cache(maxsize=32)
def spans(text: str) -> Mapping[Keys, Span]:
    """The first and the last position of every entry's content. The text must be a file that the scenario reader takes."""
    found: dict[Keys, Span] = {}
    events = iter(YAML(typ="safe").parse(text))
    for event in events:
        if isinstance(event, NodeEvent):
            _node(event, events, (), found)
    return found


def replaced(text: str, new: Mapping[Keys, str]) -> str:
    """The text with new content at some entries.

    Raises:
        KeyError: the text has no such entry.
    """
    at = spans(text)
    for keys, content in sorted(new.items(), key=lambda item: -at[item[0]][0]):
        start, end = at[keys]
        text = text[:start] + content + text[end:]
    return text


def section(text: str, key: str) -> str:
    """The lines of a key of the top level, with the comments in it and a line feed at its end."""
    start, end = spans(text)[(key,)]
    first = max(match.start() for match in re.finditer(rf"^{re.escape(key)}:", text[: start + 1], re.MULTILINE))
    stop = text.find("\n", end)
    return text[first : stop if stop >= 0 else len(text)] + "\n"


def _node(event: Any, events: Iterator[Any], keys: Keys, found: dict[Keys, Span]) -> int:
    """Note the span of a node and of all below it, and return its end. A block ends with its last entry."""
    start, end = event.start_mark.index, event.end_mark.index
    if isinstance(event, ScalarEvent):
        found[keys] = (start, end)
        return int(end)
    assert isinstance(event, MappingStartEvent | SequenceStartEvent)
    mapping, number, last = isinstance(event, MappingStartEvent), 0, end
    while True:
        inner = next(events)
        if isinstance(inner, MappingEndEvent | SequenceEndEvent):
            break
        if mapping:
            key: str | int = str(inner.value)
            inner = next(events)
        else:
            key, number = number, number + 1
        last = _node(inner, events, (*keys, key), found)
    if event.flow_style:
        last = inner.end_mark.index
    found[keys] = (start, last)
    return int(last)
