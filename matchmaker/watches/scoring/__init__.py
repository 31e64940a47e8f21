"""Pure parts of watching: what a search asks for, and when a person is told."""
