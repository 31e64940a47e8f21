"""People, their sessions and one-time links; organisations and their members."""
