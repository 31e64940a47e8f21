"""What people fill in around an engagement."""
