"""The fonts of charts and page, which come with matplotlib, and the folder of matplotlib's list of fonts. No browser is needed."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from sim.installation.finding import Finding

FILES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
LARGE = 10_000
"""Bytes: a font with Danish letters has far more."""


def check_fonts() -> Finding:
    """Whether both files are there and are fonts."""
    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        return Finding("Fonts", "problem", "matplotlib, which has them, is not installed", "make setup")
    folder = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"
    wrong = [name for name in FILES if not _is_font(folder / name)]
    if wrong:
        do = "install matplotlib again: pip install --force-reinstall matplotlib, or remove .venv and run make setup"
        return Finding("Fonts", "problem", f"{', '.join(wrong)} missing or damaged in {folder}", do)
    return Finding("Fonts", "ok", "DejaVu Sans, of matplotlib; no browser is needed")


def _is_font(file: Path) -> bool:
    try:
        return file.stat().st_size > LARGE and file.read_bytes()[:4] == b"\x00\x01\x00\x00"
    except OSError:
        return False
