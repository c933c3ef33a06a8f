# %% [markdown]
# # 5. How sure is it?
#
# **Would the result be the same with other chance, and with other values for what nobody has measured?**
#
# These are two questions. More pairs of runs answer the first. No number of runs answers the second: only a count, a
# time study or a trial can. This notebook asks both, one assumption at a time and all of them together, and asks where a
# claim holds.

# %%
from pathlib import Path

import pandas as pd

import sim

pd.set_option("display.float_format", "{:,.1f}".format, "display.max_colwidth", 80)

QUICK = {"workers": 1, "progress": False}

# the study of notebook 1, whose finished runs are used again
STUDY = """\
schema: 1
study: first
title: {en: My first study, da: Min første undersøgelse}
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
  - {rules: freed-six-cities, practice: same-contact-by-need}
"""
Path("first.yaml").write_text(STUDY, encoding="utf-8")
study = sim.load("first.yaml")

# %% [markdown]
# ## Chance
#
# Each pair of runs has the same citizens under both rule sets. So the two numbers of a pair rise and fall together, and
# chance largely cancels in their difference.

# %%
result = study.run(report=False, **QUICK)
measures = result.measures
asked = measures[
    (measures["measure"] == "hours_asked") & (measures[["group", "team", "activity", "need"]] == "all").all(axis=1)
]
pairs = asked.pivot_table(index="replication", columns="rule_set", values="value")
pairs.assign(difference=pairs["freed-six-cities"] - pairs["current"])

# %% [markdown]
# The interval by chance follows from the spread of these differences (Student's t). `variance_factor` says how many times
# more runs would be needed if every run had citizens of its own.

# %%
table = result.compare("freed-six-cities").table
whole = (table[["group", "team", "activity", "need"]] == "all").all(axis=1)
table.loc[
    whole & (table["measure"] == "hours_asked"), ["difference", "low", "high", "pairs", "variance_factor", "verdict"]
]

# %% [markdown]
# More pairs make this interval narrower: `study.run(replications=10)`. Finished pairs are used again.
#
# ## One assumption at a time
#
# Values that are one assumption form a group, and all groups are listed in `scenarios/figures/leading.yaml`. Each is set
# to both ends of its range, with everything else as it is. `contact` is how often a freed jobcenter meets its citizens,
# `cases-per-post` the size of the staff.

# %%
one = study.sensitivity(groups=["contact", "cases-per-post"], replications=2, **QUICK)
table = one.table
asked = table[table["measure"] == "hours_asked"]
asked[["group", "unit", "low", "headline", "high", "low_half", "high_half", "beyond_chance", "pairs"]]

# %% [markdown]
# `headline` is the difference of the first two pairs as it is. `low` and `high` are their difference with the group at
# either end. The half-widths are chance. `beyond_chance` says whether an end moves the difference by more than that.

# %%
one.chart()

# %% [markdown]
# ## All of them together, and where a claim holds
#
# Assumptions also act together. `uncertainty` draws values for all of them at once, runs a pair for each draw, and takes
# chance out of the spread. A claim is a sentence about a difference that is either true or false in a draw, such as
# *rules and practice ask for at least 1,000 hours a year less*.
#
# Eight draws of the leading groups are the fewest that it accepts. They show how it works and no more: from 40 draws on
# it looks for the values under which the claim holds, and from 100 on for the share that each value carries.

# %%
SAMPLES = 8  # 200 for a result; all values instead of the leading ones take hours
CLAIM = "hours_asked < -1000"

together = study.uncertainty(samples=SAMPLES, values="leading", claim=CLAIM, **QUICK)
both = together.intervals.set_index("measure")
both.loc[
    ["hours_asked"], ["unit", "central", "chance_low", "chance_high", "low", "high", "level", "samples", "distinct"]
]

# %% [markdown]
# `chance_low` to `chance_high` is chance with the values as they are. `low` to `high` has the middle share `level` of
# the draws: eight draws cannot give the middle 95 of 100. `distinct` says whether the draws differ by more than chance.

# %%
claim = together.claims.iloc[0]
print(f"{claim['text']}: true in {claim['met']} of {claim['samples']} draws. Where it holds: {claim['verdict']}.")

# %%
together.chart("uncertainty")

# %% [markdown]
# The result on the disk has these intervals from now on. `Result.read` reads it. The table has all three uncertainties side
# by side: chance, one assumption at a time (`assumptions_…`), and all together (`sampled_…`).

# %%
numbers = sim.Result.read(study, result.folder).headlines().set_index("title")
numbers.loc[
    numbers["measure"].isin(["hours_asked", "meetings", "wait_clarification_mean_standardised"]),
    [
        "unit",
        "difference",
        "low",
        "high",
        "assumptions_low",
        "assumptions_high",
        "sampled_low",
        "sampled_high",
        "nature",
    ],
]

# %%
print("Three pairs of half a year in a small municipality and eight draws are too short for conclusions.")

# %% [markdown]
# ## What you can change now
#
# - `groups=None` tests every group, one at a time. `study.sensitivity("morris", samples=10)`, `"sobol"` and `"shapley"`
#   move them together.
# - `SAMPLES = 200` and `values="all"`: then `together.shares` says which value carries which share, `together.worth`
#   what to measure first, and `together.claims` where the claim holds. At Aalborg this takes hours.
# - `CLAIM`: any headline, `<` or `>`, and a number in its unit. `result.headlines()["measure"]` lists the names.
# - On the command line: `jobsim sensitivity aalborg --method oat` and `jobsim uncertainty aalborg --samples 200`.
