"""The baseline held against published figures, and the values that are fitted to them."""
