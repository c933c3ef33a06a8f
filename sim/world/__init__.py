"""The world of one run as flat tables of integers, how it is built, and the log of what happens in it."""
