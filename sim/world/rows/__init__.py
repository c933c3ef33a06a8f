"""Rules and people compiled to the rows that the engines read."""
