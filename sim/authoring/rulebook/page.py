"""The whole page: how to read it, contents, an index by section of the law, the root, what others say otherwise."""

from __future__ import annotations

from sim.authoring.rulebook import dated, practices, proposals
from sim.authoring.rulebook.law import by_section, contents, law
from sim.authoring.rulebook.markdown import blocks, code, heading, link, table
from sim.files.folder import names_in
from sim.law.compose.library import Library
from sim.law.compose.rule_set import RuleSet

COMMAND = "make generated"
_INTRODUCTION = f"""
Every rule that the simulator knows, as the files under `scenarios/` have it. This page is made from them by
`{COMMAND}` and never edited by hand. `jobsim rules document` prints it for another folder of scenario files.

- A **clause** is a path in those files (`duties.early-contact.deadline`). `jobsim rules show R2024 duties.early-contact` prints one
  in full, `jobsim rules diff R2024 R2026b` the clauses in which two rule sets differ.
- A **range** in parentheses says how well a value is known. The **grade** says from what: `law`, `statistic`, `study`, `seed` (a policy
  paper), `expert`, `fitted` (set so that a run meets a figure), `assumption`, `unknown`. A **source** such as A018, S004 or X226 is a row
  of the collection of figures; law.md is the collection of law texts.
- **Confidence** is that of a statement about the law: V verified, V2 verified in a secondary or older source, S stated in a paper,
  D derived, G not verified.
- What of the law is built and what is left out, and why, stands in [coverage.md](../coverage.md); what a regime by date leaves out stands
  with it below.
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
    papers, found = proposals.papers(library), practices.practices(library)
    law_title = f"{root.regime.regime}: {root.regime.title.en}"
    listed = [
        f"- {link(INDEX, INDEX)}",
        f"- {link(law_title, law_title)} (in force {root.regime.in_force}), the root",
        contents(root.regime),
        *_listed(REGIMES, [dated.dated_title(one) for one in others]),
        *_listed(PROPOSALS, list(papers)),
        *_listed(PRACTICES, list(found)),
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
        f"Every value of {root.name} stands here, {len(root.values())} in all.",
        law(root.regime),
        heading(2, REGIMES),
        "Each is given as its changes from the one it extends, towards or away from the root.",
        dated.IN_A_RUN,
        *(dated.dated(one) for one in others),
        heading(2, PROPOSALS),
        "“Number” says whether what comes out emerges from a run, scales an input or echoes one. A claim is what the paper says, never a "
        "finding. “Stays” changes nothing: it contradicts proposals that change that clause.",
        *(proposals.paper(title, its, root) for title, its in papers.items()),
        heading(2, PRACTICES),
        "What a jobcenter does where the law leaves a thing open. A study may set each of these values by its path: `sweep` makes a column "
        "for each of several, within the range given here or outside it.",
        *found.values(),
        heading(2, SETS),
        _sets(library),
    )


def _root(library: Library) -> RuleSet:
    """The regime that extends no other."""
    names = names_in(library.root, "regimes")
    return next(found for name in names if not (found := library.rule_set(name)).dated)


def _listed(title: str, below: list[str]) -> list[str]:
    return [f"- {link(title, title)}", *(f"  - {link(one, one)}" for one in below)]


def _index(root: RuleSet) -> str:
    rows = [
        (law, ", ".join(link(code(clause), chapter) for clause, chapter in found))
        for law, found in by_section(root.regime).items()
    ]
    return table(["Law", "Clauses"], rows)


def _sets(library: Library) -> str:
    rows = [proposals.package(name, package, library) for name, package in library.packages.items()]
    return table(["Rule set", "Title", "Regime", "Proposals", "Changes of its own", "Note"], rows)
