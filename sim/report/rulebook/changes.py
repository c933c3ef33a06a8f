"""The regimes by date, the proposals and the practices: what each says otherwise."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from sim.law.draft import MISSING, node_at
from sim.law.folder import names_in, read_named
from sim.law.in_words import ranged, word
from sim.law.packages import Library
from sim.law.practice import ByNeed, Practice, Voluntary
from sim.law.proposal import Proposal
from sim.law.reform import PathChange
from sim.law.rule_set import RuleSet
from sim.law.shape import shape, values_in
from sim.law.source import Source
from sim.law.yaml_tree import Keys
from sim.report.rulebook.markdown import blocks, code, heading, table
from sim.report.rulebook.words import codes, origin, spelt

RUNNING = {"move": "move at once", "keep": "keep the old rule", "next-switch": "move at their next switch"}
"""What becomes of cases that run on the day."""


# --- regimes by date


def dated_title(rule_set: RuleSet) -> str:
    """The heading of a regime by date."""
    return f"{rule_set.regime.regime}: {rule_set.regime.title.en}"


def dated(rule_set: RuleSet) -> str:
    """A regime by date: its changes, in the order of the file, and what it leaves out."""
    file = rule_set.dated[-1]
    date = "expected in force" if file.expected else "in force"
    says = f"{date.capitalize()} {file.in_force} [{file.date_confidence}]; content [{file.confidence}]; changes from {code(file.extends)}."
    made = rule_set.amendments[len(rule_set.amendments) - len(file.changes) :]
    grades = {value.path: value.evidence for value in rule_set.values()}
    rows = []
    for amendment, change in zip(made, file.changes, strict=True):
        new = change.to if change.operation == "set" else change.value
        stands = spelt(new) if isinstance(new, dict) else word(amendment.new)
        running = RUNNING[amendment.running]
        source = f"{amendment.source}; {change.note}" if change.note else amendment.source
        grade = grades.get(amendment.path, "–")
        cells = (word(amendment.old), stands, amendment.law, running, amendment.confidence, grade, source)
        rows.append((code(amendment.path), *cells))
    left = [(entry.what, entry.why, entry.confidence, entry.source) for entry in file.left_out]
    return blocks(
        heading(3, dated_title(rule_set)),
        says,
        file.note or "",
        table(["Clause", "Was", "Is", "Law", "Running cases", "Confidence", "Grade", "Source"], rows),
        "Left out:" if left else "",
        table(["What", "Why", "Confidence", "Source"], left),
    )


# --- proposals


def papers(library: Library) -> dict[str, list[Proposal]]:
    """Proposals by file, under the title of its paper."""
    by_file = groupby(library.proposals.values(), key=lambda one: one.source.file)
    return {_paper_title(found[0].source): found for _, group in by_file if (found := list(group))}


def _paper_title(source: Source) -> str:
    title = source.tree.get("title")
    name = source.file.rpartition("/")[2].removesuffix(".yaml")
    return f"{name}: {title['en']}" if isinstance(title, dict) else name


def paper(title: str, proposals: list[Proposal], root: RuleSet) -> str:
    """A paper: its proposals with what they claim and what became of them, then every change they make."""
    about = [
        (code(p.id), p.reform.title.en, p.reform.kind, p.reform.law, _claim(p), _nature(p), p.reform.happened, p.reform.note or "")
        for p in proposals
    ]  # fmt: skip
    rows = [
        (code(p.id), *_change(change, root), _status(p, at)) for p in proposals for at, change in enumerate(p.changes)
    ]
    touched = [(code(p.id), codes(p.reform.touches)) for p in proposals if p.reform.touches]
    return blocks(
        heading(3, title),
        f"Paper: {proposals[0].paper}.",
        table(["Proposal", "Title", "Kind", "Law", "Claim", "Number", "What became of it", "Note"], about),
        "Changes:" if rows else "",
        table(["Proposal", "Clause", "Was", "Is", "Status"], rows),
        "Work and certificates that they touch:" if touched else "",
        table(["Proposal", "Touches"], touched),
    )


def _claim(proposal: Proposal) -> str:
    claim = proposal.reform.claim
    if claim is None:
        return "–"
    return f"{claim.saves:g} {claim.unit} ({claim.source})" + (f"; {claim.note}" if claim.note else "")


def _nature(proposal: Proposal) -> str:
    nature = proposal.reform.nature
    return "–" if nature is None else f"{nature.is_}: {nature.of}"


def _change(change: PathChange, root: RuleSet) -> tuple[str, str, str]:
    if change.operation == "set":
        return code(change.path), spelt(change.from_value), spelt(change.to)
    stands = node_at(root.source.tree, _keys(change.path))
    old = "–" if stands is MISSING else spelt(stands)
    if change.operation == "remove":
        return code(change.path), old, "removed"
    return code(change.path), old, f"added: {spelt(change.value)}"


def _keys(path: str) -> Keys:
    return tuple(int(part) if part.isdigit() else part for part in path.split("."))


def _status(proposal: Proposal, at: int) -> str:
    return "the law already" if proposal.in_force(at) else "proposed"


# --- practices


def practices(library: Library) -> dict[str, str]:
    """Every practice as a block, by its heading."""
    found = {}
    for name in names_in(library.root, "practices"):
        own = read_named(library.root, "practices", name)
        practice = shape(Practice, _whole(library, name))
        title = f"{name}: {practice.title.en}"
        found[title] = blocks(heading(3, title), _practice_head(practice, own), *_sections(practice, set(own.tree)))
    return found


def _whole(library: Library, name: str) -> Source:
    from sim.law.practices import read_practice

    return read_practice(library.root, name)


def _practice_head(practice: Practice, own: Source) -> str:
    below = f" Only what it says otherwise than {code(own.tree['extends'])}." if "extends" in own.tree else ""
    return f"Grade where nothing else is said: {origin(practice)}.{below}"


def _sections(practice: Practice, own: set[str]) -> list[str]:
    """What the practice adds to the law, then its other values."""
    added = [
        (f"{section}.{name}", entry)
        for section in ("contact", "offers") if section in own
        for name, entry in getattr(practice, section).items()
    ]  # fmt: skip
    values = [
        value for key in type(practice).model_fields if key in own - {"contact", "offers"} for value in values_in(getattr(practice, key))
    ]  # fmt: skip
    words = [("cover", practice.cover), ("overload", ", then ".join(practice.overload))]
    rows = [(code(value.path), ranged(value), origin(value)) for value in values]
    rows += [(code(key), text, "") for key, text in words if key in own]
    return [
        table(["Entry", "Title", "Who", "First", "Then every", "Starts by (clock)", "Asks for", "Grade: source"],
              [_voluntary(path, entry, practice) for path, entry in added]),
        table(["Value", "Is", "Grade: source"], rows),
    ]  # fmt: skip


def _voluntary(path: str, entry: Voluntary, practice: Practice) -> tuple[Any, ...]:
    exempt = [*entry.exempt, *(f"{trait} while {duty} holds" for trait, duty in entry.exempt_when_active.items())]
    who = ", ".join(entry.groups) + (f"; not {', '.join(exempt)}" if exempt else "")
    asks = code(getattr(entry, "activity", None) or getattr(entry, "procedure", ""))
    asks += f", {entry.form}" if hasattr(entry, "form") else ""
    asks += "; the citizen has a right to it" if getattr(entry, "on_request", False) else ""
    every = _by_need(entry.every) if entry.every else "once"
    grade = f"{entry.evidence or practice.evidence}: {entry.source or practice.source}"
    return (
        code(path), entry.title.en, who, _by_need(entry.first), every + (" (random)" if entry.random else ""),
        f"{', '.join(entry.starts)} ({entry.clock})", asks, grade,
    )  # fmt: skip


def _by_need(times: ByNeed) -> str:
    said = {need: ranged(getattr(times, need)) for need in ("light", "medium", "heavy")}
    if len(set(said.values())) == 1:
        return said["light"]
    return "; ".join(f"{need} {text}" for need, text in said.items())
