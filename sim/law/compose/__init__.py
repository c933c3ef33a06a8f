"""Composition of rule sets from dated regimes, proposals, packages and practices, with checks between them."""
