"""The regimes by date: what each says otherwise than the one it extends."""

from __future__ import annotations

from sim.authoring.rulebook.markdown import blocks, code, heading, table
from sim.authoring.rulebook.words import spelt
from sim.law.compose.rule_set import RuleSet
from sim.law.reading.text import word

RUNNING_CASES = {"move": "move at once", "keep": "keep the old rule", "next-switch": "move at their next switch"}
"""What becomes of cases that run on the day."""
IN_A_RUN = (
    "“Running cases” is what becomes of them in a run that passes the day (`then`, or `rules: enacted`, in a study): they move to the "
    "new rule at once, keep the old one until their next switch of group or benefit, or keep it as long as the citizen stays. Where the "
    "changes of one duty or procedure differ, the one that leaves cases alone for longest holds for all of it; a change holds on the way "
    "back too. A procedure that has begun ends by the law under which it began, whatever the column says. To what a proposal changes, "
    "cases move at once."
)


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
        running = RUNNING_CASES[amendment.running]
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
