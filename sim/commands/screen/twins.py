"""``jobsim rules why --against``: a citizen under two rule sets side by side."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from sim.commands.output import console, print_json
from sim.commands.screen.twin_list import list_as_data, show_list

if TYPE_CHECKING:
    from rich.table import Table

    from sim.files.entry import Lang
    from sim.journal.why import Changed, Entry, Pair, TwinJournals, Twins

WIDEST = 120  # columns of the terminal, for a journal
LISTED = 10
FOLDED = 2
"""Longest series of equal entries that is printed in full."""
STYLES = {"same": "dim", "rule": "bold", "diary": "dim italic", "follows": None}
SUMS = ("meetings", "elsewhere", "no_shows", "hearings", "breaches", "switches", "sanctions", "caseworkers", "days")


def journals(
    study: str, against: str, rules: str | None, practice: str | None, against_practice: str | None, replication: int, place: str | None
) -> TwinJournals:  # fmt: skip
    """Run both columns and return their journals."""
    from sim.journal import why

    return why.journals(
        study, against, rules=rules, practice=practice, against_practice=against_practice, replication=replication, place=place
    )  # fmt: skip


def twins(study: str, both: TwinJournals, citizen: int | None, lang: Lang, *, whole: bool, json: bool) -> None:
    """Print a citizen's two histories, or the list of citizens if no citizen is given."""
    if citizen is None:
        listed = [both.twins(number, lang) for number in both.differing.most(LISTED)]
        if json:
            print_json(list_as_data(both, listed))
        else:
            show_list(study, both, listed, lang)
        return
    pair = both.twins(citizen, lang)
    if json:
        print_json(as_data(pair))
    else:
        show(pair, whole=whole)


def show(twins: Twins, *, whole: bool = False) -> None:
    """Print the head, the two histories side by side, the clauses that made them differ, and the totals."""
    from sim.files.localised import day_in_table
    from sim.journal.words import say

    out = console()
    width = min(out.width, WIDEST)
    left, right = twins.one, twins.other
    lang = left.lang
    start, last = (day_in_table(day, lang) for day in (left.start, left.last))
    about = {"number": left.citizen, "place": left.place, "replication": left.replication}
    out.print(say("twins_head", lang, **about, start=start, last=last), width=width)
    for history, key in ((left, "twins_left"), (right, "twins_right")):
        out.print(say(key, lang, rules=history.rules, practice=history.practice, way=history.way), width=width)
    out.print(_in_words(twins), width=width)
    if not twins.identical or whole:
        out.print(_side_by_side(twins, whole=whole), width=width)
    if twins.touched:
        out.print(_clauses(twins.touched, left.rules, right.rules, lang), width=width)
    out.print(_sums(twins), width=width)


def _in_words(twins: Twins) -> str:
    """Whether the histories part, on which day, and for which reason."""
    from sim.journal.words import day_text, say

    count, lang = twins.counts(), twins.one.lang
    if twins.identical:
        return say("twins_identical" if twins.changes else "twins_no_changes", lang, same=count["same"])
    sentences = [say("twins_counts", lang, same=count["same"], differ=len(twins.pairs) - count["same"])]
    parting, first = twins.parting, twins.first
    if parting is None:
        sentences.append(say("twins_no_clause", lang))
    else:
        about = {"day": day_text(parting.date, lang), "what": _short(parting.entry)}
        sentences.append(say("twins_part", lang, change=_changed(parting.changes[0], lang), **about))
    if first is not None and first is not parting and first.how == "diary":
        sentences.append(say("twins_first", lang, day=day_text(first.date, lang)))
    if count["diary"]:
        sentences.append(say("twins_diary", lang, diary=count["diary"]))
    if twins.general:
        names = ", ".join(change.clause for change in twins.general[:6])
        sentences.append(say("twins_practice", lang, names=names, more=" …" if len(twins.general) > 6 else ""))
    return ".\n".join(sentences) + "."


def _changed(change: Changed, lang: Lang) -> str:
    from sim.journal.words import say
    from sim.law.reading.in_words import content
    from sim.law.reading.references import law_words

    return say(
        "twins_change", lang, clause=change.clause, law=f" ({law_words(change.law, lang)})" if change.law else "",
        old=content(change.old, lang), new=content(change.new, lang),
        by=say("twins_by", lang, names=_names(change, lang)) if change.by else "",
    )  # fmt: skip


