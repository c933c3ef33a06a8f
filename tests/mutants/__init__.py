"""Mutation tests: faults planted in the sources, which the tests must notice (``make stress``)."""
