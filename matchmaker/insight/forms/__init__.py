"""Forms and files of insight."""
