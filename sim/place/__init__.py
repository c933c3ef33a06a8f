"""A municipality: the models of its people and its office, and the readers of their files."""
