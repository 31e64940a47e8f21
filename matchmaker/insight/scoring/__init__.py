"""The arithmetic of insight, without a database."""
