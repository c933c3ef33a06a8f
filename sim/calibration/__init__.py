"""Compare the baseline with published figures, and fit values to them."""
