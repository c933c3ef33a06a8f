"""A study: what is compared, where, from when to when. Data only; it runs nothing."""
