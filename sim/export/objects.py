"""Events with the things that take part in them: citizens, caseworkers, sessions of the team and certificates."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.export.events import CITIZEN, KIND, SEQUENCE, TIME

TYPES = ("citizen", "caseworker", "session", "certificate")


class Objects(NamedTuple):
    """What takes part in events.

    Attributes:
        things: columns ``id, type``, in the order of :data:`TYPES`; ids are unique.
        relations: columns ``sequence, id, qualifier``: which thing takes part in which event, and as what.
        owners: columns ``id, owner, qualifier``: the citizen of a certificate.
    """

    things: pd.DataFrame
    relations: pd.DataFrame
    owners: pd.DataFrame


def objects_of(events: pd.DataFrame) -> Objects:
    """The things in events of :func:`sim.export.events.events_of`.

    A certificate is one order: the delivery that follows in the same case of the citizen belongs to it. A session is a day on
    which the team meets.
    """
    parts = [_relation(events, "citizen-" + events[CITIZEN].astype(str), "citizen", "citizen")]
    held = events[events["caseworker"] >= 0]
    parts.append(_relation(held, "caseworker-" + held["caseworker"].astype(str), "caseworker", "caseworker"))
    sat = events[events["session"] != ""]
    parts.append(_relation(sat, "session-" + sat["session"].astype(str), "session", "session"))
    papers = certificates(events)
    parts.append(_relation(papers, papers["certificate"], "certificate", "certificate"))
    relations = pd.concat(parts, ignore_index=True)
    things = relations[["id", "type"]].drop_duplicates("id").reset_index(drop=True)
    owners = papers.drop_duplicates("certificate")
    owners = pd.DataFrame(
        {"id": owners["certificate"], "owner": "citizen-" + owners[CITIZEN].astype(str), "qualifier": "about"}
    )
    return Objects(things, relations.drop(columns="type"), owners.reset_index(drop=True))


def certificates(events: pd.DataFrame) -> pd.DataFrame:
    """The events of certificates with their id: ``certificate-CITIZEN-CASE-NUMBER``, numbered from 1 in their case."""
    papers = events[events[KIND].isin(["order", "deliver"])].sort_values(SEQUENCE, kind="stable")
    number = (papers[KIND] == "order").groupby([papers[CITIZEN], papers["case"]]).cumsum()
    return papers.assign(
        certificate="certificate-"
        + papers[CITIZEN].astype(str)
        + "-"
        + papers["case"].astype(str)
        + "-"
        + number.astype(str)
    )


def _relation(events: pd.DataFrame, ids: pd.Series, kind: str, qualifier: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "sequence": events[SEQUENCE].to_numpy(np.int64),
            "id": ids.to_numpy(object),
            "qualifier": qualifier,
            "type": kind,
        }
    )


def first_times(events: pd.DataFrame, objects: Objects) -> pd.Series:
    """By id of a thing, the time of its first event."""
    times = events.set_index(SEQUENCE)[TIME]
    first = objects.relations.groupby("id", sort=False)["sequence"].min()
    return pd.Series(times.loc[first.to_numpy()].array, index=first.index)
