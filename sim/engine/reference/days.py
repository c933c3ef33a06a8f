"""A caseworker's working day: cover, the day plan, and what is left for running casework."""

from __future__ import annotations

import simpy

from sim.engine.reference.diaries import Diaries
from sim.engine.reference.posts import Posts
from sim.engine.reference.records import Piece, SmallWork
from sim.engine.reference.shared import Process, Shared
from sim.world.codes import DAY, OPENING, EventKind, Role
from sim.world.log import RowKind


class Days:
    """The days of all posts with a diary; each post is a process of its own."""

    def __init__(self, shared: Shared, posts: Posts, diaries: Diaries) -> None:
        self.shared, self.posts, self.diaries = shared, posts, diaries

    def course(self, worker: int) -> Process:
        """A post's process: one plan for each working day."""
        clock, diaries = self.shared.clock, self.diaries
        for day in range(self.shared.settings.days):
            if self.shared.world.workday[day]:
                if self.shared.settings.cover and diaries.capacity[worker][day] > 0 and diaries.sick[worker][day]:
                    yield clock.at(day * DAY + OPENING - 1, EventKind.PLAN, worker, 0)
                    diaries.cover(worker, day)
                yield clock.at(day * DAY + OPENING, EventKind.PLAN, worker, 0)
                self.plan(worker, day)

    def plan(self, worker: int, day: int) -> None:
        """Bookings get consecutive clock times; the rest of the day is running casework. Sickness is revealed here."""
        capacity = self.diaries.capacity[worker][day]
        ill = capacity > 0 and bool(self.diaries.sick[worker][day])
        page, used = self.diaries.take_page(worker, day)
        present = 0 if ill else capacity
        self.shared.row(None, RowKind.CAPACITY, minutes=present, extra=int(ill), caseworker=worker)
        if present == 0:
            self.diaries.close(worker, day)
            for piece in page:
                self.diaries.move(piece, worker, day + 1)
            return
        minute = self.shared.clock.minute
        for piece in page:
            minute += piece.minutes
            used += self._begin(piece, minute)
        used += self._do_small_work(worker, capacity - used)
        post = self.posts[worker]
        if post.role == Role.CASEWORKER:
            self.shared.row(None, RowKind.RUNNING, minutes=max(0, capacity - used), extra=post.cases, caseworker=worker)
        if used > capacity:
            self.shared.row(None, RowKind.OVERTIME, minutes=used - capacity, caseworker=worker)

    def _begin(self, piece: Piece, end: int) -> int:
        """Schedule the end of a piece's work. The minutes that it takes of the day: of a no-show only the lost ones."""
        booking, clock = piece.booking, self.shared.clock
        piece.begun = True
        last = all(p.begun for p in booking.pieces if p.live)
        event = booking.done if last else simpy.Event(clock)
        clock.at(end, EventKind.WORK, booking.citizen.number, booking.reference, event)
        if event.callbacks is not None:
            event.callbacks.insert(0, lambda _: self.diaries.worked(piece))
        return self.diaries.minutes_lost(booking) if booking.missed else piece.minutes

    def _do_small_work(self, worker: int, left: int) -> int:
        """Tracking, help with booking and booking by the office, as far as the day goes. The minutes that it takes."""
        s, post, small = self.shared.settings, self.posts[worker], self.diaries.small[worker]
        post.dialogue += post.open * s.track_dialogue
        small[SmallWork.TRACKING] += post.dialogue // 1000
        post.dialogue %= 1000
        used = 0
        activities = s.track_activity, s.help_activity, s.office_activity
        for kind, activity in zip(SmallWork, activities, strict=True):
            minutes = min(small[kind], max(0, left - used))
            if minutes > 0:
                small[kind] -= minutes
                used += minutes
                self.shared.row(
                    None, RowKind.WORK, activity=activity, role=Role.CASEWORKER, minutes=minutes, caseworker=worker
                )
        return used
