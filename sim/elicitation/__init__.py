"""Experts' judgement of the values that carry most: a form, its answers, their pooling, and a study with the result."""
