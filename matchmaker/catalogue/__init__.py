"""Provider profiles, offerings, cases."""
