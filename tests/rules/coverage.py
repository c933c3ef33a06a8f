"""Which clause of the law has which cases: ``docs/generated/rule-cases.md`` from clauses.yaml and the cases."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, TypeAdapter
from ruamel.yaml import YAML

from sim.law.compose.library import Library
from tests.rules.case import FOLDER, all_cases

HEAD = """# Clauses and cases

Which case holds which clause of the law, by the sections of `law.md`. Made from `clauses.yaml` and the `clause:` keys of the cases in
`tests/rules/` by `make generated` and never edited by hand. *Differs*: the case is known to fail (`xfail`), and says why.
"""


class LeftOut(BaseModel):
    """A clause that no case can be written for, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: str
    left_out: str


Clauses = dict[str, dict[str, str | LeftOut]]


PROPOSALS = "7 Proposals"
"""The section of proposals. Each proposal of process is a clause, named by the section of its paper in ``law.md``."""


def clauses() -> Clauses:
    """Section -> clause -> its rule. Those of proposals are their titles, unless the file says why there is no case."""
    raw = YAML(typ="safe").load(FOLDER / "clauses.yaml")
    written = TypeAdapter(Clauses).validate_python(raw)
    proposals = Library.load().proposals.items()
    titles = {clause_of(key): one.reform.title.en for key, one in proposals if one.reform.kind == "process"}
    return {**written, PROPOSALS: {**titles, **written[PROPOSALS]}}


def clause_of(proposal: str) -> str:
    """The clause of a proposal: paper 000 is section 7.1 of ``law.md``, and so on."""
    return f"7.{int(proposal[:3]) + 1} {proposal}"


def cases_by_clause() -> dict[str, list[str]]:
    """Clause -> the titles of its cases, by file; those known to differ say so."""
    found: dict[str, list[str]] = {}
    for name, case in all_cases().items():
        for clause in case.clause:
            file = name.partition(":")[0]
            found.setdefault(clause, []).append(f"{case.title} (`{file}`{'; *differs*' if case.xfail else ''})")
    return found


def table() -> str:
    """The text of the document."""
    cases, lines = cases_by_clause(), [HEAD]
    for section, rules in clauses().items():
        lines += [f"## {section}", "", "| clause | rule | cases |", "| --- | --- | --- |"]
        for clause, says in rules.items():
            if isinstance(says, LeftOut):
                lines.append(f"| {clause} | {says.rule} | none: {says.left_out} |")
            else:
                lines.append(f"| {clause} | {says} | {'<br>'.join(cases.get(clause, []))} |")
        lines.append("")
    return "\n".join(lines)
