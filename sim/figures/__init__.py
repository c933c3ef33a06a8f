"""Published figures: statistics, prices, the papers' claims, and figures that contradict each other."""
