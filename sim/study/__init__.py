"""A study as data: the compared rule sets, the places and the dates. This room does not run studies."""
