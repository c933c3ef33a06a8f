# %% [markdown]
# # 2. Compare rule sets, and make a chart for a report
#
# **Which rules differ, what do they change for hours and waits, and how much of that is the practice?**
#
# A result belongs to four things: the law, the practice of the jobcenter, the staff and the people. This notebook
# holds staff and people, changes law and practice one after the other, and ends with a chart that can be printed.

# %%
from pathlib import Path

import pandas as pd

import sim

pd.set_option("display.float_format", "{:,.1f}".format, "display.max_colwidth", 80)

# %% [markdown]
# ## Which clauses differ
#
# A rule set is a named set of clauses. `rules_diff` lists every clause in which two of them differ, and the proposal
# (`by`) that changes it. Nothing is run for this. `current+004-3c` would be the law with one proposal alone.

# %%
clauses = sim.rules_diff("current", "freed-six-cities")
print(len(clauses), "clauses differ, in", clauses["by"].nunique(), "combinations of proposals.")
clauses.head(8)

# %% [markdown]
# ## A study of three rule sets and two practices
#
# `freed` has every deregulation of four papers that is compatible with the others. An entry with two practices makes
# two columns. `ranges` sets the intervals between freed meetings to both ends of their ranges. It does so in the first
# column after the baseline.

# %%
STUDY = """\
schema: 1
study: rule-sets
title: {en: Three rule sets for Morsø, da: Tre regelsæt for Morsø}
places: [morsoe]
start: 2024-01-01
warm_up: 3 months
measured: 6 months
follow_up: 6 months
replications: 3
seed: 20240101
ranges: [contact]
compare:
  - {rules: current}
  - {rules: freed-six-cities, practice: [same-contact-by-need, contact-on-request]}
  - {rules: freed, practice: same-contact-by-need}
"""
Path("rule-sets.yaml").write_text(STUDY, encoding="utf-8")
result = sim.load("rule-sets.yaml").run(report=False, workers=1, progress=False)
result.made, result.reused

# %% [markdown]
# ## The changes side by side
#
# A short name suffices if it fits one column. Each change has its interval by chance. `nature` says whether a number
# emerges from the model, scales an input or echoes one.

# %%
numbers = result.headlines()
rows = ["hours_asked", "meetings", "wait_first_meeting_mean_standardised", "wait_clarification_mean_standardised"]
side_by_side = numbers[numbers["measure"].isin(rows)].set_index(["title", "unit", "column"])
side_by_side[["baseline_mean", "difference", "low", "high", "nature"]].sort_index(level="title", sort_remaining=False)

# %% [markdown]
# The first column also has the interval of what nobody has measured. Compare it with chance: the interval is wide,
# because nobody has seen a jobcenter under freed rules, and so nobody knows how often it would meet its citizens.

# %%
tested = numbers[numbers["measure"].isin(rows)].dropna(subset="assumptions_low").set_index("title")
tested[["unit", "difference", "low", "high", "assumptions_low", "assumptions_high"]]

# %% [markdown]
# ## How much of it is the practice
#
# Any two columns can be compared. These two have the same law and differ in the practice alone. The interval is chance.

# %%
practice = result.compare("freed-six-cities/contact-on-request", "freed-six-cities/same-contact-by-need")
hours = practice.hours().set_index(["step", "part"])
hours.loc[[("removed", "all"), ("became", "running-casework"), ("became", "no-longer-shed")], ["hours", "low", "high"]]

# %% [markdown]
# Positive hours are freed. So the practice alone moves the hours, under one and the same law. A claim about freed rules
# that names no practice cannot be tested.
#
# ## A chart for a report
#
# Every chart has a name, its numbers as a table, both languages, and a text for readers who do not see it. Whiskers are
# chance. Dotted whiskers are the tested assumption, in the column that has it.

# %%
chart = result.chart("differences", lang="en")
chart

# %%
chart.numbers()[["column", "measure", "activity", "unit", "difference", "low", "high"]].head(4)

# %% [markdown]
# `save` writes the picture and its numbers beside it. The ending decides the format: PDF or SVG for print, PNG for a
# slide. The chart for a Danish report has Danish words, decimal commas and the same run hash in its foot.

# %%
danish = result.chart("differences", lang="da")
for name in ("changes.pdf", "changes.svg"):
    print(danish.save(Path("charts") / name, headings="da"))
print(danish.drawn.alternative)

# %% [markdown]
# How to cite the numbers stands in `cite.txt` of the results: version, study and run hash.

# %%
print((result.folder / "cite.txt").read_text(encoding="utf-8").split("\n\n")[0])
print("Three pairs of half a year in a small municipality are too short for conclusions.")

# %% [markdown]
# ## What you can change now
#
# - `compare`: other rule sets. `jobsim rules list` has the proposals of five papers, `jobsim rules document` the
#   practices. `rules: R2026b` is the law since 1 July 2026.
# - `capacity: [keep, cut]` in an entry: the staff that the freed hours allow to go, and its price. Freed hours are
#   counted once: as money if staff is cut, as time if it is kept.
# - The name of the chart. A name that does not exist lists the others: try `result.chart("x")`.
# - `result.compare(…).waits()`, `.caseloads()` and `.all()`, and the tidy tables `result.measures` and
#   `result.comparisons`.
# - `result.draw("da")` writes all charts and the page in Danish.
