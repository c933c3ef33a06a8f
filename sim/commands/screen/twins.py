"""``jobsim rules why --against``: a citizen under two rule sets side by side, or the citizens whose histories differ most."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from sim.commands.output import console, print_json
from sim.law.reading.text import word

if TYPE_CHECKING:
    from rich.table import Table

    from sim.journal.why import Changed, Entry, Pair, TwinJournals, Twins

WIDEST = 120  # columns of the terminal, for a journal
LISTED = 10
FOLDED = 2
"""Longest series of equal entries that is printed in full."""
STYLES = {"same": "dim", "rule": "bold", "diary": "dim italic", "follows": None}
SUMS = {
    "meetings": "meetings held", "elsewhere": "meetings held elsewhere", "no_shows": "no-shows", "hearings": "hearings of the team",
    "breaches": "legal deadlines broken", "switches": "switches of group", "sanctions": "sanction cases",
    "caseworkers": "caseworkers", "days": "days in the system",
}  # fmt: skip


def journals(
    study: str, against: str, rules: str | None, practice: str | None, against_practice: str | None, replication: int, place: str | None
) -> TwinJournals:  # fmt: skip
    """Run both columns and return their journals."""
    from sim.journal import why

    return why.journals(
        study, against, rules=rules, practice=practice, against_practice=against_practice, replication=replication, place=place
    )  # fmt: skip


def twins(study: str, both: TwinJournals, citizen: int | None, *, whole: bool, json: bool) -> None:
    """Print a citizen's two histories, or the list of citizens if no citizen is given."""
    if citizen is None:
        listed = [both.twins(number) for number in both.differing.most(LISTED)]
        if json:
            print_json(_list_as_data(both, listed))
        else:
            _show_list(study, both, listed)
        return
    pair = both.twins(citizen)
    if json:
        print_json(as_data(pair))
    else:
        show(pair, whole=whole)


# --- one citizen


def show(twins: Twins, *, whole: bool = False) -> None:
    """Print the head, the two histories side by side, the clauses that made them differ, and the totals."""
    out = console()
    width = min(out.width, WIDEST)
    left, right = twins.one, twins.other
    out.print(
        f"Citizen {left.citizen}, {left.place}, replication {left.replication}; {left.start} to {left.last}",
        width=width,
    )
    for history, side in ((left, "left "), (right, "right")):
        way = " → ".join(history.states)
        out.print(f"  {side}: {history.rules}, practice {history.practice}: {way}", width=width)
    out.print(_in_words(twins), width=width)
    if not twins.identical or whole:
        out.print(_side_by_side(twins, whole=whole), width=width)
    if twins.touched:
        out.print(_clauses(twins.touched, left.rules, right.rules), width=width)
    out.print(_sums(twins), width=width)


def _in_words(twins: Twins) -> str:
    """Whether the histories part, on which day, and for which reason."""
    count = twins.counts()
    differ = len(twins.pairs) - count["same"]
    if twins.identical:
        less = "" if twins.changes else ": the two rule sets and practices do not differ"
        return f"The two histories are the same, all {count['same']} entries by day{less}."
    sentences = [f"{count['same']} entries are the same, {differ} are not"]
    parting = twins.parting
    if parting is None:
        sentences.append("No clause causes these differences: they come from other citizens in diaries and agendas")
    else:
        change = parting.changes[0]
        sentences.append(
            f"By the rules they part on {parting.date}, at “{_short(parting.entry)}”. The reason is {_changed(change)}"
        )
    first = twins.first
    if first is not None and first is not parting and first.how == "diary":
        sentences.append(f"The first difference, on {first.date}, comes only from the diary")
    if count["diary"]:
        sentences.append(
            f"{count['diary']} of the differences come from the diary (another day or colleague), not from a rule"
        )
    if twins.general:
        names = ", ".join(change.clause for change in twins.general[:6])
        more = " …" if len(twins.general) > 6 else ""
        sentences.append(f"The practices also differ in {names}{more}. This may move any booking")
    return ".\n".join(sentences) + "."


def _changed(change: Changed) -> str:
    by = f" by {', '.join(change.by)}" if change.by else ""
    law = f" ({change.law})" if change.law else ""
    return f"{change.clause}{law}: {word(change.old)} → {word(change.new)}{by}"


def _side_by_side(twins: Twins, *, whole: bool) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, expand=True)
    table.add_column("Day", no_wrap=True)
    table.add_column(_side(twins, 0), ratio=5)
    table.add_column(_side(twins, 1), ratio=5)
    table.add_column("Why", ratio=3, overflow="fold")
    for same, run in itertools.groupby(twins.pairs, key=lambda pair: pair.how == "same"):
        pairs = list(run)
        if same and not whole and len(pairs) > FOLDED:
            days = " to ".join(dict.fromkeys(str(pair.date) for pair in (pairs[0], pairs[-1])))
            table.add_row("⋮", f"{len(pairs)} entries, {days}", "the same", "", style=STYLES["same"])
            continue
        for pair in pairs:
            table.add_row(str(pair.date), *_cells(pair), _why(pair), style=STYLES[pair.how])
    return table


def _side(twins: Twins, side: int) -> str:
    """The head of a column: the rules, or rules and practice if the rules are equal."""
    histories = (twins.one, twins.other)
    names = [history.rules for history in histories]
    if names[0] == names[1]:
        names = [f"{history.rules}, {history.practice}" for history in histories]
    return names[side]


def _cells(pair: Pair) -> tuple[str, str]:
    left, right = pair.one, pair.other
    if left is not None and right is not None:
        if pair.how == "same":
            return left.what, "the same" if left.what == right.what else right.what
        return _dated(left, pair), _dated(right, pair)
    return ("–" if left is None else left.what), ("–" if right is None else right.what)


