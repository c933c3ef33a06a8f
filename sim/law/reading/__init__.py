"""Readings of rules as plain data: chapters, single clauses, outlines and differences."""
