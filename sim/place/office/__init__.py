"""The office: calendar, staff, absence. Who is at work, and when."""
