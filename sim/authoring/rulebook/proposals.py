"""The proposals by paper, and the named rule sets that contain them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import groupby

from sim.authoring.rulebook.markdown import blocks, code, heading, table
from sim.authoring.rulebook.words import codes, spelt
from sim.files.edit import MISSING, node_at
from sim.files.source import Source
from sim.files.tree import Keys
from sim.law.clauses.reform import PathChange
from sim.law.compose.library import Library, Package
from sim.law.compose.proposal import Proposal
from sim.law.compose.rule_set import RuleSet


def papers(library: Library) -> dict[str, list[Proposal]]:
    """Proposals by file, under the title of its paper."""
    by_file = groupby(library.proposals.values(), key=lambda proposal: proposal.source.file)
    return {_paper_title(proposals[0].source): proposals for _, group in by_file if (proposals := list(group))}


def _paper_title(source: Source) -> str:
    title = source.tree.get("title")
    name = source.file.rpartition("/")[2].removesuffix(".yaml")
    return f"{name}: {title['en']}" if isinstance(title, dict) else name


def paper(title: str, proposals: list[Proposal], root: RuleSet) -> str:
    """A paper: its proposals with their claims and later events, then all their changes."""
    run, others = ([p for p in proposals if (p.reform.kind == "process") is process] for process in (True, False))
    about = [(*_head(p), _nature(p), *_tail(p)) for p in run]
    unrun = [(*_head(p), _budget(p), p.reform.why.en if p.reform.why else "", *_tail(p)) for p in others]
    rows = [
        (code(p.id), *_change(change, root.by_name(p.written_for)), _status(p, index))
        for p in run
        for index, change in enumerate(p.changes)
    ]
    touched = [(code(p.id), codes(p.reform.touches)) for p in run if p.reform.touches]
    return blocks(
        heading(3, title),
        f"Paper: {proposals[0].paper}. {_regimes(proposals)}",
        table(["Proposal", "Title", "Kind", "Law", "Claim", "Number", "Later events", "Note"], about),
        "Proposals that are not run, because they do not change a rule:" if unrun else "",
        table(
            ["Proposal", "Title", "Kind", "Law", "Claim", "Budget", "Why it is not run", "Later events", "Note"],
            unrun,
        ),
        "Changes:" if rows else "",
        table(["Proposal", "Clause", "Was", "Is", "Status"], rows),
        "Work and certificates that the proposals touch:" if touched else "",
        table(["Proposal", "Touches"], touched),
    )


def counts(papers: Mapping[str, list[Proposal]]) -> str:
    """How many proposals of each kind every paper has, and all of them together."""
    kinds = ("process", "budget", "governance")
    numbers: dict[str, Counter[str]] = {
        title: Counter(str(proposal.reform.kind) for proposal in proposals) for title, proposals in papers.items()
    }
    numbers["all"] = sum(numbers.values(), Counter())
    rows = [(title, str(number.total()), *(str(number[kind]) for kind in kinds)) for title, number in numbers.items()]
    return table(["Paper", "Proposals", *kinds], rows)


def _head(proposal: Proposal) -> tuple[str, ...]:
    reform = proposal.reform
    return code(proposal.id), reform.title.en, reform.kind, reform.law, _claim(proposal)


def _tail(proposal: Proposal) -> tuple[str, ...]:
    return proposal.reform.happened, proposal.reform.note or ""


def _regimes(proposals: list[Proposal]) -> str:
    """The regime that the paper argues against, the regime whose paths the changes name, and the proposals that differ."""
    file = proposals[0].source.tree
    parts = [f"Argued against {file['argued_against']}", f"changes written for {file['written_for']}"]
    for p in proposals:
        own = [
            f"{words} {regime}"
            for words, regime, usual in (
                ("against", p.argued_against, file["argued_against"]), ("written for", p.written_for, file["written_for"]),
            ) if regime != usual
        ]  # fmt: skip
        parts += [f"{code(p.id)} {' and '.join(own)}"] if own else []
    return "; ".join(parts) + "."


def _claim(proposal: Proposal) -> str:
    """The paper's saving, or another number that the paper states."""
    claim = proposal.reform.claim
    if claim is None:
        return "–"
    number = f"saves {_number(claim.saves)}" if claim.saves is not None else f"states {_number(claim.states or 0)}"
    return f"{number} {claim.unit.en} ({claim.source})" + (f"; {claim.note}" if claim.note else "")


def _budget(proposal: Proposal) -> str:
    line = proposal.reform.budget
    if line is None:
        return "–"
    return (
        "no amount" + f" ({line.source})"
        if line.amount is None
        else f"{_number(line.amount)} {line.unit.en} ({line.source})"
    )


def _number(number: float) -> str:
    return f"{number:,.10g}"


def _nature(proposal: Proposal) -> str:
    nature = proposal.reform.nature
    money = f"; budget: {_budget(proposal)}" if proposal.reform.budget else ""
    return "–" if nature is None else f"{nature.is_}: {nature.of.en}{money}"


def _change(change: PathChange, base: RuleSet) -> tuple[str, str, str]:
    """The clause, its value in ``base`` (against which the change is checked), and its new value."""
    if change.operation == "set":
        return code(change.path), spelt(change.from_value), spelt(change.to)
    if change.operation == "keep":
        return code(change.path), spelt(change.value), "stays"
    present = node_at(base.source.tree, _keys(change.path))
    old = "–" if present is MISSING else spelt(present)
    if change.operation == "remove":
        return code(change.path), old, "removed"
    return code(change.path), old, f"added: {spelt(change.value)}"


def _keys(path: str) -> Keys:
    return tuple(int(part) if part.isdigit() else part for part in path.split("."))


def _status(proposal: Proposal, number: int) -> str:
    status = "applied only if it is not law already" if proposal.in_force(number) else "proposed"
    regimes = proposal.changes[number].limited_to
    return status + (f"; on {', '.join(regimes)} only" if regimes else "")


def package(name: str, package: Package, library: Library) -> tuple[str, str, str, str, str, str]:
    """A named rule set: its regime, its proposals and its own changes."""
    base = library.rule_set(package.regime)
    own = "; ".join(f"{path}: {old} → {new}" for path, old, new in (_change(c, base) for c in package.changes))
    own += f" ({package.law})" if own and package.law else ""
    return (
        code(name),
        package.title.en,
        package.regime,
        ", ".join(package.reforms) or "none",
        own or "–",
        package.note or "",
    )
