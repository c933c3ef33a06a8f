"""Published figures: what others counted, what an hour costs, what the papers claim, where figures contradict."""
