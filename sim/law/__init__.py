"""Rules as data: what a clause is, how regimes, reforms and practices are composed, and how rules are read out. Knows no staff."""
