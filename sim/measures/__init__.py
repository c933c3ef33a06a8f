"""Measures: named figures of a log, each with a unit and an explicit window. They return tidy tables."""

from __future__ import annotations

import pandas as pd

from sim.measures.activation import activation
from sim.measures.appeals import appeals
from sim.measures.asked import asked, available
from sim.measures.benefits import benefits
from sim.measures.by_day import spells
from sim.measures.by_team import team_levels
from sim.measures.caseloads import caseloads
from sim.measures.contact import contact
from sim.measures.contact_counts import Bands, contact_counts
from sim.measures.deadlines import deadlines
from sim.measures.detection import detection
from sim.measures.diaries import diaries
from sim.measures.durations import lengths_of_stay
from sim.measures.exits import exits
from sim.measures.growth import growth
from sim.measures.hours import hours
from sim.measures.in_offers import in_offers
from sim.measures.longcases import longcases
from sim.measures.meetings import meetings
from sim.measures.money import money
from sim.measures.norms import Norms
from sim.measures.offers import offers
from sim.measures.pensions import AwardRecord, award_record, pensions
from sim.measures.persons import persons
from sim.measures.rates import Rates
from sim.measures.reading import Reading
from sim.measures.running import running
from sim.measures.sanctions import sanctions
from sim.measures.stocks import stocks
from sim.measures.survival import survival
from sim.measures.switches import switches
from sim.measures.team_waits import team_waits
from sim.measures.teamcases import teamcases
from sim.measures.tidy import Tidy
from sim.measures.unknown import unknown
from sim.measures.until_clarified import until_clarified
from sim.measures.view import View, Window
from sim.measures.volume import unknown_teams
from sim.measures.waits import waits
from sim.world.log import Log

__all__ = [
    "AwardRecord",
    "Bands",
    "Norms",
    "Rates",
    "Reading",
    "View",
    "Window",
    "awards",
    "measure_all",
    "measures_of",
    "measures_of_trial",
    "team_levels",
    "unknown_teams",
]


def measure_all(
    log: Log, window: Window | tuple[int, int], *, norms: Norms, rates: Rates, bands: Bands | None = None
) -> pd.DataFrame:
    """Every measure of a log.

    Args:
        log: a run's log.
        window: first and last day measured, both included.
        norms: the recommended caseloads by group, and the cases per post of the place.
        rates: prices, and what each payer bears.
        bands: period and bands in which the contacts of each citizen are counted; None: they are not counted.

    Returns:
        One row per number: group, team, activity, need ("all" if a dimension is summed over or does not apply),
        measure, unit, value (float64).

        - A figure that does not exist (a share of nothing) has no row.
        - Empty cells of additive measures have no row, but grand totals always do.
        - Groups of unknown volume are only in the measures that end in ``_unknown`` (:mod:`sim.measures.volume`).

    Raises:
        ValueError: the window is not within the run, or rows do not distinguish a state of unknown volume from another.
    """
    return measures_of(Reading(log, window, rates), norms=norms, bands=bands).frame()


def measures_of(reading: Reading, *, norms: Norms, bands: Bands | None = None) -> Tidy:
    """Every measure of a log that is read already (:func:`measure_all`)."""
    (view, cases), apart = reading.sides
    pieces, payments, rates = reading.pieces, reading.payments, reading.rates
    shares = cases.shares(view)
    worked = hours(view, cases, shares)
    tables = [
        worked,
        asked(view),
        available(view),
        running(view, cases, shares),
        contact(view, cases, shares),
        waits(view, pieces),
        team_waits(view),
        deadlines(view),
        caseloads(view, cases, norms),
        switches(view, pieces),
        meetings(view, pieces),
        sanctions(view),
        appeals(view),
        offers(view, pieces),
        in_offers(view, pieces),
        teamcases(view),
        detection(view),
        longcases(view, pieces),
        exits(view),
        stocks(view, pieces),
        persons(view, pieces),
        growth(view, pieces),
        money(view, worked, rates),
        benefits(view, payments),
        activation(view, rates),
        pensions(view, payments),
        until_clarified(view, payments),
        survival(view),
        lengths_of_stay(view, pieces),
        spells(view),
        diaries(view),
    ]
    if bands is not None:
        tables.append(contact_counts(view, pieces, bands))
    if apart is not None:
        tables.append(unknown(*apart))
    return Tidy.joined(tables)


def measures_of_trial(reading: Reading, *, norms: Norms) -> Tidy:
    """The measures of a trial run that a search for staff reads beside those by team: hours, caseloads, cases of the team."""
    (view, cases), apart = reading.sides
    tables = [hours(view, cases, cases.shares(view)), caseloads(view, cases, norms), teamcases(view)]
    return Tidy.joined([*tables, *([] if apart is None else [unknown(*apart)])])


def awards(reading: Reading) -> AwardRecord:
    """The disability pensions of a log, person by person. Groups of unknown volume are left out."""
    return award_record(reading.view, reading.payments)
