"""History matching: the set of free values that the targets cannot rule out, found in waves of runs."""
