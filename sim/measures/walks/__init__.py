"""Compiled walks over the rows of a log, each from one end to the other. numba compiles them when they are first called.

No function here calls one of another file, because the cache of compiled code notices a change in its own file only.
The functions that use them import them when they are called, so a light command does not load numba.
"""
