"""Calendar, staff, absence: who is at work when."""
