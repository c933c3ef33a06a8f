# %% [markdown]
# # 4. The figures of your own municipality
#
# **Which numbers of a municipality are counted, which are guessed, and how do you bring your own counts?**
#
# Aalborg is fitted to published figures. Most numbers of the other municipalities are shares of national ones. A case
# system knows them: how many citizens are in each group, and how many cases a caseworker has. This notebook reads such
# counts into a new place. **The counts below are made up.** They show the form of the files and nothing else.

# %%
import tempfile
from pathlib import Path

import pandas as pd

import sim

pd.set_option("display.float_format", "{:,.1f}".format, "display.max_colwidth", 80)

# A copy of the scenario files in a temporary folder: nothing of the installation changes.
temporary = tempfile.TemporaryDirectory(prefix="jobsim-")
work = Path(temporary.name)
mine = sim.own_scenarios(work / "scenarios")

# %% [markdown]
# ## What rests on what
#
# Each value of a place is counted (*statistic*), a *share* of a larger number, *fitted* so that the groups stay as large
# as they are, or an *assumption*. `replaced_by` names the public table, or the counts of your own, that would replace
# it. `docs/data.md` says where to download the tables, click by click.

# %%
values = sim.data_list("morsoe")
values["rests_on"].value_counts()

# %%
stocks = values[values["path"].str.endswith(".stock") & (values["replaced_by"] != "")]
stocks[["path", "text", "rests_on", "replaced_by"]].head(8)

# %% [markdown]
# ## Your own counts as two small files
#
# Each file has one table with semicolons. Headings and groups are English or Danish. A cell below five may stay `<5`:
# nothing is put in its place. Nothing about a person is accepted: a caseworker is a pseudonym such as `k07`.

# %%
MONTHS = [f"2025M{month:02d}" for month in range(1, 13)]
SICK = [296, 301, 310, 305, 298, 290, 284, 281, 289, 297, 304, 309]  # made up

CASES = """\
group;caseworker;cases;posts
sick;k01;48;1
sick;k02;45;1
sick;k03;44;1
sick;k04;47;1
sick;k05;46;1
sick;k06;40;0,9
sick;k07;27;0,6
activity-ready;k08;62;1
activity-ready;k09;58;1
activity-ready;k10;45;0,8
"""  # made up
STOCK = "month;group;citizens\n" + "".join(
    f"{month};sick;{number}\n" for month, number in zip(MONTHS, SICK, strict=True)
)

stock, cases = work / "stock.csv", work / "cases.csv"
stock.write_text(STOCK, encoding="utf-8")
cases.write_text(CASES, encoding="utf-8")
print("\n".join(STOCK.splitlines()[:4]), "…", sep="\n")

# %% [markdown]
# ## Look first, then write
#
# `check=True` reads everything and writes nothing. Each change has its old and its new number, and its new source with
# the period and the beginning of the file's hash. So a reader can later tell where a number is from.

# %%
looked = sim.data_import([stock, cases], into="morsoe", place="our-town", check=True)
looked.changes[["path", "old", "new", "old_evidence", "evidence", "source"]]

# %%
for note in looked.notes:
    print("-", note)

# %% [markdown]
# Read the notes. The one on entries matters: with another stock of sick-listed citizens, as many must arrive as leave,
# or the stock drifts in a run. `python -m sim.calibration.fit_flows our-town` fits the entries again. This takes a
# while, and this notebook leaves it out. So it shows how the counts are used, and draws no conclusion.

# %%
imported = sim.data_import([stock, cases], into="morsoe", place="our-town")
print([file.name for file in imported.written], "written in the copy")
lines = (mine / "places" / "our-town.yaml").read_text(encoding="utf-8").splitlines()
print("\n".join(line.strip() for line in lines if "own counts" in line))

# %% [markdown]
# ## A study of your place
#
# `ranges` sets the cases per post of the place to both ends of their ranges. A count has no range, so the two groups that
# are counted stay as they are. The more you count, the narrower is the interval of what nobody has measured.

# %%
STUDY = """\
schema: 1
study: our-study
title: {en: Our town, da: Vores by}
places: [our-town]
start: 2024-01-01
warm_up: 3 months
measured: 6 months
follow_up: 6 months
replications: 3
seed: 20240101
ranges: [cases-per-post]
compare:
  - {rules: current}
  - {rules: freed-six-cities, practice: same-contact-by-need}
"""
(work / "our-study.yaml").write_text(STUDY, encoding="utf-8")
result = sim.load(work / "our-study.yaml").run(results=work / "results", report=False, workers=1, progress=False)
result

# %% [markdown]
# `baseline_mean` is the level under today's rules. `low` to `high` is chance, `assumptions_low` to `assumptions_high` is
# what nobody has measured: here, the cases per post that are not counted.

# %%
numbers = result.headlines("freed-six-cities")
rows = ["caseload_mean", "hours_asked", "running_minutes_per_citizen_week", "norm_gap_2020_most"]
shown = numbers[numbers["measure"].isin(rows) & (numbers["need"] == "all")].set_index("title")
shown[["unit", "baseline_mean", "difference", "low", "high", "assumptions_low", "assumptions_high", "nature"]]

# %% [markdown]
# The chart has the posts of each team against the norms of the social workers' union. Marks are posts, bars are norms.

# %%
result.chart("caseload")

# %%
temporary.cleanup()
print(
    "The counts are made up: these numbers say nothing about Morsø. Three pairs of half a year are too short for conclusions."
)

# %% [markdown]
# ## What you can change now
#
# - The two files. Write your own counts and keep the folder: `sim.own_scenarios("my-scenarios")`.
# - `into`: the place that yours extends. All 98 municipalities are there.
# - Published tables: `sim.data_import("AUK01.csv", into="morsoe", check=True)`. The command `jobsim data fetch AUK01` asks
#   StatBank for the table.
# - Afterwards fit the entries again, and look at the fit with `jobsim doctor baseline`.
