"""A study of a list of places: the sums over them, money by payer, norms and spread."""
