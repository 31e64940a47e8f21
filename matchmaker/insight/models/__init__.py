"""Rows of insight: the plans with their indicators, and the key cities."""
