# %% [markdown]
# # 3. Your own reform and your own practice
#
# **What would two meetings instead of four in the first six months do, and what if colleagues took the meetings of a
# caseworker who is ill?**
#
# The first is a reform: it changes the law. The second is a practice: the jobcenter decides it. Both are short texts,
# and need no Python.

# %%
import tempfile
from pathlib import Path

import pandas as pd

import sim

pd.set_option("display.float_format", "{:,.1f}".format, "display.max_colwidth", 80)

# %% [markdown]
# ## A copy of the rules
#
# Rules, practices, people and prices are text files in one folder. `own_scenarios` copies it, and everything below reads
# the copy. This notebook uses a temporary folder, so nothing of the installation changes. To keep your work, write
# `sim.own_scenarios("my-scenarios")`. On the command line, `export JOBSIM_SCENARIOS=my-scenarios` chooses the copy.

# %%
temporary = tempfile.TemporaryDirectory(prefix="jobsim-")
mine = sim.own_scenarios(Path(temporary.name) / "scenarios")
sorted(folder.name for folder in mine.iterdir())

# %% [markdown]
# ## A reform
#
# A proposal is a list of changes to named values. `jobsim rules show current duties.early-contact` prints the clause
# that this one changes.
#
# - `from` is checked against the law, so a proposal cannot rest on a rule that is not there.
# - `touches` names the activities whose number must change.
# - `nature` says what kind of result it is. This one emerges from the meetings that are left.

# %%
REFORM = """\
schema: 1
paper: my-paper
title: {en: My own proposals, da: Mine egne forslag}
argued_against: R2024
written_for: R2024
reforms:
  my-1:
    title: {en: Two meetings instead of four in the first six months, da: To samtaler i stedet for fire i de første seks måneder}
    kind: process
    paper_place: "an example of a notebook"
    changes:
      - {set: duties.early-contact.meetings.value, from: 4, to: 2}
    touches: [follow-up-meeting, deadline-tracking]
    nature: {is: emerges, of: {en: "the meetings that are left", da: "de samtaler, der er tilbage"}}
    law: LAB § 31(3)
    happened: "An example. Nobody has proposed it."
"""
file = mine / "reforms" / "my-paper.yaml"
file.write_text(REFORM, encoding="utf-8")
sim.rules_diff("current", "current+my-1")

# %% [markdown]
# A slip is found before anything runs. The message names file and line, what was found and what was expected.

# %%
file.write_text(REFORM.replace("from: 4", "from: 5"), encoding="utf-8")
try:
    sim.rules_diff("current", "current+my-1")
except sim.ScenarioError as error:
    print(error)
finally:
    file.write_text(REFORM, encoding="utf-8")

# %% [markdown]
# ## A practice
#
# A practice extends another one and changes what differs. `cover: team` lets colleagues take the meetings of a
# caseworker who is ill. Otherwise the meetings wait.

# %%
PRACTICE = """\
schema: 1
practice: my-practice
title: {en: "ordinary practice, colleagues cover illness", da: "almindelig praksis, kolleger dækker sygdom"}
extends: baseline
evidence: assumption
source: an example of a notebook

cover: team
"""

# %% [markdown]
# ## A study of both
#
# Three columns tell the two apart: the law as it is, the reform alone, and the reform with the practice.

# %%
STUDY = """\
schema: 1
study: my-study
title: {en: My reform and my practice, da: Mit forslag og min praksis}
places: [morsoe]
start: 2024-01-01
warm_up: 3 months
measured: 6 months
follow_up: 6 months
replications: 3
seed: 20240101
ranges: [tracking]
compare:
  - {rules: current}
  - {rules: current+my-1, practice: [baseline, my-practice]}
"""
(mine / "practices" / "my-practice.yaml").write_text(PRACTICE, encoding="utf-8")
(mine / "studies" / "my-study.yaml").write_text(STUDY, encoding="utf-8")
result = sim.load("my-study").run(report=False, workers=1, progress=False)
result

# %% [markdown]
# `low` to `high` is chance, in both columns.

# %%
numbers = result.headlines()
rows = ["hours_asked", "hours_asked_rules", "meetings", "wait_first_meeting_mean_standardised"]
shown = numbers[numbers["measure"].isin(rows)]
by_column = shown.set_index(["title", "unit", "column"])
by_column[["baseline_mean", "difference", "low", "high", "nature"]].sort_index(level="title", sort_remaining=False)

# %% [markdown]
# What nobody has measured is tested in the first column after the baseline. Here it is the minutes of deadline tracking
# alone. Notebook 5 shows how to test all that nobody has measured.

# %%
tested = shown.dropna(subset="assumptions_low").set_index("title")
tested[["unit", "difference", "low", "high", "assumptions_low", "assumptions_high", "assumptions_beyond_chance"]]

# %% [markdown]
# What the practice adds under the same law is the comparison of the two variants. It has its own interval, because both
# have the same citizens too.

# %%
by_practice = result.compare("my-practice", "current+my-1/baseline").all()
held = by_practice[by_practice["measure"].isin(["hours_shed", "meetings", "wait_first_meeting_mean_standardised"])]
whole = (held[["group", "team", "activity", "need"]] == "all").all(axis=1)
held.loc[whole, ["measure", "unit", "difference", "low", "high", "pairs", "nature"]]

# %%
result.chart("waterfall")

# %%
temporary.cleanup()
print("Three pairs of half a year in a small municipality are too short for conclusions.")

# %% [markdown]
# ## What you can change now
#
# - The numbers `from: 4, to: 2`, or another clause. `jobsim rules show current` lists them all.
# - `extends`: start from `contact-on-request` or another practice, and change the days between meetings with
#   `changes: [{set: PATH, to: {value: 60 days, low: 30 days, high: 90 days}}]`. An assumption needs a range.
# - `jobsim new reform ID --paper NAME` and `jobsim new practice NAME` write skeletons with a comment at each key.
# - `jobsim check my-study` says first whether the staff can do that law at all.
