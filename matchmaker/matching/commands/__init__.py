"""What the command line asks of matching, and how it prints the answers."""
