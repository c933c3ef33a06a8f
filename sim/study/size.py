"""The size of a study's runs: what would not fit into a computer is refused before anything runs."""

from __future__ import annotations

from dataclasses import dataclass

from sim.files.quantity import YEAR_DAYS
from sim.files.value import at_value
from sim.place.office.staff import post_sizes
from sim.place.people.crowd import MOST_CITIZENS, ROWS_OF_CITIZEN_DAY, memory_of
from sim.study.posts import baseline_posts
from sim.study.setting import DIARY_BEYOND_END, Setting
from sim.study.study import Study

MOST_POSTS = 10_000
"""The largest number of posts of a team, part-time posts counted like others: the code of a post has four digits."""
MOST_OF_PLACE = (1 << 15) - 1
"""The largest number of posts of a place: tables of the engine number posts in 16 bits."""
MOST_GIGABYTES = 64
"""The largest memory of one run, estimated."""
PROGRAM_GIGABYTES = 0.25
"""Memory of a process before a run begins: libraries and scenario files."""
LONGEST_STAY = 365
"""Days of a run for which a citizen who arrives is counted, at most. Mean stays are shorter."""
BYTES_OF_POST_DAY = 30
"""Memory of a run for each post and day: minutes, absences, diary."""
MOST_COLUMNS = 2_000
"""The most columns at places of a study. The largest that comes along has a third of them."""


@dataclass(frozen=True)
class Size:
    """What a run needs, estimated.

    Attributes:
        citizens: the opening stock and all arrivals.
        rows: of the log.
        gigabytes: of memory.
    """

    place: str
    citizens: float
    posts: int
    days: int
    rows: float
    gigabytes: float

    @property
    def text(self) -> str:
        """The size in words."""
        return (
            f"some {self.gigabytes:,.1f} GB for {self.citizens:,.0f} citizens and {self.posts:,} posts over {self.days:,} days, "
            f"with some {self.rows / 1e6:,.1f} million rows of the log"
        )


def check_columns_count(study: Study) -> None:
    """Check the number of columns and places before they are read.

    Raises:
        ScenarioError: at `compare`.
    """
    columns = sum(len(entry.practices) * len(entry.uses) * len(entry.team_places or (None,)) for entry in study.compare)
    total = columns * len(study.places)
    if total > MOST_COLUMNS:
        runs = total * study.replications
        raise study.error(
            "the study compares too many columns", ("compare",),
            found=f"{columns:,} columns at {len(study.places):,} places: {runs:,} runs of {study.replications:,} replications",
            expected=f"at most {MOST_COLUMNS:,} columns at places", do="compare fewer, or write several studies",
        )  # fmt: skip


def check_size(study: Study) -> None:
    """Check that the posts of every column have numbers and that each run fits into the memory of a computer.

    Raises:
        ScenarioError: at the value that is too large, or at the study's `measured` or `follow_up`.
    """
    for column in study.columns:
        for setting in column.settings.values():
            _check_citizens(setting)
            _check_posts(setting)
            size = size_of(setting)
            if size.gigabytes > MOST_GIGABYTES:
                after = study.days - study.measured_until
                raise study.error(
                    f"a run of {setting.place.place} would need too much memory", (longest_part(study),),
                    found=f"{size.text} ({after:,} days of them follow-up)", expected=f"at most {MOST_GIGABYTES} GB",
                    do="shorten the study, or make the place smaller",
                )  # fmt: skip


def longest_part(study: Study) -> str:
    """The key of the study's file that makes its runs long: `measured` or `follow_up`."""
    after = study.days - study.measured_until
    return "follow_up" if "follow_up" in study.source.tree and after > study.measured_until else "measured"


def largest(study: Study) -> Size:
    """The size of the largest run of a study. A burn-in needs less, because nobody holds its log."""
    settings = (setting for column in study.columns for setting in column.settings.values())
    return max((size_of(setting) for setting in settings), key=lambda size: size.gigabytes)


def size_of(setting: Setting) -> Size:
    """What a run of a setting needs."""
    posts = sum(map(round, map(float, baseline_posts(setting).values())))
    stock, arrivals = citizens(setting)
    days = _citizen_days(setting)
    return Size(
        setting.place.place,
        stock + arrivals,
        posts,
        setting.days,
        ROWS_OF_CITIZEN_DAY * days,
        gigabytes(setting, posts),
    )


def citizens(setting: Setting) -> tuple[float, float]:
    """The opening stock and the arrivals of a run. A rise of an inflow counts over the whole run."""
    groups = setting.place.groups.values()
    rise = 1 + sum(max(shock.change, 0.0) for shock in setting.shocks if shock.inflow is not None)
    arrivals = sum(group.entries.value for group in groups) * rise * setting.days / YEAR_DAYS
    return sum(group.stock.value for group in groups), arrivals


def _citizen_days(setting: Setting) -> float:
    stock, arrivals = citizens(setting)
    return stock * setting.days + arrivals * min(setting.days, LONGEST_STAY)


def gigabytes(setting: Setting, posts: int) -> float:
    """The memory of a run, estimated."""
    post_days = posts * (setting.days + DIARY_BEYOND_END)
    return PROGRAM_GIGABYTES + memory_of(_citizen_days(setting)) + BYTES_OF_POST_DAY * post_days / 1e9


def _check_citizens(setting: Setting) -> None:
    groups = setting.place.groups
    largest_group = max(groups.values(), key=lambda group: group.stock.value)
    total = sum(group.stock.value for group in groups.values())
    if total > MOST_CITIZENS:
        raise at_value(
            largest_group.stock, f"{setting.place.place} has too many citizens",
            found=f"{total:,.0f} in all groups: some {memory_of(_citizen_days(setting)):,.0f} GB over {setting.days:,} days",
            expected=f"at most {MOST_CITIZENS:,}",
        )  # fmt: skip


def _check_posts(setting: Setting) -> int:
    """The number of posts, full-time or part-time."""
    place, total = setting.place, 0
    for name, posts in baseline_posts(setting).items():
        few = posts <= MOST_POSTS
        rows = len(post_sizes(posts, place.part_time.get(name, setting.office.part_time))) if few else round(posts)
        total += rows
        where, found, most = (
            (f"`{name}`", rows, MOST_POSTS) if rows > MOST_POSTS else (place.place, total, MOST_OF_PLACE)
        )
        if found > most:
            is_team = name in place.teams
            raise at_value(
                next(iter(place.teams[name].cases_per_post.values())) if is_team else place.roles[name].posts,
                f"{where} has too many posts", found=f"{found:,} posts", expected=f"at most {most:,}",
                do="raise the cases per post, or lower the stock" if is_team else None,
            )  # fmt: skip
    return total
