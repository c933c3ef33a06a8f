"""Random small worlds: rules nobody would write, to make the two engines disagree if they can."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.chance import quantiles as q
from sim.chance.draw import chance, combine, entities, purpose
from sim.world.codes import Clock, DutyKind, FormRule, How, Op, Overload, Role, StaffChange
from sim.world.log import RowKind
from sim.world.rows.builders import table
from sim.world.tables import CITIZEN, EFFECT, POST, STAFF_EVENT
from sim.world.world import SETTINGS, World
from tests.engine.ages import OF_TWENTY, with_ages
from tests.engine.members import OF_TEN, with_members
from tests.engine.outliving import OF_TWENTY as WITH_OUTLIVING
from tests.engine.outliving import with_outliving
from tests.engine.returns import OF_SEVEN, with_returns

Table = np.ndarray[Any, np.dtype[Any]]
Row = dict[str, int]

STATES = 4
KINDS = {int(kind): kind.name for kind in RowKind}
DRAWN = ("minutes", "show", "book", "form", "every", "sanction", "ride_0", "ride_1")
MARKS = (RowKind.DECIDE, RowKind.EFFORT, RowKind.SANCTION)
CONSULTANT = 5
"""The activity of a role with diaries of its own."""

STARTS = (1, 3, 7, 13, 14, 14, 16, 31, 128, 131, int(How.RECATEGORISED), int(How.RECATEGORISED) | 3)
MIDDLE: list[Op] = [op for op in Op if op not in (Op.END, Op.WORK, Op.SWITCH, Op.EXIT, Op.UNLESS_LASTED)]
OFTEN: list[Op] = [
    *[Op.WORK] * 3,
    Op.SET,
    Op.SET,
    Op.OFFER,
    Op.DUTIES,
    Op.RENEW,
    Op.PROLONG,
    Op.PROLONG,
    Op.UNLESS_FIRST,
]
"""Steps that random procedures have more of, so that what they lead to happens in few worlds."""

ENDLESS = (243, 569, 643, 860, 864)
"""Seeds below 1000 of worlds in which a citizen switches again and again within one moment. No engine can come to an end."""
UNBOUNDED = 276
"""The seed below 1000 of a world in which citizens get two more cases a day, which all wait for the team."""

COARSE = 500
"""Citizens' ages are whole multiples of so many days: some reach a step's age on the very day."""


class _Tables:
    def __init__(self) -> None:
        self.made: list[Table] = []

    def add(self, inverse: q.Inverse) -> int:
        self.made.append(q.table_of(inverse))
        return len(self.made) - 1


def _settings(r: random.Random, tables: _Tables, days: int, **known: int) -> dict[str, int]:
    overload = r.choice(
        [
            (Overload.LATE, Overload.LATE, Overload.LATE),
            (Overload.SHED_OPTIONAL, Overload.LATE, Overload.LATE),
            (Overload.OVERTIME, Overload.SHED_OPTIONAL, Overload.LATE),
            (Overload.SHED_OPTIONAL, Overload.OVERTIME, Overload.LATE),
        ]
    )
    settings = dict.fromkeys(SETTINGS, 0) | {
        "days": days, "horizon": days + 400, "attempts": r.randint(1, 4), "no_show_minutes": r.randint(5, 40),
        **forms(chance(r.random()), chance(r.random())), "bookable": r.randint(500, 1000), "overtime_minutes": r.randint(10, 90),
        "overload_0": overload[0], "overload_1": overload[1], "overload_2": overload[2],
        "margin_share": r.randint(0, 200), "margin_cases": r.randint(0, 4000), "min_piece": r.randint(10, 60),
        "pool_count": 0, "pool_most": 0, "resistance_table": tables.add(q.exponential(1000)), "undated_due": r.randint(0, 80),
        "cover": r.random() < 0.5, "fixed_caseworker": r.random() < 0.2, "interpreter_trait": 8,
        "interpreter_permille": r.randint(0, 900), "spans_back": 500, "help_trait": 1,
        "help_minutes": r.randint(1, 20), "help_activity": 1, "exempt_trait": 2, "office_minutes": r.randint(1, 20),
        "office_activity": 1, "miss_chance": chance(r.random() * 0.5), "short_notice": r.randint(0, 4),
        "track_duty": r.randint(0, 20), "track_breach": r.randint(0, 20), "track_dialogue": r.randint(0, 500), "track_activity": 1,
        "sanction_chance": chance(r.random()), "sanction_procedure": -1, "switch_procedure": -1,
        "switch_talk": r.random() < 0.7, "hand_over_day": r.randint(10, 90),
        "direct_trait": r.choice([0, 4]), "absence_job": 30, "absence_other": 14,
        "job_trait": 2, "run": combine(r.randint(0, 99), 1),
    }  # fmt: skip
    for name in SETTINGS:
        if name.startswith("key_"):
            settings[name] = purpose(name)
    return {name: int(value) for name, value in (settings | known).items()}


def _procedures(r: random.Random, tables: _Tables, activities: int) -> tuple[list[Row], list[Row]]:
    """A few procedures of random steps; the last step of each is an end, a switch or an exit."""
    steps: list[Row] = []
    procedures: list[Row] = []
    count = 5
    for p in range(count):
        base, n = len(steps), r.randint(1, 6)
        procedures.append({"entry": base, "due": r.choice([-1, 10, 28]), "cause": 3})
        for i in range(n):
            op = r.choice(OFTEN + MIDDLE)
            if op == Op.RENEW and any(step["op"] == Op.RENEW for step in steps):
                op = Op.WAIT  # two would double the terms each time
            onward = base + r.randint(i + 1, n)
            if op == Op.CHANCE and i and r.random() < 0.5:
                onward = base + r.randrange(i)  # back, to another round
            a = {
                Op.WORK: r.randrange(activities), Op.ORDER: 0, Op.WAIT: tables.add(q.exponential(10)), Op.TEAM: 2,
                Op.CHANCE: chance(r.random() * 0.8), Op.UNLESS_TRAIT: 1 << r.randrange(4),
                Op.UNLESS_STATE: r.randrange(1, 1 << STATES), Op.UNLESS_CHANGED: r.randint(1, 3),
                Op.UNLESS_AGED: COARSE * r.randint(13, 32) + r.choice([0, 0, r.randint(1, 60)]),
                Op.UNLESS_OUTDATED: r.choice([1, r.randint(2, 40)]), Op.SET: 1 << r.randrange(4),
                Op.DUTIES: int(How.RECATEGORISED), Op.OFFER: r.randrange(3),
                Op.RENEW: r.choice([-1, tables.add(q.exponential(40))]),
                Op.MARK: int(r.choice(MARKS)), Op.START: r.randrange(p + 1, count) if p + 1 < count else 0,
            }.get(op, 0)  # fmt: skip
            if op == Op.START and p + 1 >= count:
                op = Op.MARK
                a = int(RowKind.EFFORT)
            b = {
                Op.WORK: r.randint(0, 30), Op.TEAM: 3, Op.START: r.randrange(2), Op.RENEW: r.randrange(4),
                Op.SET: r.choice([0, 1, 2, 4, 8]), Op.OFFER: tables.add(q.exponential(30)),
            }.get(op, 0)  # fmt: skip
            steps.append({"op": op, "a": a, "b": b, "c": onward, "key": purpose(f"step {p} {i}")})
        last = r.choice([Op.END, Op.SWITCH, Op.EXIT])
        steps.append({"op": last, "a": r.randrange(STATES) if last == Op.SWITCH else 0, "key": purpose(f"last {p}")})
    return procedures, steps


def _duties(r: random.Random, tables: _Tables) -> list[Row]:
    duties: list[Row] = []
    slots: list[int] = []
    for d in range(r.randint(1, 7)):
        kind = r.choice([DutyKind.MEETING] * 4 + [DutyKind.DESK, DutyKind.PROCEDURE, DutyKind.ELSEWHERE])
        every = r.random() < 0.4
        states = r.randrange(1, 1 << STATES)
        taken = {duties[o]["slot"] for o in range(d) if duties[o]["states"] & states}
        slots.append(min(set(range(20)) - taken))
        interval = r.randint(20, 120)
        row: Row = {
            "states": states, "starts": r.choice(STARTS), "clock": r.randrange(6), "credits": 0,
            "kind": kind, "slot": slots[-1], "count": 0 if every else r.randint(1, 5),
            "from_instance": 1 if every else r.randint(1, 2), "first_states": r.randrange(16),
            "talk_counts": r.randrange(2), "term": r.randint(5, 200), "term_span": r.choice([-1, 0, 1]),
            "deadline_span": r.choice([-1, 0, 1]), "every": every,
            "first_span": r.choice([-1, 0]), "every_span": r.choice([-1, 1]), "window": r.randint(0, 40),
            "notice": r.randint(0, 15), "deadline": r.choice([-1, r.randint(5, 200)]),
            "only": r.choice([0, 0, 0, 0, 1, 4]), "exempt": r.choice([0, 0, 1, 2, 4, 8]),
            "activity": 3 if kind == DutyKind.ELSEWHERE else 4 if kind == DutyKind.DESK else 0,
            "procedure": r.randrange(5), "form": r.choice(list(FormRule)),
            "optional": every and kind == DutyKind.MEETING and r.random() < 0.6, "detects": r.randrange(3),
            "counted": r.randint(200, r.choice([210, 400])), "summoned": r.random() < 0.2, "tracked": r.randrange(2),
        }  # fmt: skip
        for need in range(3):
            row[f"first_{need}"] = r.randint(1, 60)
            row[f"every_{need}"] = tables.add(r.choice([q.constant, q.exponential])(interval))
        if every:
            row["deadline"] = r.choice([-1, 0]) if row["window"] < 20 else -1
        if kind == DutyKind.PROCEDURE and every:
            row["window"] = 0
        if kind == DutyKind.PROCEDURE and r.random() < 0.5:  # on the day on which the citizen comes
            row |= {f"first_{need}": 0 for need in range(3)} | {"first_span": -1}
        for key in DRAWN:
            row[f"key_{key}"] = purpose(f"duty {d} {key}")
        duties.append(row)
    for d, row in enumerate(duties):
        others = [o for o, other in enumerate(duties) if o != d and other["states"] & row["states"]]
        if others and row["kind"] in {DutyKind.MEETING, DutyKind.DESK} and r.random() < 0.5:
            row["credits"] = sum(1 << other for other in r.sample(others, min(len(others), r.randint(1, 2))))
    return duties


def _people(r: random.Random, tables: _Tables, stock: int, arrivals: int, days: int) -> Table:
    rows = []
    for i, entity in enumerate(entities("random", stock + arrivals)):
        opening = i < stock
        arrives = 0 if opening else r.randint(0, days - 1)
        rows.append(
            {
                "entity": entity, "arrive": arrives * 1440,
                "state": r.randrange(STATES), "elapsed": r.randint(1, 400) if opening else 0, "came_from": -1,
                "born": arrives - COARSE * r.randint(12, 33), "need_bits": r.randrange(1 << 32), "traits": r.randrange(16),
                "opening_need": r.choice([-1, -1, 0]) if opening else -1, "opening_stage": r.randrange(4),
                "accumulated": r.choice([0, 0, 50]),
            }
        )  # fmt: skip
    for row in rows:
        if row["state"] != 0:
            row["opening_need"] = -1
    return table(sorted(rows, key=lambda row: row["arrive"]), CITIZEN)


def _posts(r: random.Random, days: int) -> tuple[Table, Table, Table, Table]:
    events: list[Row] = []
    merged = r.random() < 0.3
    numbers = [(team, i) for team in range(2) for i in range(r.randint(1, 4))]
    posts: list[Row] = [
        {"team": team, "pool": 0 if merged else team, "fraction": 1000, "share": r.choice([1000, 1000, 400]),
         "role": Role.CASEWORKER, "code": 1000 * team + i}
        for team, i in numbers
    ]  # fmt: skip
    for i in range(r.randint(1, 4)):  # consultants with diaries of their own
        code = 2000 + i
        posts += [
            {"team": 2, "pool": 2, "role": Role.COMPANY_CONSULTANT, "fraction": 1000, "share": 1000, "code": code}
        ]
    horizon = days + 400
    capacity = np.zeros((len(posts), horizon), np.int16)
    capacity[:, np.arange(horizon) % 7 < 5] = r.randint(200, 400)
    for w in range(len(posts)):
        for _ in range(6):
            start = r.randrange(horizon)
            capacity[w, start : start + 10] = 0
        if r.random() < 0.5 and days > 60:
            day, empty = r.randint(5, days - 40), r.choice([2, 20])
            events += [
                {"day": day, "post": w, "kind": StaffChange.LEAVE, "share": 0},
                {"day": day + empty, "post": w, "kind": StaffChange.JOIN, "share": 600},
                {"day": day + 35, "post": w, "kind": StaffChange.FULL, "share": 1000},
            ]
            capacity[w, day : day + empty] = 0
    sick = np.array([[r.random() < 0.06 for _ in range(horizon)] for _ in posts], np.int8)
    return table(posts, POST), table(events, STAFF_EVENT), capacity, sick


def _crowd(r: random.Random, settings: dict[str, int], duties: list[Row], tables: _Tables, capacity: Table) -> None:
    """Diaries fill up and the overload list has work to do: a third of the staff's time, frequent optional meetings."""
    np.floor_divide(capacity, 3, out=capacity)
    first, second = r.sample([Overload.SHED_OPTIONAL, Overload.OVERTIME], 2)
    settings |= {"overload_0": first, "overload_1": second, "overload_2": Overload.LATE, "bookable": 1000}
    taken = max(duty["slot"] for duty in duties)
    everybody: Row = {
        "states": (1 << STATES) - 1, "starts": How.ARRIVAL | How.SWITCH | How.HAND_OVER, "kind": DutyKind.MEETING,
        "from_instance": 1, "term_span": -1, "deadline_span": -1, "activity": 0, "deadline": 60, "credits": 0,
    }  # fmt: skip
    often: Row = {"first_span": -1, "every_span": -1}
    often |= {f"first_{need}": r.randint(5, 20) for need in range(3)}
    often |= {f"every_{need}": tables.add(q.constant(r.randint(10, 30))) for need in range(3)}
    for name, more in (
        ("chat", {"slot": taken + 1, "every": 1, "optional": 1, "window": 14, "deadline": -1} | often),
        ("law", {"slot": taken + 2, "count": 4, "term": 60, "window": 10, "detects": 1, "tracked": 1}),
    ):
        keys = {f"key_{key}": purpose(f"{name} {key}") for key in DRAWN}
        duties.append(everybody | more | keys)