def _names(change: Changed, lang: Lang) -> str:
    """What made a change: proposals, regimes, or the practice."""
    from sim.law.reading.references import law_words

    return ", ".join(law_words(name, lang) if name == "practice" else name for name in change.by)


def _side_by_side(twins: Twins, *, whole: bool) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from sim.files.localised import day_in_table
    from sim.journal.words import say

    lang = twins.one.lang
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, expand=True)
    table.add_column(say("twins_day", lang), no_wrap=True)
    table.add_column(_side(twins, 0), ratio=5)
    table.add_column(_side(twins, 1), ratio=5)
    table.add_column(say("twins_why", lang), ratio=3, overflow="fold")
    for same, run in itertools.groupby(twins.pairs, key=lambda pair: pair.how == "same"):
        pairs = list(run)
        if same and not whole and len(pairs) > FOLDED:
            ends = (day_in_table(pair.date, lang) for pair in (pairs[0], pairs[-1]))
            folded = say("twins_folded", lang, count=len(pairs), days=say("twins_to", lang).join(dict.fromkeys(ends)))
            table.add_row("⋮", folded, say("twins_same", lang), "", style=STYLES["same"])
            continue
        for pair in pairs:
            day = day_in_table(pair.date, lang)
            table.add_row(day, *_cells(pair, lang), _why(pair, lang), style=STYLES[pair.how])
    return table


def _side(twins: Twins, side: int) -> str:
    """The head of a column: the rules, or rules and practice if the rules are equal."""
    histories = (twins.one, twins.other)
    names = [history.rules for history in histories]
    if names[0] == names[1]:
        names = [f"{history.rules}, {history.practice}" for history in histories]
    return names[side]


def _cells(pair: Pair, lang: Lang) -> tuple[str, str]:
    from sim.journal.words import say

    left, right = pair.one, pair.other
    if left is not None and right is not None:
        if pair.how == "same":
            return left.what, say("twins_same", lang) if left.what == right.what else right.what
        return _dated(left, pair, lang), _dated(right, pair, lang)
    return ("–" if left is None else left.what), ("–" if right is None else right.what)


def _dated(entry: Entry, pair: Pair, lang: Lang) -> str:
    from sim.files.localised import day_in_table

    return entry.what if entry.date == pair.date else f"{day_in_table(entry.date, lang)}: {entry.what}"


def _why(pair: Pair, lang: Lang) -> str:
    from sim.journal.words import say

    if pair.how == "rule":
        change = pair.changes[0]
        return say("twins_rule", lang, clause=change.clause, by=f" ({_names(change, lang)})" if change.by else "")
    if pair.how == "diary":
        if pair.entry.kind == "ASSIGN":
            return say("twins_colleague", lang)
        return say("twins_other_day" if pair.one and pair.other else "twins_by_diary", lang)
    return say("twins_follows", lang) if pair.how == "follows" else ""


def _clauses(touched: tuple[Changed, ...], left: str, right: str, lang: Lang) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from sim.journal.words import say
    from sim.law.reading.in_words import content
    from sim.law.reading.references import law_words

    title = say("twins_clauses", lang)
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, title=title, title_justify="left")
    against = right if right != left else say("twins_against", lang)
    for head in (say("twins_clause", lang), say("twins_law", lang), left, against, say("twins_source", lang)):
        table.add_column(head, overflow="fold")
    for change in touched:
        old, new = content(change.old, lang), content(change.new, lang)
        table.add_row(change.clause, law_words(change.law, lang), old, new, _names(change, lang))
    return table


def _sums(twins: Twins) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from sim.files.localised import decimal
    from sim.journal.words import say

    lang = twins.one.lang
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(say("twins_in_all", lang))
    for head in (_side(twins, 0), _side(twins, 1), say("twins_difference", lang)):
        table.add_column(head, justify="right")
    sums = twins.sums()
    for name in SUMS:
        before, after = sums[name]
        if before or after:
            sign = "+" if after > before else "-" if after < before else ""
            moved = sign + decimal(abs(after - before), 0, lang)
            table.add_row(say(f"sum_{name}", lang), decimal(before, 0, lang), decimal(after, 0, lang), moved)
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


def _short(entry: Entry) -> str:
    """The sentence of an entry up to its first semicolon, with at most 90 characters."""
    sentence = entry.what.split(";")[0]
    return sentence if len(sentence) <= 90 else f"{sentence[:89].rstrip()}…"
