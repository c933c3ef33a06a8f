"""The slim font of charts gives the same pictures as the whole font, and is not needed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from matplotlib import pyplot as plt

from sim.files.caches import CACHE_VARIABLE, Cache
from sim.report import slim_font, style
from sim.report.slim_font import FAMILY, IN_SVG, RANGES, WHOLE, families

TEXT = "Arbejdstimer pr. år, ÆØÅ æøå, AV To fi – 1.234,5 ≥ −3 → ▲ €"
ROOM = Path(style.__file__).parent


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A folder of caches without a font."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    families.cache_clear()
    yield
    families.cache_clear()


def drawn(kind: str, family: tuple[str, ...] | None = None) -> bytes:
    """A small figure in the style of charts."""
    stream = io.BytesIO()
    with style.styled():
        if family:
            plt.rcParams["font.family"] = list(family)
        figure, axes = plt.subplots(figsize=(5, 2))
        axes.set_title(TEXT, weight="bold")
        axes.set_xlabel(TEXT)
        figure.savefig(stream, format=kind)
        plt.close(figure)
    return stream.getvalue()


def test_pictures_are_the_same_point_by_point() -> None:
    assert families()[0] == FAMILY
    slim, whole = (plt.imread(io.BytesIO(drawn("png", family))) for family in (None, (WHOLE,)))
    assert np.array_equal(slim, whole)


def test_a_svg_picture_names_no_font_that_others_lack() -> None:
    picture = drawn("svg")
    assert IN_SVG in picture
    assert FAMILY.encode() not in picture.replace(IN_SVG, b"")


def test_a_pdf_picture_embeds_the_letters() -> None:
    assert b"DejaVuSans" in drawn("pdf")


@pytest.mark.parametrize("damage", ["none", "garbage"])
def test_without_a_slim_font_charts_have_the_whole_one(
    damage: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if damage == "none":
        monkeypatch.setattr(slim_font, "cache_of", lambda _: Cache(None))
    else:
        families()
        for file in (tmp_path / "fonts").glob("*.ttf"):
            file.write_bytes(b"garbage")
        families.cache_clear()
    assert families() == (WHOLE, "sans-serif")
    assert len(drawn("png")) > 1000


def test_the_slim_font_has_every_letter_of_the_texts_of_a_report() -> None:
    texts = "".join(file.read_text(encoding="utf-8") for file in ROOM.rglob("*.yaml"))
    strange = {letter for letter in texts if letter.isprintable() and not any(a <= ord(letter) <= b for a, b in RANGES)}
    assert strange == set()
