"""Fate: who there is, what happens to them whatever the rules, and the one draw function."""
