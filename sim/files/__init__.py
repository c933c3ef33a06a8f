"""Scenario files: YAML read with line numbers into typed entries, and files written whole or not at all."""
