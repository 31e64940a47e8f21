"""Forms of calls and of what is submitted to them."""
