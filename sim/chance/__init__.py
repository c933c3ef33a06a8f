"""Chance: the keyed draw function, quantile tables, and the compilation of functions that both engines share."""
