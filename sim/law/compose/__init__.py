"""Rule sets put together: regimes by date, proposals, packages and practices, checked against each other."""
