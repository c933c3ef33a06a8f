"""Files of published figures and of a municipality's own counts, and the values of the scenarios that they give."""
