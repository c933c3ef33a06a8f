"""Whether a run kept its rules: the order of steps and the deadlines, counted again from the rows of the log alone."""
