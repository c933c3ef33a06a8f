"""The frontier of a search over practice values: which practices no other practice beats in every respect."""
