"""The server of the page: for this machine only, behind a token."""
