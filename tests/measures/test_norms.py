"""Posts that the norms ask for: each case counts with the norm of its own group, whichever team holds it."""

from __future__ import annotations

import pytest

from sim.measures import Norms
from sim.world.log import RowKind
from tests.measures.tiny import ACTIVITY_READY, INSURED, JOB_READY, SICK, Book, Table

NORMS = Norms(
    bands={
        "sick": {"2016": (25, 45), "2020": (25, 45)},
        "job-ready": {"2016": (50, 70), "2020": (35, 55)},
        "activity-ready": {"2016": (40, 55), "2020": (25, 40)},
    },
    usual={"insured": 90, "job-ready": 65, "sick": 55, "activity-ready": 65},
)
DAYS = 28
SICKNESS_WORKER, JOBS_WORKER = 0, 2


def measured(book: Book, norms: Norms = NORMS) -> Table:
    for worker in (SICKNESS_WORKER, JOBS_WORKER):
        for day in range(DAYS):
            if day % 7 < 5:
                book.row(RowKind.CAPACITY, day, at=480, caseworker=worker, minutes=400)
    return book.table((0, DAYS - 1), norms=norms)


def merged(book: Book) -> Book:
    """The same log under rules that give the activity-ready the number of the job-ready."""
    book.meta["state"] = {**book.meta["state"], ACTIVITY_READY: (2, 1)}
    for row in book.rows:
        row["group"] = 2 if row["group"] == 3 else row["group"]
    return book


def stock(sick_at: int, job_ready_at: int, *, insured: int = 0) -> Book:
    """Nine sick and seven job-ready citizens, and some insured, with the caseworkers given."""
    book = Book(DAYS)
    for citizen in range(9):
        book.arrive(citizen, 0, SICK, worker=sick_at)
    for citizen in range(9, 16):
        book.arrive(citizen, 0, JOB_READY, worker=job_ready_at)
    for citizen in range(16, 16 + insured):
        book.arrive(citizen, 0, INSURED, worker=JOBS_WORKER)
    return book


@pytest.mark.parametrize("workers", [(0, 2), (2, 0), (0, 0)])
def test_the_need_of_all_cases_does_not_depend_on_who_holds_them(workers: tuple[int, int]) -> None:
    """Merged pools mix cases; 9 sick and 7 job-ready need 9/45 + 7/55 posts at the most cases of 2020."""
    table = measured(stock(*workers))
    assert table("norm_posts_2020_most") == pytest.approx(9 / 45 + 7 / 55)
    assert table("norm_posts_2020_fewest") == pytest.approx(9 / 25 + 7 / 35)
    assert table("norm_posts_2016_most") == pytest.approx(9 / 45 + 7 / 70)
    assert table("norm_posts_2020_most", group="sick") == pytest.approx(9 / 45)


def test_teams_add_up_to_all_and_the_gap_is_the_difference() -> None:
    table = measured(stock(SICKNESS_WORKER, JOBS_WORKER))
    for measure in ("norm_staff", "norm_posts_2020_most", "norm_gap_2020_most"):
        assert table(measure, team="sickness") + table(measure, team="jobs") == pytest.approx(table(measure)), measure
    assert table("norm_staff") == pytest.approx(2)
    assert table("norm_gap_2020_most") == pytest.approx(table("norm_posts_2020_most") - table("norm_staff"))


def test_cases_without_a_norm_need_no_posts_and_keep_their_part_of_them() -> None:
    """Seven job-ready at 65 a post and eighteen insured at 90: the first take 7/65 of 7/65 + 18/90."""
    table = measured(stock(SICKNESS_WORKER, JOBS_WORKER, insured=18))
    assert table("norm_posts_2020_most", team="jobs") == pytest.approx(7 / 55)
    part = (7 / 65) / (7 / 65 + 18 / 90)
    assert table("norm_staff", team="jobs") == pytest.approx(part)


def test_a_caseworker_is_above_the_norm_when_the_cases_need_more_than_the_post() -> None:
    """45 sick are exactly a post; with one job-ready case more they are above. Pooled or not, nobody else is."""
    book = Book(DAYS)
    for citizen in range(45):
        book.arrive(citizen, 0, SICK, worker=SICKNESS_WORKER)
    assert measured(book)("share_above_norm_2020", team="sickness") == 0.0
    book = Book(DAYS)
    for citizen in range(45):
        book.arrive(citizen, 0, SICK, worker=SICKNESS_WORKER)
    book.arrive(45, 0, JOB_READY, worker=SICKNESS_WORKER)
    assert measured(book)("share_above_norm_2020", team="sickness") == 1.0


def test_members_of_a_merged_group_keep_their_own_norm() -> None:
    """Job-ready and activity-ready share number and benefit. The rows that end their spells tell them apart."""
    book = Book(DAYS)
    for citizen in range(4):
        book.arrive(citizen, 0, JOB_READY)
    for citizen in range(4, 6):
        book.arrive(citizen, 0, ACTIVITY_READY)
    book.switch(0, 14, ACTIVITY_READY, merged=1)  # in the last two weeks one more is activity-ready
    table = measured(merged(book))
    assert table("norm_posts_2020_most") == pytest.approx(3.5 / 55 + 2.5 / 40)
    assert table("norm_posts_2020_most", group="job-ready+activity-ready") == pytest.approx(3.5 / 55 + 2.5 / 40)


def test_what_a_log_does_not_tell_apart_has_the_mean_of_the_known() -> None:
    """A sick citizen became one of the two; three of the others are job-ready and one is not."""
    book = Book(DAYS)
    for citizen in range(3):
        book.arrive(citizen, 0, JOB_READY)
    book.arrive(3, 0, ACTIVITY_READY)
    book.arrive(4, 0, SICK)
    book.switch(4, 0, ACTIVITY_READY)
    each = 3 / 4 / 55 + 1 / 4 / 40
    assert measured(merged(book))("norm_posts_2020_most") == pytest.approx(3 / 55 + 1 / 40 + each)


def test_without_norms_there_are_no_posts_to_ask_for() -> None:
    table = measured(stock(SICKNESS_WORKER, JOBS_WORKER), Norms())
    assert not table.has("norm_staff")
    assert not table.has("share_above_norm_2020")
    assert table.has("caseload_week_mean")


def test_a_merged_group_of_which_nothing_is_known_has_the_mean_of_its_members() -> None:
    """The only case became one of the two: half of 1/55 and half of 1/40 of a post."""
    book = Book(DAYS)
    book.arrive(0, 0, SICK)
    book.switch(0, 0, ACTIVITY_READY)
    assert measured(merged(book))("norm_posts_2020_most") == pytest.approx((1 / 55 + 1 / 40) / 2)


def test_a_window_without_working_days_has_cases_but_no_posts() -> None:
    """On a weekend nobody works, so the posts that the cases need are the whole gap."""
    book = stock(SICKNESS_WORKER, JOBS_WORKER)
    for day in range(DAYS):
        if day % 7 < 5:
            book.row(RowKind.CAPACITY, day, at=480, caseworker=SICKNESS_WORKER, minutes=400)
    table = book.table((5, 6), norms=NORMS)
    for measure in ("staff", "staff_present", "norm_staff"):
        assert table.has(measure)
        assert table(measure) == 0
    assert table("norm_gap_2020_most") == pytest.approx(9 / 45 + 7 / 55)
    assert not table.has("caseload_mean")
    assert not table.has("share_above_norm_2020")
