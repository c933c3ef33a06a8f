"""What every analysis has that samples values: its runs as they are, the samples, their differences, its charts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from sim.files.entry import Lang
from sim.report.manifest import Manifest
from sim.results.chart import LANGUAGES, ResultChart
from sim.results.uncertainty.factor import Factors
from sim.results.uncertainty.sample import Sample
from sim.study.study import Study


@dataclass(frozen=True)
class Sampled:
    """A finished analysis of sampled values.

    Attributes:
        study: the study, with the number of pairs at the values as they are.
        folder: the folder of its files.
        measures, comparisons: the tidy tables of the values as they are, baseline and variant.
        manifest: it has the record of the analysis.
        sample: the sampled values.
        differences: the headline differences of every sample: place, sample, measure, activity, need, unit, effect.
        factors: what was moved and what was not.
        files: the files that were written.
        made, reused: runs of this call, and runs that were finished before.
    """

    study: Study
    folder: Path
    measures: pd.DataFrame
    comparisons: pd.DataFrame
    manifest: Manifest
    sample: Sample
    differences: pd.DataFrame
    factors: Factors
    files: tuple[Path, ...] = ()
    made: int = 0
    reused: int = 0

    @property
    def samples(self) -> pd.DataFrame:
        """One row per sample: its number, its replication, and a column for each value, named FILE:PATH."""
        return self.sample.table()

    def drawn(self, name: str, lang: Lang, place: str | None) -> ResultChart:
        """A chart of the report from the analysis (default: at the study's first place)."""
        from sim.report import draw_chart

        manifest = self.manifest.at(place or self.study.places[0])
        return ResultChart(draw_chart(name, self.measures, self.comparisons, manifest, lang))

    def write_charts(self, names: Mapping[str, str]) -> list[Path]:
        """Write the charts that have numbers, in both languages and for every place, and return the paths.

        Args:
            names: name of a chart -> name of its files.
        """
        from sim.report.charts import NoNumbersError, write_chart

        paths: list[Path] = []
        for lang, folder in LANGUAGES:
            for place in self.study.places:
                inner = self.folder / folder if len(self.study.places) == 1 else self.folder / folder / place
                for name, file in names.items():
                    try:
                        chart = self.drawn(name, lang, place).drawn
                    except NoNumbersError:
                        continue
                    paths += write_chart(replace(chart, name=file), inner)
        return paths
