"""The files of queueing studies: a place of kind ``queue``, and a study that compares it with theory."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, PlainValidator, model_validator

from sim.files import quantity
from sim.files.entry import Entry, Title
from sim.files.quantity import QuantityError
from sim.files.schema import Schema
from sim.files.value import problem, shown
from sim.files.within import Within
from sim.results.case_managers import Chain
from sim.study.choice import Span
from sim.study.study_file import MOST_REPLICATIONS, List, Seed, would_need

LEAST_RUNS = 2
"""The fewest runs of which there is a standard error."""
MOST_CASES = 50
"""The largest limit on cases for which the chain of case managers is solved."""
DAY = 1440
"""Minutes of a day."""


def _work(raw: object) -> int:
    try:
        minutes = quantity.work(raw)
    except QuantityError as error:
        raise problem(error.message, found=shown(error.found), expected=error.expected) from None
    if minutes < 1:
        raise problem("the time is shorter than a minute", found=raw, expected="1 minute or more")
    return int(minutes)


def _chance(raw: object) -> float:
    try:
        chance = float(quantity.share(raw))
    except QuantityError as error:
        raise problem(error.message, found=shown(error.found), expected=error.expected) from None
    if chance <= 0:
        raise problem("no case would ever be finished", found=raw, expected="a share above 0 %")
    return chance


Minutes = Annotated[int, PlainValidator(_work)]


class Arrivals(Entry):
    """Customers arrive at random (Poisson)."""

    mean_gap: Minutes


class Service(Entry):
    """The service time of a customer: either exponential or fixed."""

    exponential: Minutes | None = None
    fixed: Minutes | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Service:
        if (self.exponential is None) == (self.fixed is None):
            raise problem("a service time must be exponential or fixed", expected="exactly one of exponential, fixed")
        return self

    @property
    def mean(self) -> int:
        return self.exponential or self.fixed or 0


class Caseload(Entry):
    """Servers are case managers. A case needs service again and again, and its manager keeps it until it is finished."""

    most: Annotated[int, Within(1, MOST_CASES)]
    finished: Annotated[float, PlainValidator(_chance)]
    away: Span


class Queue(Entry):
    """``places/queue-*.yaml``."""

    schema_version: Schema = Field(alias="schema")
    place: str
    kind: Literal["queue"]
    title: Title
    arrivals: Arrivals
    service: Service
    servers: Annotated[int, Within(1, 10_000)]
    caseload: Caseload | None = None

    @model_validator(mode="after")
    def _has_a_chain(self) -> Queue:
        if self.caseload is None:
            return self
        if self.servers > 1:
            raise problem(
                "theory has only bounds for several case managers", key=("servers",), found=self.servers, expected="1"
            )
        if self.service.fixed is not None:
            raise problem(
                "the chain of a case manager needs an exponential service", key=("service",), found=self.service.fixed,
                expected="exponential",
            )  # fmt: skip
        if self.caseload.away.days < 1:
            raise problem(
                "the time away is too short",
                key=("caseload", "away"),
                found=str(self.caseload.away),
                expected="1 day or more",
            )
        chain = self.chain
        if chain.load >= chain.most_load:
            raise problem(
                "the queue outside grows without end", key=("caseload", "most"), found=f"load {chain.load:.2f} per case manager",
                expected=f"a load below {chain.most_load:.2f}, the share of the time in which this many cases keep a manager busy",
                do="more cases, a longer gap or a shorter service",
            )  # fmt: skip
        return self

    @property
    def chain(self) -> Chain:
        """The chain of case managers, in days.

        Raises:
            ValueError: the queue has no limit on cases.
        """
        if self.caseload is None:
            raise ValueError("a queue without a caseload has no case managers")
        return Chain(
            DAY / self.arrivals.mean_gap, DAY / self.service.mean, self.caseload.finished, 1 / self.caseload.away.days,
            self.caseload.most, self.servers,
        )  # fmt: skip

    @model_validator(mode="after")
    def _is_stable(self) -> Queue:
        if self.load >= 1:
            raise problem(
                "the queue grows without end", key=("servers",), found=f"load {self.load:.2f} per server",
                expected="a load below 1", do="more servers, a longer gap or a shorter service",
            )  # fmt: skip
        if self.servers > 1 and self.service.fixed is not None:
            raise problem(
                "theory has no closed form for several servers with a fixed service time",
                key=("servers",), found=self.servers, expected="1",
            )  # fmt: skip
        return self

    @property
    def load(self) -> float:
        """Share of the time in which a server works."""
        services = 1.0 if self.caseload is None else 1 / self.caseload.finished
        return services * self.service.mean / self.arrivals.mean_gap / self.servers


class QueueFile(Entry):
    """``studies/queue-*.yaml``."""

    schema_version: Schema = Field(alias="schema")
    study: str
    kind: Literal["queue"]
    title: Title
    note: str | None = None
    places: List[str]
    warm_up: Span
    measured: Span
    replications: Annotated[int, Within(LEAST_RUNS, MOST_REPLICATIONS, need=would_need)]
    seed: Seed
