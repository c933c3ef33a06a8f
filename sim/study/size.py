"""The size of a study's runs: what would not fit into a computer is refused before anything runs."""

from __future__ import annotations

from sim.files.quantity import YEAR_DAYS
from sim.files.value import at_value
from sim.place.office.staff import post_sizes
from sim.study.posts import baseline_posts
from sim.study.setting import DIARY_BEYOND_END, Setting
from sim.study.study import Study

MOST_CITIZENS = 5_000_000
"""The largest opening stock of a place: nearly all inhabitants of Denmark."""
MOST_POSTS = 10_000
"""The largest number of posts of a team, part-time posts counted like others: the code of a post has four digits."""
MOST_OF_PLACE = (1 << 15) - 1
"""The largest number of posts of a place: tables of the engine number posts in 16 bits."""
MOST_GIGABYTES = 64
"""The largest memory of one run, estimated."""
BYTES_OF_CITIZEN_DAY = 20
"""Memory of a run for each citizen and day: the log, its copies while it is measured, the state of the engine. Measured:
three years of Aalborg take 0.8 GB."""
LONGEST_STAY = 365
"""Days of a run for which a citizen who arrives is counted, at most. Mean stays are shorter."""
BYTES_OF_POST_DAY = 30
"""Memory of a run for each post and day: minutes, absences, diary."""


def check_size(study: Study) -> None:
    """Check that the posts of every column have numbers and that each run fits into the memory of a computer.

    Raises:
        ScenarioError: at the value that is too large, or at the study's `measured` or `follow_up`.
    """
    for column in study.columns:
        for setting in column.settings.values():
            _check_citizens(setting)
            rows = _check_posts(setting)
            need = gigabytes(setting, rows)
            if need > MOST_GIGABYTES:
                after = study.days - study.measured_until
                key = "follow_up" if "follow_up" in study.source.tree and after > study.measured_until else "measured"
                raise study.error(
                    f"a run of {setting.place.place} would need too much memory", (key,),
                    found=f"some {need:,.0f} GB for {sum(citizens(setting)):,.0f} citizens and {rows:,} posts over {setting.days:,} days"
                    f" ({after:,} of them follow-up)",
                    expected=f"at most {MOST_GIGABYTES} GB", do="shorten the study, or make the place smaller",
                )  # fmt: skip


def citizens(setting: Setting) -> tuple[float, float]:
    """The opening stock and the arrivals of a run. A rise of an inflow counts over the whole run."""
    groups = setting.place.groups.values()
    rise = 1 + sum(max(shock.change, 0.0) for shock in setting.shocks if shock.inflow is not None)
    arrivals = sum(group.entries.value for group in groups) * rise * setting.days / YEAR_DAYS
    return sum(group.stock.value for group in groups), arrivals


def gigabytes(setting: Setting, posts: int) -> float:
    """The memory of a run, estimated."""
    stock, arrivals = citizens(setting)
    citizen_days = stock * setting.days + arrivals * min(setting.days, LONGEST_STAY)
    post_days = posts * (setting.days + DIARY_BEYOND_END)
    return (BYTES_OF_CITIZEN_DAY * citizen_days + BYTES_OF_POST_DAY * post_days) / 1e9


def _check_citizens(setting: Setting) -> None:
    groups = setting.place.groups
    largest = max(groups.values(), key=lambda group: group.stock.value)
    total = sum(group.stock.value for group in groups.values())
    if total > MOST_CITIZENS:
        raise at_value(
            largest.stock, f"{setting.place.place} has too many citizens", found=f"{total:,.0f} in all groups",
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
