"""Decisions of staff on what waits for them, with coded reasons."""