@dataclass
class _Draft:
    """Rows of a world that are still being made."""

    states: list[Row]
    clocks: list[Row]
    traits: list[Row]
    duties: list[Row]
    procedures: list[Row]
    steps: list[Row]
    tables: _Tables

    def procedure(self, name: str, *rows: Row) -> int:
        """One more procedure; ``c`` of its steps counts from its first."""
        base = len(self.steps)
        self.procedures.append({"entry": base, "due": -1 if len(name) % 2 else 20, "cause": 3})
        for i, row in enumerate(rows):
            self.steps.append(row | {"c": base + row.get("c", i + 1), "key": purpose(f"{name} {i}")})
        return len(self.procedures) - 1

    def duty(self, name: str, **row: int) -> int:
        """One more duty of everybody, unless the row says otherwise."""
        everybody = {
            "states": (1 << STATES) - 1, "starts": How.ARRIVAL | How.SWITCH | How.HAND_OVER, "from_instance": 1, "term_span": -1,
            "deadline_span": -1, "first_span": -1, "every_span": -1, "credits": 0, "count": 1, "deadline": -1,
            "slot": max(duty["slot"] for duty in self.duties) + 1,
        }  # fmt: skip
        self.duties.append(everybody | row | {f"key_{key}": purpose(f"{name} {key}") for key in DRAWN})
        return len(self.duties) - 1


