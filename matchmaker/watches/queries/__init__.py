"""Reading watches, what they find, and what a person was told."""
