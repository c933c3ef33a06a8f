"""Pictures and numbers inside a page, so that the page loads nothing."""

from __future__ import annotations

import base64
import gzip
from typing import Literal

from sim.report.charts.chart import DrawnChart
from sim.report.own_font import with_own_font
from sim.report.short_picture import shorter

KINDS = {"svg": "image/svg+xml", "png": "image/png"}
PACKED_FROM = 16_384
"""Letters of a file inside the page from which it is packed."""


def picture_uri(chart: DrawnChart, kind: Literal["svg", "png"]) -> str:
    """The picture of a chart. An svg has its font inside and takes little room."""
    picture = chart.picture(kind)
    return _uri(KINDS[kind], shorter(with_own_font(picture)) if kind == "svg" else picture)


def csv_uri(text: str) -> str:
    """Numbers as CSV. Many of them are packed, and the page's script unpacks them when they are asked for."""
    if len(text) < PACKED_FROM:
        return _uri("text/csv", text.encode())
    return _uri("application/gzip", gzip.compress(text.encode(), mtime=0))


def _uri(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
