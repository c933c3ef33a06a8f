"""The whole page: introduction, contents, an index by section of the law, the root regime, and all differences from it."""

from __future__ import annotations

from sim.authoring.rulebook import dated, practices, proposals
from sim.authoring.rulebook.law import by_section, contents, law
from sim.authoring.rulebook.markdown import blocks, code, heading, link, table
from sim.files.folder import names_in
from sim.law.compose.library import Library
from sim.law.compose.rule_set import RuleSet

COMMAND = "make generated"
_INTRODUCTION = f"""
This page lists every rule of the files under `scenarios/`. `{COMMAND}` writes it; do not edit it.
`jobsim rules document` prints the page for another folder of scenario files.

- A **clause** is a path in those files (`duties.early-contact.deadline`). `jobsim rules show R2024 duties.early-contact` prints one
  clause in full. `jobsim rules diff R2024 R2026b` prints the clauses in which two rule sets differ.
- A **range** in parentheses shows how well a value is known. The **grade** is the kind of evidence: `law`, `statistic`, `study`, `seed`,
  `expert`, `fitted`, `assumption`, `unknown`. `seed` is a policy paper. `fitted` is set so that a run meets a figure.
- A **source** such as A018, S004 or X226 is a row of the collection of figures. law.md is the collection of law texts.
- **Confidence** refers to a statement about the law. V: verified. V2: verified in a secondary or older source. S: stated in a
  paper. D: derived. G: not verified.
- [coverage.md](../coverage.md) lists the parts of the law that are built and the parts that are left out, with reasons. The parts that a
  regime by date leaves out are listed with the regime.
"""
_ACTS = {
    "LAB": "lov om en aktiv beskæftigelsesindsats", "SDPL": "lov om sygedagpenge",
    "LOB": "lov om organisering og understøttelse af beskæftigelsesindsatsen", "LAS": "lov om aktiv socialpolitik",
    "LSP": "lov om social pension", "KOMP": "lov om kompensation til handicappede i erhverv",
}  # fmt: skip
INDEX, REGIMES, PROPOSALS, PRACTICES, SETS = (
    "By section of the law", "Regimes by date", "Proposals", "Practices", "Rule sets with a name",
)  # fmt: skip


def document(library: Library) -> str:
    """The page in markdown."""
    root = _root(library)
    others = [library.rule_set(name) for name in names_in(library.root, "regimes") if name != root.name]
    papers, blocks_of_practices = proposals.papers(library), practices.practices(library)
    law_title = f"{root.regime.regime}: {root.regime.title.en}"
    listed = [
        f"- {link(INDEX, INDEX)}",
        f"- {link(law_title, law_title)} (in force {root.regime.in_force}), the root",
        contents(root.regime),
        *_listed(REGIMES, [dated.dated_title(other) for other in others]),
        *_listed(PROPOSALS, list(papers)),
        *_listed(PRACTICES, list(blocks_of_practices)),
        f"- {link(SETS, SETS)}",
    ]
    return blocks(
        heading(1, "The rules"),
        _INTRODUCTION,
        "\n".join(listed),
        heading(2, INDEX),
        ", ".join(f"{short} = {name}" for short, name in _ACTS.items()) + ".",
        _index(root),
        heading(2, law_title),
        f"This chapter has all {len(root.values())} values of {root.name}.",
        law(root.regime),
        heading(2, REGIMES),
        "Each regime is listed by its changes of the regime that it extends.",
        dated.IN_A_RUN,
        *(dated.dated(other) for other in others),
        heading(2, PROPOSALS),
        "“Number” is the nature of the result: it emerges from a run, scales an input or echoes an input. A claim is a statement of the "
        "paper, never a finding. A clause that “stays” is not changed: proposals that change it are contradictions.",
        proposals.counts(papers),
        *(proposals.paper(title, its, root) for title, its in papers.items()),
        heading(2, PRACTICES),
        "A practice has the jobcenter's choices where the law leaves a choice. A study may set each of these values by its path. "
        "`sweep` makes a column for each of several values, inside or outside the range on this page.",
        *blocks_of_practices.values(),
        heading(2, SETS),
        _sets(library),
    )


def _root(library: Library) -> RuleSet:
    """The regime that does not extend another one."""
    names = names_in(library.root, "regimes")
    return next(regime for name in names if not (regime := library.rule_set(name)).dated)


def _listed(title: str, below: list[str]) -> list[str]:
    return [f"- {link(title, title)}", *(f"  - {link(heading_, heading_)}" for heading_ in below)]


def _index(root: RuleSet) -> str:
    rows = [
        (law, ", ".join(link(code(clause), chapter) for clause, chapter in clauses))
        for law, clauses in by_section(root.regime).items()
    ]
    return table(["Law", "Clauses"], rows)


def _sets(library: Library) -> str:
    rows = [proposals.package(name, package, library) for name, package in library.packages.items()]
    return table(["Rule set", "Title", "Regime", "Proposals", "Changes of its own", "Note"], rows)
