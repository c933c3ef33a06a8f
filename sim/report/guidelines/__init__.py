"""Reporting guidelines: each item with its answer, where the evidence is, and what is missing."""
