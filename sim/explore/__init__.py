"""The page on which one tries rules: a choice in the address, its study, and pairs of runs that arrive while one looks."""
