"""Scenario files: YAML is read with line numbers into typed entries; files are written atomically."""
