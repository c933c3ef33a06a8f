"""A municipality: its people and its office, as its files describe them."""
