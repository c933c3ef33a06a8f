"""Rules read out: chapters, one clause in full, outlines, differences, all as plain data."""
