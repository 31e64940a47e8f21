"""Reading a posting: its typed requirements, capabilities, budget and dates. Pure."""
