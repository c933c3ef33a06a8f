"""Runs: their fingerprints, the store of finished runs, and the workers that make the missing ones."""
