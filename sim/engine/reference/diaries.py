"""The caseworkers' diaries: room by day, what is placed in it, and who moves or gives way."""

from __future__ import annotations

from sim.engine.reference.posts import Posts
from sim.engine.reference.records import Booking, Citizen, Piece, SmallWork
from sim.engine.reference.shared import Shared
from sim.world.codes import Overload
from sim.world.log import RowKind


class Diaries:
    """Bookable minutes that are left by (post, day), and the pieces placed there in order of placing."""

    def __init__(self, shared: Shared, posts: Posts) -> None:
        self.shared, self.posts = shared, posts
        world = shared.world
        self.capacity: list[list[int]] = world.capacity.tolist()
        self.sick: list[list[int]] = world.sick.tolist()
        self.free: list[list[int]] = world.bookable_minutes.tolist()
        self.optional: list[dict[int, int]] = [{} for _ in self.free]
        self.pages: list[dict[int, list[Piece]]] = [{} for _ in self.free]
        self.hearings: list[dict[int, int]] = [{} for _ in self.free]
        self.small = [[0] * len(SmallWork) for _ in self.free]

    # --- room
    def room(self, worker: int, day: int, minutes: int) -> int:
        """The first day from ``day`` on with that much room (the horizon when there is none)."""
        free, horizon = self.free[worker], self.shared.settings.horizon
        while day < horizon and free[day] < minutes:
            day += 1
        return day

    def member(self, citizen: Citizen, pool: int, minutes: int) -> int:
        """The member of a role with diaries who has room for a piece first; among equals the citizen's order counts."""
        tomorrow, least = self.shared.today + 1, min(minutes, self.shared.settings.min_piece)
        members = [n for n in self.posts.in_pool[pool] if self.posts[n].active] or self.posts.in_pool[pool]
        return min(members, key=lambda n: (self.room(n, tomorrow, least), self.posts.preference(citizen, n)))

    def is_away(self, worker: int, day: int) -> bool:
        """Whether the post is empty, on leave or ill on this day."""
        return bool(self.sick[worker][day]) or self.capacity[worker][day] == 0

    # --- placing
    def book_meeting(self, booking: Booking, earliest: int) -> bool:
        """Place a meeting on the first day with room, else as the overload list allows. False: no room at all."""
        day = self.room(booking.worker, earliest, booking.minutes)
        if day > booking.due and not booking.optional:
            day = self._under_overload(booking, earliest, day)
        return self._place(booking, [(day, booking.minutes)] if day < self.shared.settings.horizon else [])

    def book_desk(self, booking: Booking, earliest: int) -> bool:
        """Place desk work over as many days as it takes, in pieces of a least length. False: no room at all."""
        free, s = self.free[booking.worker], self.shared.settings
        left, day, parts = booking.minutes, earliest, []
        while left > 0 and day < s.horizon:
            room = min(free[day], left)
            if room >= min(left, s.min_piece):
                parts.append((day, room))
                left -= room
            day += 1
        return self._place(booking, parts if left == 0 else [])

    def _place(self, booking: Booking, parts: list[tuple[int, int]]) -> bool:
        if not parts:
            self.shared.row(
                booking.citizen, RowKind.UNPLACEABLE, activity=booking.activity, duty=booking.duty, minutes=booking.minutes,
                due=booking.due, case=booking.case,
            )  # fmt: skip
            return False
        for day, minutes in parts:
            piece = Piece(booking, booking.worker, day, minutes)
            booking.pieces.append(piece)
            self._put(piece)
            self.row(piece, RowKind.BOOK, day)
        return True

    def _under_overload(self, booking: Booking, earliest: int, late: int) -> int:
        """No room by the due date: the practice's list says what gives way. The day of the meeting."""
        s, worker = self.shared.settings, booking.worker
        free, capacity, optional = self.free[worker], self.capacity[worker], self.optional[worker]
        for way in s.overload:
            if way == Overload.LATE:
                break
            for day in range(earliest, booking.due + 1):
                if way == Overload.SHED_OPTIONAL and free[day] + optional.get(day, 0) >= booking.minutes:
                    self._shed(worker, day, booking.minutes)
                    return day
                enough = free[day] + s.overtime_minutes >= booking.minutes
                if way == Overload.OVERTIME and capacity[day] > 0 and enough:
                    return day
        return late

    def _shed(self, worker: int, day: int, minutes: int) -> None:
        """Optional meetings give way: latest due first, then last placed first."""
        while self.free[worker][day] < minutes:
            page = self.pages[worker][day]
            candidates = [(p.booking.due, place) for place, p in enumerate(page) if p.live and p.booking.optional]
            piece = page[max(candidates)[1]]
            self._take_out(piece)
            self.row(piece, RowKind.SHED, piece.day)
            assert piece.booking.gives_way is not None
            piece.booking.gives_way(piece.booking)

    def _put(self, piece: Piece) -> None:
        worker, day = piece.worker, piece.day
        self.free[worker][day] -= piece.minutes
        if piece.booking.optional:
            self.optional[worker][day] = self.optional[worker].get(day, 0) + piece.minutes
        self.pages[worker].setdefault(day, []).append(piece)

    def _take_out(self, piece: Piece) -> None:
        """Return all minutes of a piece that has not begun."""
        piece.live = False
        self.free[piece.worker][piece.day] += piece.minutes
        if piece.booking.optional:
            self.optional[piece.worker][piece.day] -= piece.minutes

    def row(self, piece: Piece, kind: RowKind, day: int) -> None:
        """A row on a piece of a booking; ``extra`` is a day."""
        booking = piece.booking
        self.shared.row(
            booking.citizen, kind, activity=booking.activity, form=booking.form, duty=booking.duty, due=booking.due, extra=day,
            role=self.shared.activities[booking.activity].role, minutes=piece.minutes, caseworker=piece.worker,
            case=booking.case,
        )  # fmt: skip

    # --- changing
    def duty_bookings(self, citizen: Citizen) -> list[Booking]:
        """The citizen's open bookings for duties, in order of the duties."""
        bookings = []
        for duty in self.shared.duties_of[citizen.state]:
            progress = citizen.duties[duty.slot]
            if progress is not None and progress.duty is duty and progress.booking is not None:
                bookings.append(progress.booking)
        return bookings

    def cancel(self, booking: Booking) -> None:
        """Return what has not been worked."""
        for piece in booking.pieces:
            if piece.live:
                self._take_out(piece)
                self.row(piece, RowKind.CANCEL, piece.day)

    def move_all(self, citizen: Citizen, old: int, new: int) -> None:
        """The citizen's bookings and hearings move to another diary, in order of duty and procedure."""
        self._move_bookings([*self.duty_bookings(citizen), *self._case_bookings(citizen)], old, new)
        for case in citizen.procedures:
            if case.place >= 0:
                self.add_hearing(old, case.place, -case.minutes)
                self.add_hearing(new, case.place, case.minutes)

    def move_cases(self, citizen: Citizen, old: int, new: int) -> None:
        """Another team takes the citizen: bookings of the procedures that outlive a spell move to the new caseworker."""
        self._move_bookings(self._case_bookings(citizen), old, new)

    def _case_bookings(self, citizen: Citizen) -> list[Booking]:
        return [case.booking for case in citizen.procedures if case.booking is not None]

    def _move_bookings(self, bookings: list[Booking], old: int, new: int) -> None:
        tomorrow = self.shared.today + 1
        for booking in bookings:
            for piece in list(booking.pieces):
                if piece.live and piece.worker == old:
                    self._take_out(piece)
                    self.move(piece, new, max(tomorrow, min(piece.day, booking.due)))

    def move(self, piece: Piece, worker: int, earliest: int) -> None:
        """Put a piece that was taken out on the first day with room from ``earliest`` on."""
        booking = piece.booking
        day = min(self.room(worker, earliest, piece.minutes), self.shared.settings.horizon - 1)
        moved = Piece(booking, worker, day, piece.minutes)
        booking.pieces[booking.pieces.index(piece)] = moved
        self._put(moved)
        self.row(moved, RowKind.MOVE, day)

    def pass_on(self, piece: Piece, worker: int) -> None:
        """A piece goes to another diary, on its own day or later."""
        self._take_out(piece)
        self.move(piece, worker, piece.day)

    def pass_on_all(self, worker: int) -> None:
        """The diary of a leaver without citizens goes to others of the pool, day by day."""
        pool = self.posts[worker].pool
        if not any(n != worker and self.posts[n].active for n in self.posts.in_pool[pool]):
            return
        for day in sorted(self.pages[worker]):
            for piece in [p for p in self.pages[worker][day] if p.live] if day > self.shared.today else ():
                booking = piece.booking
                if booking.worker == worker:  # all pieces of a booking go to the same member
                    booking.worker = self.member(booking.citizen, pool, piece.minutes)
                self.pass_on(piece, booking.worker)

    def cover(self, worker: int, day: int) -> None:
        """Somebody calls in sick: colleagues with room take the meetings, each citizen in the order of preference."""
        pool = self.posts.in_pool[self.posts[worker].pool]
        for piece in [p for p in self.pages[worker].get(day, ()) if p.live and p.booking.form >= 0]:
            able = [
                n
                for n in pool
                if self.posts[n].active and not self.is_away(n, day) and self.free[n][day] >= piece.minutes
            ]
            if able:
                self.pass_on(piece, min(able, key=lambda n: self.posts.preference(piece.booking.citizen, n)))

    def add_hearing(self, worker: int, day: int, minutes: int) -> None:
        """Force a hearing's minutes into a day, whether there is room or not (negative: return them)."""
        if worker >= 0:
            self.hearings[worker][day] = self.hearings[worker].get(day, 0) + minutes
            self.free[worker][day] -= minutes

    def add_small(self, worker: int, kind: SmallWork, minutes: int) -> None:
        """Small work piles up and is done before running casework."""
        if worker >= 0:
            self.small[worker][kind] += minutes

    # --- working
    def take_page(self, worker: int, day: int) -> tuple[list[Piece], int]:
        """The pieces of a day that begins, and the minutes of its hearings; both leave the diary."""
        page = [piece for piece in self.pages[worker].pop(day, ()) if piece.live]
        return page, self.hearings[worker].pop(day, 0)

    def close(self, worker: int, day: int) -> None:
        """The caseworker is absent, so the day has no more room."""
        self.free[worker][day] = min(self.free[worker][day], 0)

    def minutes_lost(self, booking: Booking) -> int:
        """A caseworker waits so long for a citizen who stays away."""
        return min(self.shared.settings.no_show_minutes, booking.minutes)

    def worked(self, piece: Piece) -> None:
        """The work of a piece has ended."""
        piece.live, piece.booking.by = False, piece.worker
        if piece.booking.optional:
            self.optional[piece.worker][piece.day] -= piece.minutes
        if piece.booking.form < 0:  # desk work; of a meeting the duty itself writes the result
            self.row(piece, RowKind.WORK, 0)
