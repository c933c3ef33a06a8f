"""The world of one run as flat tables of integers, the code that builds it, and the log of the run's events."""
