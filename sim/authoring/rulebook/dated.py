"""The regimes by date: the differences of each from the regime that it extends."""

from __future__ import annotations

from sim.authoring.rulebook.markdown import blocks, code, heading, table
from sim.authoring.rulebook.words import spelt
from sim.law.compose.rule_set import RuleSet
from sim.law.reading.text import word

RUNNING_CASES = {"move": "move at once", "keep": "keep the old rule", "next-switch": "move at their next switch"}
"""The rule for cases that run on the day of a change."""
IN_A_RUN = (
    "The column “Running cases” applies to a run that passes the day of the change (`then`, or `rules: enacted`, in a study). Running "
    "cases move to the new rule at once, or at their next switch of group or benefit, or never. If the changes of one duty or procedure "
    "differ, the latest of these moves applies to all of it. The same rule applies if a run changes the law in the opposite direction. "
    "A procedure always ends under the law under which it began. Cases move at once to the changes of a proposal."
)


def dated_title(rule_set: RuleSet) -> str:
    """The heading of a regime by date."""
    return f"{rule_set.regime.regime}: {rule_set.regime.title.en}"


def dated(rule_set: RuleSet) -> str:
    """A regime by date: its changes in the order of the file, and the parts of the law that it leaves out."""
    file = rule_set.dated[-1]
    date = "announced for" if file.expected else "in force"
    dates = f"{date.capitalize()} {file.in_force} [{file.date_confidence}]; content [{file.confidence}]; changes from {code(file.extends)}."
    amendments = rule_set.amendments[len(rule_set.amendments) - len(file.changes) :]
    grades = {value.path: value.evidence for value in rule_set.values()}
    rows = []
    for amendment, change in zip(amendments, file.changes, strict=True):
        new = change.to if change.operation == "set" else change.value
        value_text = spelt(new) if isinstance(new, dict) else word(amendment.new)
        running = RUNNING_CASES[amendment.running]
        source = f"{amendment.source}; {change.note}" if change.note else amendment.source
        grade = grades.get(amendment.path, "–")
        cells = (word(amendment.old), value_text, amendment.law, running, amendment.confidence, grade, source)
        rows.append((code(amendment.path), *cells))
    omissions = [(entry.what, entry.why, entry.confidence, entry.source) for entry in file.left_out]
    return blocks(
        heading(3, dated_title(rule_set)),
        dates,
        file.caution.en if file.caution else "",
        file.note or "",
        table(["Clause", "Was", "Is", "Law", "Running cases", "Confidence", "Grade", "Source"], rows),
        "Left out:" if omissions else "",
        table(["What", "Why", "Confidence", "Source"], omissions),
    )
