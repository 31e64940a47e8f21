"""Writing what programs are told."""
