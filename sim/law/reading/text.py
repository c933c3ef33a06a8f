"""Terms of clauses, values and changes as short texts for tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.files.value import Value, bound

CONFIDENCE_WORDS = "Confidence: V verified, V2 verified in a secondary or older source, S stated in a paper, D derived, G not verified."
FEW = 4
"""The longest list of names that a table shows in full."""


def when(terms: Mapping[str, str]) -> str:
    """The terms of a duty from ``rules_show`` as text: ``4 meetings within 6 months; legal deadline``."""
    parts = []
    if "meetings" in terms:
        count = terms["meetings"]
        parts.append(f"{count} meeting{'' if count == '1' else 's'} within {terms['within']}")
    due = terms.get("due")
    if due is not None:
        parts.append("at once" if due.split()[0] == "0" else f"by {due}")
    parts += [f"then every {terms['every']}"] if "every" in terms else []
    parts += [f"counted within {terms['counted_within']}"] if "counted_within" in terms else []
    parts += [f"begins {terms['begins_before']} before"] if "begins_before" in terms else []
    deadline = terms.get("deadline")
    if deadline is None:
        parts.append("no legal deadline")
    else:
        same = deadline in {due, terms.get("within")}
        parts.append("legal deadline" if same else f"legal deadline {deadline}")
    return "; ".join(parts)


def names(names_in_row: Sequence[str], few: int = FEW) -> str:
    """Names in a row. A long list is cut to the first two names and the number of the others."""
    return (
        ", ".join(names_in_row)
        if len(names_in_row) <= few
        else f"{', '.join(names_in_row[:2])} and {len(names_in_row) - 2} more"
    )


def ranged(value: Value[Any]) -> str:
    """A value in its file's notation, with its range: ``40 minutes (30 minutes to 1 hour)``."""
    return (
        value.text if value.low is None else f"{value.text} ({bound(value, value.low)} to {bound(value, value.high)})"
    )


def word(thing: Any) -> str:
    """The content of a clause as text. An entry is shown by its title and an absent value as a dash."""
    if thing is None:
        return "–"
    if isinstance(thing, bool):
        return "yes" if thing else "no"
    if isinstance(thing, Mapping) and "value" in thing:
        span = f" ({thing['low']} to {thing['high']})" if "low" in thing else ""
        return f"{word(thing['value'])}{span}"
    if isinstance(thing, Mapping):
        title = thing.get("title")
        if title:
            return f"{title['en']}{'' if thing.get('active', True) else ' (does not hold)'}"
        return ", ".join(f"{name} {word(value)}" for name, value in thing.items())
    return ", ".join(map(word, thing)) or "none" if isinstance(thing, list | tuple) else str(thing)


def change(old: Any, new: Any) -> tuple[str, str]:
    """The old and the new content as text. For long lists, the new side lists added and removed items."""
    before, after = ([] if thing in (None, "none") else thing for thing in (old, new))
    if not (isinstance(before, list) and isinstance(after, list)) or len(before) + len(after) <= FEW:
        return word(old), word(new)
    added = [f"+ {word(item)}" for item in after if item not in before]
    removed = [f"− {word(item)}" for item in before if item not in after]
    return (word(before) if len(before) <= FEW else f"{len(before)} names", ", ".join([*removed, *added]) or word(new))


def clause_lines(path: str, width: int) -> str:
    """A clause in lines of at most ``width`` characters, broken after dots."""
    if len(path) <= width or "." not in path:
        return path
    head, _, tail = path.rpartition(".")
    if tail.isdigit() and "." in head:  # the number of a step stays with `steps`
        head, _, word_before = head.rpartition(".")
        tail = f"{word_before}.{tail}"
    return f"{clause_lines(head, width)}.\n  {tail}"
