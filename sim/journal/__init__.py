"""One citizen's rows of the log read like a case journal: what happened in words, and the clause behind it."""
