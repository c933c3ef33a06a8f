# %% [markdown]
# # 6. One citizen's history
#
# **What happens to one citizen, under which clause, and what would have happened under other rules?**
#
# A mean says little about why. The model can show the case of one citizen as a journal, entry by entry, with the clause of
# the law behind each. It can also show the same citizen under other rules, because chance belongs to the citizen: the
# illness, the job offer and the length of each meeting are the same. No citizen is a real person.

# %%
from pathlib import Path

import pandas as pd

import sim

pd.set_option("display.max_colwidth", 90)

STUDY = """\
schema: 1
study: twins
title: {en: One citizen under two rule sets, da: En borger under to regelsæt}
places: [morsoe]
start: 2024-01-01
warm_up: 3 months
measured: 6 months
follow_up: 6 months
replications: 1
seed: 20240101
compare:
  - {rules: current}
  - {rules: freed-six-cities, practice: same-contact-by-need}
"""
Path("twins.yaml").write_text(STUDY, encoding="utf-8")
study = sim.load("twins.yaml")
both = study.journals("freed-six-cities")  # two runs of the same people

# %% [markdown]
# ## Which citizen to read
#
# `notable` lists one citizen of each kind, or several of one kind. `differing` compares all histories of the two runs.

# %%
pd.DataFrame([citizen.as_data() for citizen in both.one.notable()])[["citizen", "why", "summary"]]

# %%
count = both.differing
print(f"{count.citizens:,} citizens. The same history by day: {count.identical:,}.")
print(f"The same events, some on another day: {count.other_days:,}. Touched by a changed rule: {count.touched:,}.")

# %% [markdown]
# All citizens share the diaries of the same caseworkers, so a history can differ although no rule touches it. The
# difference of one citizen is no effect of the rules. Effects are differences of means over many citizens and pairs.
#
# ## One citizen under today's rules

# %%
CITIZEN = both.one.notable("team")[0].citizen  # or any number of the list above
history = both.one.history(CITIZEN)
print(f"Citizen {history.citizen}: {' → '.join(history.states)}, {history.start} to {history.last}")
history.table()[["date", "what", "clause", "law", "evidence"]].head(15)

# %% [markdown]
# `clause` is the path of the rule, `law` its section, and `evidence` its grade: *law* or *statistic* is known, an
# *assumption* is not.
#
# ## The same citizen under both rule sets
#
# `how` says why an entry differs. It is the *same*; a changed *rule* is behind it; the *diary* had no room that day; or it
# *follows* from an earlier difference.

# %%
twins = both.twins(CITIZEN)
print({how: number for how, number in twins.counts().items() if number})
table = twins.table()
table.loc[table["how"] == "rule", ["date", "how", "one", "other", "law", "by"]].head(10)

# %% [markdown]
# `touched` lists the changed clauses behind these differences, in the order in which they first matter to this citizen.

# %%
touched = pd.DataFrame([change.as_data() for change in twins.touched])
touched[["clause", "law", "old", "new", "by"]].head(12)

# %%
study.twin_chart(twins)

# %% [markdown]
# The totals of both histories. They have no interval: a single citizen shows how rules work, not what they bring.

# %%
print("One citizen is an example, and one pair of runs is too short for conclusions.")
pd.DataFrame(twins.sums(), index=["current", "freed-six-cities"]).T

# %% [markdown]
# ## What you can change now
#
# - `CITIZEN`: any number of the list. `both.one.notable("sanction")` finds another kind; more are `switch`, `pension` and
#   `return`. `both.differing.most(10)` are the citizens whose histories differ most.
# - The rules: `study.journals("current", against_practice="contact-on-request")` changes the practice alone.
# - `replication=2`: other citizens with other fates.
# - `history.table()` has every entry with source and caseworker; `twins.table()` has all pairs of entries.
# - On the command line: `jobsim rules why aalborg --citizen 3708 --against freed-six-cities`.
