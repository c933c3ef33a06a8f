"""Tables of the commands on the terminal: rules, and histories side by side."""
