"""Clauses: the typed entries of regimes, reforms and practices, and the vocabulary that the engines interpret."""
