"""Events as XES (IEEE 1849-2016): one trace per citizen. It is written piece by piece, so no log is too large."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pandas as pd

from sim.export.events import ACTIVITY, CITIZEN, SEQUENCE, TIME
from sim.files.writing import whole

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<global scope="trace"><string key="concept:name" value="unknown"/></global>
<global scope="event"><string key="concept:name" value="unknown"/><date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/></global>
<classifier name="Activity" keys="concept:name"/>
"""
COMPLETE = '<string key="lifecycle:transition" value="complete"/>'
TEXTS = ("kind", "detail", "group", "benefit", "procedure", "session")
"""Columns that become texts of an event; an empty one is left out."""


def write_xes(events: pd.DataFrame, file: Path, title: str, tell: Callable[[int], None] = lambda _: None) -> None:
    """Write events of :func:`sim.export.events.events_of`, compressed if the name of the file ends with ``.gz``.

    Args:
        title: name of the log.
        tell: is called with the number of traces written, now and then.

    Raises:
        ScenarioError, RunError: the file cannot be written; nothing is left of it.
    """
    with whole(file) as stream:
        if file.suffix == ".gz":
            with gzip.GzipFile(
                "", "wb", 6, stream, mtime=0
            ) as packed:  # no name and no time: equal logs are equal files
                _write(events, io.TextIOWrapper(packed, "utf-8", newline="\n"), title, tell)
        else:
            _write(events, io.TextIOWrapper(stream, "utf-8", newline="\n"), title, tell)


def _write(events: pd.DataFrame, text: io.TextIOWrapper, title: str, tell: Callable[[int], None]) -> None:
    text.write(HEAD)
    text.write(f'<string key="concept:name" value={quoteattr(title)}/>\n')
    for number, trace in enumerate(_traces(events), start=1):
        text.write(trace)
        if number % 1000 == 0:
            tell(number)
    text.write("</log>\n")
    text.detach()


def _traces(events: pd.DataFrame) -> Iterator[str]:
    ordered = events.sort_values([CITIZEN, SEQUENCE], kind="stable")
    names = {
        text: {name: f'<string key="{text}" value={quoteattr(name)}/>' for name in ordered[text].unique() if name}
        for text in TEXTS
    }
    labels = {name: f'<string key="concept:name" value={quoteattr(name)}/>' for name in ordered[ACTIVITY].unique()}
    teams = {name: quoteattr(name) for name in ordered["team"].unique()}
    columns = [
        ordered[name].tolist()
        for name in (CITIZEN, SEQUENCE, ACTIVITY, "case", "team", "caseworker", "minutes", *TEXTS)
    ]
    times = ordered[TIME].map(pd.Timestamp.isoformat).tolist()
    last, parts = None, [""]
    for time, citizen, sequence, activity, case, team, post, minutes, *texts in zip(times, *columns, strict=True):
        if citizen != last:
            if last is not None:
                yield "".join([*parts, "</trace>\n"])
            parts, last = [f'<trace><string key="concept:name" value="{citizen}"/>\n'], citizen
        parts.append(f'<event>{labels[activity]}<date key="time:timestamp" value="{time}"/>{COMPLETE}')
        if post >= 0:
            parts.append(f'<string key="org:resource" value="{post}"/>')
        if team:
            parts.append(f'<string key="org:group" value={teams[team]}/>')
        if case >= 0:
            parts.append(f'<int key="case" value="{case}"/>')
        if minutes:
            parts.append(f'<int key="minutes" value="{minutes}"/>')
        parts += [names[column][text] for column, text in zip(TEXTS, texts, strict=True) if text]
        parts.append(f'<int key="sequence" value="{sequence}"/></event>\n')
    if last is not None:
        yield "".join([*parts, "</trace>\n"])
