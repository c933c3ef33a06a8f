"""The font of charts with few letters: matplotlib's own, without the thousands of letters that no chart has.

A PDF picture keeps only the letters that it shows, and finds them in the whole font anew each time. With the whole font that is
most of the time of a picture. Shapes and widths of the letters are the same, so are the pictures. A letter that the slim
font lacks comes from the whole one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sim.files.caches import cache_of
from sim.files.hashes import key_of
from sim.files.writing import whole
from sim.report.font_subset import FILES, font_subset

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

WHOLE = "DejaVu Sans"
FAMILY = "DejaVu Sans of charts"
IN_SVG = f"'{FAMILY}', ".encode()
"""What an SVG picture says of the slim font. It names fonts for other programs, which do not have this one."""
RANGES = ((0x20, 0x17F), (0x370, 0x3FF), (0x2000, 0x209F), (0x20A0, 0x214F), (0x2190, 0x22FF), (0x2500, 0x25FF))
"""Latin, Greek, punctuation, currencies, arrows, mathematics, shapes."""
UNUSED = ["FFTM", "MATH"]
"""Tables that no chart needs."""
FAMILY_NAMES = (1, 16)
"""The entries of a font's table of names that hold its family."""


@lru_cache(maxsize=1)
def families() -> tuple[str, ...]:
    """The families of a chart's letters, the first that has a letter first. Without a folder of caches it is the whole font."""
    from sim.report.own_matplotlib import mpl

    folder = cache_of("fonts").folder
    if folder is None:
        return (WHOLE, "sans-serif")
    try:
        key = key_of({"matplotlib": mpl.__version__, "ranges": RANGES, "family": FAMILY, "unused": UNUSED})[:12]
        for weight, name in FILES.items():
            file = folder / f"{name.removesuffix('.ttf')}-{key}.ttf"
            if not file.exists():
                with whole(file) as stream:
                    stream.write(_slim(weight))
            mpl.font_manager.fontManager.addfont(file)
    except (OSError, RuntimeError, ValueError):  # the folder is full or a file in it is damaged
        return (WHOLE, "sans-serif")
    return (FAMILY, WHOLE, "sans-serif")


def _slim(weight: int) -> bytes:
    letters = [code for first, last in RANGES for code in range(first, last + 1)]
    return font_subset(
        weight, letters, _renamed, layout_features=["*"], name_IDs=["*"], drop_tables=UNUSED, legacy_kern=True
    )


def _renamed(font: TTFont) -> None:
    """Give a font the slim font's family."""
    for record in font["name"].names:
        if record.nameID in FAMILY_NAMES:
            record.string = FAMILY
