"""People: who there is, and what happens to them whatever the rules are."""
