"""Readers of published files, one format each. Every reader gives cells of the same shape (:mod:`sim.data.cell`)."""