def _entangle(r: random.Random, draft: _Draft) -> None:
    """Duties that bear on each other: exemptions that come and go, hearings that meet a duty, papers on the day they are outdated."""
    bit, days, while_ = r.choice([1, 2, 8]), r.randint(2, 9), r.randint(10, 40)
    some_days, a_while = draft.tables.add(q.constant(days)), draft.tables.add(q.constant(while_))
    consultant: Row = {"op": Op.WORK, "a": CONSULTANT, "b": 10}
    busy = draft.procedure("busy", *[consultant] * 4, {"op": Op.END})
    exempt = draft.procedure(
        "exempt", {"op": Op.WAIT, "a": a_while}, {"op": Op.SET, "a": bit}, {"op": Op.DUTIES, "a": How.RECATEGORISED},
        {"op": Op.START, "a": busy}, {"op": Op.WAIT, "a": a_while}, {"op": Op.CHANCE, "a": chance(0.5), "c": 7}, {"op": Op.SET, "b": bit},
        {"op": Op.DUTIES, "a": How.RECATEGORISED}, {"op": Op.END},
    )  # fmt: skip
    first: Row = {"op": Op.TEAM, "a": 2, "b": 3} if r.random() < 0.5 else {"op": Op.MARK, "a": int(RowKind.DECIDE)}
    heard = draft.procedure(
        "heard", {"op": Op.ORDER, "a": 0}, {"op": Op.WAIT, "a": some_days},
        {"op": Op.UNLESS_OUTDATED, "a": days - r.randrange(2), "c": 4}, {"op": Op.MARK, "a": int(RowKind.EFFORT)},
        {"op": Op.OFFER, "a": 1, "b": a_while} if r.random() < 0.4 else first, {"op": Op.MARK, "a": int(RowKind.DECIDE)},
        {"op": Op.UNLESS_FIRST, "c": 8}, {"op": Op.RENEW, "a": a_while, "b": r.randint(1, 6)},
        {"op": Op.CHANCE, "a": chance(0.6), "c": 1}, {"op": Op.END},
    )  # fmt: skip
    ends = draft.procedure(
        "ends", {"op": Op.PROLONG}, {"op": Op.UNLESS_FIRST, "c": 4}, {"op": Op.MARK, "a": int(RowKind.SANCTION)},
        {"op": Op.RENEW, "a": a_while, "b": 2}, {"op": Op.END},
    )  # fmt: skip
    aged: list[Row] = []
    for age in r.sample(range(12, 34), 4):
        aged += [
            {"op": Op.UNLESS_AGED, "a": COARSE * age, "c": len(aged) + 2},
            {"op": Op.MARK, "a": int(RowKind.EFFORT)},
        ]
    term = r.randint(60, 150)
    strict = draft.duty(
        "strict", kind=DutyKind.MEETING, count=4, term=term, deadline=term, window=15, exempt=bit,
        clock=r.choice([Clock.BENEFIT, Clock.ACCUMULATED, Clock.ACCUMULATED]), only=r.choice([0, 4, 4]), tracked=1, detects=1,
    )  # fmt: skip
    draft.duty(
        "credited", kind=DutyKind.MEETING, count=2, term=60, window=10, credits=1 << strict,
        starts=How.ARRIVAL | How.SWITCH | How.RECATEGORISED,
    )  # fmt: skip
    draft.duty("granted", kind=DutyKind.PROCEDURE, procedure=exempt, term=r.randint(5, 30))
    draft.duty("known", kind=DutyKind.PROCEDURE, procedure=draft.procedure("aged", *aged, {"op": Op.END}), term=0)
    draft.duty(
        "heard", kind=DutyKind.PROCEDURE, procedure=heard, count=2, term=50, window=r.randint(5, 40), deadline=r.randint(60, 90),
        exempt=r.choice([0, bit]),
    )  # fmt: skip
    daily = draft.tables.add(q.exponential(3))
    draft.duty(
        "daily", kind=DutyKind.ELSEWHERE, states=1 << r.randrange(STATES), every=1, count=0, first_0=20, first_1=20, first_2=20,
        every_0=daily, every_1=daily, every_2=daily, activity=3, deadline=0, exempt=bit,
    )  # fmt: skip
    draft.duty(
        "window", kind=DutyKind.DESK, activity=4, clock=Clock.WINDOW, term=40, counted=r.randint(42, 60), window=5
    )
    draft.duty(
        "course", kind=DutyKind.DESK, activity=4, clock=Clock.COURSE, every=1, count=0, first_0=60, first_1=60, first_2=60,
        every_0=a_while, every_1=a_while, every_2=a_while,
    )  # fmt: skip
    for state in draft.states:
        state["benefit"] %= 2
        state["restarts"] = int(r.random() < 0.3)
    for clock in draft.clocks:  # from group to group, into illness and back
        if clock["term"]:
            clock |= {"procedure": ends, "table": draft.tables.add(q.constant(while_ + 60))}
        else:
            clock["target"] = {1: 2, 2: -2}.get(clock["state"], (clock["state"] + 1) % STATES)
    trait = next(trait for trait in draft.traits if trait["bit"] == 4)  # with each spell another chance
    trait |= {
        "states": (1 << STATES) - 1,
        "lasting": 0,
        "only": 0,
        "unless": 0,
        "share": chance(0.5),
        "life_at_most": 1 << 30,
    }


