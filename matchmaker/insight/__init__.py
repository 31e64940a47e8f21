"""Indicators with their targets and observations; the table of key cities."""
