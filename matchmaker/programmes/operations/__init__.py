"""Everything that changes a call and what is submitted to it."""
