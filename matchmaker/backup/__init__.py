"""A whole copy of what an installation knows, in plain files, and the way back."""
