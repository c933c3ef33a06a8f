"""``jobsim rules why --against`` without a citizen: the citizens whose histories differ most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.commands.output import console
from sim.files.localised import day_in_table, decimal
from sim.files.shell import shell_words

if TYPE_CHECKING:
    from sim.files.entry import Lang
    from sim.journal.why import TwinJournals, Twins

WIDEST = 120  # columns of the terminal, for a journal


def show_list(study: str, both: TwinJournals, listed: list[Twins], lang: Lang) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from sim.journal.words import say

    out = console()
    width = min(out.width, WIDEST)
    left, right, all_ = both.one.setting, both.other.setting, both.differing
    about = {"place": left.place.place, "replication": both.one.replication, "rules": left.rule_set.name}
    practices = {
        "practice": left.practice.practice,
        "other": right.rule_set.name,
        "other_practice": right.practice.practice,
    }
    out.print(say("differ_head", lang, **about, **practices), width=width)
    others = all_.citizens - all_.identical - all_.other_days
    counts = {"same": all_.identical, "other_days": all_.other_days, "others": others, "by_rule": all_.touched}
    shares = {name: _of(count, all_.citizens, lang) for name, count in counts.items()}
    out.print(say("differ_counts", lang, citizens=decimal(all_.citizens, 0, lang), **shares), width=width)
    if not listed:
        return
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(say("list_citizen", lang), justify="right")
    table.add_column(say("differ_entries", lang), justify="right")
    table.add_column(say("differ_by_rule", lang), justify="right")
    table.add_column(say("differ_part", lang), no_wrap=True)
    table.add_column(say("differ_because", lang), ratio=2, overflow="fold")
    table.add_column(say("list_way", lang), ratio=3)
    for twins in listed:
        table.add_row(*_line(twins, lang))
    out.print(say("differ_most", lang), width=width)
    out.print(table, width=width)
    option = "" if lang == "en" else f" --language {lang}"
    flags = f"{shell_words(study)} --against {right.rule_set.name} --citizen {listed[0].one.citizen}{option}"
    out.print(say("list_read", lang, command=f"jobsim rules why {flags}"), soft_wrap=True, highlight=False)


def _line(twins: Twins, lang: Lang) -> tuple[str, ...]:
    from sim.journal.words import say

    count, parting = twins.counts(), twins.parting
    change = parting.changes[0] if parting else None
    ways = list(dict.fromkeys(history.way for history in (twins.one, twins.other)))
    because = f"{change.clause} ({', '.join(change.by)})" if change else say("differ_diary", lang)
    return (
        str(twins.one.citizen), str(len(twins.pairs) - count["same"]), str(count["rule"]),
        day_in_table(parting.date, lang) if parting else "–", because, say("differ_other", lang).join(ways),
    )  # fmt: skip


def _of(count: int, total: int, lang: Lang) -> str:
    share = f"{decimal(100 * count / total, 1, lang)}{'' if lang == 'en' else ' '}%" if total else ""
    return f"{decimal(count, 0, lang)} ({share})" if total else "0"


def list_as_data(both: TwinJournals, listed: list[Twins]) -> dict[str, Any]:
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
