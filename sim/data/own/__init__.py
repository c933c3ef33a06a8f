"""A municipality's own counts: aggregates from its case system, without anything about a person."""
