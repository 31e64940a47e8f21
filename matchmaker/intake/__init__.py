"""Files people hand in, turned into plain text. What a file is, its content says, not its name."""
