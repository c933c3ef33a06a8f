"""A drawing as SVG text: boxes, lines, arrows and words. The same calls give the same bytes on any machine."""

from __future__ import annotations

from html import escape
from typing import Literal

FONT = "Arial, Helvetica, 'DejaVu Sans', sans-serif"
INK, GREY, RULE, PAPER = "#1f2429", "#5b6770", "#d5dade", "#ffffff"

Anchor = Literal["start", "middle", "end"]


class Drawing:
    """A page measured in pixels, with the origin at the upper left. Parts are drawn in the order of the calls."""

    def __init__(self, width: int, height: int, title: str) -> None:
        self.width, self.height = width, height
        size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        self._parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}" role="img">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        ]

    def box(self, x: float, y: float, width: float, height: float, *, fill: str = PAPER, stroke: str = RULE) -> None:
        """A rectangle with round corners; ``x`` and ``y`` are its upper left corner."""
        self._add(
            f'<rect x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(height)}" rx="4"'
            f' fill="{fill}" stroke="{stroke}"/>'
        )

    def line(self, points: list[tuple[float, float]], *, stroke: str = GREY, width: float = 1.5) -> None:
        """Straight lines through ``points``."""
        path = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
        self._add(f'<polyline points="{path}" fill="none" stroke="{stroke}" stroke-width="{_number(width)}"/>')

    def dot(self, x: float, y: float, radius: float, *, fill: str) -> None:
        self._add(f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}" fill="{fill}"/>')

    def head(self, x: float, y: float, towards: Literal["up", "down", "left", "right"], *, fill: str = GREY) -> None:
        """An arrow head whose tip is at ``x``, ``y``."""
        across, along = 5, 9
        step = {"up": (0, 1), "down": (0, -1), "left": (1, 0), "right": (-1, 0)}[towards]
        back_x, back_y = x + step[0] * along, y + step[1] * along
        side_x, side_y = abs(step[1]) * across, abs(step[0]) * across
        corners = [(x, y), (back_x - side_x, back_y - side_y), (back_x + side_x, back_y + side_y)]
        path = " ".join(f"{_number(a)},{_number(b)}" for a, b in corners)
        self._add(f'<polygon points="{path}" fill="{fill}"/>')

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 12,
        fill: str = INK,
        bold: bool = False,
        anchor: Anchor = "start",
        angle: float = 0,
    ) -> None:
        """Words on one line. ``y`` is the base line. ``angle`` rotates them about ``x``, ``y``, clockwise in degrees."""
        weight = ' font-weight="bold"' if bold else ""
        turn = f' transform="rotate({_number(angle)} {_number(x)} {_number(y)})"' if angle else ""
        self._add(
            f'<text x="{_number(x)}" y="{_number(y)}" font-size="{_number(size)}" fill="{fill}"'
            f' text-anchor="{anchor}"{weight}{turn}>{escape(words, quote=False)}</text>'
        )

    def svg(self) -> str:
        """The whole drawing as the text of an SVG file."""
        return "\n".join([*self._parts, "</svg>", ""])

    def _add(self, part: str) -> None:
        self._parts.append(part)


def _number(value: float) -> str:
    """A number with at most one decimal, so that the text is equal on all platforms."""
    return f"{value:.1f}".rstrip("0").rstrip(".")
