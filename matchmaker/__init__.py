"""5G Inside Matchmaker: where industry finds the people who can put 5G to work."""
