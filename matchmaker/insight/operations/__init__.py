"""Everything that changes what insight holds."""
