"""Part of the manifest: what all unmeasured values together do to the headlines, from one sample of them."""

from __future__ import annotations

from typing import Literal

from sim.files.entry import Title
from sim.report.record import Record

Verdict = Literal["everywhere", "nowhere", "box", "no box", "too few"]


class OfHeadline(Record):
    """What belongs to the difference of one headline at a place."""

    place: str
    measure: str
    activity: str
    need: str
    unit: str

    @property
    def key(self) -> tuple[str, str, str]:
        """(measure, activity, need) of the headline."""
        return self.measure, self.activity, self.need


class BothRecord(OfHeadline):
    """A headline with its interval by chance (values as they are) and its interval by assumptions (over the samples)."""

    central: float  # the mean difference with the values as they are
    chance_low: float | None  # None: one pair shows no interval
    chance_high: float | None
    pairs: int
    mean: float  # over the samples
    low: float
    high: float
    level: float  # the share of the samples between low and high
    samples: int
    chance_share: float | None  # of the samples' variance; None: not known
    distinct: bool  # whether assumptions can be distinguished from chance


class ShareRecord(OfHeadline):
    """The share of the samples' variance that a factor, a grade of evidence, products, chance or the rest carries."""

    kind: Literal["factor", "grade", "products", "chance", "rest"]
    name: str
    first: float | None  # None: chance is not known
    first_low: float | None = None
    first_high: float | None = None
    total: float | None = None
    total_low: float | None = None
    total_high: float | None = None
    distinct: bool = True  # whether it can be distinguished from chance and from all others


class FactorRecord(Record):
    """Values that move together in every sample."""

    name: str
    title: Title
    grade: str  # the weakest of its values
    addresses: tuple[str, ...]
    choice: bool = False  # whether a jobcenter also chooses the values
    measured_by: tuple[str, ...] = ()  # public tables and own counts that would measure a value
    sources: tuple[str, ...] = ()
    why: Title | None = None  # why nobody knows the values


PERCENT = "percent"
"""The unit of a limit in percent of the values used."""


class LimitRecord(Record):
    """A side of a box: the values of a factor above or below a number."""

    factor: str
    title: Title
    low: float  # position from 0 to 1; 0: no limit
    high: float
    low_number: float | None  # of the value, or percent of the values used; None: no limit
    high_number: float | None
    unit: str  # of the value, or PERCENT


class ClaimRecord(OfHeadline):
    """Where a claim about a difference holds."""

    text: str
    more: bool
    threshold: float
    verdict: Verdict
    samples: int
    met: int
    limits: tuple[LimitRecord, ...] = ()
    coverage: float | None = None
    density: float | None = None
    density_held_out: float | None = None
    density_outside: float | None = None
    inside: int = 0
    chance: float | None = None
    chance_share: float | None = None  # of the samples' variance
    points: tuple[
        tuple[tuple[float, ...], bool], ...
    ] = ()  # of each sample: positions of the first limits, and whether it meets the claim


class WorthRecord(OfHeadline):
    """What knowing a factor would be worth."""

    factor: str
    worth: float  # expected gain of the decision, in the unit of the measure
    worth_low: float
    worth_high: float
    share: float  # of the variance that would disappear
    width: float  # the expected width of the interval, as a share of the present width


class UncertaintyRecord(Record):
    """One sample of all values, and what it shows."""

    column: str
    samples: int
    seed: int
    source: str  # ranges, or calibration NAME
    values: int  # that move
    in_all: int  # values of the study
    without_range: int
    apart: int  # values with a range that figures/leading.yaml sets apart
    not_chosen: int = 0  # other values with a range that are not moved
    sample_hash: str  # SHA-256 of tables/samples.csv
    window: str  # the measured window, such as "2 years"
    least_share: float | None = (
        None  # of the variance that a factor must carry to be distinguished, for the first headline
    )
    factors: tuple[FactorRecord, ...] = ()
    both: tuple[BothRecord, ...] = ()
    shares: tuple[ShareRecord, ...] = ()
    claims: tuple[ClaimRecord, ...] = ()
    worth: tuple[WorthRecord, ...] = ()
    all_known: tuple[tuple[str, float], ...] = ()  # place -> worth of knowing every factor

    def at(self, place: str) -> UncertaintyRecord:
        """What belongs to one place."""
        parts = {
            name: tuple(each for each in getattr(self, name) if each.place == place)
            for name in ("both", "shares", "claims", "worth")
        }
        known = tuple(each for each in self.all_known if each[0] == place)
        return self.model_copy(update={**parts, "all_known": known})
