"""What must happen after a commit: outbox rows and the worker that applies them."""
