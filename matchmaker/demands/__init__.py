"""What enterprises post."""
