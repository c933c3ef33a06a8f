"""The reference engine (SimPy, one process per citizen, duty and procedure): what the model means, written to be read.

From the lowest part up; each file imports only from files above it here.

- ``table_row, law_tables, tables, settings, steps``: a world's tables as records.
- ``records``: what is kept of posts, citizens, duties, bookings and running procedures.
- ``clock, shared``: time and order, the tables in force, draws, the log.
- ``versions, posts, moves, effects``: whose law holds; which post a citizen prefers; what a step may do; behaviour.
- ``diaries, days, assignment``: caseworkers' time, their working day, and which of them a citizen has.
- ``members, team, procedures``: the rehabilitation team; how a case is worked, one method for each operation of a step.
- ``due_dates, instances, duties``: what the law asks and when; meetings and desk work; the course of a duty.
- ``spells, citizens``: what is settled when a spell begins; needs, terms, switches, exit.
- ``laws, jobcenter``: another law from a day on; the parts put together.
- ``counters``: queueing studies only.
"""

from sim.engine.reference.counters import run_reference

__all__ = ["run_reference"]
