"""Terminal output of the commands: tables of rules, and histories side by side."""