def _dated(entry: Entry, pair: Pair) -> str:
    return entry.what if entry.date == pair.date else f"{entry.date}: {entry.what}"


def _why(pair: Pair) -> str:
    if pair.how == "rule":
        change = pair.changes[0]
        return f"rule: {change.clause}" + (f" ({', '.join(change.by)})" if change.by else "")
    if pair.how == "diary":
        moved = pair.one is not None and pair.other is not None
        if pair.entry.kind == "ASSIGN":
            return "diary: another colleague"
        return "diary: another day" if moved and pair.one and pair.other else "diary"
    return "follows" if pair.how == "follows" else ""


def _clauses(touched: tuple[Changed, ...], left: str, right: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        title="Clauses behind the differences",
        title_justify="left",
    )
    for head in ("Clause", "Law", left, right if right != left else "against", "By"):
        table.add_column(head, overflow="fold")
    for change in touched:
        table.add_row(change.clause, change.law, word(change.old), word(change.new), ", ".join(change.by))
    return table


def _sums(twins: Twins) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("In all")
    for head in (_side(twins, 0), _side(twins, 1), "Difference"):
        table.add_column(head, justify="right")
    sums = twins.sums()
    for name, words in SUMS.items():
        before, after = sums[name]
        if before or after:
            table.add_row(words, f"{before:,}", f"{after:,}", f"{after - before:+,}" if after != before else "0")
    return table


def as_data(twins: Twins) -> dict[str, Any]:
    """The data that ``--json`` prints for a citizen."""
    parting, first = twins.parting, twins.first
    sides = {
        name: {"rules": history.rules, "practice": history.practice, "states": list(history.states)}
        for name, history in (("one", twins.one), ("other", twins.other))
    }
    return {
        "citizen": twins.one.citizen, "place": twins.one.place, "replication": twins.one.replication,
        "start": twins.one.start.isoformat(), "last": twins.one.last.isoformat(), **sides,
        "identical": twins.identical,
        "first": None if first is None else first.as_data(),
        "parting": None if parting is None else parting.as_data(),
        "counts": twins.counts(),
        "pairs": [pair.as_data() for pair in twins.pairs],
        "changes": [change.as_data() for change in twins.changes],
        "touched": [change.clause for change in twins.touched],
        "in_all": {name: {"one": before, "other": after} for name, (before, after) in twins.sums().items()},
    }  # fmt: skip


# --- the list


def _show_list(study: str, both: TwinJournals, listed: list[Twins]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    out = console()
    width = min(out.width, WIDEST)
    left, right, all_ = both.one.setting, both.other.setting, both.differing
    out.print(
        f"{left.place.place}, replication {both.one.replication}: {left.rule_set.name}, practice {left.practice.practice} "
        f"against {right.rule_set.name}, practice {right.practice.practice}",
        width=width,
    )
    out.print(
        f"Of {all_.citizens:,} citizens {_of(all_.identical, all_.citizens)} have the same history by day, "
        f"{_of(all_.other_days, all_.citizens)} have the same entries on other days, and "
        f"{_of(all_.citizens - all_.identical - all_.other_days, all_.citizens)} have other entries. "
        f"A clause that differs causes {_of(all_.touched, all_.citizens)} of these histories; diaries cause the others.",
        width=width,
    )
    if not listed:
        return
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("Citizen", justify="right")
    table.add_column("Differ", justify="right")
    table.add_column("By rule", justify="right")
    table.add_column("Part on", no_wrap=True)
    table.add_column("Because of", ratio=2, overflow="fold")
    table.add_column("Way", ratio=3)
    for twins in listed:
        table.add_row(*_line(twins))
    out.print("The citizens whose histories differ most:", width=width)
    out.print(table, width=width)
    flags = f"{study} --against {right.rule_set.name}"
    out.print(f"Read a history: jobsim rules why {flags} --citizen {listed[0].one.citizen}", width=width)


def _line(twins: Twins) -> tuple[str, ...]:
    count, parting = twins.counts(), twins.parting
    change = parting.changes[0] if parting else None
    ways = list(dict.fromkeys(" → ".join(history.states) for history in (twins.one, twins.other)))
    return (
        str(twins.one.citizen), str(len(twins.pairs) - count["same"]), str(count["rule"]), str(parting.date) if parting else "–",
        f"{change.clause} ({', '.join(change.by)})" if change else "the diary", "; under the other: ".join(ways),
    )  # fmt: skip


def _of(count: int, total: int) -> str:
    return f"{count:,} ({count / total:.1%})" if total else "0"


def _list_as_data(both: TwinJournals, listed: list[Twins]) -> dict[str, Any]:
    all_ = both.differing
    sides = {
        name: {"rules": journal.setting.rule_set.name, "practice": journal.setting.practice.practice}
        for name, journal in (("one", both.one), ("other", both.other))
    }
    return {
        "place": both.one.setting.place.place, "replication": both.one.replication, **sides, "all": all_.citizens,
        "identical": all_.identical, "identical_share": all_.identical / max(all_.citizens, 1), "other_days": all_.other_days,
        "touched": all_.touched,
        "citizens": [
            {
                "citizen": twins.one.citizen, "counts": twins.counts(),
                "states": {"one": list(twins.one.states), "other": list(twins.other.states)},
                "parting": None if twins.parting is None else twins.parting.as_data(),
            }
            for twins in listed
        ],
    }  # fmt: skip


def _short(entry: Entry) -> str:
    """The sentence of an entry up to its first semicolon, with at most 90 characters."""
    sentence = entry.what.split(";")[0]
    return sentence if len(sentence) <= 90 else f"{sentence[:89].rstrip()}…"
