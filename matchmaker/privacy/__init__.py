"""What a person's data are on this site: what they agreed to, a copy of it, and its deletion."""
