"""What the command line asks of keyword search, and how it prints the answers."""
