"""The office: calendar, staff, absence. It determines which caseworkers are at work on which days."""
