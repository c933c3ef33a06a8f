"""What all unmeasured values together do to a difference: one sampling, both intervals, shares, boxes and worth."""
