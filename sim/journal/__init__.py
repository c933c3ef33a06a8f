"""The log of one citizen as a case journal: each event in words, with the clause behind it."""
