"""Runs: what determines one, where finished ones are kept, and the workers that make the others."""
