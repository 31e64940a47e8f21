"""What follows a match: from the first word between two sides to the outcome."""
