# %% [markdown]
# # 1. A first study in ten minutes
#
# A Danish jobcenter must hold meetings at fixed times, order medical certificates and bring cases before a
# rehabilitation team. Five policy papers want fewer of these rules. This notebook asks a question about one of them:
#
# **What happens to the hours of the caseworkers if the rules of the six largest cities' proposal come into force?**
#
# You will write a study, run it, read its numbers with both kinds of uncertainty, and change a number of your own.

# %%
from pathlib import Path

import pandas as pd

import sim

pd.set_option("display.float_format", "{:,.1f}".format, "display.max_colwidth", 80)

# %% [markdown]
# ## A study is a short text
#
# The study below compares two columns. `current` is the law of 1 January 2024. `freed-six-cities` is that law with the
# proposals of the six cities. Freed rules leave open how often a jobcenter meets its citizens. The *practice*
# `same-contact-by-need` assumes as many meetings as today, with more of them for those who need more.
#
# - `places`: Morsø, a small municipality, whose runs take less than a second.
# - `warm_up` is not measured: diaries fill up first. `follow_up` follows to its end what began in the measured months.
# - `replications`: three pairs of runs. Both runs of a pair have the same citizens with the same fate.
# - `ranges`: an assumption that the study sets to both ends of its range. `contact` is how often a freed jobcenter meets
#   its citizens. No jobcenter has worked under freed rules, so nobody has counted it.

# %%
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
[column.name for column in study.columns]

# %% [markdown]
# ## Run it
#
# Finished runs are kept in the folder `results` and used again. Three options suit a notebook: no page of results
# (`report=False`), no other processes, and no progress. `study.run()` alone also writes `results/first/report.html`,
# a page with all tables, charts, assumptions and sources.

# %%
result = study.run(report=False, workers=1, progress=False)
result

# %% [markdown]
# ## Read the numbers
#
# Each row is a change from the rules of 2024 to the freed ones, with two uncertainties beside it:
#
# - `low` to `high` is **chance**: where the mean change would lie with many more pairs, in 95 of 100 such studies.
# - `assumptions_low` to `assumptions_high` is **what nobody has measured**: the least and the greatest change when the
#   assumption is at an end of its range.
#
# The second interval is the wider one, and no number of runs makes it narrower. Only a measurement does.
#
# `nature` says what kind of number it is. It *emerges* from the meetings, diaries and waits of the model, it *scales* a
# number that was put in, or it *echoes* one. An echo is no finding.

# %%
LEADING = ["hours_asked", "hours_asked_rules", "hours_asked_practice", "hours", "meetings", "team_cases"]
SHOWN = [
    "title", "unit", "baseline_mean", "variant_mean", "difference", "low", "high", "assumptions_low",
    "assumptions_high", "nature",
]  # fmt: skip
numbers = result.headlines("freed-six-cities")
numbers.loc[numbers["measure"].isin(LEADING), SHOWN]

# %% [markdown]
# The chart shows the same hours in two steps: the work that nobody asks for any more, and what became of its hours.
# Staff stays, so the hours mostly become *running casework*: calls, notes and short talks between the bookings.

# %%
result.chart("waterfall")

# %% [markdown]
# A sentence for a report needs the number, both uncertainties and the conditions. This one is made from the table.


# %%
def sentence(numbers: pd.DataFrame, measure: str, lead: str) -> str:
    """A change in words, with both uncertainties."""
    row = numbers.set_index("measure").loc[measure]
    return (
        f"{lead}: {row['difference']:+,.0f} {row['unit']}; by chance {row['low']:+,.0f} to {row['high']:+,.0f}, by the "
        f"tested assumption {row['assumptions_low']:+,.0f} to {row['assumptions_high']:+,.0f}."
    )


print(sentence(numbers, "hours_asked", "Work that rules and practice ask for, Morsø"))
print("Three pairs of half a year in a small municipality are too short for conclusions.")

# %% [markdown]
# ## Change a number of your own
#
# Nobody has timed how long a caseworker follows the deadline of one duty. The rules of 2024 are fitted to the six
# cities' claim of one hour per citizen and year. The value and its range are among the assumptions of the result.

# %%
assumptions = pd.DataFrame([assumption.model_dump() for assumption in result.manifest.assumptions])
assumptions.loc[assumptions["path"] == "tracking.per_open_duty", ["path", "value", "low", "high", "evidence", "source"]]

# %% [markdown]
# Suppose that it takes eight minutes. A value outside the range would be refused: a wider range belongs into the
# scenario file, with a source. The results of the changed study get a folder of their own.

# %%
MINUTES = "8 minutes"  # change this number

changed = study.with_values({"tracking.per_open_duty": MINUTES})
changed_numbers = changed.run(report=False, workers=1, progress=False).headlines("freed-six-cities")

both = pd.concat({"as it is": numbers, MINUTES: changed_numbers}, names=["deadline tracking", "row"])
both.loc[both["measure"] == "hours_asked", SHOWN].droplevel("row")

# %% [markdown]
# Fewer minutes of tracking in today's rules leave less to be freed. The number *scales* an input, as its nature says.
#
# ## What you can change now
#
# - The number in the cell above. Any path of the table `assumptions` can stand there, with a value within its range.
# - `places: [aalborg]`. Aalborg is the municipality that the model is fitted to. Its runs take some seconds each. Most
#   numbers of the other municipalities are shares of national ones.
# - `replications: 10`, `measured: 2 years` and `warm_up: 1 year`, as in the study `aalborg`, for numbers that may be
#   quoted. On the command line this is `jobsim run aalborg`.
# - `practice: contact-on-request`: meetings only when a citizen asks. The practice moves the hours more than chance does.
