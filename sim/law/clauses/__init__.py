"""What a clause is: typed entries of regimes, reforms and practices, and the words that the engines give a meaning to."""
