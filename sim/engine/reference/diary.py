"""The caseworkers' diaries: room by day, what is placed in it, and each day's plan."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import simpy

from sim.engine.event_order import THREAD_OWNER
from sim.engine.reference.things import Booking, Piece
from sim.world.log import RowKind
from sim.world.world import DAY, OPENING, SMALL_KINDS, EventKind, Overload, Role

if TYPE_CHECKING:
    from sim.engine.reference.jobcenter import Jobcenter
    from sim.engine.reference.things import Citizen


class Diaries:
    """Bookable minutes left by (caseworker, day), and the pieces placed there in order of placing."""

    def __init__(self, jobcenter: Jobcenter) -> None:
        self.jc = jobcenter
        world, s = jobcenter.world, jobcenter.settings
        self.capacity: list[list[int]] = world.capacity.tolist()
        self.sick: list[list[int]] = world.sick.tolist()
        self.free = [[minutes * s.bookable // 1000 for minutes in days] for days in self.capacity]
        self.optional: list[dict[int, int]] = [{} for _ in self.free]
        self.pages: list[dict[int, list[Piece]]] = [{} for _ in self.free]
        self.hearings: list[dict[int, int]] = [{} for _ in self.free]
        self.small = [[0] * SMALL_KINDS for _ in self.free]
        self.last_end = [0] * s.pool_count

    # --- placing
    def book_meeting(self, booking: Booking, earliest: int) -> bool:
        """Place a meeting in one piece: the first day with room, else what the overload list allows. False: no room at all."""
        worker = booking.worker
        day = self.room(worker, earliest, booking.minutes)
        if day > booking.due and not booking.optional:
            day = self._under_overload(worker, earliest, booking, day)
        return self._place_all(booking, worker, [(day, booking.minutes)] if day < self.jc.settings.horizon else [])

    def book_desk(self, booking: Booking, earliest: int) -> bool:
        """Place desk work over as many days as it takes, in pieces of a stated least length."""
        worker, left, day, parts = booking.worker, booking.minutes, earliest, []
        while left > 0 and day < self.jc.settings.horizon:
            room = min(self.free[worker][day], left)
            if room >= min(left, self.jc.settings.min_piece):
                parts.append((day, room))
                left -= room
            day += 1
        return self._place_all(booking, worker, parts if left == 0 else [])

    def _place_all(self, booking: Booking, worker: int, parts: list[tuple[int, int]]) -> bool:
        if not parts:
            self.jc.row(
                booking.citizen,
                RowKind.UNPLACEABLE,
                activity=booking.activity,
                duty=booking.duty,
                minutes=booking.minutes,
                due=booking.due,
                author=booking.author,
            )
            return False
        for day, minutes in parts:
            piece = Piece(booking, worker, day, minutes)
            booking.pieces.append(piece)
            self._put(piece)
            self._row(piece, RowKind.BOOK, day)
        return True

    def room(self, worker: int, day: int, minutes: int) -> int:
        """The first day from ``day`` on with that much room (the horizon when there is none)."""
        free, horizon = self.free[worker], self.jc.settings.horizon
        while day < horizon and free[day] < minutes:
            day += 1
        return day

    def _under_overload(self, worker: int, earliest: int, booking: Booking, late: int) -> int:
        """No room by the due date: the practice's list says what gives way."""
        s, free, capacity = self.jc.settings, self.free[worker], self.capacity[worker]
        for what in (s.overload_0, s.overload_1, s.overload_2):
            if what == Overload.LATE:
                break
            for day in range(earliest, booking.due + 1):
                if what == Overload.SHED_OPTIONAL and free[day] + self.optional[worker].get(day, 0) >= booking.minutes:
                    self._shed(worker, day, booking.minutes)
                    return day
                if (
                    what == Overload.OVERTIME
                    and capacity[day] > 0
                    and free[day] + s.overtime_minutes >= booking.minutes
                ):
                    return day
        return late

    def _shed(self, worker: int, day: int, minutes: int) -> None:
        """Optional meetings give way: latest due first, then last placed first."""
        while self.free[worker][day] < minutes:
            page = self.pages[worker][day]
            candidates = [(p.booking.due, place) for place, p in enumerate(page) if p.live and p.booking.optional]
            piece = page[max(candidates)[1]]
            self._take_out(piece)
            self._row(piece, RowKind.SHED, piece.day)
            self.jc.duty.shed(piece.booking)

    def _put(self, piece: Piece) -> None:
        worker, day = piece.caseworker, piece.day
        self.free[worker][day] -= piece.minutes
        if piece.booking.optional:
            self.optional[worker][day] = self.optional[worker].get(day, 0) + piece.minutes
        self.pages[worker].setdefault(day, []).append(piece)

    def _take_out(self, piece: Piece) -> None:
        """Return all minutes of a piece that has not begun."""
        piece.live = False
        self.free[piece.caseworker][piece.day] += piece.minutes
        if piece.booking.optional:
            self.optional[piece.caseworker][piece.day] -= piece.minutes

    def _row(self, piece: Piece, kind: RowKind, day: int, *, minutes: int | None = None) -> None:
        b = piece.booking
        self.jc.row(
            b.citizen, kind, activity=b.activity, form=b.form, role=self.jc.activities[b.activity].role, duty=b.duty, due=b.due, extra=day,
            minutes=piece.minutes if minutes is None else minutes, caseworker=piece.caseworker, author=b.author,
        )  # fmt: skip

    # --- changing
    def cancel(self, booking: Booking) -> None:
        """Return what has not been worked."""
        for piece in booking.pieces:
            if piece.live:
                self._take_out(piece)
                self._row(piece, RowKind.CANCEL, piece.day)

    def move_all(self, c: Citizen, old: int, new: int) -> None:
        """The citizen's bookings and hearing move to another caseworker's diary, in order of duty and procedure."""
        tomorrow = self.jc.today + 1
        bookings = [*self.jc.duty.bookings(c), *(t.booking for t in c.threads if t.booking is not None)]
        for booking in bookings:
            for piece in list(booking.pieces):
                if piece.live and piece.caseworker == old:
                    self._take_out(piece)
                    self._move(piece, new, max(tomorrow, min(piece.day, booking.due)))
        for thread in c.threads:
            if thread.place >= 0:
                self.hearing(old, thread.place, -thread.minutes)
                self.hearing(new, thread.place, thread.minutes)

    def _move(self, piece: Piece, worker: int, earliest: int) -> None:
        booking = piece.booking
        day = self.room(worker, earliest, piece.minutes)
        day = min(day, self.jc.settings.horizon - 1)
        fresh = Piece(booking, worker, day, piece.minutes)
        booking.pieces[booking.pieces.index(piece)] = fresh
        self._put(fresh)
        self._row(fresh, RowKind.MOVE, day)

    def pass_on(self, piece: Piece, worker: int) -> None:
        """A piece goes to another diary, not earlier than it stood."""
        self._take_out(piece)
        self._move(piece, worker, piece.day)

    def cover(self, worker: int, day: int) -> None:
        """Before the day begins somebody calls in sick: colleagues with room take the meetings, in order of the citizen's liking."""
        posts = self.jc.assignment.posts
        for piece in [p for p in self.pages[worker].get(day, ()) if p.live and p.booking.form >= 0]:
            able = [
                n
                for n in self.jc.assignment.pool_of[posts[worker].pool]
                if posts[n].active
                and self.capacity[n][day] > 0
                and not self.sick[n][day]
                and self.free[n][day] >= piece.minutes
            ]
            if able:
                self.pass_on(piece, min(able, key=lambda n: self.jc.assignment.preference(piece.booking.citizen, n)))

    def hearing(self, worker: int, day: int, minutes: int) -> None:
        """Force (or, negative, return) a hearing's minutes into a day, whether there is room or not."""
        self.hearings[worker][day] = self.hearings[worker].get(day, 0) + minutes
        self.free[worker][day] -= minutes

    def add_small(self, worker: int, kind: int, minutes: int) -> None:
        """Small work piles up and is done before running casework."""
        if worker >= 0:
            self.small[worker][kind] += minutes

    # --- the day
    def days_of(self, worker: int) -> Generator[Any, Any, None]:
        """A caseworker's process: one plan per working day."""
        workday = self.jc.world.workday
        for day in range(self.jc.settings.days):
            if workday[day]:
                if self.jc.settings.cover and self.capacity[worker][day] > 0 and self.sick[worker][day]:
                    yield self.jc.clock.at(day * DAY + OPENING - 1, EventKind.PLAN, worker, 0)
                    self.cover(worker, day)
                yield self.jc.clock.at(day * DAY + OPENING, EventKind.PLAN, worker, 0)
                self.plan(worker, day)

    def plan(self, worker: int, day: int) -> None:
        """Consecutive clock times for what is booked; what is left becomes running casework. Sickness strikes here."""
        capacity = self.capacity[worker][day]
        away = capacity > 0 and bool(self.sick[worker][day])
        page = [p for p in self.pages[worker].pop(day, ()) if p.live]
        hearing = self.hearings[worker].pop(day, 0)
        present = 0 if away else capacity
        self.jc.row(None, RowKind.CAPACITY, minutes=present, extra=int(away), caseworker=worker)
        if present == 0:
            self.free[worker][day] = min(self.free[worker][day], 0)
            for piece in page:
                self._move(piece, worker, day + 1)
            return
        post = self.jc.assignment.posts[worker]
        post.dialogue += post.open * self.jc.settings.track_dialogue
        self.add_small(worker, 0, post.dialogue // 1000)
        post.dialogue %= 1000
        minute, used = self.jc.clock.minute, hearing
        for piece in page:
            minute += piece.minutes
            used += self._begin(piece, minute)
        s = self.jc.settings
        for kind, activity in enumerate((s.track_activity, s.help_activity, s.office_activity)):
            minutes = min(self.small[worker][kind], max(0, capacity - used))
            if minutes > 0:
                self.small[worker][kind] -= minutes
                used += minutes
                self.jc.row(
                    None, RowKind.WORK, activity=activity, role=Role.CASEWORKER, minutes=minutes, caseworker=worker
                )
        if post.role == Role.CASEWORKER:
            self.jc.row(None, RowKind.RUNNING, minutes=max(0, capacity - used), extra=post.cases, caseworker=worker)
        if used > capacity:
            self.jc.row(None, RowKind.OVERTIME, minutes=used - capacity, caseworker=worker)

    def _begin(self, piece: Piece, end: int) -> int:
        """Schedule the end of a piece's work; the minutes that it will take of the day."""
        b = piece.booking
        piece.begun = True
        last = all(p.begun for p in b.pieces if p.live)
        event = b.done if last else simpy.Event(self.jc.clock)
        self.jc.clock.at(end, EventKind.WORK, b.citizen.n, b.owner, event=event)
        if event.callbacks is not None:
            event.callbacks.insert(0, lambda _: self._work_ends(piece))
        return self.jc.duty.minutes_lost(b) if b.owner < THREAD_OWNER and self.jc.duty.is_no_show(b) else piece.minutes

    def _work_ends(self, piece: Piece) -> None:
        piece.live, piece.booking.by = False, piece.caseworker
        if piece.booking.optional:
            self.optional[piece.caseworker][piece.day] -= piece.minutes
        if piece.booking.form < 0:  # desk work; of a meeting the duty itself writes what came of it
            self._row(piece, RowKind.WORK, 0, minutes=piece.minutes)

    def pool_work(self, booking: Booking) -> None:
        """A job for a pool that is open day and night goes to the member who can start first, lowest number."""
        now = self.jc.clock.minute
        member = min(range(len(self.last_end)), key=lambda m: (max(now, self.last_end[m]), m))
        end = max(now, self.last_end[member]) + booking.minutes
        self.last_end[member] = end
        self.jc.row(
            booking.citizen,
            RowKind.BOOK,
            activity=booking.activity,
            role=Role.POOL,
            minutes=booking.minutes,
            extra=member,
            author=booking.author,
        )
        self.jc.clock.at(end, EventKind.WORK, booking.citizen.n, booking.owner, event=booking.done)
