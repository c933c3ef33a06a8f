"""Chance: the one keyed draw function, quantile tables, and how shared leaves are compiled."""
