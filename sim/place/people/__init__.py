"""People: the citizens, and the events of their lives that do not depend on the rules."""
