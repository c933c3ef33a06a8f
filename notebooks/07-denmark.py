# %% [markdown]
# # 7. Denmark
#
# **What do freed rules change over many municipalities, and how much do these differ?**
#
# Jobcenters are independent. So the country is a list of places, each with its own citizens, staff and chance. Hours and
# money can be summed over them. Waits and shares cannot: for these there is a mean, and the spread over places.
#
# The study `denmark` runs all 98 municipalities: six columns, two runs each, 1,176 runs. `docs/machines.md` gives its
# cost: some 25 minutes of one processor. A thousand scenarios of the country would take some 70 processor hours. This
# notebook takes five small municipalities, so its sums are **not** Denmark's.

# %%
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

import sim

pd.set_option("display.float_format", "{:,.2f}".format, "display.max_colwidth", 80)

# %% [markdown]
# ## A list of places
#
# Lists are in `lists.yaml`. This one is added to a temporary copy of the scenario files. `six-cities`, `north-jutland` and
# `municipalities` are there already.

# %%
temporary = tempfile.TemporaryDirectory(prefix="jobsim-")
work = Path(temporary.name)
mine = sim.own_scenarios(work / "scenarios")
LIST = """\
  five:
    title: {en: "Five small municipalities", da: "Fem små kommuner"}
    places: [aeroe, fanoe, laesoe, morsoe, samsoe]
"""
with (mine / "lists.yaml").open("a", encoding="utf-8") as lists:
    lists.write(LIST)

STUDY = """\
schema: 1
study: five
title: {en: Five small municipalities, da: Fem små kommuner}
places_in: five
start: 2024-01-01
warm_up: 3 months
measured: 6 months
follow_up: 6 months
replications: 2
seed: 20240101
compare:
  - {rules: current}
  - {rules: freed-six-cities, practice: same-contact-by-need}
"""
(work / "five.yaml").write_text(STUDY, encoding="utf-8")
result = sim.load(work / "five.yaml").run(results=work / "results", report=False, workers=1, progress=False)
country = result.country()
list(country.tables())

# %% [markdown]
# ## Sums and means
#
# A sum adds the places. Its interval by chance is narrow although each place has few runs, because independent chance
# evens out. `per_1000_difference` is the sum per 1,000 citizens, for lists of different size.

# %%
over = country.over_places.set_index("measure")
over.loc[
    ["hours_asked", "hours", "meetings", "team_cases"],
    ["unit", "places", "baseline", "difference", "low", "high", "per_1000_difference", "nature"],
]

# %% [markdown]
# A wait is not summed. Its mean weights places by the citizens concerned under today's rules.

# %%
over.loc[
    ["wait_first_meeting_mean_standardised", "wait_clarification_mean_standardised"],
    ["unit", "places", "baseline", "difference", "low", "high", "nature"],
]

# %% [markdown]
# The interval is chance alone. What nobody has measured is not in it and does not even out: a wrong assumption is
# wrong in all places. Notebook 5 shows that uncertainty for one place.
#
# ## Money by payer
#
# Staff stays in this study, so freed hours are no money. Benefits and activation are.

# %%
money = country.money_by_payer.set_index(["kind", "payer"])
(money[["difference", "low", "high"]] / 1e6).rename(columns=lambda name: f"{name}, million DKK a year")

# %% [markdown]
# ## How much municipalities differ
#
# `sd_between` is the spread over places without chance. It is what would be left with endless runs. `sd_chance` is the
# chance of small places. Each row counts the groups that have the number, in the mix of all places together.
#
# The spread comes from what the model knows about places: their citizens and their size. Cases per post are the same
# assumption everywhere, so a real spread of staffing is not in it.

# %%
spread = country.spread_over_places
whole = spread[(spread["group"] == "all") & (spread["column"] == "current/baseline/keep")]
whole[["measure", "unit", "places", "mean", "p10", "p50", "p90", "sd", "sd_chance", "sd_between"]]

# %% [markdown]
# ## Place by place
#
# `result.pairs` has the numbers of each place and pair. So you can draw what the tables do not have: here, the change of
# the hours asked for, per 1,000 citizens. Each point is a pair of runs. The points of a place show its chance.

# %%
pairs = result.pairs
variant = pairs[
    (pairs["variant"] != "current/baseline/keep") & (pairs[["group", "activity", "need"]] == "all").all(axis=1)
]
asked, citizens = (
    variant[variant["measure"] == name].set_index(["place", "replication"]) for name in ("hours_asked", "stock")
)
change = 1000 * (asked["after"] - asked["before"]) / citizens["before"].groupby("place").mean()

figure, axes = plt.subplots(figsize=(6.5, 2.4))
axes.plot(change.to_numpy(), change.index.get_level_values("place"), "o", alpha=0.6)
axes.axvline(over.loc["hours_asked", "per_1000_difference"], color="black", linewidth=0.8)
axes.set_xlabel("Change of hours asked for, a year per 1,000 citizens (line: all five)")
axes.spines[["top", "right"]].set_visible(False)

# %%
temporary.cleanup()
print("Two pairs of half a year are too short for conclusions, and five small municipalities are not Denmark.")

# %% [markdown]
# ## What you can change now
#
# - `places`: your own list. `places_in: north-jutland` needs no list of your own.
# - The whole country: `sim.load("denmark").run()` or `jobsim run denmark`. `jobsim plan denmark` first says how long it
#   takes on this machine, and `docs/machines.md` how to share the runs among several.
# - `capacity: [keep, cut]` in an entry: the posts that can go in each place, and the money of their staff.
# - `country.norms_by_place` holds the cases per post of each place against the social workers' norms.