def random_effects(seed: int, clocks: list[Row], procedures: list[Row]) -> Table:
    """Effects on behaviour, strong enough to move most exits; marks the clocks that they move and the procedures that wait."""
    r, pace = random.Random(f"effects {seed}"), random.Random(f"pace {seed}")
    for clock in clocks:
        clock["soft"] = not clock["term"] and r.random() < 0.7
    for procedure in procedures:
        procedure["waits"] = r.random() < 0.6
    return table(
        [
            {
                "base": r.choice([1000, r.randint(300, 1700)]), "contact": r.randint(100, 3000), "contact_days": r.randint(3, 60),
                "caseload": r.randint(0, 150), "caseload_usual": 1000 * r.randint(0, 20), "caseload_steps": r.randint(1, 6),
                "continuity": r.randint(100, 900), "continuity_days": r.randint(3, 90), "waiting": r.randint(0, 900),
                "pace": pace.randint(0, 200), "pace_usual": 1000 * pace.randint(0, 20), "pace_steps": pace.randint(1, 4),
            }
            for _ in range(STATES)
        ],
        EFFECT,
    )  # fmt: skip


def forms(phone: int, video: int) -> Row:
    """Chances of telephone and of telephone or video that differ by need."""
    return {f"phone_{level}": phone * (3 - level) // 3 for level in range(3)} | {
        f"remote_{level}": max(phone, video) * (3 - level) // 3 for level in range(3)
    }


