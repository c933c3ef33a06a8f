"""The tables of a study of a list, from its pairs."""

from __future__ import annotations

import pandas as pd

from sim.figures.norms import read_norms
from sim.figures.provenance import natures, read_natures
from sim.report.country.record import CountryTables
from sim.report.manifest import Manifest
from sim.results.country.cube import Cube
from sim.results.country.money import money_by_payer, national_sums
from sim.results.country.norms import norms_by_place
from sim.results.country.over_places import over_places
from sim.results.country.posts import posts_over_places
from sim.results.country.spread import spread_over_places
from sim.results.money_in_full import money_in_full
from sim.results.pairing import column_names
from sim.study.study import Study


def country_tables(study: Study, measures: pd.DataFrame, pairs: pd.DataFrame, manifest: Manifest) -> CountryTables:
    """The tables of a study of a list.

    Args:
        measures: the kept measures of all places.
        pairs: :data:`sim.results.country.pairs.COLUMNS`.
        manifest: it has the posts that can go at each place.

    Raises:
        ScenarioError: a file of figures is invalid.
    """
    cubes = {str(name): Cube.of(part, study.places) for name, part in pairs.groupby("variant", sort=False)}
    variants = {column.name: cubes[column.name] for column in study.columns[1:]}
    kept = {column.name: cubes[column.name] for column in study.columns if column.use == "keep"}
    uses = {column.name: column.use for column in study.columns}
    table = over_places(variants, study.confidence)
    known = read_natures(study.root)
    settings = study.baseline.settings
    own = measures[column_names(measures) == study.baseline.name]
    return CountryTables(
        over_places=table.assign(nature=natures(known, table, effects=study.effects is not None)),
        money_by_payer=money_by_payer(variants, uses, study.confidence),
        posts_over_places=posts_over_places(
            cubes, manifest.bounds, manifest.capacity, manifest.prices.dkk_per_post, study.confidence
        ),
        national_sums=national_sums(money_in_full(study, own, [setting.place for setting in settings.values()])),
        norms_by_place=norms_by_place(kept, settings, read_norms(study.root).bands()),
        spread_over_places=spread_over_places(kept),
    )
