"""A copy of a person's data, and their deletion."""
