"""Making and changing watches, stopping them from a mail, and sending what is new."""
