"""Page and screen of a study of a list of places: the country first, then its places."""
