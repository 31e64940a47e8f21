"""Everything that changes an engagement."""
