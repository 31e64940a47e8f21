"""Reading what programs ask for."""
