"""Duties and procedures under the laws of a run: a row for each version, with the days on which it is the law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.files.errors import ScenarioError
from sim.law.clauses.vocabulary import ANY_MEETING
from sim.law.clauses.vocabulary import Running as RunningWord
from sim.world.codes import Clock, DutyKind, Running
from sim.world.rows.builders import codes
from sim.world.rows.duties import duty_rows
from sim.world.rows.rules import TALK, Rules
from sim.world.rows.steps import Drafted

Row = dict[str, Any]

MODES: dict[RunningWord, Running] = {
    "move": Running.MOVE, "next-switch": Running.NEXT_SWITCH, "keep": Running.KEEP,
}  # fmt: skip
Version = tuple[int, bool, tuple[str, ...]]
"""A version of a procedure: the day of enactment, whether the spell must not begin before it, and :attr:`Drafted.uses`."""
_CREDIT_BITS = 63
_GOES_ON = (
    "states", "clock", "kind", "count", "from_instance", "first_states", "talk_counts", "term", "term_span", "deadline", "deadline_span",
    "every", "first_span", "every_span", "first_0", "first_1", "first_2", "every_0", "every_1", "every_2", "counted", "activity",
    "procedure",
)  # fmt: skip
"""Two versions of a duty that agree in these columns ask for the same work on the same days."""


@dataclass(frozen=True)
class Change:
    """The effect of a later law on running cases, by name of duty or procedure; MOVE for names that are missing."""

    day: int
    duties: Mapping[str, RunningWord]
    procedures: Mapping[str, RunningWord]


def duty_versions(laws: Sequence[Rules], changes: Sequence[Change]) -> list[Row]:
    """The rows of all duties in table order; the versions of a duty follow each other.

    The function also sets the codes of duties in ``laws``.

    Args:
        laws: the first law and the later laws. changes: the changes by the later laws.
    """
    under = [duty_rows(rules) for rules in laws]
    numbers = codes(name for rows in under for name in rows)
    for rules in laws:
        rules.duties = numbers
    rows: list[Row] = []
    for name, code in numbers.items():
        before = next(table[name] for table in under if name in table)
        repealed = before | {"states": 0}  # a law without the duty binds no state
        last: Row | None = None
        for number, table in enumerate(under):
            row = table.get(name, repealed)
            if last is not None and row == before:
                continue
            goes_on = last is not None and all(before.get(column) == row.get(column) for column in _GOES_ON)
            dated = {"code": code, "line": last["line"] if last is not None and goes_on else len(rows)}
            if number:
                dated |= {
                    "enacted": changes[number - 1].day,
                    "enacted_for": MODES[changes[number - 1].duties.get(name, "move")],
                }
            last, before = row | dated, row
            rows.append(last)
    _settle_slots(rows, laws)
    _settle_credits(rows, laws)
    _settle_followers(rows, laws)
    return rows


def _settle_slots(rows: list[Row], laws: Sequence[Rules]) -> None:
    """Give each duty a slot in a citizen's record. Duties that can apply in one state get different slots.

    All versions of a duty share a slot.
    """
    kept: dict[int, int] = {}
    for row in rows:
        kept[row["code"]] = kept.get(row["code"], 0) | _kept_in(row, laws)
    slots: dict[int, int] = {}
    for code, mine in kept.items():
        taken = {slot for other, slot in slots.items() if kept[other] & mine}
        slots[code] = min(set(range(len(kept))) - taken) if mine else 0
    for row in rows:
        row["slot"] = slots[row["code"]]


def _kept_in(row: Row, laws: Sequence[Rules]) -> int:
    """The states in which no other duty may use the slot. A duty of the insured keeps its slot while they are ill."""
    states: int = row["states"]
    if states and row["clock"] == Clock.ACCUMULATED:
        for rules in laws:
            groups = rules.rule_set.regime.groups
            states |= rules.state_bits(tuple(g for g, x in groups.items() if x.clock == "absence"))
    return states


def _settle_credits(rows: list[Row], laws: Sequence[Rules]) -> None:
    """Set the credits: the first meeting, or the talk of a switch, counts as one of the meetings of the period."""
    credited: dict[int, int] = {}
    for rules in laws:
        for name, duty in rules.rule_set.regime.duties.items():
            if duty.first_is is not None:
                assert rules.duties[name] < _CREDIT_BITS, "credits are bits of one number"
                for giver in {duty.first_is, TALK}:
                    code = rules.duties[giver]
                    credited[code] = credited.get(code, 0) | 1 << rules.duties[name]
    for row in rows:
        row["credits"] = credited.get(row["code"], 0)


def _settle_followers(rows: list[Row], laws: Sequence[Rules]) -> None:
    """Set for each duty the duty that starts when one of its meetings is held.

    Raises:
        ScenarioError: two duties follow from the same meeting.
    """
    for rules in laws:
        for name, duty in rules.rule_set.regime.duties.items():
            if not duty.follows:
                continue
            code, states = rules.duties[name], rules.state_bits(duty.groups)
            named = {rules.duties[giver] for giver in duty.follows if giver != ANY_MEETING}
            for row in rows:
                any_meeting = ANY_MEETING in duty.follows and row["kind"] == DutyKind.MEETING and row["states"] & states
                if row["code"] not in named and not any_meeting:
                    continue
                if row.setdefault("followed_by", 1 + code) != 1 + code:
                    known = {number: other for other, number in rules.duties.items()}
                    raise ScenarioError(
                        f"two duties follow from a meeting of `{known[row['code']]}`", found=f"{name} and {known[row['followed_by'] - 1]}",
                        expected="one", do="let one of them follow from another duty's meeting",
                    )  # fmt: skip


def procedure_versions(
    drafts: Sequence[Mapping[str, Drafted]], numbers: Mapping[str, int], changes: Sequence[Change]
) -> tuple[list[Row], list[Row], list[list[Row]], dict[int, list[Version]]]:
    """Compile the procedures of all laws.

    Args:
        drafts: by law the procedures by name. numbers: their codes.

    Returns:
        The rows of procedures (one per code, then the later versions) and their steps. By law, the rows in force by
        code. The versions by code.
    """
    rows: list[Row] = []
    steps: list[Row] = []
    made: list[tuple[str, Drafted]] = []
    versions: dict[int, list[Version]] = {code: [] for code in numbers.values()}
    in_force: list[list[Row]] = [[{}] * len(numbers) for _ in drafts]

    def write(name: str, drafted: Drafted, **dated: int) -> Row:
        base = len(steps)
        steps.extend(step | {"c": base + step["c"]} for step in drafted.steps)
        rows.append({"entry": base, "due": drafted.due, "cause": 3, "outlives": int(drafted.outlives)} | dated)
        made.append((name, drafted))
        of_spell = dated.get("enacted_for") == Running.NEXT_SWITCH
        versions[numbers[name]].append((dated.get("enacted", 0), of_spell, drafted.uses))
        return rows[-1]

    for name, code in numbers.items():
        first = next(law for law, table in enumerate(drafts) if name in table)  # no case begins it before its law
        in_force[0][code] = write(name, drafts[first][name])
    for law, table in enumerate(drafts[1:], 1):
        for name, code in numbers.items():
            last = max(n for n, (made_name, _) in enumerate(made) if made_name == name)
            in_force[law][code] = rows[last]
            if name in table and table[name] != made[last][1]:
                # A running case ends by its old steps in any mode. The mode decides for cases that begin later.
                mode = Running.NEXT_SWITCH if changes[law - 1].procedures.get(name) == "next-switch" else Running.MOVE
                rows[last]["later"] = len(rows)
                in_force[law][code] = write(name, table[name], enacted=changes[law - 1].day, enacted_for=mode)
    return rows, steps, in_force, versions
