"""The arrays of a collection as files: mapped into memory and shared by all processes."""
