"""A chart of a result, as numbers and as a picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.files.entry import Lang
from sim.files.errors import ScenarioError, nearest_name
from sim.files.paths import user_path

if TYPE_CHECKING:
    from sim.report.charts import DrawnChart

LANGUAGES: tuple[tuple[Lang, str], ...] = (("en", "charts"), ("da", "charts.da"))
"""Language -> the folder of its charts in a folder of results."""
ENDINGS = (".png", ".svg", ".pdf")
SHOWN_DPI, SHOWN_PER_INCH = 150, 100
"""Points per inch of a picture in a notebook, and pixels of the page per inch: a sharp screen has more points than pixels."""


def check_picture(path: str | Path) -> None:
    """Check that a file's ending is one of a picture.

    Raises:
        ScenarioError: the ending is another one, or there is none.
    """
    ending = user_path(path).suffix.lower()
    if ending not in ENDINGS:
        raise ScenarioError(
            "a chart can be saved only as png, svg or pdf", found=str(path), expected="a name such as hours.pdf",
            nearest=nearest_name(ending, ENDINGS) if ending else None, do="give the name one of these endings",
        )  # fmt: skip


@dataclass
class ResultChart:
    """A chart of a result, as numbers and as a picture. A notebook shows the picture if the chart ends a cell."""

    drawn: DrawnChart

    def __repr__(self) -> str:
        return f"<Chart {self.drawn.name}: {self.drawn.title}>"

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, bytes | str], dict[str, dict[str, int]]]:
        """The picture for a notebook, with the text for those who do not see it."""
        width = round(self.drawn.figure.get_figwidth() * SHOWN_PER_INCH)
        picture = self.drawn.picture("png", dpi=SHOWN_DPI)
        return {"image/png": picture, "text/plain": self.drawn.alternative}, {"image/png": {"width": width}}

    def numbers(self, headings: Lang = "en") -> pd.DataFrame:
        """The numbers of the chart as a tidy table.

        Args:
            headings: the language of the names of columns.
        """
        from sim.report.headings import with_headings

        return with_headings(self.drawn.numbers.copy(), headings)

    def save(self, path: str | Path, headings: Lang = "en") -> Path:
        """Write the picture and, beside it, its numbers as CSV. The ending of the name gives the format: png, svg or pdf.

        Args:
            headings: the language of the headings of the CSV.

        Raises:
            ScenarioError: the ending is another one.
        """
        check_picture(path)
        return replace(self.drawn, headings=headings).save(path)

    def save_slides(self, path: str | Path, headings: Lang = "en") -> list[Path]:
        """Write the chart on slides of 16 to 9 and, beside the first, its numbers as CSV.

        A tall chart has several slides, which together show all its rows: ``hours.png``, ``hours-2.png`` and so on.

        Args:
            headings: the language of the headings of the CSV.

        Raises:
            ScenarioError: the ending is another one than png, svg or pdf.
        """
        check_picture(path)
        return replace(self.drawn, headings=headings).save_slides(path)
