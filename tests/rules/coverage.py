"""Which clause of the law has which cases: ``docs/generated/rule-cases.md`` from clauses.yaml and the cases."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, TypeAdapter
from ruamel.yaml import YAML

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


def clauses() -> Clauses:
    """Section -> clause -> what it says."""
    raw = YAML(typ="safe", pure=True).load(FOLDER / "clauses.yaml")
    return TypeAdapter(Clauses).validate_python(raw)


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
