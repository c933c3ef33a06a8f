"""Rules as data: regimes, reforms and practices read from YAML, checked and composed. Knows no time and no staff."""