def random_world(seed: int, stock: int | None = None, days: int | None = None) -> World:
    """A random world: rules, people, staff, calendar."""
    r = random.Random(seed)
    days = days or r.choice([120, 300, 500])
    tables = _Tables()
    minutes = [tables.add(q.lognormal(mean, 0.4)) for mean in (70, 15, 100, 30, 150, 60, 65)]
    activities = [
        {
            "role": Role.CASEWORKER,
            "pool": -1,
            "table_0": minutes[0],
            "table_1": minutes[5],
            "table_2": minutes[6],
            "meeting": 1,
        },
        {"role": Role.CASEWORKER, "pool": -1, "table_0": minutes[1]},
        {"role": Role.CASEWORKER, "pool": -1, "table_0": minutes[2]},
        {"role": Role.TEAM_MEMBER, "pool": -1, "table_0": minutes[3]},
        {"role": Role.CASEWORKER, "pool": -1, "table_0": minutes[4]},
        {"role": Role.COMPANY_CONSULTANT, "pool": 2, "table_0": minutes[4]},
    ]
    pool = r.random() < 0.3
    if pool:
        activities.append({"role": Role.POOL, "pool": -1, "table_0": minutes[2]})
    procedures, steps = _procedures(r, tables, len(activities))
    settings = _settings(r, tables, days, pool_count=2 if pool else 0)
    settings["switch_procedure"], settings["sanction_procedure"] = r.choice([-1, 1]), r.choice([-1, 2])
    states: list[Row] = [
        {
            "lab": s + 1, "benefit": (paid := r.randrange(3)), "family": paid if r.random() < 0.7 else 0,
            "merged": r.randrange(3), "team": s % 2, "pool": 0,
            "caseworker": 2 if s == 1 else 1, "restarts": r.randrange(2), "insured": s == 1, "sick": s == 2,
            "job": r.randrange(2), "self_booking": r.randrange(2), "sanctioned": r.randrange(2),
            "weight": r.choice([1000, 700]), "need_medium": chance(0.3), "need_heavy": chance(0.7),
            "exit_first": 0, "exit_count": 2,
        }
        for s in range(STATES)
    ]  # fmt: skip
    posts, staff_events, capacity, sick = _posts(r, days)
    for state in states:
        state["pool"] = 0 if set(posts["pool"]) == {0, 2} else state["team"]
    clocks: list[Row] = []
    needs: list[Row] = []
    for s in range(STATES):
        for k in range(r.randint(1, 3)):
            term = k == 1 and r.random() < 0.6  # a state has at most one term
            clocks.append(
                {
                    "state": s, "term": term, "target": r.choice([-1, -1, -2, (s + 1) % STATES]),
                    "procedure": r.randrange(5), "cause": 2 if term else 1,
                    "table": (first := tables.add(q.exponential(r.randint(30, 400)))),
                    "table_stock": first if r.random() < 0.6 else tables.add(q.exponential(r.randint(30, 400))),
                    "window": r.choice([0, 400, 600]), "month_end": r.randrange(2),
                    "accumulated": r.randrange(2), "span": r.choice([-1, -1, 0]), "key": purpose(f"clock {s} {k}"),
                }
            )  # fmt: skip
        for k in range(r.randint(1 if s == 0 else 0, 2)):
            procedure = r.randrange(5)
            entry = procedures[procedure]["entry"]
            needs.append(
                {
                    "state": s, "procedure": procedure, "holds": r.randrange(2),
                    "table": tables.add(q.exponential(r.randint(30, 400))), "code": len(needs),
                    "key": purpose(f"need {s} {k}"), "stage_0": entry, "stage_1": entry, "stage_2": entry,
                    "meeting": r.randint(100, 2000), "assessment": r.randint(100, 2000), "end": r.randint(100, 2000),
                    "request": tables.add(q.exponential(r.randint(20, 200))), "ground": r.choice([4, 7]),
                }
            )  # fmt: skip
    traits = [
        {
            "states": r.randrange(1, 16), "bit": 1 << b, "only": r.choice([0, 0, 1]), "unless": r.choice([0, 0, 2]),
            "lasting": r.randrange(3), "share": chance(r.random()), "until": r.choice([30, 1 << 30]),
            "life_over": 0, "life_at_most": r.choice([40, 1 << 30]), "key": purpose(f"trait {b}"),
        }
        for b in range(4)
    ]  # fmt: skip
    horizon = days + 400
    notice = r.randint(0, 9)
    session = np.full(horizon, -1, np.int32)
    for day in range(1, horizon, 7):
        if day - notice >= 0:
            session[day - notice] = day
    month_start = ((np.arange(horizon) // 30) + 1) * 30
    stock = r.randint(1, 80) if stock is None else stock
    duties, paper = _duties(r, tables), tables.add(q.exponential(20))
    people = _people(r, tables, stock, r.randint(0, 2 * stock), days)
    show = np.array([[chance(r.random() * 0.4) for _ in range(3)] for _ in range(STATES)], np.int64)
    riders = [
        {
            "states": r.randrange(16), "only": r.choice([0, 1, 2]), "activity": 1, "days": r.randint(30, 200),
            "first": r.randrange(2), "key": purpose(f"rider {k}"),
        }
        for k in range(r.choice([0, 1, 2, 2]))
    ]  # fmt: skip
    places = np.array([r.randint(1, 6) for _ in range(horizon)], np.int32)
    spans = np.array([[r.randint(20, 40) for _ in range(horizon + 500)] for _ in range(2)], np.int32)
    if seed % 4 == 3:
        _crowd(r, settings, duties, tables, capacity)
    if seed % 4 == 1:
        _entangle(r, _Draft(states, clocks, traits, duties, procedures, steps, tables))
        np.floor_divide(capacity, 4, out=capacity, where=(posts["role"] == Role.COMPANY_CONSULTANT)[:, None])
    exits: list[Row] = [{"destination": 0, "below": chance(0.5)}, {"destination": 1, "below": chance(1)}]
    for number, duty in enumerate(duties):
        duty |= {"code": number, "line": number}
    world = World.empty(
        days, horizon, settings, tables=np.array(tables.made, np.int32), states=states, clocks=clocks, needs=needs, traits=traits,
        exits=exits, activities=activities, certificates=[{"fee": 100, "table": paper, "key": purpose("paper")}], riders=riders,
        duties=duties, steps=steps, procedures=procedures, show=show, posts=posts, staff_events=staff_events,
        capacity=capacity, sick=sick, places=places, workday=(np.arange(horizon) % 7 < 5).astype(np.int8), session=session,
        month_start=month_start.astype(np.int32), spans=spans, citizens=people,
        effects=random_effects(seed, clocks, procedures) if seed % 3 == 2 else [], names={"kind": KINDS},
    )  # fmt: skip
    if seed % 20 in WITH_OUTLIVING:
        world = with_outliving(world, seed)
    elif seed % 20 in OF_TWENTY:
        world = with_ages(world, seed, COARSE)
    if seed % 10 in OF_TEN:
        world = with_members(world, seed)
    return with_returns(world, seed) if seed % 7 in OF_SEVEN else world
