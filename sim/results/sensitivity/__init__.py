"""What values without a measurement do to the headlines: each group of them at both ends of its range."""
